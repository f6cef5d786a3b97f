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

    /// <summary>The work warehouse of a workspace, made again where it comes from a program with other reference data.</summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    public static DuckDBConnection OpenWarehouse(Workspace workspace)
    {
        if (WorkWarehouse.IsStale(workspace)) { Rebuild(workspace); }
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
        var archive = new Archive(workspace);
        var ledger = new Ledger(workspace);
        // A register is counted and only its counts are kept.
        using var counted = CountedFile.Of(work, profile, path, fileName, workspace.TemporaryFolder, progress, arrived);
        string sha256;
        long bytes;
        using (var file = File.OpenRead(counted.Path ?? path)) { (sha256, bytes) = counted.Path is null ? (Archive.HashOf(path), file.Length) : archive.Add(file); }
        using var bundle = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(new ProfileBundle(profile.Id, profile.Files), Json));
        var (profileSha256, _) = archive.Add(bundle);
        var reference = ReferenceData.Of(workspace).Sha256();
        if (ledger.FindLoaded(sha256, profileSha256, reference) is not null) { return null; }
        var id = ledger.Receive(principal, fileName, sha256, bytes, profile.Id, profileSha256, reference);
        var report = counted.Path is null
            ? IngestReport.Unreadable(fileName, profile.Id, counted.Findings)
            : Pipeline.Run(work, profile, archive.PathOf(sha256), fileName, new SubmissionHeader(id, DateTime.UtcNow, sha256), progress, counted.Findings);
        ledger.Conclude(id, report.Loaded ? "loaded" : "failed", report.Layout, report.Loaded ? null : $"{report.Errors} errors");
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
        foreach (var entry in new Ledger(workspace).Submissions().Where(s => s.Status == "loaded"))
        {
            progress?.Invoke(entry.FileName);
            var bundle = JsonSerializer.Deserialize<ProfileBundle>(File.ReadAllBytes(archive.PathOf(entry.ProfileSha256)), Json)!;
            var profile = ProfileFolder.Parse(bundle.Id, bundle.Files);
            var report = Pipeline.Run(work, profile, archive.PathOf(entry.Sha256), entry.FileName, new SubmissionHeader(entry.SubmissionId, entry.ReceivedAt, entry.Sha256));
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
