using System.Text.Json;
using Observatorio.Api.Access;
using Observatorio.Ingest;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Api.Submissions;

/// <summary>A reason in words.</summary>
public sealed record ReasonRequest(string Reason);

/// <summary>On which tables of a submission is decided.</summary>
/// <param name="Tables">Their names, as the submission lists them; none for all that wait.</param>
public sealed record ApproveRequest(IReadOnlyList<string>? Tables = null);

/// <summary>Which tables of a submission are turned down, and why.</summary>
/// <param name="Reason">What the office is to know.</param>
/// <param name="Tables">Their names, as the submission lists them; none for all that wait.</param>
public sealed record RejectRequest(string Reason, IReadOnlyList<string>? Tables = null);

/// <summary>The reason why a warning is as it should be.</summary>
/// <param name="Code">Of the check.</param>
/// <param name="Cell">Of the finding, as the report gives it.</param>
/// <param name="Reason">Why the figures are right all the same.</param>
public sealed record AcceptRequest(string Code, string Cell, string Reason);

/// <summary>What somebody wrote about a submission.</summary>
public sealed record CommentAnswer(string At, string By, string Text);

/// <summary>Decisions on submissions, what is said about them, and the release that is made of them.</summary>
public static class ReviewEndpoints
{
    private const int LongestText = 4000;

    /// <summary>Adds the routes.</summary>
    public static void MapReview(this RouteGroupBuilder group)
    {
        var submission = group.MapGroup("/submissions/{id:long}").WithTags("Review").ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        submission.MapPost("/approve", Approve).Requires("reviewer").WithName("ApproveSubmission")
            .WithSummary("Approves a submission, or some of its tables. Once no table waits, those approved are taken into the warehouse, and so into the next release. Nobody approves what is their own.").Produces<SubmissionAnswer>();
        submission.MapPost("/reject", Reject).Requires("reviewer").WithName("RejectSubmission").WithSummary("Turns a submission, or some of its tables, down with a reason.").Produces<SubmissionAnswer>();
        submission.MapPost("/withdraw", Withdraw).Requires("provider").WithName("WithdrawSubmission").WithSummary("Takes a submission back before it is approved.").Produces<SubmissionAnswer>();
        submission.MapPost("/accept", Accept).Requires("provider").WithName("AcceptWarning").WithSummary("Gives the reason why a warning is right all the same; it is remembered for later submissions of the dataset.").Produces(204);
        submission.MapGet("/comments", Comments).Requires("provider", "reviewer", "publisher", "admin").WithName("GetComments").WithSummary("What office and reviewers wrote about a submission.").Produces<IEnumerable<CommentAnswer>>();
        submission.MapPost("/comments", Comment).Requires("provider", "reviewer").WithName("PostComment").WithSummary("Writes about a submission.").Produces(204);
        group.MapPost("/releases", Publish).Requires("publisher").WithTags("Releases").WithName("PostRelease").WithSummary("Makes a release of all approved submissions. The answer names the job that does it.").Produces<Job>(202);
        group.MapGet("/jobs/{id:long}", GetJob).Requires("reviewer", "publisher", "admin").WithTags("Releases").WithName("GetJob").WithSummary("How far a job is, and what came of it.").Produces<Job>();
        group.MapGet("/audit", (Workspace workspace, long? before = null, int most = 100) => AuditLog.Read(workspace, before, Math.Clamp(most, 1, 1000)))
            .Requires("admin").WithTags("Access").WithName("GetAudit").WithSummary("Every action with who, when, what and from where, the newest first.").Produces<IEnumerable<AuditEntry>>();
    }

    private static IResult Approve(long id, ApproveRequest? request, HttpContext http, Workspace workspace, JobRunner runner)
    {
        if (SubmissionEndpoints.Visible(http, workspace, id) is not { } entry) { return SubmissionEndpoints.NotThere(http, id); }
        var result = entry.ReceivedBy == Guard.ActorOf(http).Principal
            ? Problems.Say(http, "own-submission", StatusCodes.Status403Forbidden)
            : DecideTables(http, workspace, entry, SubmissionStatus.Approved, request?.Tables, null);
        runner.Wake();
        return result;
    }

    private static IResult Reject(long id, RejectRequest request, HttpContext http, Workspace workspace, JobRunner runner)
    {
        if (SubmissionEndpoints.Visible(http, workspace, id) is not { } entry) { return SubmissionEndpoints.NotThere(http, id); }
        var result = Unsaid(http, request.Reason) ?? DecideTables(http, workspace, entry, SubmissionStatus.Rejected, request.Tables, request.Reason);
        // The last table to be decided may be one that is rejected: then those approved before are loaded.
        runner.Wake();
        return result;
    }

    private static IResult DecideTables(HttpContext http, Workspace workspace, SubmissionEntry entry, string status, IReadOnlyList<string>? tables, string? note)
    {
        var (ledgerTables, id) = (new SubmissionTables(workspace), entry.SubmissionId);
        return ledgerTables.Decide(Guard.ActorOf(http), id, status, tables, note) switch
        {
            { Done: true } => Results.Ok(SubmissionAnswer.Of(workspace, new Ledger(workspace).Find(id)!, Problems.Language(http))),
            { Unknown: { } unknown } => Problems.NotFound(http, "table", unknown, Spelling.Nearest(unknown, ledgerTables.Of(id).Select(t => t.Name), 3)),
            { Together: { } together } => Problems.Say(http, "tables-together", StatusCodes.Status409Conflict, ("tables", string.Join(", ", together))),
            var decision => Problems.Say(http, "other-status", StatusCodes.Status409Conflict, ("status", decision.Status), ("from", SubmissionStatus.AwaitingReview)),
        };
    }

    // Its office's to do, whatever else the caller may see.
    private static IResult Withdraw(long id, HttpContext http, Workspace workspace)
        => SubmissionEndpoints.Visible(http, workspace, id) is not { } entry ? SubmissionEndpoints.NotThere(http, id)
            : !Guard.SendsFor(http, entry.RefArea) ? Problems.NotAllowed(http)
            : Decide(http, workspace, entry, Guard.ActorOf(http), SubmissionStatus.Withdrawn, null, [SubmissionStatus.Received, SubmissionStatus.Failed, SubmissionStatus.AwaitingReview]);

    private static IResult Decide(HttpContext http, Workspace workspace, SubmissionEntry entry, Actor actor, string status, string? note, IReadOnlyList<string> from)
    {
        var ledger = new Ledger(workspace);
        return ledger.Conclude(actor, entry.SubmissionId, status, note: note, from: from)
            ? Results.Ok(SubmissionAnswer.Of(workspace, ledger.Find(entry.SubmissionId)!, Problems.Language(http)))
            : Problems.Say(http, "other-status", StatusCodes.Status409Conflict, ("status", ledger.Find(entry.SubmissionId)!.Status), ("from", string.Join(", ", from)));
    }

    private static IResult Accept(long id, AcceptRequest request, HttpContext http, Workspace workspace)
    {
        if (SubmissionEndpoints.Visible(http, workspace, id) is not { } entry) { return SubmissionEndpoints.NotThere(http, id); }
        if (!Guard.SendsFor(http, entry.RefArea)) { return Problems.NotAllowed(http); }
        if (Unsaid(http, request.Reason) is { } unsaid) { return unsaid; }
        var warning = SubmissionReport.Read(workspace, id)?.Findings.FirstOrDefault(f => f.Code == request.Code && f.Cell == request.Cell && Ingest.Checking.CheckCatalogue.SeverityOf(f) == "W");
        if (warning is null) { return Problems.Say(http, "no-such-warning", StatusCodes.Status404NotFound, ("code", request.Code), ("cell", request.Cell)); }
        AcceptedWarnings.Accept(workspace, Guard.ActorOf(http), entry.Dataset, warning, request.Reason);
        return Results.NoContent();
    }

    private static IResult Comments(long id, HttpContext http, Workspace workspace)
        => SubmissionEndpoints.Visible(http, workspace, id) is null ? SubmissionEndpoints.NotThere(http, id) : Results.Ok(new SubmissionComments(workspace).Of(id).Select(c => new CommentAnswer(c.At, c.By, c.Text)));

    private static IResult Comment(long id, ReasonRequest request, HttpContext http, Workspace workspace)
    {
        if (SubmissionEndpoints.Visible(http, workspace, id) is null) { return SubmissionEndpoints.NotThere(http, id); }
        if (Unsaid(http, request.Reason) is { } unsaid) { return unsaid; }
        new SubmissionComments(workspace).Add(Guard.ActorOf(http), id, request.Reason);
        return Results.NoContent();
    }

    private static IResult Publish(PublishRequest request, HttpContext http, Workspace workspace, JobRunner runner)
    {
        var jobs = new Jobs(workspace);
        var id = jobs.Add("publish", JsonSerializer.Serialize(request, JsonSerializerOptions.Web), Guard.ActorOf(http).Principal);
        runner.Wake();
        return Results.Accepted($"/api/v1/jobs/{id}", jobs.Find(id));
    }

    private static IResult GetJob(long id, HttpContext http, Workspace workspace) => new Jobs(workspace).Find(id) is { } job ? Results.Ok(job) : Problems.NotFound(http, "job", $"{id}", []);

    private static IResult? Unsaid(HttpContext http, string? text)
        => string.IsNullOrWhiteSpace(text) || text.Length > LongestText ? Problems.Say(http, "no-reason", StatusCodes.Status400BadRequest, ("most", $"{LongestText}")) : null;
}
