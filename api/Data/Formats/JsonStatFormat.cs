using System.Globalization;
using System.Text.Json;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data.Formats;

/// <summary>JSON-stat 2.0: one hypercube over the components of the key, its values by their place, sparse where it is mostly empty; status, intervals and method beside them in the same way.</summary>
public static class JsonStatFormat
{
    // A cube with this many times more places than figures is written sparse.
    private const int SparseAt = 3;

    /// <summary>Writes an answer.</summary>
    public static async Task Write(DataAnswer answer)
    {
        var (http, release, query) = (answer.Http, answer.Release, answer.Query);
        http.Response.ContentType = "application/vnd.json-stat+json; charset=utf-8";
        var codes = new FigureCodes(release);
        var figures = answer.Figures.Hold();
        var axes = FigureColumn.Key.Select(c => new Axis(c, codes, figures)).ToList();
        var places = Places(axes, figures, out var size);
        // Written again and again, in every object below.
        var names = Array.ConvertAll(places, place => place.ToString(CultureInfo.InvariantCulture));
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("class", "dataset");
        json.WriteString("label", Dataflows.Names[query.Selection.Dataflow][query.Language]);
        json.WriteString("source", AnswerMetadata.Citation(http, release));
        json.WriteString("updated", release.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        Strings(json, "id", axes.Select(a => a.Column.Name));
        json.WriteStartArray("size");
        foreach (var axis in axes) { json.WriteNumberValue(axis.Items.Count); }
        json.WriteEndArray();
        json.WriteStartObject("role");
        Strings(json, "time", ["TIME_PERIOD"]);
        Strings(json, "geo", ["REF_AREA"]);
        Strings(json, "metric", ["INDICATOR"]);
        json.WriteEndObject();
        json.WriteStartObject("dimension");
        foreach (var axis in axes) { axis.Write(json, query.Language); }
        json.WriteEndObject();

        if (size <= (long)figures.Count * SparseAt) { await Dense(http, json, figures, places, size); }
        else { await Sparse(http, json, "value", figures, names, (f, at) => { if (f.Value is { } value) { json.WriteNumber(at, value); } else { json.WriteNull(at); } }); }
        var plain = codes.Statuses.Find("A")!.Id;
        await Sparse(http, json, "status", figures, names, (f, at) => { if (f.ObsStatuses != 1 << (plain - 1)) { json.WriteString(at, codes.AllStatuses(f.ObsStatuses).Code); } });
        json.WriteStartObject("extension");
        JsonFormat.WriteRelease(json, release);
        json.WriteString("dataflow", query.Selection.Dataflow);
        JsonFormat.WriteHidden(json, release, query.Language, answer.Figures.Summary);
        Strings(json, "synthetic", answer.Figures.Summary.Synthetic);
        foreach (var column in FigureColumn.Attributes.Concat(query.Conversion is null ? [] : FigureColumn.OfConversion).Where(c => c.Name is not ("OBS_VALUE" or "OBS_STATUS" or "OBS_STATUSES")))
        {
            await Sparse(http, json, column.Name, figures, names, (f, at) =>
            {
                if (column.Number?.Invoke(f) is { } number) { json.WriteNumber(at, number); }
                else if (column.Code?.Invoke(codes, f)?.Code is { } code && !IsUsual(column.Name, code)) { json.WriteString(at, code); }
            });
        }
        json.WriteEndObject();
        json.WriteEndObject();
        await AnswerFlow.Send(http, json);
    }

    // What most figures have goes without saying.
    private static bool IsUsual(string column, string code) => (column, code) is ("CONF_STATUS", "F") or ("METHOD", "reported");

    private static long[] Places(IReadOnlyList<Axis> axes, IReadOnlyList<Figure> figures, out long size)
    {
        size = 1;
        var places = new long[figures.Count];
        for (var a = axes.Count - 1; a >= 0; a--)
        {
            for (var i = 0; i < places.Length; i++) { places[i] += size * axes[a].Places[i]; }
            size = checked(size * Math.Max(1, axes[a].Items.Count));
        }
        return places;
    }

    private static async Task Dense(HttpContext http, Utf8JsonWriter json, IReadOnlyList<Figure> figures, long[] places, long size)
    {
        var order = new int[size];
        for (var i = 0; i < places.Length; i++) { order[places[i]] = i + 1; }
        json.WriteStartArray("value");
        foreach (var figure in order)
        {
            if (figure > 0 && figures[figure - 1].Value is { } value) { json.WriteNumberValue(value); } else { json.WriteNullValue(); }
            if (AnswerFlow.IsFull(http)) { await AnswerFlow.Send(http, json); }
        }
        json.WriteEndArray();
    }

    private static async Task Sparse(HttpContext http, Utf8JsonWriter json, string name, IReadOnlyList<Figure> figures, string[] names, Action<Figure, string> write)
    {
        json.WriteStartObject(name);
        for (var i = 0; i < names.Length; i++)
        {
            write(figures[i], names[i]);
            if (AnswerFlow.IsFull(http)) { await AnswerFlow.Send(http, json); }
        }
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }

    // One dimension of the cube: the codes that the figures have, in the order of their list.
    private sealed class Axis
    {
        public Axis(FigureColumn column, FigureCodes codes, IReadOnlyList<Figure> figures)
        {
            Column = column;
            var found = new Dictionary<CodeItem, int>(ReferenceEqualityComparer.Instance);
            Places = new int[figures.Count];
            for (var i = 0; i < Places.Length; i++)
            {
                var item = column.Code!(codes, figures[i])!;
                // The same code may be of several schemes: it is one category.
                if (!found.TryGetValue(item, out var at)) { found[item] = at = PlaceOf(item); }
                Places[i] = at;
            }
            var sorted = Items.Select((item, at) => (item, at)).OrderBy(x => x.item.Id).ToList();
            var moved = new int[sorted.Count];
            for (var i = 0; i < moved.Length; i++) { moved[sorted[i].at] = i; }
            for (var i = 0; i < Places.Length; i++) { Places[i] = moved[Places[i]]; }
            Items = [.. sorted.Select(x => x.item)];
        }

        public FigureColumn Column { get; }

        public List<CodeItem> Items { get; } = [];

        public int[] Places { get; }

        public void Write(Utf8JsonWriter json, string language)
        {
            json.WriteStartObject(Column.Name);
            json.WriteString("label", Column.Name);
            json.WriteStartObject("category");
            Strings(json, "index", Items.Select(i => i.Code));
            json.WriteStartObject("label");
            foreach (var item in Items) { json.WriteString(item.Code, item.Name(language)); }
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        private int PlaceOf(CodeItem item)
        {
            var at = Items.FindIndex(i => i.Code == item.Code);
            if (at >= 0) { return at; }
            Items.Add(item);
            return Items.Count - 1;
        }
    }
}
