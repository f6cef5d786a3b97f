using Microsoft.AspNetCore.Mvc;

namespace Observatorio.Api;

/// <summary>Errors for people, as RFC 9457 problem details: which parameter, what was wrong, and what is near.</summary>
public static class Problems
{
    /// <summary>A parameter that cannot be used.</summary>
    /// <param name="Parameter">Its name in the query.</param>
    /// <param name="Detail">What was wrong and what to do.</param>
    /// <param name="Nearest">Valid values nearest to what was given.</param>
    public sealed record BadParameter(string Parameter, string Detail, IReadOnlyList<string> Nearest);

    /// <summary>400 for a parameter.</summary>
    public static ProblemDetails BadRequest(BadParameter bad) => new()
    {
        Type = "/docs/problems#bad-parameter",
        Title = "A parameter of the query cannot be used.",
        Status = StatusCodes.Status400BadRequest,
        Detail = bad.Detail,
        Extensions = { ["parameter"] = bad.Parameter, ["nearest"] = bad.Nearest },
    };

    /// <summary>404 for a thing that is not there.</summary>
    public static ProblemDetails NotFound(string what, string id, IReadOnlyList<string> nearest) => new()
    {
        Type = "/docs/problems#not-found",
        Title = $"There is no such {what}.",
        Status = StatusCodes.Status404NotFound,
        Detail = $"No {what} is called '{id}'." + (nearest.Count > 0 ? $" Nearest: {string.Join(", ", nearest)}." : ""),
        Extensions = { ["nearest"] = nearest },
    };

    /// <summary>503 before the first release.</summary>
    public static ProblemDetails NoRelease() => new()
    {
        Type = "/docs/problems#no-release",
        Title = "Nothing has been published yet.",
        Status = StatusCodes.Status503ServiceUnavailable,
        Detail = "This workspace has no release. Ingest a submission and publish it, or start without --samples none.",
    };

    /// <summary>The problem as a result with its own media type.</summary>
    public static IResult Result(this ProblemDetails problem) => Results.Json(problem, contentType: "application/problem+json", statusCode: problem.Status);
}
