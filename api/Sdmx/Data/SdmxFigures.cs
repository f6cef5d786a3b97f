using System.Globalization;
using DuckDB.NET.Data;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Opens what a request for data asks for.</summary>
public static class SdmxFigures
{
    /// <summary>The data sets of an answer: one, or where vintages are asked for one for each of them.</summary>
    /// <param name="http">The request.</param>
    /// <param name="release">The release that is asked.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="connection">A connection to it, which the caller keeps until the rows are taken.</param>
    /// <exception cref="SdmxException">There is nothing, or too much to be held.</exception>
    public static IReadOnlyList<SdmxDataSet> Open(HttpContext http, OpenRelease release, SdmxDataRequest request, DuckDBConnection connection)
    {
        var query = SdmxDataQueries.Of(request.Selection, request.Vintages);
        var known = request.Vintages is not null || (request.AtObservation != SdmxDataRequest.Flat && request.AtObservation != SdmxComponents.Time.Id) ? VisibleFigures.Summarise(release, query) : ((AnswerSummary, long Count)?)null;
        if (known is { Count: var count }) { RefuseTooMany(release, query, count, DataEndpoints.MostHeld(http)); }
        if (request.Vintages is null) { return [SetOf(release, Some(Rows(release, request, FigureReader.Open(release, query, connection, known).Figures)))]; }
        var answer = Vintages.Open(http, http.RequestServices.GetRequiredService<OpenReleases>(), release, query);
        var sets = OfVintages(answer.Figures, figures => Rows(release, request, figures));
        return sets.Count > 0 ? sets : throw new SdmxException(new SdmxProblem(100, "no-results"));
    }

    /// <summary>The data set of what a release says.</summary>
    public static SdmxDataSet SetOf(OpenRelease release, IEnumerable<SdmxRow> rows) => new(release.Id, "Information", null, null, rows);

    /// <summary>A data set for each vintage that has rows, oldest first.</summary>
    public static IReadOnlyList<SdmxDataSet> OfVintages(IEnumerable<Figure> figures, Func<IEnumerable<Figure>, IEnumerable<SdmxRow>> rowsOf)
        => [.. from figure in figures
               group figure by (figure.Vintage!.Action, figure.Vintage.Release, figure.Vintage.ValidFrom, figure.Vintage.ValidTo) into vintage
               orderby vintage.Key.ValidFrom, vintage.Key.Action
               let rows = rowsOf(vintage).ToList()
               where rows.Count > 0
               select new SdmxDataSet(vintage.Key.Release, ActionOf(vintage.Key.Action), vintage.Key.ValidFrom, vintage.Key.ValidTo, rows)];

    private static IEnumerable<SdmxRow> Rows(OpenRelease release, SdmxDataRequest request, IEnumerable<Figure> figures)
    {
        var rows = SdmxRows.Of(release, figures);
        if (request.Keys.Count > 1) { rows = rows.Where(r => SdmxKey.Holds(request.Keys, r.Codes)); }
        return SdmxRows.Ends(rows, request.First, request.Last);
    }

    // Whether there is anything is known before the first byte goes out.
    private static IEnumerable<SdmxRow> Some(IEnumerable<SdmxRow> rows)
    {
        var all = rows.GetEnumerator();
        return all.MoveNext() ? Rest() : throw new SdmxException(new SdmxProblem(100, "no-results"));

        IEnumerable<SdmxRow> Rest()
        {
            using (all)
            {
                do { yield return all.Current; } while (all.MoveNext());
            }
        }
    }

    private static string ActionOf(string? action) => action switch { "A" => "Append", "R" => "Replace", "D" => "Delete", _ => "Information" };

    private static void RefuseTooMany(OpenRelease release, DataQuery query, long count, int most)
    {
        if (VisibleFigures.Widest(release, query, count, most, c => c.Id != SdmxComponents.Time.Id) is not { } widest) { return; }
        throw new SdmxException(new SdmxProblem(130, "too-many", ("count", Text(count)), ("limit", Text(most)), ("list", widest.Id), ("codes", Text(widest.Codes.Count))));

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
