using System.Text.Json;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>
/// Work on a workspace from the command line: done here where nobody else writes, and otherwise put into the queue of the server that does, and waited for.
/// </summary>
public static class WriterOrServer
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>Takes a file in.</summary>
    /// <returns>The report, or null where the file was in already.</returns>
    public static IngestReport? Ingest(Workspace workspace, Profile profile, FileInfo file, string principal, Action<string> progress, Action<UnfitWarehouse> told)
    {
        if (TryLock(workspace) is { } writer)
        {
            using (writer)
            {
                using var work = Submissions.OpenWarehouse(workspace, told);
                return Submissions.Ingest(workspace, work, profile, file.FullName, file.Name, principal, progress);
            }
        }
        var ledger = new Ledger(workspace);
        var sent = Archive.HashOf(file.FullName);
        var received = Submissions.Describe(workspace, profile, file.Name, sent, file.Length);
        if (ledger.FindLoaded(sent, received.ProfileSha256, received.ReferenceSha256) is not null) { return null; }
        var temporary = Path.Combine(workspace.TemporaryFolder, Guid.NewGuid().ToString("N"));
        long id;
        try
        {
            using (var source = file.OpenRead())
            using (var target = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) { source.CopyTo(target); }
            id = new IncomingFiles(workspace).Keep(temporary, new Actor(principal), received, "take");
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        Done(Await(workspace, () => new Jobs(workspace).NewestOf(id), progress, told));
        return SubmissionReport.Read(workspace, id) is { } report ? new IngestReport(report.FileName, report.Profile, report.Layout, report.Findings, report.Accounting, Loaded: ledger.Find(id)!.LoadOrder is not null) : null;
    }

    /// <summary>Publishes what the warehouse holds.</summary>
    /// <returns>The release's id.</returns>
    public static string Publish(Workspace workspace, string notes, string principal, Action<UnfitWarehouse> told)
    {
        if (TryLock(workspace) is { } writer)
        {
            using (writer)
            {
                using var work = Submissions.OpenWarehouse(workspace, told);
                return ReleasePublisher.Publish(workspace, work, principal, notes).ReleaseId;
            }
        }
        var jobs = new Jobs(workspace);
        var id = jobs.Add("publish", JsonSerializer.Serialize(new PublishRequest(notes), JsonSerializerOptions.Web), principal);
        return Done(Await(workspace, () => jobs.Find(id), _ => { }, told)).Note!;
    }

    /// <summary>Approves or rejects a submission or some of its tables, and has loaded what is approved by it.</summary>
    public static TableDecision Decide(Workspace workspace, long submission, string status, IReadOnlyList<string>? tables, string? reason, string principal, Action<UnfitWarehouse> told)
    {
        var jobs = new Jobs(workspace);
        var before = jobs.NewestOf(submission)?.JobId;
        var decision = new SubmissionTables(workspace).Decide(new Actor(principal), submission, status, tables, reason);
        if (decision.Done && jobs.NewestOf(submission) is { } load && load.JobId != before) { Done(Await(workspace, () => jobs.Find(load.JobId), _ => { }, told)); }
        return decision;
    }

    private static Job Done(Job job) => job.State == "done" ? job : throw new JobFailedException(job.Note);

    private static IDisposable? TryLock(Workspace workspace)
    {
        try { return workspace.LockForWriting(); }
        catch (WorkspaceBusyException) { return null; }
    }

    // Until the job is over; where whoever was writing goes away without it, it is done here.
    private static Job Await(Workspace workspace, Func<Job?> look, Action<string> progress, Action<UnfitWarehouse> told)
    {
        while (true)
        {
            var job = look()!;
            if (job.State is "done" or "failed") { return job; }
            progress(job.Progress ?? job.State);
            Thread.Sleep(LookAgain);
            if (TryLock(workspace) is not { } writer) { continue; }
            using (writer)
            {
                new Jobs(workspace).Requeue();
                var mine = new SubmissionJobs(workspace, told);
                while (mine.Next() is { } next) { mine.Do(next); }
            }
        }
    }
}

/// <summary>A job failed that somebody waits for.</summary>
/// <param name="note">Why, as the queue keeps it.</param>
public sealed class JobFailedException(string? note) : Exception(note);
