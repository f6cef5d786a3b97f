using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>Marks endpoints that are answered from a release: they take <c>release</c> and <c>asOf</c>.</summary>
public sealed record ReadsRelease
{
    /// <summary>The parameters, with what they mean.</summary>
    public static readonly IReadOnlyList<(string Name, string Description)> Parameters =
    [
        ("release", "A release by its id, such as 2026.1: the answer is what it was. The current one if left out."),
        ("asOf", "A day, such as 2026-03-31: the release that was current at its end."),
    ];
}

/// <summary>Reads which release a request means, before its endpoint looks at anything else.</summary>
public static class ReleaseChoice
{
    /// <summary>The roles that may read releases under embargo.</summary>
    public static readonly IReadOnlyList<string> EmbargoRoles = ["reader", "reviewer", "publisher", "admin"];

    /// <summary>Chooses the release, or says why it cannot be read: 404 for none (of one under embargo not even that it exists), 410 for a withdrawn one.</summary>
    public static async Task Choose(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ReadsRelease>() is not null && http.Request.QueryString.HasValue && ReadsRelease.Parameters.Any(p => http.Request.Query.ContainsKey(p.Name)))
        {
            var releases = http.RequestServices.GetRequiredService<OpenReleases>();
            var (state, problem) = Find(http, releases.States);
            if (state is null)
            {
                await problem!.ExecuteAsync(http);
                return;
            }
            http.RequestServices.GetRequiredService<ReleaseStore>().Choose(releases.Open(state.ReleaseId));
            // What is left is the endpoint's own.
            http.Request.QueryString = QueryString.Create(QueryHelpers.ParseQuery(http.Request.QueryString.Value).Where(p => ReadsRelease.Parameters.All(own => !string.Equals(own.Name, p.Key, StringComparison.OrdinalIgnoreCase))));
        }
        await next(http);
    }

    /// <summary>Whether the principal of a request may read a release that is not public yet.</summary>
    public static bool MayRead(HttpContext http, ReleaseState state) => !state.IsEmbargoed(DateTime.UtcNow) || EmbargoRoles.Any(http.User.IsInRole);

    private static (ReleaseState? State, IResult? Problem) Find(HttpContext http, IReadOnlyList<ReleaseState> states)
    {
        var readable = states.Where(s => MayRead(http, s)).ToList();
        if (http.Request.Query["release"].FirstOrDefault() is { } id)
        {
            return readable.Find(s => s.ReleaseId == id) is not { } named ? (null, Problems.NotFound(http, "release", id, Spelling.Nearest(id, readable.Select(s => s.ReleaseId), 3)))
                : named.WithdrawnAt is null ? (named, null) : (null, Problems.Withdrawn(http, named));
        }
        var text = http.Request.Query["asOf"].FirstOrDefault() ?? "";
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) { return (null, Problems.BadRequest(http, new("asOf", "bad-day", [], ("value", text)))); }
        var then = day.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc);
        var current = states.Where(s => s.PublicAt <= then && !s.IsEmbargoed(DateTime.UtcNow)).MaxBy(s => s.PublicAt);
        return current is null ? (null, Problems.NotFound(http, "release", text, [])) : current.WithdrawnAt is null ? (current, null) : (null, Problems.Withdrawn(http, current));
    }
}
