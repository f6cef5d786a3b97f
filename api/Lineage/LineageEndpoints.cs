using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Data;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Lineage;

/// <summary>A figure and where it comes from, down to the cells of the offices.</summary>
/// <param name="Key">The codes of its key.</param>
/// <param name="Value">The figure; null where only an interval is certain or nothing is.</param>
/// <param name="ValueLow">Lower end of the interval.</param>
/// <param name="ValueHigh">Upper end of the interval.</param>
/// <param name="ObsStatus">Its status, the first of several by SDMX's precedence.</param>
/// <param name="ObsStatuses">All its statuses, with blanks between.</param>
/// <param name="Method">How it came about.</param>
/// <param name="Reason">Why it is bounded or refused.</param>
/// <param name="Sentence">What it is and how it came about, in the language asked for.</param>
/// <param name="Rule">The step that made it; null for a cell of the office.</param>
/// <param name="Cell">The cell, for a figure that the office reported.</param>
/// <param name="Inputs">The figures that the rule took together.</param>
/// <param name="Estimate">A point estimate within the interval, where there is one; it enters no sum.</param>
/// <param name="Rates">The rates that money or limits in money were converted with, each with its source; null for none.</param>
public sealed record LineageNode(
    IReadOnlyDictionary<string, string> Key, decimal? Value, decimal? ValueLow, decimal? ValueHigh, string ObsStatus, string ObsStatuses, string Method, string? Reason,
    string Sentence, LineageRule? Rule, LineageCell? Cell, IReadOnlyList<LineageNode> Inputs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Rate>? Rates = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Estimate = null);

/// <summary>A rule of harmonisation.</summary>
/// <param name="Kind">What it does, such as <c>nested size</c>.</param>
/// <param name="Source">Scheme, activity or dataset that it starts from.</param>
/// <param name="Target">What it makes.</param>
/// <param name="Detail">The classes that it adds, where it adds classes.</param>
public sealed record LineageRule(string Kind, string Source, string Target, string? Detail);

/// <summary>A cell of a submission.</summary>
/// <param name="File">Name of the office's file.</param>
/// <param name="Sha256">Its content hash, which is its address in the archive.</param>
/// <param name="Sheet">Sheet; null for a text file.</param>
/// <param name="Cell">As the office sees it, such as <c>Hoja1!C17</c>.</param>
/// <param name="Text">What stands in it, verbatim.</param>
/// <param name="Submission">Number of the submission.</param>
/// <param name="ReceivedAt">When it was received, UTC.</param>
/// <param name="Profile">Profile and layout that read it.</param>
/// <param name="Labels">How the labels of its row and column were read.</param>
/// <param name="Register">What was counted, where the figure comes from a register: it has no cell then, and its file is not kept.</param>
public sealed record LineageCell(
    string File, string Sha256, string? Sheet, string Cell, string? Text, long Submission, DateTime ReceivedAt, string Profile, IReadOnlyList<LineageLabel> Labels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LineageRegister? Register = null);

/// <summary>A register that a figure was counted from.</summary>
/// <param name="Bytes">Length of its file.</param>
/// <param name="RowsRead">How many rows it has.</param>
/// <param name="RowsCounted">How many of them fit the filter.</param>
/// <param name="Filter">Which rows were counted; null for all.</param>
/// <param name="CountedBy">The columns that they were counted by.</param>
/// <param name="Rows">How many rows this figure stands for; null where that is hidden.</param>
public sealed record LineageRegister(long Bytes, long RowsRead, long RowsCounted, string? Filter, string CountedBy, long? Rows);

/// <summary>A label and the code that it was read as.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="Label">Verbatim.</param>
/// <param name="Code">The code.</param>
/// <param name="Rule">By a label of the profile, a pattern, or because it is the code itself.</param>
public sealed record LineageLabel(string Component, string? Label, string Code, string Rule);

/// <summary>The proof of one figure.</summary>
/// <param name="Release">The release that it is in.</param>
/// <param name="Figure">The figure and its sources.</param>
public sealed record LineageAnswer(string Release, LineageNode Figure);

/// <summary><c>/api/v1/lineage</c>: from a published figure to the cells that it comes from.</summary>
public static class LineageEndpoints
{
    /// <summary>Adds the route.</summary>
    public static void MapLineage(this RouteGroupBuilder group)
        => group.MapGet("/lineage/{dataflow}", GetLineage)
            .WithName("GetLineage").WithTags("Lineage")
            .WithSummary("The proof of one figure: every rule, and every source cell with its file, sheet, address and verbatim text.")
            .Produces<LineageAnswer>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, "application/problem+json")
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json");

    private static IResult GetLineage(string dataflow, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        if (Dataflows.Find(dataflow) is not { } flow) { return Problems.NotFound(http, "dataflow", dataflow, Dataflows.Ids); }
        var (query, problem) = DataQuery.Parse(release, flow, http.Request.Query, QueryKind.OneFigure);
        if (query is null) { return Problems.BadRequest(http, problem!); }
        return release.With(connection =>
        {
            var trace = new LineageTrace(release, connection, query);
            var found = trace.Find(query.Selection, most: 100);
            if (found.Count == 0) { return Problems.NotFound(http, "figure", http.Request.QueryString.Value ?? "", []); }
            return found.Count > 1 ? TooMany(http, trace, found) : Results.Ok(new LineageAnswer(release.Id, trace.TraceConverted(found[0])));
        });
    }

    /// <summary>400: says which parameters would tell the figures apart.</summary>
    public static IResult TooMany(HttpContext http, LineageTrace trace, IReadOnlyList<TracedFigure> found)
    {
        var keys = found.Select(trace.Key).ToList();
        var several = keys[0].Keys.Where(column => keys.Select(k => k[column]).Distinct().Count() > 1).ToList();
        return Problems.BadRequest(http, new Problems.BadParameter(
            DataParameters.ParameterOf(several[0]), "several-figures", [.. keys.Select(k => k[several[0]]).Distinct().Take(10)],
            ("count", found.Count == 100 ? "≥ 100" : found.Count.ToString(CultureInfo.InvariantCulture)), ("parameters", string.Join(", ", several.Select(DataParameters.ParameterOf)))));
    }
}
