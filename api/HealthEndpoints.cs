using System.Data.Common;
using Observatorio.Api.Releases;
using Observatorio.Api.Submissions;
using Observatorio.Warehouse;

namespace Observatorio.Api;

/// <summary>Whether the server lives, and whether it can answer queries and take submissions.</summary>
public static class HealthEndpoints
{
    private static readonly Action<ILogger, string, Exception?> Silent = LoggerMessage.Define<string>(LogLevel.Error, new EventId(1), "Not ready: {Part} does not answer.");

    /// <summary>Adds the routes.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).WithName("GetLive").WithTags("Health").WithSummary("200 while the process answers.");
        app.MapGet("/health/ready", GetReady).WithName("GetReady").WithTags("Health")
            .WithSummary("200 when a release is open and answers a query, and the ledger answers; 503 otherwise, with what does not.").Produces(200, contentType: "application/json").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult GetReady(HttpContext http, ReleaseStore store, Workspace workspace, JobRunner jobs, ILogger<ReleaseStore> log)
    {
        var part = "release";
        try
        {
            if (store.Current is not { } release) { return Problems.NoRelease(http); }
            var figures = release.With(CountFigures);
            part = "ledger";
            // Queries are answered from what is published also while nothing can be written.
            return Results.Ok(new { status = "ready", release = release.Id, figures, jobs = jobs.Waits is { } why ? $"waiting: {why.ToString().ToLowerInvariant()}" : "running", jobsWaiting = new Jobs(workspace).Waiting() });
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException)
        {
            Silent(log, part, e);
            return Problems.Say(http, "not-ready", StatusCodes.Status503ServiceUnavailable, ("part", part));
        }
    }

    // A count alone is told by the file's directory; a figure has to be read.
    private static long CountFigures(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select (select count(*) from fact_enterprise_count) + (select count(*) from fact_performance), (select max(time_period) from (select time_period from fact_enterprise_count limit 1))";
        return (long)command.ExecuteScalar()!;
    }
}
