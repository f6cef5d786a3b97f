using System.Text.Json;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Registers;
using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>Takes files into the observatory: archive and ledger first, the star after.</summary>
public static class Submissions
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    /// <summary>The work warehouse of a workspace, made again from archive and ledger where it is missing, damaged, incomplete or of other reference data.</summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="told">Told why, before it is made again: that may take a while.</param>
    public static DuckDBConnection OpenWarehouse(Workspace workspace, Action<UnfitWarehouse>? told = null)
    {
        if (WorkWarehouse.Unfit(workspace) is { } why)
        {
            told?.Invoke(why);
            Rebuild(workspace);
        }
        return WorkWarehouse.Open(workspace);
    }

    /// <summary>
    /// Keeps a file and loads it. The same bytes with the same profile and reference data change nothing, whoever sends them.
    /// </summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="work">Its work warehouse.</param>
    /// <param name="profile">How to read the file.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="fileName">What its office calls it.</param>
    /// <param name="principal">Who sends it.</param>
    /// <param name="progress">Told the name of each stage as it begins.</param>
    /// <param name="arrived">SHA-256 of the file, where that was taken as it arrived: a large register need not be read once more for it.</param>
    /// <returns>The report, or null where the file was in already.</returns>
    public static IngestReport? Ingest(
        Workspace workspace, DuckDBConnection work, Profile profile, string path, string fileName, string principal, Action<string>? progress = null, string? arrived = null)
    {
        var ledger = new Ledger(workspace);
        var actor = new Actor(principal);
        var sent = arrived ?? Archive.HashOf(path);
        var received = Describe(workspace, profile, fileName, sent, new FileInfo(path).Length);
        if (ledger.FindLoaded(sent, received.ProfileSha256, received.ReferenceSha256) is not null) { return null; }
        var id = ledger.Receive(actor, received);
        var report = Load(workspace, work, profile, ledger.Find(id)!, path, progress);
        KeepTables(workspace, id, report.Tables, report.Loaded ? SubmissionStatus.Approved : SubmissionStatus.Failed);
        ledger.Conclude(actor, id, report.Loaded ? SubmissionStatus.Approved : SubmissionStatus.Failed, report.Layout, SubmissionJobs.Told(report.Errors, report.Loaded ? report.Stopped : []));
        return report;
    }

    /// <summary>Keeps in the ledger what a check found the tables of a submission to be.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="submissionId">Of which.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="status">Of those that no error stops.</param>
    public static void KeepTables(Workspace workspace, long submissionId, IReadOnlyList<Checking.FileTable> tables, string status)
        => new SubmissionTables(workspace).Keep(submissionId, tables.Select(t => new SubmissionTable(t.Name, t.Group, t.Stopped ? SubmissionStatus.Failed : status)));

    /// <summary>What the ledger keeps of a file and its profile; the profile's files go into the archive.</summary>
    public static ReceivedFile Describe(Workspace workspace, Profile profile, string fileName, string sentSha256, long bytes, string? idempotencyKey = null)
    {
        var profileSha256 = new Archive(workspace).Add(JsonSerializer.SerializeToUtf8Bytes(new ProfileBundle(profile.Id, profile.Files), Json));
        return new ReceivedFile(fileName, sentSha256, null, bytes, profile.Id, profileSha256, ReferenceData.Of(workspace).Sha256(), profile.Dataset.RefArea, profile.Dataset.Id, idempotencyKey);
    }

    /// <summary>The profile that a submission was received with.</summary>
    public static Profile ProfileOf(Workspace workspace, SubmissionEntry entry)
    {
        var bundle = JsonSerializer.Deserialize<ProfileBundle>(File.ReadAllBytes(new Archive(workspace).PathOf(entry.ProfileSha256)), Json)!;
        return ProfileFolder.Parse(bundle.Id, bundle.Files);
    }

    /// <summary>Archives a received file (of a register: its counts) and loads it into the star where it has no errors.</summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="work">Its work warehouse.</param>
    /// <param name="profile">How to read the file.</param>
    /// <param name="entry">What the ledger keeps of it.</param>
    /// <param name="path">Where the file is; null where the archive has it.</param>
    /// <param name="progress">Told the name of each stage as it begins.</param>
    /// <param name="keep">False to look only: all that it would change is undone, once <paramref name="look"/> has seen it.</param>
    /// <param name="look">Is given the work warehouse with the submission in it, before anything is undone.</param>
    public static IngestReport Load(
        Workspace workspace, DuckDBConnection work, Profile profile, SubmissionEntry entry, string? path, Action<string>? progress = null, bool keep = true, Action<DuckDBConnection>? look = null)
    {
        var (archive, ledger) = (new Archive(workspace), new Ledger(workspace));
        IReadOnlyList<Finding> found = [];
        var sha256 = entry.Sha256;
        if (sha256 is null)
        {
            // A register is counted and only its counts are kept.
            using var counted = CountedFile.Of(work, profile, path!, entry.FileName, workspace.TemporaryFolder, progress, entry.SentSha256);
            if (counted.Path is null) { return IngestReport.Unreadable(entry.FileName, profile.Id, counted.Findings); }
            using (var file = File.OpenRead(counted.Path)) { (sha256, _) = archive.Add(file); }
            ledger.Archived(entry.SubmissionId, sha256);
            found = counted.Findings;
        }
        var report = Pipeline.Run(work, new PipelineInput(profile, archive.PathOf(sha256), entry.FileName, new SubmissionHeader(entry.SubmissionId, entry.ReceivedAt, sha256))
        {
            Progress = progress,
            Earlier = found,
            Keep = keep,
            Look = look,
            Without = new SubmissionTables(workspace).Rejected(entry.SubmissionId),
        });
        if (report.Loaded && keep) { ledger.Loaded(entry.SubmissionId); }
        return report;
    }

    /// <summary>Makes the work warehouse again from archive and ledger alone.</summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="progress">Told each file's name as it begins.</param>
    /// <returns>How many submissions were loaded.</returns>
    public static int Rebuild(Workspace workspace, Action<string>? progress = null)
    {
        var archive = new Archive(workspace);
        SettleLast(workspace);
        File.Delete(workspace.WorkFile);
        File.Delete(workspace.WorkFile + ".wal");
        using var work = WorkWarehouse.Open(workspace);
        var loaded = 0;
        foreach (var entry in new Ledger(workspace).Submissions().Where(s => s.LoadOrder is not null).OrderBy(s => s.LoadOrder))
        {
            progress?.Invoke(entry.FileName);
            var header = new SubmissionHeader(entry.SubmissionId, entry.ReceivedAt, entry.Sha256!);
            var report = Pipeline.Run(work, new PipelineInput(ProfileOf(workspace, entry), archive.PathOf(header.Sha256), entry.FileName, header) { Without = new SubmissionTables(workspace).Rejected(entry.SubmissionId) });
            if (!report.Loaded) { throw new InvalidOperationException($"Submission {entry.SubmissionId} ({entry.FileName}) was loaded once and now has {report.Errors} errors: the reference data must have changed against it."); }
            loaded++;
        }
        return loaded;
    }

    // A submission that was interrupted between star and ledger is known only to the star that is about to go.
    private static void SettleLast(Workspace workspace)
    {
        try
        {
            if (File.Exists(workspace.WorkFile)) { WorkWarehouse.Open(workspace).Dispose(); }
        }
        catch (DuckDBException)
        {
            // A damaged file says nothing; to make it again is why we are here.
        }
    }

    private sealed record ProfileBundle(string Id, IReadOnlyDictionary<string, string> Files);
}
