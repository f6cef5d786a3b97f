using System.Numerics;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>One row of a fact table: the ids of its key, the figure and how certain it is.</summary>
/// <param name="RefArea">Id in the release, as all that follow up to <paramref name="TimePeriod"/>.</param>
/// <param name="Dataset">Dataset.</param>
/// <param name="Indicator">Indicator.</param>
/// <param name="SizeClass">Size class, and by it the scheme.</param>
/// <param name="Activity">Activity.</param>
/// <param name="Sex">Sex.</param>
/// <param name="UnitMeasure">Unit of the value.</param>
/// <param name="PriceBase">Prices.</param>
/// <param name="TimePeriod">Period.</param>
/// <param name="Value">The figure; null where only an interval is certain or nothing is.</param>
/// <param name="ValueLow">Lower end of the interval.</param>
/// <param name="ValueHigh">Upper end; null with a lower end means that none is certain.</param>
/// <param name="ObsStatus">First status.</param>
/// <param name="ConfStatus">Confidentiality.</param>
/// <param name="Method">How it came about.</param>
/// <param name="Reason">Why it is bounded or refused; 0 for neither.</param>
/// <param name="IntervalKinds">Why it is an interval: bit n-1 for the code of INTERVAL_KIND with id n.</param>
/// <param name="ObsStatuses">All statuses that hold, in the same way.</param>
/// <param name="StdErr">Standard error of an estimate from a sample, in the unit of the value; null where the source gives none.</param>
/// <param name="Point">A point estimate of what is bounded only, shown on request; it enters no sum and no ratio.</param>
public sealed record Figure(
    int RefArea, int Dataset, int Indicator, int SizeClass, int Activity, int Sex, int UnitMeasure, int PriceBase, int TimePeriod,
    decimal? Value, decimal? ValueLow, decimal? ValueHigh, int ObsStatus, int ConfStatus, int Method, int Reason, int IntervalKinds, int ObsStatuses, double? StdErr = null, decimal? Point = null)
{
    /// <summary>What it was in other money; null for a figure as it is stored.</summary>
    public Converted? Converted { get; init; }

    /// <summary>When it was published and replaced, where a query asks for vintages; else null.</summary>
    public Vintage? Vintage { get; init; }

    /// <summary>The key of a figure that is no longer there.</summary>
    public static Figure Gone(Figure figure) => figure with { Value = null, ValueLow = null, ValueHigh = null, StdErr = null, IntervalKinds = 0, Point = null };

    /// <summary>The same with one more status. A normal value is none beside another, and the lowest bit is the first: ids of OBS_STATUS follow the precedence (METHOD.md, Flags).</summary>
    /// <param name="statuses">The list OBS_STATUS.</param>
    /// <param name="code">The status.</param>
    public Figure WithStatus(ReleaseCodelist statuses, string code)
    {
        var all = (ObsStatuses & ~Bit("A")) | Bit(code);
        return this with { ObsStatus = BitOperations.TrailingZeroCount(all) + 1, ObsStatuses = all };

        int Bit(string status) => 1 << (statuses.Find(status)!.Id - 1);
    }

    /// <summary>Whether two figures stand in one row of periods: the same in all but the period. Key order does not tell frequencies apart, so their series may be interleaved.</summary>
    public static bool OfOneSeries(Figure a, Figure b)
        => (a.RefArea, a.Dataset, a.Indicator, a.SizeClass, a.Activity, a.Sex, a.StoredUnit, a.StoredPrices) == (b.RefArea, b.Dataset, b.Indicator, b.SizeClass, b.Activity, b.Sex, b.StoredUnit, b.StoredPrices);

    /// <summary>The ids of its key in the order of <see cref="Selection.Keys"/>.</summary>
    public IReadOnlyList<int> KeyIds() => [RefArea, Dataset, Indicator, SizeClass, Activity, Sex, StoredUnit, StoredPrices, TimePeriod];

    // Conversion changes what a figure is in, and not where it stands.
    private int StoredUnit => Converted?.Unit.Id ?? UnitMeasure;

    private int StoredPrices => Converted?.PriceBase ?? PriceBase;
}

/// <summary>When a figure was said.</summary>
/// <param name="Release">The release that first said so.</param>
/// <param name="ValidFrom">When that release became public, UTC.</param>
/// <param name="ValidTo">When another one replaced it; null while it holds.</param>
/// <param name="Action"><c>A</c>, <c>R</c> or <c>D</c> (added, replaced, no longer there) where a query asks for what is new; else null.</param>
public sealed record Vintage(string Release, DateTime ValidFrom, DateTime? ValidTo, string? Action)
{
    /// <summary>The codes of the release that it was read from: ids are of one release.</summary>
    public required FigureCodes Codes { get; init; }
}

/// <summary>What is said of an answer as a whole.</summary>
/// <param name="Hidden">What the quality filter hid.</param>
/// <param name="Synthetic">Datasets in it whose figures are made up: they are no statistics.</param>
public sealed record AnswerSummary(IReadOnlyList<HiddenFigures> Hidden, IReadOnlyList<string> Synthetic)
{
    /// <summary>How many figures the quality filter hid.</summary>
    public long HiddenCount => Hidden.Sum(h => h.Count);
}

/// <summary>How many figures of a selection the quality filter hid for one reason.</summary>
/// <param name="Reason">Code of the list REASON.</param>
/// <param name="Count">How many.</param>
public sealed record HiddenFigures(string Reason, long Count);
