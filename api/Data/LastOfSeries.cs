using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>The latest periods of each series.</summary>
public static class LastOfSeries
{
    /// <summary>Of figures in the order of their keys, so many of each series. Years, quarters and months are series of their own, though their rows are interleaved.</summary>
    /// <param name="release">Whose periods.</param>
    /// <param name="figures">The figures; those that are alike but for the period stand together, oldest first.</param>
    /// <param name="most">How many.</param>
    /// <param name="nonEmpty">Whether only those count, and are given, that have a value or an interval.</param>
    public static IEnumerable<Figure> Take(OpenRelease release, IEnumerable<Figure> figures, int most, bool nonEmpty)
    {
        var alike = new List<Figure>();
        foreach (var figure in figures)
        {
            if (alike.Count > 0 && !Figure.OfOneSeries(alike[0], figure))
            {
                foreach (var ready in Latest(release, alike, most)) { yield return ready; }
                alike.Clear();
            }
            if (!nonEmpty || figure.Value is not null || figure.ValueLow is not null || figure.ValueHigh is not null) { alike.Add(figure); }
        }
        foreach (var ready in Latest(release, alike, most)) { yield return ready; }
    }

    // Counted backwards, given in their order.
    private static List<Figure> Latest(OpenRelease release, List<Figure> alike, int most)
    {
        var taken = new Dictionary<string, int>();
        var latest = new List<Figure>();
        for (var i = alike.Count - 1; i >= 0; i--)
        {
            var frequency = release.Periods[alike[i].TimePeriod].Parent!;
            var count = taken[frequency] = taken.GetValueOrDefault(frequency) + 1;
            if (count <= most) { latest.Add(alike[i]); }
        }
        latest.Reverse();
        return latest;
    }
}
