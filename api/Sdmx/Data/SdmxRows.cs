using System.Globalization;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>A figure as messages write it: texts only, null where there is nothing.</summary>
/// <param name="Codes">Codes of the dimensions in the order of the structure, time behind them.</param>
/// <param name="Value">The figure.</param>
/// <param name="Attributes">Attributes of the observation, in the order of the structure.</param>
/// <param name="OfSeries">Attributes of its series, in the order of the structure.</param>
public sealed record SdmxRow(string[] Codes, string? Value, string?[] Attributes, string?[] OfSeries);

/// <summary>A set of figures of one release and one action.</summary>
/// <param name="Release">The release that says so.</param>
/// <param name="Action">Information, Append, Replace or Delete.</param>
/// <param name="ValidFrom">Since when, UTC; null where no vintages are asked for.</param>
/// <param name="ValidTo">Until when.</param>
/// <param name="Rows">Its figures, to be taken once; those of one series stand together, oldest first.</param>
public sealed record SdmxDataSet(string Release, string Action, DateTime? ValidFrom, DateTime? ValidTo, IEnumerable<SdmxRow> Rows);

/// <summary>Makes rows of figures.</summary>
public static class SdmxRows
{
    /// <summary>The attributes of observations.</summary>
    public static readonly IReadOnlyList<SdmxComponent> OfObservation = [.. SdmxComponents.Attributes.Where(a => a.Place == ComponentPlace.Observation)];

    /// <summary>The attributes of series.</summary>
    public static readonly IReadOnlyList<SdmxComponent> OfSeries = [.. SdmxComponents.Attributes.Where(a => a.Place == ComponentPlace.Series)];

    /// <summary>Where time stands among the codes.</summary>
    public static readonly int Time = SdmxComponents.Dimensions.Count;

    private static readonly FigureColumn[] Dimensions = [.. SdmxComponents.Dimensions.Append(SdmxComponents.Time).Select(d => FigureColumn.Find(d.Id)!)];
    private static readonly FigureColumn[] Attributes = [.. OfObservation.Select(a => FigureColumn.Find(a.Id)!)];

    /// <summary>
    /// The rows of figures that stand in the order of their keys, which does not tell frequencies apart: each series is put together before the next, so that all its periods follow one another.
    /// </summary>
    public static IEnumerable<SdmxRow> Of(OpenRelease release, IEnumerable<Figure> figures)
    {
        var own = new FigureCodes(release);
        var held = new List<SdmxRow>();
        Figure? before = null;
        foreach (var figure in figures)
        {
            if (before is { } known && !(known.Vintage?.Codes == figure.Vintage?.Codes && Figure.OfOneSeries(known, figure)))
            {
                foreach (var row in ByFrequency(held)) { yield return row; }
                held.Clear();
            }
            before = figure;
            held.Add(Row(figure.Vintage?.Codes ?? own, figure));
        }
        foreach (var row in ByFrequency(held)) { yield return row; }
    }

    /// <summary>Whether two rows are of one series.</summary>
    public static bool OfOneSeries(SdmxRow a, SdmxRow b) => a.Codes.AsSpan(0, Time).SequenceEqual(b.Codes.AsSpan(0, Time));

    /// <summary>Of each series its first and its last observations.</summary>
    public static IEnumerable<SdmxRow> Ends(IEnumerable<SdmxRow> rows, int? first, int? last)
    {
        if (first is null && last is null) { return rows; }
        return Cut();

        IEnumerable<SdmxRow> Cut()
        {
            var series = new List<SdmxRow>();
            foreach (var row in rows)
            {
                if (series.Count > 0 && !OfOneSeries(series[0], row))
                {
                    foreach (var one in Shown()) { yield return one; }
                    series.Clear();
                }
                series.Add(row);
            }
            foreach (var one in Shown()) { yield return one; }

            IEnumerable<SdmxRow> Shown() => series.Where((_, i) => i < first || i >= series.Count - last);
        }
    }

    private static IEnumerable<SdmxRow> ByFrequency(List<SdmxRow> series) => series.Count < 2 || series.TrueForAll(r => r.Codes[0] == series[0].Codes[0]) ? series : series.GroupBy(r => r.Codes[0]).SelectMany(g => g);

    private static SdmxRow Row(FigureCodes codes, Figure figure)
    {
        var dimensions = new string[Dimensions.Length];
        for (var i = 0; i < dimensions.Length; i++) { dimensions[i] = Dimensions[i].Code!(codes, figure)!.Code; }
        var attributes = new string?[Attributes.Length];
        for (var i = 0; i < attributes.Length; i++) { attributes[i] = Attributes[i].Number is { } number ? Text(number(figure)) : Attributes[i].Code!(codes, figure)?.Code; }
        string?[] ofSeries = ["0", Text(codes.Release.IndicatorMoney[figure.Indicator].Decimals), codes.Release.Datasets[figure.Dataset].Origin];
        return new SdmxRow(dimensions, Text(figure.Value), attributes, ofSeries);
    }

    private static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);
}
