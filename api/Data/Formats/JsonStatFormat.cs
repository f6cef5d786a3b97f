using System.Globalization;
using System.Text.Json;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data.Formats;

/// <summary>JSON-stat 2.0: one hypercube over the components of the key, its values by their place, sparse where it is mostly empty; status, intervals and method beside them in the same way.</summary>
public static class JsonStatFormat
{
    // A cube with this many times more places than figures is written sparse.
    private const int SparseAt = 3;

    // Whether enough waits to be sent is asked only so often.
    private const int AskedEach = 512;

    /// <summary>Writes an answer.</summary>
    public static async Task Write(DataAnswer answer)
    {
        var (http, release, query) = (answer.Http, answer.Release, answer.Query);
        http.Response.ContentType = "application/vnd.json-stat+json; charset=utf-8";
        var codes = new FigureCodes(release);
        var most = (int)Math.Min(answer.Figures.Most ?? 0, DataEndpoints.MostHeld(http));
        var axes = FigureColumn.Key.Select(c => new Axis(c, codes, most)).ToList();
        var values = new List<decimal?>(most);
        var plain = 1 << (codes.Statuses.Find("A")!.Id - 1);
        var status = new Attribute("status", f => f.ObsStatuses == plain ? default : new TableCell(codes.AllStatuses(f.ObsStatuses).Code, null));
        var attributes = FigureColumn.Attributes.Concat(query.Conversion is null ? [] : FigureColumn.OfConversion).Where(c => c.Name is not ("OBS_VALUE" or "OBS_STATUS" or "OBS_STATUSES")).Select(c => Attribute.Of(c, codes)).ToList();
        // A figure is looked at once, and what the cube needs of it is kept: a hundred thousand of them are more than a processor has at hand.
        foreach (var figure in answer.Figures.Figures)
        {
            foreach (var axis in axes) { axis.Add(figure); }
            foreach (var attribute in attributes) { attribute.Add(figure, values.Count); }
            status.Add(figure, values.Count);
            values.Add(figure.Value);
        }
        var places = Places(axes, values.Count, out var size);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("version", "2.0");
        json.WriteString("class", "dataset");
        json.WriteString("label", Dataflows.Names[query.Selection.Dataflow][query.Language]);
        json.WriteString("source", Citation.Of(http, release.Id, release.CreatedAt, query.Language));
        json.WriteString("updated", UtcText.Of(release.CreatedAt));
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

        if (size <= (long)values.Count * SparseAt) { await Dense(http, json, values, places, size); }
        else { await Sparse(http, json, "value", values.Select((value, i) => (i, new TableCell(null, value))), places); }
        await Sparse(http, json, status.Name, status.Cells, places);
        json.WriteStartObject("extension");
        JsonFormat.WriteRelease(json, release);
        json.WriteString("dataflow", query.Selection.Dataflow);
        JsonFormat.WriteHidden(json, release, query.Language, answer.Figures.Summary);
        Strings(json, "synthetic", answer.Figures.Summary.Synthetic);
        foreach (var attribute in attributes) { await Sparse(http, json, attribute.Name, attribute.Cells, places); }
        json.WriteEndObject();
        json.WriteEndObject();
        await AnswerFlow.Send(http, json);
    }

    private static long[] Places(IReadOnlyList<Axis> axes, int figures, out long size)
    {
        size = 1;
        var places = new long[figures];
        for (var a = axes.Count - 1; a >= 0; a--)
        {
            axes[a].AddTo(places, size);
            size = checked(size * Math.Max(1, axes[a].Items.Count));
        }
        return places;
    }

    private static async Task Dense(HttpContext http, Utf8JsonWriter json, List<decimal?> values, long[] places, long size)
    {
        var order = new int[size];
        for (var i = 0; i < places.Length; i++) { order[places[i]] = i + 1; }
        json.WriteStartArray("value");
        for (var i = 0; i < order.Length; i++)
        {
            if (order[i] > 0 && values[order[i] - 1] is { } value) { json.WriteNumberValue(value); } else { json.WriteNullValue(); }
            if (i % AskedEach == 0 && AnswerFlow.IsFull(http)) { await AnswerFlow.Send(http, json); }
        }
        json.WriteEndArray();
    }

    private static async Task Sparse(HttpContext http, Utf8JsonWriter json, string name, IEnumerable<(int Figure, TableCell Cell)> cells, long[] places)
    {
        json.WriteStartObject(name);
        var written = 0;
        foreach (var (figure, cell) in cells)
        {
            WriteAt(json, places[figure], cell);
            if (written++ % AskedEach == 0 && AnswerFlow.IsFull(http)) { await AnswerFlow.Send(http, json); }
        }
        json.WriteEndObject();
    }

    // The name of a place is written and never kept: there are hundreds of thousands of them.
    private static void WriteAt(Utf8JsonWriter json, long place, TableCell cell)
    {
        Span<byte> name = stackalloc byte[20];
        place.TryFormat(name, out var length, default, CultureInfo.InvariantCulture);
        if (cell.Number is { } number) { json.WriteNumber(name[..length], number); } else { json.WriteString(name[..length], cell.Text); }
    }

    private static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) { json.WriteStringValue(text); }
        json.WriteEndArray();
    }

    // What is said of some figures beside their values.
    private sealed record Attribute(string Name, Func<Figure, TableCell> CellOf)
    {
        public List<(int Figure, TableCell Cell)> Cells { get; } = [];

        public static Attribute Of(FigureColumn column, FigureCodes codes) => new(column.Name, column.Number is { } number
            ? f => new TableCell(null, number(f))
            : f => column.Code!(codes, f)?.Code is { } code && !IsUsual(column.Name, code) ? new TableCell(code, null) : default);

        public void Add(Figure figure, int at)
        {
            if (CellOf(figure) is var cell and not (null, null)) { Cells.Add((at, cell)); }
        }

        // What most figures have goes without saying.
        private static bool IsUsual(string column, string code) => (column, code) is ("CONF_STATUS", "F") or ("METHOD", "reported");
    }

    // One dimension of the cube: the codes that the figures have, in the order of their list.
    private sealed class Axis(FigureColumn column, FigureCodes codes, int most)
    {
        private const int Unknown = -1;

        // By id, which is small: the place among the items, in the order in which figures have them.
        private readonly List<int> placeOf = [];

        // Of each figure.
        private readonly List<int> places = new(most);

        // Figures come in the order of their keys: most have the id of the one before.
        private (int Id, int Place) last = (Unknown, Unknown);

        public FigureColumn Column => column;

        public List<CodeItem> Items { get; } = [];

        public void Add(Figure figure)
        {
            var id = column.Part!.Id(figure);
            if (id != last.Id) { last = (id, PlaceOf(id)); }
            places.Add(last.Place);
        }

        private int PlaceOf(int id)
        {
            while (placeOf.Count <= id) { placeOf.Add(Unknown); }
            if (placeOf[id] == Unknown) { placeOf[id] = PlaceOf(column.Part!.Item(codes, id)); }
            return placeOf[id];
        }

        // Puts the items in the order of their list, and adds to each figure's place in the cube what this dimension moves it by.
        public void AddTo(long[] cube, long size)
        {
            var sorted = Items.Select((item, at) => (item, at)).OrderBy(x => x.item.Id).ToList();
            var moves = new long[sorted.Count];
            for (var i = 0; i < moves.Length; i++) { moves[sorted[i].at] = i * size; }
            for (var i = 0; i < cube.Length; i++) { cube[i] += moves[places[i]]; }
            Items.Clear();
            Items.AddRange(sorted.Select(x => x.item));
        }

        public void Write(Utf8JsonWriter json, string language)
        {
            json.WriteStartObject(column.Name);
            json.WriteString("label", column.Name);
            json.WriteStartObject("category");
            Strings(json, "index", Items.Select(i => i.Code));
            json.WriteStartObject("label");
            foreach (var item in Items) { json.WriteString(item.Code, item.Name(language)); }
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        // The same code may be of several schemes: it is one category.
        private int PlaceOf(CodeItem item)
        {
            var at = Items.FindIndex(i => i.Code == item.Code);
            if (at >= 0) { return at; }
            Items.Add(item);
            return Items.Count - 1;
        }
    }
}
