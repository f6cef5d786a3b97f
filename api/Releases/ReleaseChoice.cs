using Microsoft.AspNetCore.WebUtilities;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>Why no release can be read that a request names.</summary>
/// <param name="Parameter"><c>release</c> or <c>asOf</c>.</param>
/// <param name="Value">What it says.</param>
/// <param name="Nearest">Releases near it, where there is none of that name.</param>
/// <param name="Withdrawn">The release, where it was withdrawn.</param>
/// <param name="IsNoMoment">Whether it should be a day or a moment and is neither.</param>
/// <param name="First">The first release, where the day is before it.</param>
public sealed record ReleaseRefusal(string Parameter, string Value, IReadOnlyList<string> Nearest, ReleaseState? Withdrawn = null, bool IsNoMoment = false, ReleaseState? First = null);

/// <summary>Marks endpoints whose answers hold the contacts of now beside what is in a release.</summary>
public sealed record ReadsContacts;

/// <summary>Marks endpoints that are answered from a release: they take <c>release</c> and <c>asOf</c>.</summary>
/// <param name="Refuse">Answers in the endpoint's own words where there is none.</param>
public sealed record ReadsRelease(Func<HttpContext, ReleaseRefusal, Task> Refuse)
{
    /// <summary>The parameters, with what they mean.</summary>
    public static readonly IReadOnlyList<(string Name, string Description)> Parameters =
    [
        ("release", "A release by its id, such as 2026.1: the answer is what it was. The current one if left out."),
        ("asOf", "A day, such as 2026-03-31: the release that was current at its end; or a moment, such as 2026-03-31T12:00:00Z."),
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
        if (http.GetEndpoint()?.Metadata.GetMetadata<ReadsRelease>() is { } reads && http.Request.QueryString.HasValue && ReadsRelease.Parameters.Any(p => http.Request.Query.ContainsKey(p.Name)))
        {
            var releases = http.RequestServices.GetRequiredService<OpenReleases>();
            var (state, refusal) = Find(http, releases.States);
            if (state is null)
            {
                await reads.Refuse(http, refusal!);
                return;
            }
            http.RequestServices.GetRequiredService<ReleaseStore>().Choose(releases.Open(state.ReleaseId));
            // What is left is the endpoint's own.
            http.Request.QueryString = QueryString.Create(QueryHelpers.ParseQuery(http.Request.QueryString.Value).Where(p => ReadsRelease.Parameters.All(own => !string.Equals(own.Name, p.Key, StringComparison.OrdinalIgnoreCase))));
        }
        await next(http);
    }

    /// <summary>A refusal as the API's own endpoints say it: 404, 410 for what was withdrawn, 400 for what is no day.</summary>
    public static Task Refuse(HttpContext http, ReleaseRefusal refusal)
    {
        var problem = refusal.Withdrawn is { } state ? Problems.Withdrawn(http, state)
            : refusal.IsNoMoment ? Problems.BadRequest(http, new(refusal.Parameter, "bad-moment", [], ("value", refusal.Value)))
            : refusal.First is { } first ? Problems.BeforeFirst(http, refusal.Value, first)
            : Problems.NotFound(http, "release", refusal.Value, refusal.Nearest);
        return problem.ExecuteAsync(http);
    }

    /// <summary>Whether the principal of a request may read a release that is not public yet.</summary>
    public static bool MayRead(HttpContext http, ReleaseState state) => !state.IsEmbargoed(DateTime.UtcNow) || EmbargoRoles.Any(http.User.IsInRole);

    /// <summary>The release to read in the place of one that was withdrawn; null where none is named, or one that the caller may not know of yet.</summary>
    public static string? SuccessorOf(HttpContext http, ReleaseState state)
        => http.RequestServices.GetRequiredService<OpenReleases>().States.FirstOrDefault(s => s.ReleaseId == state.Successor && MayRead(http, s))?.ReleaseId;

    private static (ReleaseState? State, ReleaseRefusal? Refusal) Find(HttpContext http, IReadOnlyList<ReleaseState> states)
    {
        var readable = states.Where(s => MayRead(http, s)).ToList();
        if (http.Request.Query["release"].FirstOrDefault() is { } id)
        {
            return Standing("release", id, readable.Find(s => s.ReleaseId == id), Choices.Near(id, readable.Select(s => s.ReleaseId)));
        }
        var text = http.Request.Query["asOf"].FirstOrDefault() ?? "";
        if (UtcText.Read(text, atEnd: true) is not { } moment) { return (null, new ReleaseRefusal("asOf", text, [], IsNoMoment: true)); }
        var seen = states.Where(s => !s.IsEmbargoed(DateTime.UtcNow)).ToList();
        if (seen.MinBy(s => s.PublicAt) is { } first && first.PublicAt > moment) { return (null, new ReleaseRefusal("asOf", text, [first.ReleaseId], First: first)); }
        return Standing("asOf", text, CurrentAt(seen, moment), []);
    }

    /// <summary>The release that was current at a moment: the newest that was public and had not been withdrawn by then. It may have been withdrawn since.</summary>
    public static ReleaseState? CurrentAt(IReadOnlyList<ReleaseState> states, DateTime moment)
        => states.Where(s => s.PublicAt <= moment && !(s.WithdrawnAt <= moment)).MaxBy(s => s.PublicAt);

    private static (ReleaseState? State, ReleaseRefusal? Refusal) Standing(string parameter, string value, ReleaseState? state, IReadOnlyList<string> nearest)
        => state is { WithdrawnAt: null } ? (state, null) : (null, new ReleaseRefusal(parameter, value, nearest, Withdrawn: state));
}
