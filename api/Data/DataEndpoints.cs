using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Data.Formats;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary><c>/api/v1/data</c>: the figures themselves, how many there are, and of what.</summary>
public static class DataEndpoints
{
    /// <summary>Where an answer has to be held whole, its figures are at most so many (<c>Limits:Held</c>).</summary>
    public static int MostHeld(HttpContext http) => http.RequestServices.GetRequiredService<IConfiguration>().GetValue("Limits:Held", 1_000_000);

    /// <summary>Adds the routes.</summary>
    public static void MapData(this RouteGroupBuilder group)
    {
        group.MapGet("/data/{dataflow}", GetData)
            .WithName("GetData").WithTags("Data")
            .WithSummary("Figures of a dataflow (counts or performance), as tidy records or a wide table, in JSON, CSV, XLSX, Parquet, JSON-stat or SDMX.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json", additionalContentTypes: [.. DataFormats.All.Skip(1).Select(f => f.ContentType)])
            .Produces<ProblemDetails>(400, "application/problem+json").Produces<ProblemDetails>(404, "application/problem+json");
        group.MapGet("/data/{dataflow}/count", GetCount)
            .WithName("GetCount").WithTags("Data").WithSummary("How many figures a query would give, and how many its quality would hide and why.")
            .Produces<CountAnswer>().Produces<ProblemDetails>(400, "application/problem+json").Produces<ProblemDetails>(404, "application/problem+json");
        group.MapGet("/data/{dataflow}/availability", GetAvailability)
            .WithName("GetAvailability").WithTags("Data").WithSummary("Which codes of each component still have figures after the filters of a query.")
            .Produces<AvailabilityAnswer>().Produces<ProblemDetails>(400, "application/problem+json").Produces<ProblemDetails>(404, "application/problem+json");
    }

    private static async Task<IResult> GetData(string dataflow, HttpContext http, ReleaseStore store, OpenReleases releases)
    {
        var (release, query, problem) = Read(dataflow, http, store, QueryKind.Data);
        if (query is null) { return problem!; }
        var format = DataFormats.Of(query.Form);
        var known = !format.IsStreamed || query.Form.Pivot is not null || query.Form.Order.Count > 0 || query.Vintages is not null ? VisibleFigures.Summarise(release!, query) : ((AnswerSummary, long Count)?)null;
        if (known is { Count: var count } && TooMany(release!, query, count, MostHeld(http)) is { } tooMany) { return Problems.BadRequest(http, tooMany); }
        var connection = release!.Rent();
        try
        {
            var figures = query.Vintages is null ? FigureReader.Open(release, query, connection, known) : Vintages.Open(http, releases, release, query);
            var answer = new DataAnswer(http, release, query, figures);
            AnswerMetadata.SetHeaders(answer, format);
            await format.Write(answer);
        }
        finally { release.Return(connection); }
        return Results.Empty;
    }

    private static IResult GetCount(string dataflow, HttpContext http, ReleaseStore store)
    {
        var (release, query, problem) = Read(dataflow, http, store, QueryKind.Count);
        if (query is null) { return problem!; }
        var (summary, count) = VisibleFigures.Summarise(release!, query);
        return Results.Ok(new CountAnswer(release!.Id, query.Selection.Dataflow, count, MostHeld(http),
            [.. summary.Hidden.Select(h => new HiddenCount(h.Reason, release.Codes["REASON"].Find(h.Reason)?.Name(query.Language) ?? "", h.Count))], summary.Synthetic));
    }

    private static IResult GetAvailability(string dataflow, HttpContext http, ReleaseStore store)
    {
        var (release, query, problem) = Read(dataflow, http, store, QueryKind.Availability);
        if (query is null) { return problem!; }
        return Results.Ok(Availability.Of(release!, query, query.Exact));
    }

    private static (OpenRelease? Release, DataQuery? Query, IResult? Problem) Read(string dataflow, HttpContext http, ReleaseStore store, QueryKind kind)
    {
        if (store.Current is not { } release) { return (null, null, Problems.NoRelease(http)); }
        if (Dataflows.Find(dataflow) is not { } flow) { return (null, null, Problems.NotFound(http, "dataflow", dataflow, Dataflows.Ids)); }
        var (query, problem) = DataQuery.Parse(release, flow, http.Request.Query, kind, DataFormats.Accepted(http.Request));
        return query is null ? (null, null, Problems.BadRequest(http, problem!)) : (release, query, null);
    }

    // Says what was asked for, what can be had at once, what to narrow, and where the whole is.
    private static Problems.BadParameter? TooMany(OpenRelease release, DataQuery query, long count, int most)
    {
        if (VisibleFigures.Widest(release, query, count, most, c => c.Parameter is not null) is not { } widest) { return null; }
        return new Problems.BadParameter(widest.Parameter!, "too-many-figures", [.. widest.Codes.OrderByDescending(c => c.Figures).Take(3).Select(c => c.Code)],
            ("count", count.ToString(CultureInfo.InvariantCulture)), ("limit", most.ToString(CultureInfo.InvariantCulture)), ("parameter", widest.Parameter),
            ("codes", widest.Codes.Count.ToString(CultureInfo.InvariantCulture)), ("files", $"/api/v1/releases/{release.Id}"));
    }
}

/// <summary>How many figures a query has.</summary>
/// <param name="Release">The release that is asked.</param>
/// <param name="Dataflow">The dataflow.</param>
/// <param name="Count">Figures that the query would give.</param>
/// <param name="MostHeld">At most so many can be had in a format that is not streamed, sorted or as a wide table.</param>
/// <param name="Hidden">What its quality would hide.</param>
/// <param name="Synthetic">Datasets among them whose figures are made up.</param>
public sealed record CountAnswer(string Release, string Dataflow, long Count, int MostHeld, IReadOnlyList<HiddenCount> Hidden, IReadOnlyList<string> Synthetic);

/// <summary>Figures that are hidden for one reason.</summary>
/// <param name="Code">Code of REASON.</param>
/// <param name="Text">What it means, in the language asked for.</param>
/// <param name="Count">How many.</param>
public sealed record HiddenCount(string Code, string Text, long Count);
