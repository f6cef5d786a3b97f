using System.Globalization;
using System.Text.Json;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>What a publisher says of a release.</summary>
/// <param name="Notes">What it holds, for readers.</param>
/// <param name="EmbargoUntil">UTC; before this only those who may read embargoed releases know of it.</param>
public sealed record PublishRequest(string? Notes = null, DateTime? EmbargoUntil = null);

/// <summary>
/// Does the queued work of a workspace, one job after the other. Every job can be done again: what a process left half done when it ended shows in the ledger and in the star.
/// </summary>
/// <param name="workspace">Whose; the caller holds its writer lock.</param>
/// <param name="told">Told why the warehouse must be made again, before it is.</param>
/// <param name="failed">Told why a job failed: of the fault itself people see a sentence.</param>
public sealed class SubmissionJobs(Workspace workspace, Action<UnfitWarehouse>? told = null, Action<Job, Exception>? failed = null)
{
    /// <summary>Note of a submission that could not be checked; a word of <c>checks/words.csv</c>, as the others are.</summary>
    public const string CheckFailed = "check_failed";

    /// <summary>Note of one that was approved and could not be loaded.</summary>
    public const string LoadFailed = "load_failed";

    /// <summary>Note of one whose file is gone.</summary>
    public const string FileMissing = "file_missing";

    // A process that ended during a job was mostly killed, or lost its power. After so often the job is suspected, and tried before it is done.
    private const int SuspectedAfter = 2;

    private readonly Ledger ledger = new(workspace);
    private readonly Jobs jobs = new(workspace);
    private readonly IncomingFiles incoming = new(workspace);

    /// <summary>Takes the oldest job that waits, to be done at once; null where there is none.</summary>
    public Job? Next() => jobs.Take();

    /// <summary>Does a job that was taken.</summary>
    /// <returns>False where it failed.</returns>
    /// <exception cref="NotWritableException">The workspace takes no writing now, such as with a full disk. The job is not at fault: it stays taken, and <see cref="Jobs.PutBack"/> has it done again.</exception>
    public bool Do(Job job)
    {
        try
        {
            if (job.Kind != "publish" && jobs.Interruptions(job.JobId) >= SuspectedAfter)
            {
                if (!Trial.Survives(workspace, SubjectOf(job))) { throw new JobGivenUpException(); }
                jobs.Clear(job.JobId);
            }
            var note = job.Kind switch
            {
                "check" => Check(job),
                "load" => Load(job),
                "take" => Take(job),
                "publish" => Publish(job),
                _ => throw new InvalidOperationException($"No job of kind {job.Kind}."),
            };
            jobs.End(job.JobId, done: true, note);
            return true;
        }
        catch (Exception e) when (NotWritableException.KindOf(e) is { } kind) { throw new NotWritableException(workspace.Root, kind, e); }
        catch (Exception e)
        {
            // A job that fails must not stop the queue behind it, be it for lack of memory; what it was about says so too, before whoever waits for the job looks.
            failed?.Invoke(job, e);
            var actor = new Actor(job.Principal);
            switch (job.Kind)
            {
                case "check" or "take":
                    ledger.Conclude(actor, SubjectOf(job), SubmissionStatus.Failed, note: e is ReceivedFileMissingException ? FileMissing : CheckFailed, from: [SubmissionStatus.Received, SubmissionStatus.Checking]);
                    if (ledger.Find(SubjectOf(job)) is { } entry) { incoming.Release(entry.SentSha256); }
                    break;
                case "load":
                    new SubmissionTables(workspace).Reopen(actor, SubjectOf(job), LoadFailed);
                    break;
            }
            jobs.End(job.JobId, done: false, e.Message);
            return false;
        }
    }

    private string? Check(Job job)
    {
        var actor = new Actor(job.Principal);
        var id = SubjectOf(job);
        var taken = ledger.Conclude(actor, id, SubmissionStatus.Checking, from: [SubmissionStatus.Received, SubmissionStatus.Checking]);
        var entry = ledger.Find(id)!;
        if (!taken)
        {
            // Its office took it back.
            incoming.Release(entry.SentSha256);
            return null;
        }
        using var work = Submissions.OpenWarehouse(workspace, told);
        var report = SubmissionReport.Make(workspace, work, entry, incoming.Find(entry), stage => jobs.Tell(job.JobId, stage));
        report.Save(workspace);
        Submissions.KeepTables(workspace, id, report.Tables, report.Takes ? SubmissionStatus.AwaitingReview : SubmissionStatus.Failed);
        ledger.Conclude(actor, id, report.Takes ? SubmissionStatus.AwaitingReview : SubmissionStatus.Failed, report.Layout, Told(report.Errors, report.Takes ? report.Stopped : []), from: [SubmissionStatus.Checking]);
        // The archive has it now, or only its counts.
        incoming.Release(entry.SentSha256);
        return null;
    }

    private string? Load(Job job)
    {
        var entry = ledger.Find(SubjectOf(job))!;
        if (entry.LoadOrder is not null) { return null; }
        using var work = Submissions.OpenWarehouse(workspace, told);
        // A process that ended between star and ledger has done it: opening the warehouse has settled that.
        if (ledger.Find(entry.SubmissionId)!.LoadOrder is not null) { return null; }
        var report = Submissions.Load(workspace, work, Submissions.ProfileOf(workspace, entry), entry, null, stage => jobs.Tell(job.JobId, stage));
        return report.Loaded ? null : throw new InvalidOperationException($"Submission {entry.SubmissionId} was without errors when it was checked and has {report.Errors} now.");
    }

    // What somebody on this machine takes in needs no reviewer.
    private string? Take(Job job)
    {
        var actor = new Actor(job.Principal);
        var entry = ledger.Find(SubjectOf(job))!;
        if (entry.LoadOrder is not null) { return null; }
        using var work = Submissions.OpenWarehouse(workspace, told);
        if (ledger.Find(entry.SubmissionId)!.LoadOrder is not null) { return null; }
        var report = Submissions.Load(workspace, work, Submissions.ProfileOf(workspace, entry), entry, incoming.Find(entry), stage => jobs.Tell(job.JobId, stage));
        new SubmissionReport(entry.SubmissionId, entry.FileName, entry.Profile, report.Layout, report.Findings, report.Accounting, SubmissionChanges.None) { Tables = report.Tables, Takes = report.Loaded }.Save(workspace);
        Submissions.KeepTables(workspace, entry.SubmissionId, report.Tables, report.Loaded ? SubmissionStatus.Approved : SubmissionStatus.Failed);
        ledger.Conclude(actor, entry.SubmissionId, report.Loaded ? SubmissionStatus.Approved : SubmissionStatus.Failed, report.Layout, Told(report.Errors, report.Loaded ? report.Stopped : []));
        incoming.Release(entry.SentSha256);
        return null;
    }

    private string Publish(Job job)
    {
        // Interrupted at its last step: the release is whole and only not current yet.
        if (job.Progress == ReleasePublisher.Pointing && ledger.Releases() is [.., var made])
        {
            ReleaseStates.Publish(workspace);
            return made.ReleaseId;
        }
        var wanted = JsonSerializer.Deserialize<PublishRequest>(job.Subject, JsonSerializerOptions.Web)!;
        using var work = Submissions.OpenWarehouse(workspace, told);
        return ReleasePublisher.Publish(workspace, work, job.Principal, wanted.Notes ?? "", step => jobs.Tell(job.JobId, step), wanted.EmbargoUntil, job.JobId).ReleaseId;
    }

    /// <summary>The note of a submission with errors.</summary>
    public static string? Told(int errors, IReadOnlyList<string> stopped) => errors == 0 ? null : $"{errors} errors" + (stopped.Count > 0 ? $" ({string.Join(", ", stopped)})" : "");

    private static long SubjectOf(Job job) => long.Parse(job.Subject, CultureInfo.InvariantCulture);
}

/// <summary>A job whose file ended the process that tried it (<see cref="Trial"/>).</summary>
public sealed class JobGivenUpException() : Exception("Reading this file ends the program: the job is not done.");
