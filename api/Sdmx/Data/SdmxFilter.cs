using Observatorio.Api.Data;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Gathers what a request says of the dimensions, and says it in the words of the API's own queries: allowed ids of the columns of a fact table.</summary>
/// <param name="release">Whose codes are meant.</param>
public sealed class SdmxFilter(OpenRelease release)
{
    private readonly Dictionary<string, HashSet<int>> allowed = [];

    /// <summary>Leaves of a dimension only the codes that a condition holds for.</summary>
    public void Keep(string component, Func<string, bool> holds)
    {
        switch (component)
        {
            case "FREQ":
                Restrict("time_period", release.Periods.Items.Where(p => holds(p.Parent!)).Select(p => p.Id));
                break;
            case "STAT_UNIT":
                Restrict("dataset", release.Datasets.Where(d => holds(d.Value.StatUnit.Code)).Select(d => d.Key));
                break;
            case "SIZE_SCHEME":
                Restrict("size_class", release.SizeClasses.Where(c => holds(c.Value.Scheme.Code)).Select(c => c.Key));
                break;
            case "SIZE_CLASS":
                Restrict("size_class", release.SizeClasses.Where(c => holds(c.Value.Item.Code)).Select(c => c.Key));
                break;
            default:
                Restrict(component.ToLowerInvariant(), release.ListOf(component).Items.Where(i => holds(i.Code)).Select(i => i.Id));
                break;
        }
    }

    /// <summary>Leaves only these codes of a dimension.</summary>
    /// <exception cref="SdmxException">One of them is none.</exception>
    public void KeepCodes(string component, IReadOnlyCollection<string> codes)
    {
        Know(component, codes);
        Keep(component, codes.Contains);
    }

    /// <summary>Makes sure that codes exist.</summary>
    /// <exception cref="SdmxException">One of them does not.</exception>
    public void Know(string component, IEnumerable<string> codes)
    {
        var known = release.ListOf(component).Items.Select(i => i.Code).ToHashSet();
        if (codes.FirstOrDefault(c => !known.Contains(c)) is { } unknown) { throw new SdmxException(SdmxProblem.UnknownCode(unknown, SdmxComponents.ListOf(component), known)); }
    }

    /// <summary>Leaves periods that begin at or after the first day of one, and end at or before the last day of another.</summary>
    public void KeepTime(Func<DateOnly, DateOnly, bool> holds) => Restrict("time_period", release.Periods.Items.Where(p => holds(release.PeriodSpans[p.Id].Start, release.PeriodSpans[p.Id].End)).Select(p => p.Id));

    /// <summary>Leaves only the datasets of some providers.</summary>
    /// <exception cref="SdmxException">One of them does not exist.</exception>
    public void KeepProviders(IReadOnlyCollection<string> providers)
    {
        var known = release.Datasets.Values.Select(d => d.Spec.Provider.Id).ToHashSet();
        if (providers.FirstOrDefault(p => p != "all" && !known.Contains(p)) is { } unknown) { throw new SdmxException(SdmxProblem.UnknownCode(unknown, "DATA_PROVIDERS", known)); }
        if (!providers.Contains("all")) { Restrict("dataset", release.Datasets.Where(d => providers.Contains(d.Value.Spec.Provider.Id)).Select(d => d.Key)); }
    }

    /// <summary>The selection of a dataflow.</summary>
    public Selection Of(string dataflow, Quality quality)
        => new(dataflow, allowed.ToDictionary(a => a.Key, a => (IReadOnlyList<int>)[.. a.Value.Order()]), OwnSchemeOnly: false, quality);

    /// <summary>A period that a request names.</summary>
    /// <exception cref="SdmxException">It is none.</exception>
    public static Period PeriodOf(string value) => Period.Parse(value) ?? Reporting(value) ?? throw new SdmxException(new SdmxProblem(140, "bad-period", ("value", value)));

    // SDMX also writes a reporting year as 2024-A1 and a month as 2024-M08.
    private static Period? Reporting(string value) => value.EndsWith("-A1", StringComparison.Ordinal) ? Period.Parse(value[..^3]) : value is [_, _, _, _, '-', 'M', ..] ? Period.Parse(value.Remove(5, 1)) : null;

    private void Restrict(string column, IEnumerable<int> ids)
    {
        if (allowed.TryGetValue(column, out var before)) { before.IntersectWith(ids); }
        else { allowed[column] = [.. ids]; }
    }
}
