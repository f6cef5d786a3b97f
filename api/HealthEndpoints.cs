using Observatorio.Api.Releases;

namespace Observatorio.Api;

/// <summary>Whether the server lives, and whether it can answer queries.</summary>
public static class HealthEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Ok(new { status = "live" })).WithName("GetLive").WithTags("Health").WithSummary("200 while the process answers.");
        app.MapGet("/health/ready", GetReady).WithName("GetReady").WithTags("Health").WithSummary("200 when a release is open and answers a query; 503 otherwise, with the reason.").Produces(200, contentType: "application/json").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult GetReady(HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        var figures = release.With(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select (select count(*) from fact_enterprise_count) + (select count(*) from fact_performance)";
            return (long)command.ExecuteScalar()!;
        });
        return Results.Ok(new { status = "ready", release = release.Id, figures });
    }
}
