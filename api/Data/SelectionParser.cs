using Observatorio.Api.Money;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>What a data query asks for, beside its selection.</summary>
/// <param name="Selection">Which figures.</param>
/// <param name="Language"><c>es</c>, <c>pt</c> or <c>en</c>, for labels and explanations.</param>
/// <param name="Labels">Whether names stand beside the codes.</param>
/// <param name="Format"><c>json</c> or <c>csv</c>.</param>
/// <param name="Conversion">Into which money; null for money as its source prints it.</param>
public sealed record DataQuery(Selection Selection, string Language, bool Labels, string Format, Conversion? Conversion);

/// <summary>Reads query parameters against the codes of a release. What it does not know is an error, never ignored.</summary>
public sealed class SelectionParser
{
    private static readonly string[] UnitFilters = ["unit", "prices"];

    private readonly OpenRelease release;
    private readonly string dataflow;
    private readonly string[] otherParameters;
    private readonly Dictionary<string, IReadOnlyList<int>> columns = [];
    private Problems.BadParameter? problem;
    private bool preferred;

    private SelectionParser(OpenRelease release, string dataflow, bool ofOneFigure)
        => (this.release, this.dataflow, otherParameters) = (release, dataflow, DataParameters.NotOfKey(ofOneFigure));

    /// <summary>Reads a query; exactly one of the results is null.</summary>
    /// <param name="release">Whose codes are meant.</param>
    /// <param name="dataflow">Which figures are asked for.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="ofOneFigure">As in <see cref="DataParameters.Described"/>.</param>
    public static (DataQuery? Query, Problems.BadParameter? Problem) Parse(OpenRelease release, string dataflow, IQueryCollection query, bool ofOneFigure = false)
    {
        var parser = new SelectionParser(release, dataflow, ofOneFigure);
        var parsed = parser.Parse(query);
        return parser.problem is null ? (parsed, null) : (null, parser.problem);
    }

    private DataQuery Parse(IQueryCollection query)
    {
        var given = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in query)
        {
            var known = DataParameters.Components.Where(c => Same(c.Name, name) || Same(c.Component, name)).Select(c => c.Name).Concat(otherParameters.Where(p => Same(p, name))).FirstOrDefault();
            if (known is null)
            {
                problem ??= Problems.UnknownParameter(name, [.. DataParameters.Components.Select(c => c.Name), .. otherParameters]);
                continue;
            }
            var list = given.TryGetValue(known, out var already) ? already : given[known] = [];
            list.AddRange(values.Where(v => v is not null).SelectMany(v => v!.Split(',')).Select(v => v.Trim()).Where(v => v.Length > 0));
            // A filter without a value, as a program writes that has none: it cannot mean everything.
            if (list.Count == 0) { Reject(known, "empty-parameter", [], ("parameter", known)); }
        }
        foreach (var dimension in DataParameters.Dimensions)
        {
            if (!given.TryGetValue(dimension.Name, out var wanted) || wanted.Count == 0) { continue; }
            var ids = new SortedSet<int>();
            var restricts = false;
            foreach (var value in wanted)
            {
                if (dimension.Component == "DATASET" && Same(value, "preferred")) { preferred = true; }
                else if (Find(dimension.Component, value) is { } id) { restricts = true; ids.Add(id); }
                // A period of which nothing is known is no mistake: nothing is the answer.
                else if (dimension.Component == "TIME_PERIOD" && Period.Parse(value) is not null) { restricts = true; }
                else { RejectCode(dimension.Name, dimension.Component, value, ItemsOf(dimension.Component)); }
            }
            if (restricts) { columns[dimension.Column] = [.. ids]; }
        }
        var scheme = ReadSizes(given.GetValueOrDefault("scheme") ?? [], given.GetValueOrDefault("size") ?? []);
        ReadPeriods(given);
        ReadStatUnits(given.GetValueOrDefault("statUnit") ?? []);
        if (!scheme) { KeepOwnSizes(); }
        var quality = Choice(given, "quality", "exact", "exact", "bounded", "all");
        return new DataQuery(
            new Selection(dataflow, columns, !scheme, Enum.Parse<Quality>(quality, ignoreCase: true)) { PreferredOnly = preferred },
            Choice(given, "lang", "es", "es", "pt", "en"),
            Choice(given, "labels", "code", "code", "both") == "both",
            Choice(given, "format", "json", "json", "csv"),
            ReadConversion(given));
    }

    private Conversion? ReadConversion(Dictionary<string, List<string>> given)
    {
        if (!given.TryGetValue("convert", out var values) || values.Count == 0) { return null; }
        if (values.Count != 1 || Conversion.Parse(values[0], release.Rates) is not { } conversion)
        {
            Reject("convert", "bad-convert", Conversion.Targets, ("value", string.Join(",", values)), ("years", release.Rates.DeflatorYears));
            return null;
        }
        // Both say in what an answer is.
        foreach (var filter in UnitFilters.Where(given.ContainsKey)) { Reject(filter, "convert-and-filter", [], ("parameter", filter)); }
        return conversion;
    }

    private bool ReadSizes(List<string> schemes, List<string> sizes)
    {
        if (schemes.Count == 0 && sizes.Count == 0) { return false; }
        var wanted = new HashSet<int>();
        foreach (var scheme in schemes)
        {
            if (release.Schemes.Find(scheme) is { } known) { wanted.Add(known.Id); }
            else { RejectCode("scheme", "SIZE_SCHEME", scheme, release.Schemes.Items); }
        }
        var ids = new SortedSet<int>();
        foreach (var size in sizes)
        {
            var matching = release.SizeClassesBySpelling[Spelling.Plain(size)].Where(IsWanted).ToList();
            if (matching.Count == 0)
            {
                var known = release.SizeClasses.Values.Where(IsWanted).SelectMany(c => c.Item.Aliases.Prepend(c.Item.Code));
                Reject("size", "unknown-size", Spelling.Nearest(size, known, 3), ("value", size), ("schemes", string.Join(", ", wanted.Select(w => release.Schemes[w].Code))));
            }
            ids.UnionWith(matching.Select(c => c.Item.Id));
        }
        if (sizes.Count == 0) { ids.UnionWith(release.SizeClasses.Values.Where(IsWanted).Select(c => c.Item.Id)); }
        columns["size_class"] = [.. ids];
        return wanted.Count > 0;

        bool IsWanted(SizeClassItem item) => wanted.Count == 0 || wanted.Contains(item.Scheme.Id);
    }

    // Without a scheme a size means a class of the producers' schemes: one of a few, where other schemes have dozens of the same name.
    private void KeepOwnSizes()
    {
        if (!columns.TryGetValue("size_class", out var sizes)) { return; }
        var datasets = columns.TryGetValue("dataset", out var named) ? named.Select(d => release.Datasets[d]) : release.Datasets.Values;
        var own = datasets.SelectMany(d => d.OwnSizeClasses).ToHashSet();
        columns["size_class"] = [.. sizes.Where(own.Contains)];
    }

    private void ReadPeriods(Dictionary<string, List<string>> given)
    {
        var from = Bound("from");
        var to = Bound("to");
        var freqs = given.GetValueOrDefault("freq") ?? [];
        foreach (var freq in freqs)
        {
            if (release.Codes["FREQ"].Find(freq) is null) { RejectCode("freq", "FREQ", freq, release.Codes["FREQ"].Items); }
        }
        if (from is null && to is null && freqs.Count == 0) { return; }
        var allowed = columns.TryGetValue("time_period", out var named) ? named.ToHashSet() : null;
        columns["time_period"] = [.. release.Periods.Items
            .Where(p => allowed is null || allowed.Contains(p.Id))
            .Where(p => freqs.Count == 0 || freqs.Exists(f => Same(f, p.Parent!)))
            .Where(p => from is null || release.PeriodSpans[p.Id].Start >= from.Value.Start)
            .Where(p => to is null || release.PeriodSpans[p.Id].End <= to.Value.End)
            .Select(p => p.Id).Order()];

        Period? Bound(string name)
        {
            if (!given.TryGetValue(name, out var values) || values.Count == 0) { return null; }
            if (values.Count == 1 && Period.Parse(values[0]) is { } period) { return period; }
            Reject(name, "bad-period", [], ("value", string.Join(",", values)));
            return null;
        }
    }

    private void ReadStatUnits(List<string> units)
    {
        if (units.Count == 0) { return; }
        var known = release.Codes["STAT_UNIT"];
        foreach (var unit in units.Where(unit => known.Find(unit) is null)) { RejectCode("statUnit", "STAT_UNIT", unit, known.Items); }
        var wanted = units.Select(known.Find).ToHashSet();
        var allowed = columns.TryGetValue("dataset", out var named) ? named.ToHashSet() : null;
        columns["dataset"] = [.. release.Datasets.Where(d => wanted.Contains(d.Value.StatUnit) && (allowed is null || allowed.Contains(d.Key))).Select(d => d.Key).Order()];
    }

    private int? Find(string component, string value)
        => ListOf(component).Find(value) is { } item && (component != "INDICATOR" || item.Parent == dataflow) ? item.Id : null;

    private ReleaseCodelist ListOf(string component) => component switch
    {
        "REF_AREA" => release.Areas,
        "DATASET" => release.DatasetCodes,
        "INDICATOR" => release.Indicators,
        "ACTIVITY" => release.Activities,
        "TIME_PERIOD" => release.Periods,
        _ => release.Codes[component],
    };

    private IEnumerable<CodeItem> ItemsOf(string component) => ListOf(component).Items.Where(i => component != "INDICATOR" || i.Parent == dataflow);

    // Near by its code or by its name, but named by its code.
    private void RejectCode(string parameter, string component, string value, IEnumerable<CodeItem> known)
    {
        var codeOf = new Dictionary<string, string>();
        foreach (var item in known) { foreach (var spelling in item.Aliases.Concat(item.Names.Values).Prepend(item.Code)) { codeOf.TryAdd(spelling, item.Code); } }
        var nearest = Spelling.Nearest(value, codeOf.Keys, 6).Select(s => codeOf[s]).Distinct().Take(3).ToList();
        Reject(parameter, "unknown-code", nearest, ("value", value), ("list", component), ("elsewhere", component == "INDICATOR" ? release.Indicators.Find(value)?.Parent : null));
    }

    private string Choice(Dictionary<string, List<string>> given, string name, string otherwise, params string[] choices)
    {
        if (!given.TryGetValue(name, out var values) || values.Count == 0) { return otherwise; }
        if (values.Count == 1 && choices.FirstOrDefault(c => Same(c, values[0])) is { } choice) { return choice; }
        Reject(name, "bad-choice", choices, ("value", string.Join(",", values)), ("parameter", name), ("choices", string.Join(", ", choices)));
        return otherwise;
    }

    private void Reject(string parameter, string key, IReadOnlyList<string> nearest, params IReadOnlyList<(string Name, string? Text)> args)
        => problem ??= new Problems.BadParameter(parameter, key, nearest, args);

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || Spelling.Plain(a) == Spelling.Plain(b);
}
