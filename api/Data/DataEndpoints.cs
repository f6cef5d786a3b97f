using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary><c>/api/v1/data</c>: the figures themselves.</summary>
public static class DataEndpoints
{
    // So much of an answer is held before it goes to its reader.
    private const int FlushedAt = 64 * 1024;

    /// <summary>Adds the routes.</summary>
    public static void MapData(this RouteGroupBuilder group)
        => group.MapGet("/data/{dataflow}", GetData)
            .WithName("GetData")
            .WithTags("Data")
            .WithSummary("Figures of a dataflow (counts or performance), as tidy records in JSON or CSV.")
            .Produces(StatusCodes.Status200OK, contentType: "application/json", additionalContentTypes: "text/csv")
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, "application/problem+json")
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json");

    private static async Task<IResult> GetData(string dataflow, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        if (Dataflows.Find(dataflow) is not { } flow) { return Problems.NotFound(http, "dataflow", dataflow, Dataflows.Ids); }
        var (query, problem) = SelectionParser.Parse(release, flow, http.Request.Query);
        if (query is null) { return Problems.BadRequest(http, problem!); }
        var connection = release.Rent();
        try { await (query.Format == "csv" ? WriteCsv(http, release, query, connection) : WriteJson(http, release, query, connection)); }
        finally { release.Return(connection); }
        return Results.Empty;
    }

    private static async Task WriteJson(HttpContext http, OpenRelease release, DataQuery query, DuckDB.NET.Data.DuckDBConnection connection)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        var writer = new FigureWriter(release, query);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        var summary = new AnswerSummary([], []);
        var count = 0L;
        json.WriteStartObject();
        WriteRelease(json, release);
        json.WriteString("dataflow", query.Selection.Dataflow);
        json.WriteStartArray("observations");
        await FigureReader.Read(release, query.Selection, query.Conversion is null ? null : new MoneyConverter(release, query.Conversion), connection,
            whole =>
            {
                summary = whole;
                return Task.CompletedTask;
            },
            async figure =>
            {
                writer.WriteJson(json, figure);
                count++;
                // What the writer has handed to the pipe waits there for a flush; its own bytes are only those of the last block.
                if (http.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > FlushedAt })
                {
                    json.Flush();
                    await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                }
            });
        json.WriteEndArray();
        json.WriteNumber("count", count);
        WriteHidden(json, release, query, summary.Hidden);
        json.WriteStartArray("synthetic");
        foreach (var dataset in summary.Synthetic) { json.WriteStringValue(dataset); }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private static async Task WriteCsv(HttpContext http, OpenRelease release, DataQuery query, DuckDB.NET.Data.DuckDBConnection connection)
    {
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers["Observatorio-Release"] = release.Id;
        var writer = new FigureWriter(release, query);
        var output = http.Response.BodyWriter;
        await FigureReader.Read(release, query.Selection, query.Conversion is null ? null : new MoneyConverter(release, query.Conversion), connection,
            whole =>
            {
                http.Response.Headers["Observatorio-Hidden"] = whole.Hidden.Sum(h => h.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);
                http.Response.Headers["Observatorio-Hidden-Reasons"] = string.Join("; ", whole.Hidden.Select(h => $"{h.Reason}={h.Count}"));
                http.Response.Headers["Observatorio-Synthetic"] = string.Join(", ", whole.Synthetic);
                Encoding.UTF8.GetBytes(writer.CsvHeader(), output);
                return Task.CompletedTask;
            },
            async figure =>
            {
                writer.WriteCsv(output, figure);
                if (output.CanGetUnflushedBytes && output.UnflushedBytes > FlushedAt) { await output.FlushAsync(http.RequestAborted); }
            });
        await output.FlushAsync(http.RequestAborted);
    }

    /// <summary>Writes which release an answer comes from.</summary>
    public static void WriteRelease(Utf8JsonWriter json, OpenRelease release)
    {
        json.WriteStartObject("release");
        json.WriteString("id", release.Id);
        json.WriteString("published", release.CreatedAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void WriteHidden(Utf8JsonWriter json, OpenRelease release, DataQuery query, IReadOnlyList<HiddenFigures> hidden)
    {
        json.WriteStartObject("hidden");
        json.WriteNumber("count", hidden.Sum(h => h.Count));
        json.WriteStartArray("reasons");
        foreach (var reason in hidden)
        {
            json.WriteStartObject();
            json.WriteString("code", reason.Reason);
            json.WriteString("text", release.Codes["REASON"].Find(reason.Reason)?.Name(query.Language) ?? "");
            json.WriteNumber("count", reason.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
