using System.Globalization;
using System.Text;
using Observatorio.Api.Access;
using Observatorio.Api.Serving;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>A release as it is told.</summary>
/// <param name="ReleaseId">Stable and citable.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Notes">What it holds.</param>
/// <param name="Current">Whether queries without a release are answered from it.</param>
/// <param name="EmbargoUntil">UTC; null for no embargo.</param>
/// <param name="WithdrawnAt">UTC; null while it stands.</param>
/// <param name="WithdrawnReason">Why it was withdrawn.</param>
/// <param name="Successor">The release to read in its place.</param>
/// <param name="Citation">How to cite it.</param>
/// <param name="Files">Its files with their checksums; the manifest that lists them is signed.</param>
public sealed record ReleaseAnswer(
    string ReleaseId, DateTime CreatedAt, string Notes, bool Current, DateTime? EmbargoUntil, DateTime? WithdrawnAt, string? WithdrawnReason, string? Successor, string Citation, IReadOnlyList<ReleaseFile> Files);

/// <summary>Why a release is withdrawn, and what to read in its place.</summary>
public sealed record WithdrawRequest(string Reason, string? Successor = null);

/// <summary><c>/api/v1/releases</c>: what was published, for ever.</summary>
public static class ReleaseEndpoints
{
    private const int LongestReason = 4000;

    /// <summary>Adds the routes.</summary>
    public static void MapReleases(this RouteGroupBuilder group)
    {
        var releases = group.MapGroup("/releases").WithTags("Releases");
        releases.MapGet("", (HttpContext http, Workspace workspace, OpenReleases open) => open.States.Where(s => ReleaseChoice.MayRead(http, s)).Reverse().Select(s => Answer(http, workspace, open, s)))
            .WithName("GetReleases").WithSummary("The releases, newest first, with their files, checksums and how to cite them.").Produces<IReadOnlyList<ReleaseAnswer>>();
        releases.MapGet("/{id}", (string id, HttpContext http, Workspace workspace, OpenReleases open) => Find(http, open, id) is { } state ? Results.Ok(Answer(http, workspace, open, state)) : NotThere(http, open, id))
            .WithName("GetRelease").WithSummary("One release; a withdrawn one is told here for ever.").Produces<ReleaseAnswer>().ProducesProblem(404);
        releases.MapGet("/{id}/diff/{other}", Compare).WithName("GetReleaseDifference")
            .WithSummary("What differs between two releases, and which submission changed it.").Produces<ReleaseDifference>().ProducesProblem(404).ProducesProblem(410);
        releases.MapPost("/{id}/withdraw", Withdraw).Requires("publisher").WithName("WithdrawRelease")
            .WithSummary("Withdraws a release with the reason: queries for it are answered 410, and the one before is current again.").Produces<ReleaseAnswer>().ProducesProblem(404);
        releases.MapPost("/{id}/restore", Restore).Requires("publisher").WithName("RestoreRelease").WithSummary("Lets a withdrawn release stand again.").Produces<ReleaseAnswer>().ProducesProblem(404);
        releases.MapGet("/{id}/files/{name}", GetFile).WithName("GetReleaseFile")
            .WithSummary("A file of a release, as its manifest lists it: Parquet, the DuckDB file, the manifest or its signature.").Produces(200, contentType: "application/octet-stream").ProducesProblem(404).ProducesProblem(410);
        group.MapGet("/signing-key", (HttpContext http, Workspace workspace) => SigningKey.Public(workspace) is { } pem ? Results.Text(pem, "application/x-pem-file") : Problems.NoRelease(http))
            .WithTags("Releases").WithName("GetSigningKey").WithSummary("The public key that manifests and receipts are signed with (ECDSA, P-256), as PEM.").Produces(200, contentType: "application/x-pem-file");
        group.MapGet("/releases.atom", GetFeed).WithTags("Releases").WithName("GetReleaseFeed").WithSummary("The public releases as an Atom feed.").Produces(200, contentType: "application/atom+xml");
    }

    private static ReleaseState? Find(HttpContext http, OpenReleases open, string id) => open.States.FirstOrDefault(s => s.ReleaseId == id && ReleaseChoice.MayRead(http, s));

    private static IResult NotThere(HttpContext http, OpenReleases open, string id)
        => Problems.NotFound(http, "release", id, Choices.Near(id, open.States.Where(s => ReleaseChoice.MayRead(http, s)).Select(s => s.ReleaseId)));

    private static ReleaseAnswer Answer(HttpContext http, Workspace workspace, OpenReleases open, ReleaseState state)
    {
        var manifest = Release.Manifest(workspace, state.ReleaseId)!;
        return new ReleaseAnswer(
            state.ReleaseId, manifest.CreatedAt, manifest.Notes, state.ReleaseId == open.Current?.Id, state.EmbargoUntil, state.WithdrawnAt, state.WithdrawnReason, ReleaseChoice.SuccessorOf(http, state),
            Citation.Of(http, state.ReleaseId, manifest.CreatedAt, Problems.Language(http)), manifest.Files);
    }

    private static IResult Withdraw(string id, WithdrawRequest request, HttpContext http, Workspace workspace, OpenReleases open)
    {
        if (Find(http, open, id) is null) { return NotThere(http, open, id); }
        if (string.IsNullOrWhiteSpace(request.Reason) || request.Reason.Length > LongestReason) { return Problems.Say(http, "no-reason", StatusCodes.Status400BadRequest, ("most", LongestReason.ToString(CultureInfo.InvariantCulture))); }
        if (request.Successor is { } successor && Find(http, open, successor) is null) { return NotThere(http, open, successor); }
        new Ledger(workspace).Withdraw(Guard.ActorOf(http), id, request.Reason, request.Successor);
        return Changed(id, http, workspace, open);
    }

    private static IResult Restore(string id, HttpContext http, Workspace workspace, OpenReleases open)
    {
        if (Find(http, open, id) is null) { return NotThere(http, open, id); }
        new Ledger(workspace).Withdraw(Guard.ActorOf(http), id, null, null);
        return Changed(id, http, workspace, open);
    }

    private static IResult Changed(string id, HttpContext http, Workspace workspace, OpenReleases open)
    {
        ReleaseStates.Publish(workspace);
        open.LookNow();
        return Results.Ok(Answer(http, workspace, open, Find(http, open, id)!));
    }

    private static IResult GetFile(string id, string name, HttpContext http, Workspace workspace, OpenReleases open)
    {
        if (Find(http, open, id) is not { } state) { return NotThere(http, open, id); }
        if (state.WithdrawnAt is not null) { return Problems.Withdrawn(http, state); }
        // Only what the manifest lists: a name is never a path.
        var known = Release.Manifest(workspace, id)!.Files.Select(f => f.Name).Concat([Release.ManifestName, ReleaseSignature.FileName]).ToList();
        return known.Contains(name)
            ? Results.File(Path.Combine(workspace.ReleasesFolder, id, name), "application/octet-stream", $"observatorio-{id}-{name}", enableRangeProcessing: true)
            : Problems.NotFound(http, "file", name, Spelling.Nearest(name, known, 3));
    }

    private static IResult Compare(string id, string other, HttpContext http, Workspace workspace, OpenReleases open)
    {
        foreach (var each in (string[])[id, other])
        {
            if (Find(http, open, each) is not { } state) { return NotThere(http, open, each); }
            if (state.WithdrawnAt is not null) { return Problems.Withdrawn(http, state); }
        }
        return Results.Ok(ReleaseComparison.Of(workspace, id, other));
    }

    private static IResult GetFeed(HttpContext http, Workspace workspace, OpenReleases open)
        => Results.Text(ReleaseFeed.Of($"{PublicAddress.Of(http)}/api/v1/releases", workspace, open.States.Where(s => !s.IsEmbargoed(DateTime.UtcNow))).ToString(), "application/atom+xml; charset=utf-8", Encoding.UTF8);
}
