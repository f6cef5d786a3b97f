using System.Globalization;
using Observatorio.Api.Access;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>What is to be published, and when.</summary>
/// <param name="Day">As <c>2027-03-31</c>; today or later.</param>
/// <param name="Notes">What it will hold, for readers.</param>
public sealed record AnnounceRequest(string Day, string Notes);

/// <summary><c>/api/v1/calendar</c>: publications that are announced.</summary>
public static class CalendarEndpoints
{
    private const int LongestNotes = 1000;

    /// <summary>Adds the routes.</summary>
    public static void MapCalendar(this RouteGroupBuilder group)
    {
        var calendar = group.MapGroup("/calendar").WithTags("Releases");
        calendar.MapGet("", (Workspace workspace) => new ReleaseCalendar(workspace).From(Today())).WithName("GetCalendar")
            .WithSummary("What is announced to be published from today on, the nearest first.").Produces<IReadOnlyList<PlannedRelease>>();
        calendar.MapPost("", Announce).Requires("publisher").WithName("PostCalendar").WithSummary("Announces a publication.").Produces<PlannedRelease>(201).ProducesProblem(400);
        calendar.MapDelete("/{id:long}", (long id, HttpContext http, Workspace workspace) => new ReleaseCalendar(workspace).Cancel(Guard.ActorOf(http), id) ? Results.NoContent() : Problems.NotFound(http, "plan", $"{id}", []))
            .Requires("publisher").WithName("DeleteCalendar").WithSummary("Takes an announcement back.").Produces(204).ProducesProblem(404);
    }

    private static IResult Announce(AnnounceRequest request, HttpContext http, Workspace workspace)
    {
        if (!DateOnly.TryParseExact(request.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) || string.CompareOrdinal(request.Day, Today()) < 0)
        {
            return Problems.BadRequest(http, new("day", "bad-plan-day", [], ("value", request.Day)));
        }
        if (string.IsNullOrWhiteSpace(request.Notes) || request.Notes.Length > LongestNotes) { return Problems.BadRequest(http, new("notes", "bad-notes", [], ("most", $"{LongestNotes}"))); }
        var planned = new ReleaseCalendar(workspace).Announce(Guard.ActorOf(http), request.Day, request.Notes);
        return Results.Json(planned, statusCode: StatusCodes.Status201Created);
    }

    private static string Today() => DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
