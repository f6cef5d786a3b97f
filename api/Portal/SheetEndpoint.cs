using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Data;
using Observatorio.Api.Lineage;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Portal;

/// <summary>A cell of an office's sheet that holds a published figure.</summary>
/// <param name="Row">Its row, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
/// <param name="Cell">Its address without the sheet, such as <c>C17</c>.</param>
/// <param name="Text">What stands in it; null where the figure is withheld.</param>
/// <param name="Status">The figure's status.</param>
/// <param name="Key">What it was read as.</param>
public sealed record SheetCell(long Row, int Column, string Cell, string? Text, string Status, IReadOnlyDictionary<string, string> Key);

/// <summary>The part of an office's sheet around a figure: only cells whose figures are in the release, for others may be withheld.</summary>
/// <param name="Release">The release.</param>
/// <param name="File">The office's file.</param>
/// <param name="Sheet">The sheet; null for a text file.</param>
/// <param name="Row">Row of the figure.</param>
/// <param name="Column">Column of the figure.</param>
/// <param name="Cells">The cells, by row and column.</param>
public sealed record SheetAnswer(string Release, string File, string? Sheet, long Row, int Column, IReadOnlyList<SheetCell> Cells);

/// <summary><c>/api/v1/lineage/{dataflow}/sheet</c>: a reported figure in its place in the office's sheet.</summary>
public static class SheetEndpoint
{
    /// <summary>Adds the route.</summary>
    public static void MapSheet(this RouteGroupBuilder group)
        => group.MapGet("/lineage/{dataflow}/sheet", GetSheet)
            .WithName("GetSheet").WithTags("Lineage")
            .WithSummary("The published cells around a reported figure, in their places in the office's sheet. Cells whose figures are not in the release are left out.")
            .Produces<SheetAnswer>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, "application/problem+json")
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json");

    private static IResult GetSheet(string dataflow, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        if (Dataflows.Find(dataflow) is not { } flow) { return Problems.NotFound(http, "dataflow", dataflow, Dataflows.Ids); }
        var (query, problem) = DataQuery.Parse(release, flow, http.Request.Query, QueryKind.OneFigure);
        if (query is null) { return Problems.BadRequest(http, problem!); }
        return release.With(connection =>
        {
            var trace = new LineageTrace(release, connection, query);
            var found = trace.Find(query.Selection, most: 100);
            if (found.Count > 1) { return LineageEndpoints.TooMany(http, trace, found); }
            if (found is not [var figure] || trace.Trace(figure) is not { Cell: { Register: null } cell }) { return Problems.NotFound(http, "cell", http.Request.QueryString.Value ?? "", []); }
            var around = trace.Around(figure).Select(f => Tell(trace, f)).ToList();
            return Results.Ok(new SheetAnswer(release.Id, cell.File, cell.Sheet, figure.Row, figure.Column, around));
        });
    }

    // A figure without a value says why, and not what stood in its cell.
    private static SheetCell Tell(LineageTrace trace, TracedFigure traced)
        => new(traced.Row, traced.Column, Ingest.CellAddress.Format(null, traced.Row, traced.Column), traced.Figure.Value is null ? null : traced.Text ?? traced.Figure.Value.Value.ToString("0", CultureInfo.InvariantCulture),
            trace.Status(traced), trace.Key(traced));
}
