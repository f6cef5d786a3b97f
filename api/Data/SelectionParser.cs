using System.Globalization;
using System.Text;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>What a data query asks for, beside its selection.</summary>
/// <param name="Selection">Which figures.</param>
/// <param name="Language"><c>es</c>, <c>pt</c> or <c>en</c>, for labels and explanations.</param>
/// <param name="Labels">Whether names stand beside the codes.</param>
/// <param name="Format"><c>json</c> or <c>csv</c>.</param>
public sealed record DataQuery(Selection Selection, string Language, bool Labels, string Format);

/// <summary>Reads query parameters against the codes of a release. What it does not know is an error, never ignored.</summary>
public sealed class SelectionParser
{
    // Parameter, also known as, column.
    private static readonly (string Name, string Component, string Column)[] Dimensions =
    [
        ("area", "REF_AREA", "ref_area"),
        ("dataset", "DATASET", "dataset"),
        ("indicator", "INDICATOR", "indicator"),
        ("activity", "ACTIVITY", "activity"),
        ("sex", "SEX", "sex"),
        ("unit", "UNIT_MEASURE", "unit_measure"),
        ("prices", "PRICE_BASE", "price_base"),
        ("period", "TIME_PERIOD", "time_period"),
    ];

    private static readonly string[] OtherParameters = ["scheme", "size", "statUnit", "freq", "from", "to", "quality", "lang", "labels", "format"];

    private readonly OpenRelease release;
    private readonly string dataflow;
    private readonly Dictionary<string, IReadOnlyList<int>> columns = [];
    private Problems.BadParameter? problem;

    private SelectionParser(OpenRelease release, string dataflow) => (this.release, this.dataflow) = (release, dataflow);

    /// <summary>The names of all parameters.</summary>
    public static IEnumerable<string> Parameters => Dimensions.Select(d => d.Name).Concat(OtherParameters);

    /// <summary>Reads a query; exactly one of the results is null.</summary>
    public static (DataQuery? Query, Problems.BadParameter? Problem) Parse(OpenRelease release, string dataflow, IQueryCollection query)
    {
        var parser = new SelectionParser(release, dataflow);
        var parsed = parser.Parse(query);
        return parser.problem is null ? (parsed, null) : (null, parser.problem);
    }

    private DataQuery Parse(IQueryCollection query)
    {
        var given = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in query)
        {
            var known = Dimensions.Where(d => Same(d.Name, name) || Same(d.Component, name)).Select(d => d.Name)
                .Concat(OtherParameters.Where(p => Same(p, name)))
                .Concat(Same("SIZE_SCHEME", name) ? ["scheme"] : Same("SIZE_CLASS", name) ? ["size"] : Same("PRICE_BASE", name) ? ["prices"] : Array.Empty<string>())
                .FirstOrDefault();
            if (known is null)
            {
                Reject(name, $"'{name}' is no parameter of this query. Parameters: {string.Join(", ", Parameters)}.", Spelling.Nearest(name, Parameters, 3));
                continue;
            }
            var list = given.TryGetValue(known, out var already) ? already : given[known] = [];
            list.AddRange(values.Where(v => v is not null).SelectMany(v => v!.Split(',')).Select(v => v.Trim()).Where(v => v.Length > 0));
        }
        foreach (var dimension in Dimensions)
        {
            if (!given.TryGetValue(dimension.Name, out var wanted) || wanted.Count == 0) { continue; }
            var ids = new SortedSet<int>();
            foreach (var value in wanted)
            {
                if (Find(dimension.Component, value) is { } id) { ids.Add(id); }
                else { RejectCode(dimension.Name, dimension.Component, value); }
            }
            columns[dimension.Column] = [.. ids];
        }
        var scheme = ReadSizes(given.GetValueOrDefault("scheme") ?? [], given.GetValueOrDefault("size") ?? []);
        ReadPeriods(given);
        ReadStatUnits(given.GetValueOrDefault("statUnit") ?? []);
        var quality = Choice(given, "quality", "exact", "exact", "bounded", "all");
        return new DataQuery(
            new Selection(dataflow, columns, !scheme, Enum.Parse<Quality>(quality, ignoreCase: true)),
            Choice(given, "lang", "es", "es", "pt", "en"),
            Choice(given, "labels", "code", "code", "both") == "both",
            Choice(given, "format", "json", "json", "csv"));
    }

    private bool ReadSizes(List<string> schemes, List<string> sizes)
    {
        if (schemes.Count == 0 && sizes.Count == 0) { return false; }
        var wantedSchemes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var scheme in schemes)
        {
            if (release.Schemes.Values.FirstOrDefault(s => Same(s.Code, scheme)) is { } known) { wantedSchemes.Add(known.Code); }
            else { Reject("scheme", $"There is no size scheme '{scheme}'.", Spelling.Nearest(scheme, release.Schemes.Values.Select(s => s.Code), 3)); }
        }
        var classes = release.SizeClasses.Values.Where(c => wantedSchemes.Count == 0 || wantedSchemes.Contains(c.Scheme)).ToList();
        var ids = new SortedSet<int>();
        foreach (var size in sizes)
        {
            var matching = classes.Where(c => Same(c.Item.Code, size) || c.Item.Aliases.Any(a => Same(a, size)) || c.Item.Names.Values.Any(n => Same(n, size))).ToList();
            if (matching.Count == 0)
            {
                var where = wantedSchemes.Count == 0 ? "" : $" in {string.Join(", ", wantedSchemes)}";
                Reject("size", $"There is no size class '{size}'{where}.", Spelling.Nearest(size, classes.SelectMany(c => c.Item.Aliases.Prepend(c.Item.Code)), 3));
            }
            ids.UnionWith(matching.Select(c => c.Item.Id));
        }
        if (sizes.Count == 0) { ids.UnionWith(classes.Select(c => c.Item.Id)); }
        columns["size_class"] = [.. ids];
        return wantedSchemes.Count > 0;
    }

    private void ReadPeriods(Dictionary<string, List<string>> given)
    {
        var from = Bound("from");
        var to = Bound("to");
        var freqs = given.GetValueOrDefault("freq") ?? [];
        foreach (var freq in freqs)
        {
            if (!release.Codes["FREQ"].Values.Any(f => Same(f.Code, freq))) { Reject("freq", $"There is no frequency '{freq}'.", [.. release.Codes["FREQ"].Values.Select(f => f.Code)]); }
        }
        if (from is null && to is null && freqs.Count == 0) { return; }
        var allowed = columns.TryGetValue("time_period", out var named) ? named.ToHashSet() : null;
        columns["time_period"] = [.. release.Periods.Values
            .Where(p => allowed is null || allowed.Contains(p.Id))
            .Where(p => freqs.Count == 0 || freqs.Exists(f => Same(f, p.Parent!)))
            .Where(p => from is null || release.PeriodSpans[p.Id].Start >= from.Value.Start)
            .Where(p => to is null || release.PeriodSpans[p.Id].End <= to.Value.End)
            .Select(p => p.Id).Order()];

        Period? Bound(string name)
        {
            if (!given.TryGetValue(name, out var values) || values.Count == 0) { return null; }
            if (values.Count == 1 && Period.Parse(values[0]) is { } period) { return period; }
            Reject(name, $"'{string.Join(",", values)}' is no period: write a year, 2024-Q2, 2025-S1, 2018-08 or a day.", []);
            return null;
        }
    }

    private void ReadStatUnits(List<string> units)
    {
        if (units.Count == 0) { return; }
        foreach (var unit in units.Where(unit => !release.Codes["STAT_UNIT"].Values.Any(u => Same(u.Code, unit))))
        {
            Reject("statUnit", $"There is no statistical unit '{unit}'.", [.. release.Codes["STAT_UNIT"].Values.Select(u => u.Code)]);
        }
        var allowed = columns.TryGetValue("dataset", out var named) ? named.ToHashSet() : null;
        columns["dataset"] = [.. release.Datasets.Values.Where(d => units.Exists(u => Same(u, d.StatUnit)) && (allowed is null || allowed.Contains(d.Id))).Select(d => d.Id).Order()];
    }

    private int? Find(string component, string value)
    {
        if (component == "DATASET") { return release.Datasets.Values.FirstOrDefault(d => Same(d.Code, value))?.Id; }
        var items = ItemsOf(component);
        return (items.FirstOrDefault(i => Same(i.Code, value)) ?? items.FirstOrDefault(i => i.Aliases.Any(a => Same(a, value)) || (component == "REF_AREA" && i.Names.Values.Any(n => Same(n, value)))))?.Id;
    }

    private IEnumerable<CodeItem> ItemsOf(string component) => component switch
    {
        "REF_AREA" => release.Areas.Values,
        "INDICATOR" => release.Indicators.Values.Where(i => i.Parent == dataflow),
        "ACTIVITY" => release.Activities.Values,
        "TIME_PERIOD" => release.Periods.Values,
        _ => release.Codes[component].Values,
    };

    private void RejectCode(string parameter, string component, string value)
    {
        var known = component == "DATASET" ? release.Datasets.Values.Select(d => d.Code) : ItemsOf(component).Select(i => i.Code);
        var elsewhere = component == "INDICATOR" && release.Indicators.Values.FirstOrDefault(i => Same(i.Code, value)) is { } other ? $" It belongs to the dataflow '{other.Parent}'." : "";
        Reject(parameter, $"There is no {component} '{value}' in this dataflow.{elsewhere}", Spelling.Nearest(value, known, 3));
    }

    private string Choice(Dictionary<string, List<string>> given, string name, string otherwise, params string[] choices)
    {
        if (!given.TryGetValue(name, out var values) || values.Count == 0) { return otherwise; }
        if (values.Count == 1 && choices.FirstOrDefault(c => Same(c, values[0])) is { } choice) { return choice; }
        Reject(name, $"'{string.Join(",", values)}' is no value of {name}: choose one of {string.Join(", ", choices)}.", choices);
        return otherwise;
    }

    private void Reject(string parameter, string detail, IReadOnlyList<string> nearest) => problem ??= new Problems.BadParameter(parameter, detail, nearest);

    // Upper and lower case, accents and the marks between words do not matter.
    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || Plain(a) == Plain(b);

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark || letter is '_' or '-' or ' ') { continue; }
            plain.Append(char.ToLowerInvariant(letter));
        }
        return plain.ToString();
    }
}
