namespace Observatorio.Api.Data;

/// <summary>The latest periods of each series.</summary>
public static class LastOfSeries
{
    /// <summary>Of figures in the order of their keys, so many of each series.</summary>
    /// <param name="figures">The figures; those of one series stand together, oldest first.</param>
    /// <param name="most">How many.</param>
    /// <param name="nonEmpty">Whether only those count, and are given, that have a value or an interval.</param>
    public static IEnumerable<Figure> Take(IEnumerable<Figure> figures, int most, bool nonEmpty)
    {
        var series = new Queue<Figure>();
        Figure? before = null;
        foreach (var figure in figures)
        {
            if (before is { } known && !Figure.OfOneSeries(known, figure))
            {
                while (series.TryDequeue(out var ready)) { yield return ready; }
            }
            before = figure;
            if (nonEmpty && figure.Value is null && figure.ValueLow is null && figure.ValueHigh is null) { continue; }
            series.Enqueue(figure);
            if (series.Count > most) { series.Dequeue(); }
        }
        while (series.TryDequeue(out var ready)) { yield return ready; }
    }
}
