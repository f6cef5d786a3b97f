using System.Globalization;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>Reads which figures a query means, against the codes of a release.</summary>
public sealed class SelectionParser
{
    private const string Members = ":members";

    private readonly OpenRelease release;
    private readonly string dataflow;
    private readonly ParameterReader parameters;
    private readonly Dictionary<string, IReadOnlyList<int>> columns = [];

    private readonly Lazy<IReadOnlyList<Regions.RegionSummary>> regions;

    private SelectionParser(OpenRelease release, string dataflow, ParameterReader parameters)
    {
        (this.release, this.dataflow, this.parameters) = (release, dataflow, parameters);
        regions = new(() => release.With(Regions.Regions.All));
    }

    /// <summary>Reads the parameters of the key; what is wrong with them is kept by <paramref name="parameters"/>.</summary>
    public static Selection Parse(OpenRelease release, string dataflow, ParameterReader parameters) => new SelectionParser(release, dataflow, parameters).Parse();

    private Selection Parse()
    {
        var preferred = false;
        foreach (var dimension in DataParameters.Dimensions)
        {
            var wanted = parameters.Values(dimension.Name);
            if (wanted.Count == 0) { continue; }
            var ids = new SortedSet<int>();
            var restricts = false;
            foreach (var value in wanted.Distinct(StringComparer.OrdinalIgnoreCase).TakeWhile(_ => parameters.Problem is null))
            {
                if (dimension.Component == "DATASET" && ParameterReader.Same(value, "preferred")) { preferred = true; }
                else if (dimension.Component == "TIME_PERIOD" && value.Contains("..", StringComparison.Ordinal))
                {
                    restricts = true;
                    ids.UnionWith(PeriodsOf(value));
                }
                else if (Find(dimension.Component, value) is { } items)
                {
                    restricts = true;
                    ids.UnionWith(items.Select(i => i.Id));
                }
                // A period of which nothing is known is no mistake: nothing is the answer.
                else if (dimension.Component == "TIME_PERIOD" && IsPeriod(value)) { restricts = true; }
                else { parameters.RejectCode(dimension.Name, dimension.Component, value, ItemsOf(dimension.Component), dimension.Component == "INDICATOR" ? release.Indicators.Find(value)?.Parent : null); }
            }
            if (restricts) { columns[dimension.Column] = [.. ids]; }
        }
        var scheme = ReadSizes(parameters.Values("scheme"), parameters.Values("size"));
        ReadPeriods();
        ReadStatUnits(parameters.Values("statUnit"));
        if (!scheme) { KeepOwnSizes(); }
        var quality = Enum.Parse<Quality>(parameters.Choice("quality") ?? "all", ignoreCase: true);
        return new Selection(dataflow, columns, !scheme, quality) { PreferredOnly = preferred };
    }

    private static bool IsPeriod(string value) => Period.Parse(value) is not null || (value.EndsWith('*') && Period.Parse(value.TrimEnd('*').TrimEnd('-')) is not null);

    // A range is of dates, as from and to are: its ends need no figures, and all that lies between them is in it.
    private IEnumerable<int> PeriodsOf(string range)
    {
        var ends = range.Split("..").Select(Period.Parse).ToList();
        if (ends is not [{ } from, { } to])
        {
            parameters.Reject("period", "bad-period", [], ("value", range));
            return [];
        }
        RefuseReversed("period", from, to);
        return Between(from, to).Select(p => p.Id);
    }

    private IEnumerable<CodeItem> Between(Period? from, Period? to) => release.Periods.Items
        .Where(p => from is null || release.PeriodSpans[p.Id].Start >= from.Value.Start)
        .Where(p => to is null || release.PeriodSpans[p.Id].End <= to.Value.End);

    private void RefuseReversed(string parameter, Period from, Period to)
    {
        if (from.Start > to.End) { parameters.Reject(parameter, "reversed-periods", [], ("from", from.Code), ("to", to.Code)); }
    }

    private bool ReadSizes(IReadOnlyList<string> schemes, IReadOnlyList<string> sizes)
    {
        if (schemes.Count == 0 && sizes.Count == 0) { return false; }
        var wanted = new HashSet<int>();
        foreach (var scheme in schemes)
        {
            if (Find(release.Schemes, scheme) is { } known) { wanted.UnionWith(known.Select(k => k.Id)); }
            else { parameters.RejectCode("scheme", "SIZE_SCHEME", scheme, release.Schemes.Items); }
        }
        var ids = new SortedSet<int>();
        foreach (var size in sizes)
        {
            var matching = release.SizeClassesBySpelling[Spelling.Plain(size)].Where(IsWanted).ToList();
            if (matching.Count == 0 && parameters.Problem is null)
            {
                // The codes of a scheme are few; of all schemes any spelling may be what was meant.
                var known = release.SizeClasses.Values.Where(IsWanted).SelectMany(c => wanted.Count == 1 ? [c.Item.Code] : c.Item.Aliases.Prepend(c.Item.Code));
                parameters.Reject("size", "unknown-size", Choices.Near(size, known), ("value", size), ("schemes", string.Join(", ", wanted.Select(w => release.Schemes[w].Code))));
            }
            // In the schemes that are named a code is that code, whatever it may be a name of elsewhere.
            if (wanted.Count > 0 && matching.Exists(HasCode)) { matching.RemoveAll(c => !HasCode(c)); }
            ids.UnionWith(matching.Select(c => c.Item.Id));

            bool HasCode(SizeClassItem item) => string.Equals(item.Item.Code, size, StringComparison.Ordinal);
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

    private void ReadPeriods()
    {
        var from = Bound("from");
        var to = Bound("to");
        var freqs = parameters.Values("freq");
        foreach (var freq in freqs)
        {
            if (release.Codes["FREQ"].Find(freq) is null) { parameters.RejectCode("freq", "FREQ", freq, release.Codes["FREQ"].Items); }
        }
        if (from is null && to is null && freqs.Count == 0) { return; }
        if (from is { } first && to is { } last) { RefuseReversed("to", first, last); }
        var allowed = columns.TryGetValue("time_period", out var named) ? named.ToHashSet() : null;
        columns["time_period"] = [.. Between(from, to)
            .Where(p => allowed is null || allowed.Contains(p.Id))
            .Where(p => freqs.Count == 0 || freqs.Any(f => ParameterReader.Same(f, p.Parent!)))
            .Select(p => p.Id).Order()];

        Period? Bound(string name)
        {
            if (parameters.Value(name) is not { } value) { return null; }
            if (Period.Parse(value) is { } period) { return period; }
            parameters.Reject(name, "bad-period", [], ("value", value));
            return null;
        }
    }

    private void ReadStatUnits(IReadOnlyList<string> units)
    {
        if (units.Count == 0) { return; }
        var known = release.Codes["STAT_UNIT"];
        foreach (var unit in units.Where(unit => known.Find(unit) is null)) { parameters.RejectCode("statUnit", "STAT_UNIT", unit, known.Items); }
        var wanted = units.Select(known.Find).ToHashSet();
        var allowed = columns.TryGetValue("dataset", out var named) ? named.ToHashSet() : null;
        columns["dataset"] = [.. release.Datasets.Where(d => wanted.Contains(d.Value.StatUnit) && (allowed is null || allowed.Contains(d.Key))).Select(d => d.Key).Order()];
    }

    private List<CodeItem>? Find(string component, string value)
    {
        if (component == "REF_AREA" && value.LastIndexOf(Members, StringComparison.OrdinalIgnoreCase) is > 0 and var at) { return MembersOf(value[..at], value[(at + Members.Length)..]); }
        var found = Find(release.ListOf(component), value)?.Where(i => component != "INDICATOR" || i.Parent == dataflow).ToList();
        return found is { Count: > 0 } ? found : null;
    }

    private static IReadOnlyList<CodeItem>? Find(ReleaseCodelist list, string value) => list.Find(value) is { } item ? [item] : CodePattern.Find(list.Items, list.Find, value);

    // A region's members: now, or on the day behind an at sign.
    private List<CodeItem>? MembersOf(string code, string behind)
    {
        var day = DateOnly.FromDateTime(release.CreatedAt);
        if (behind.Length > 0 && (behind[0] != '@' || !DateOnly.TryParseExact(behind[1..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))) { return null; }
        if (regions.Value.FirstOrDefault(r => string.Equals(r.Code, code, StringComparison.OrdinalIgnoreCase)) is not { } region)
        {
            parameters.Reject("area", "unknown-code", Spelling.Nearest(code, regions.Value.Select(r => r.Code), 3), ("value", code), ("list", "AREA_GROUP"));
            return null;
        }
        return [.. Regions.Regions.MembersOn(region, day).Select(release.Areas.Find).OfType<CodeItem>()];
    }

    private IEnumerable<CodeItem> ItemsOf(string component) => release.ListOf(component).Items.Where(i => component != "INDICATOR" || i.Parent == dataflow);
}
