using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Observatorio.Api.Access;
using Observatorio.Api.Serving;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Api.Submissions;

/// <summary><c>/api/v1/submissions</c>: an office sends its file and sees what becomes of it.</summary>
public static class SubmissionEndpoints
{
    // A client that waits is answered after so long at the latest.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    // Statuses in which the same file need not be taken a second time.
    private static readonly string[] Standing = [SubmissionStatus.Received, SubmissionStatus.Checking, SubmissionStatus.AwaitingReview, SubmissionStatus.Approved, SubmissionStatus.Released];

    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    // One file at a time is flushed and entered: who sends waits for the disk, and many who did so at once would take all threads from readers.
    private static readonly SemaphoreSlim Entering = new(1);

    private static readonly string[] SeeingRoles = ["provider", "reviewer", "publisher", "admin"];

    /// <summary>Adds the routes.</summary>
    public static void MapSubmissions(this RouteGroupBuilder group)
    {
        var submissions = group.MapGroup("/submissions").WithTags("Submissions").ProducesProblem(401).ProducesProblem(403);
        submissions.MapPost("", Send).Requires("provider").DisableAntiforgery().WithName("PostSubmission")
            .WithSummary("Takes a file (multipart: file, and profile or none to have it detected). Answered once it is safe on disk; dryRun=true checks it at once and keeps nothing.")
            .Produces<SubmissionAnswer>(202).Produces<ReportAnswer>(200).ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(507);
        submissions.MapGet("", List).Requires(SeeingRoles).WithName("GetSubmissions").WithSummary("Submissions, newest first: a provider's own countries, all to the other roles.").Produces<IEnumerable<SubmissionAnswer>>();
        submissions.MapGet("/{id:long}", Get).Requires(SeeingRoles).WithName("GetSubmission")
            .WithSummary("What became of a submission. With If-None-Match and wait=SECONDS it is answered when something changes.").Produces<SubmissionAnswer>().Produces(304).ProducesProblem(404);
        submissions.MapGet("/{id:long}/report", GetReport).Requires(SeeingRoles).WithName("GetSubmissionReport")
            .WithSummary("Every finding, what changes and what becomes of the figures: format=json, csv or html.").Produces<ReportAnswer>().ProducesProblem(404);
        submissions.MapGet("/{id:long}/receipt", (long id, HttpContext http, Workspace workspace) => Visible(http, workspace, id) is { } entry ? Results.Ok(SubmissionReceipt.Of(workspace, entry)) : NotThere(http, id))
            .Requires(SeeingRoles).WithName("GetSubmissionReceipt").WithSummary("What was received, signed with the key of /api/v1/signing-key; the command verify --receipt checks it.").Produces<SubmissionReceipt>().ProducesProblem(404);
        submissions.MapGet("/{id:long}/figures", GetFigures).Requires(SeeingRoles).WithName("GetSubmissionFigures")
            .WithSummary("What becomes of each figure that is new or changed, as CSV: its cell, its key in each scheme, and whether it is exact, bounded or refused, and why.").Produces(200, contentType: "text/csv").ProducesProblem(404);
        submissions.MapGet("/{id:long}/annotated", GetAnnotated).Requires(SeeingRoles).WithName("GetAnnotatedWorkbook")
            .WithSummary("The office's own workbook with each wrong cell coloured and commented, and a list of everything in front.").Produces(200, contentType: Xlsx).ProducesProblem(404);
    }

    private static IResult GetFigures(long id, HttpContext http, Workspace workspace)
        => Visible(http, workspace, id) is { } entry && SubmissionReport.FiguresFile(workspace, id) is var file && File.Exists(file)
            ? Results.File(file, "text/csv; charset=utf-8", Path.GetFileNameWithoutExtension(entry.FileName) + "-figures.csv") : NotThere(http, id);

    private static async Task<IResult> Send(HttpContext http, Workspace workspace, JobRunner runner, IConfiguration configuration, ILogger<JobRunner> log)
    {
        var (actor, ledger) = (Guard.ActorOf(http), new Ledger(workspace));
        var idempotencyKey = http.Request.Headers["Idempotency-Key"].FirstOrDefault();
        if (idempotencyKey is not null && ledger.FindSent(actor.Principal, idempotencyKey) is { } sentBefore) { return Accepted(http, workspace, sentBefore); }
        if (configuration.GetValue("Submissions:QuotaBytes", 0L) is > 0 and var quota && Retention.BytesKept(workspace) + (http.Request.ContentLength ?? 0) > quota) { return NotWritableAnswer.NoRoom(http); }
        var (upload, problem) = await Upload.Read(http, workspace, configuration.GetValue("Submissions:MostBytes", 1L << 30));
        if (upload is null) { return problem!; }
        using (upload)
        {
            var (profile, unfit) = ProfileFor(http, workspace, upload, log);
            if (profile is null) { return unfit!; }
            if (http.Request.Query["dryRun"] == "true") { return Results.Ok(await Try(http, runner, workspace, profile, upload)); }
            await Entering.WaitAsync(http.RequestAborted);
            try
            {
                var received = Ingest.Submissions.Describe(workspace, profile, upload.FileName, upload.Sha256, upload.Bytes, idempotencyKey);
                if (ledger.FindSame(actor.Principal, received, Standing) is { } standing) { return Accepted(http, workspace, standing); }
                var id = new Ingest.IncomingFiles(workspace).Keep(upload.Path, actor, received, "check");
                runner.Wake();
                return Accepted(http, workspace, ledger.Find(id)!);
            }
            finally { Entering.Release(); }
        }
    }

    // The profile that is named, or that the file shows; of another country's not even its name is told.
    private static (Profile? Profile, IResult? Problem) ProfileFor(HttpContext http, Workspace workspace, Upload upload, ILogger log)
    {
        var folders = ProfileFolder.List(ProfileFolder.Shipped, workspace.ProfilesFolder);
        var findings = new List<Ingest.Finding>();
        // Of a rush of files that name their profiles, only those are read.
        if (upload.Profile is { } known && folders.TryGetValue(known, out var folder) && ProfileFolder.TryRead(folder, Skip) is { } named && IsMine(named))
        {
            return ProfileDetection.Named(upload.Path, named, findings) is { } profile ? (profile, null) : NoneFits([known]);
        }
        var mine = ProfileFolder.ReadAll(Skip, ProfileFolder.Shipped, workspace.ProfilesFolder).Where(p => IsMine(p.Value)).ToDictionary();
        if (upload.Profile is { } unknown) { return (null, Problems.NotFound(http, "profile", unknown, Spelling.Nearest(unknown, mine.Keys, 3))); }
        var fitting = ProfileDetection.Find(upload.Path, [.. mine.Values], findings);
        return fitting switch
        {
            [var one] => (one.Profile, null),
            [] => NoneFits(mine.Keys.Order(StringComparer.Ordinal)),
            _ => (null, Problems.Say(http, "several-profiles-fit", StatusCodes.Status422UnprocessableEntity, ("profiles", string.Join(", ", fitting.Select(f => f.Profile.Id))))),
        };

        (Profile? Profile, IResult? Problem) NoneFits(IEnumerable<string> tried) => (null, Problems.Say(http, "no-profile-fits", StatusCodes.Status422UnprocessableEntity,
            ("why", findings is [var first, ..] ? Ingest.Checking.CheckCatalogue.Describe(first, Problems.Language(http)).Message : null), ("profiles", string.Join(", ", tried))));

        void Skip(ProfileException e) => Unusable(log, e.Message, null);

        bool IsMine(Profile profile) => Guard.SendsFor(http, profile.Dataset.RefArea);
    }

    private static readonly Action<ILogger, string, Exception?> Unusable = LoggerMessage.Define<string>(LogLevel.Warning, new EventId(6), "A profile is passed over, for it cannot be read. {Why} The command 'profiles check' says more.");

    private static async Task<ReportAnswer> Try(HttpContext http, JobRunner runner, Workspace workspace, Profile profile, Upload upload)
    {
        var report = await runner.InTurn(() =>
        {
            using var work = Ingest.Submissions.OpenWarehouse(workspace);
            // Whoever asked may have left.
            return SubmissionReport.Try(workspace, work, profile, upload.Path, upload.FileName, upload.Sha256, _ => http.RequestAborted.ThrowIfCancellationRequested());
        }, http.RequestAborted);
        return ReportAnswer.Of(report, Problems.Language(http), AcceptedWarnings.Of(workspace, profile.Dataset.Id));
    }

    private static IResult Accepted(HttpContext http, Workspace workspace, SubmissionEntry entry)
    {
        http.Response.Headers.Location = $"/api/v1/submissions/{entry.SubmissionId.ToString(CultureInfo.InvariantCulture)}";
        return Results.Json(SubmissionAnswer.Of(workspace, entry, Problems.Language(http)), statusCode: StatusCodes.Status202Accepted);
    }

    private static IResult List(HttpContext http, Workspace workspace, string? status = null)
        => Results.Ok(new Ledger(workspace).Submissions().Where(s => Guard.Sees(http, s.RefArea) && (status is null || s.Status == status)).Reverse().Select(s => SubmissionAnswer.Of(workspace, s, Problems.Language(http))));

    private static async Task<IResult> Get(long id, HttpContext http, Workspace workspace, int wait = 0)
    {
        var until = DateTime.UtcNow + TimeSpan.FromSeconds(Math.Clamp(wait, 0, (int)LongestWait.TotalSeconds));
        while (true)
        {
            if (Visible(http, workspace, id) is not { } entry) { return NotThere(http, id); }
            var answer = SubmissionAnswer.Of(workspace, entry, Problems.Language(http));
            var etag = $"\"{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(answer)))[..16]}\"";
            http.Response.Headers.ETag = etag;
            http.Response.Headers.CacheControl = "private, no-cache";
            if (!http.Request.Headers.IfNoneMatch.Contains(etag)) { return Results.Ok(answer); }
            if (DateTime.UtcNow >= until) { return Results.StatusCode(StatusCodes.Status304NotModified); }
            await Task.Delay(LookAgain, http.RequestAborted);
        }
    }

    private static IResult GetReport(long id, HttpContext http, Workspace workspace, string format = "json")
    {
        if (Visible(http, workspace, id) is not { } entry || SubmissionReport.Read(workspace, id) is not { } report) { return NotThere(http, id); }
        var (language, accepted) = (Problems.Language(http), AcceptedWarnings.Of(workspace, entry.Dataset));
        return format switch
        {
            "json" => Results.Ok(ReportAnswer.Of(report, language, accepted)),
            "csv" => Results.Text(ReportTexts.Csv(report, accepted, language), "text/csv; charset=utf-8", Encoding.UTF8),
            "html" => Results.Text(ReportTexts.Html(report, accepted, language), "text/html; charset=utf-8", Encoding.UTF8),
            _ => Problems.BadRequest(http, new("format", "bad-choice", [], ("value", format), ("parameter", "format"), ("choices", "json, csv, html"))),
        };
    }

    private static IResult GetAnnotated(long id, HttpContext http, Workspace workspace)
    {
        if (Visible(http, workspace, id) is not { } entry || SubmissionReport.Read(workspace, id) is not { } report) { return NotThere(http, id); }
        var layout = Ingest.Submissions.ProfileOf(workspace, entry).Layouts.FirstOrDefault(l => l.Name == report.Layout);
        var target = Path.Combine(workspace.TemporaryFolder, Guid.NewGuid().ToString("N"));
        // What is kept of a register are counts, and its rows are nobody's to see.
        var source = entry.Sha256 is { } sha256 && layout?.Register is null ? new Archive(workspace).PathOf(sha256) : null;
        try { AnnotatedWorkbook.Write(source, report, layout, Problems.Language(http), target); }
        catch
        {
            File.Delete(target);
            throw;
        }
        var stream = new FileStream(target, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.DeleteOnClose);
        return Results.File(stream, Xlsx, Path.GetFileNameWithoutExtension(entry.FileName) + "-observatorio.xlsx");
    }

    /// <summary>A submission that the principal of a request may see; null where there is none, or none for it.</summary>
    public static SubmissionEntry? Visible(HttpContext http, Workspace workspace, long id) => new Ledger(workspace).Find(id) is { } entry && Guard.Sees(http, entry.RefArea) ? entry : null;

    /// <summary>404: of another country's submissions it is not told that they exist.</summary>
    public static IResult NotThere(HttpContext http, long id) => Problems.NotFound(http, "submission", id.ToString(CultureInfo.InvariantCulture), []);
}
