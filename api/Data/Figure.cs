using Observatorio.Api.Money;

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
public readonly record struct Figure(
    int RefArea, int Dataset, int Indicator, int SizeClass, int Activity, int Sex, int UnitMeasure, int PriceBase, int TimePeriod,
    decimal? Value, decimal? ValueLow, decimal? ValueHigh, int ObsStatus, int ConfStatus, int Method, int Reason, int IntervalKinds, int ObsStatuses, double? StdErr = null, decimal? Point = null)
{
    /// <summary>What it was in other money; null for a figure as it is stored.</summary>
    public Converted? Converted { get; init; }

    /// <summary>Which of two figures stands first: the order of answers.</summary>
    public static int CompareKeys(Figure a, Figure b)
        => (a.RefArea, a.Dataset, a.Indicator, a.SizeClass, (a.Activity, a.Sex, a.UnitMeasure, a.PriceBase, a.TimePeriod))
            .CompareTo((b.RefArea, b.Dataset, b.Indicator, b.SizeClass, (b.Activity, b.Sex, b.UnitMeasure, b.PriceBase, b.TimePeriod)));
}

/// <summary>What is said of an answer as a whole.</summary>
/// <param name="Hidden">What the quality filter hid.</param>
/// <param name="Synthetic">Datasets in it whose figures are made up: they are no statistics.</param>
public sealed record AnswerSummary(IReadOnlyList<HiddenFigures> Hidden, IReadOnlyList<string> Synthetic);

/// <summary>How many figures of a selection the quality filter hid for one reason.</summary>
/// <param name="Reason">Code of the list REASON.</param>
/// <param name="Count">How many.</param>
public sealed record HiddenFigures(string Reason, long Count);
