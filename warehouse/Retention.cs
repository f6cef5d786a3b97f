using System.Globalization;

namespace Observatorio.Warehouse;

/// <summary>
/// How much room received files take, and which of them need not be kept. What a release was or will be made of stays for ever; a file that came to nothing (failed, rejected or taken back, and never loaded) may go after a while.
/// The ledger keeps that it was there, its hash, and what became of it.
/// </summary>
public static class Retention
{
    private static readonly string[] Nothing = [SubmissionStatus.Failed, SubmissionStatus.Rejected, SubmissionStatus.Withdrawn];

    /// <summary>Bytes of all received files, read or waiting.</summary>
    public static long BytesKept(Workspace workspace)
        => ((string[])[workspace.ArchiveFolder, workspace.IncomingFolder]).Sum(folder => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length));

    /// <summary>Whether a submission was never loaded and never will be: its file may be gone.</summary>
    public static bool CameToNothing(SubmissionEntry entry) => entry.LoadOrder is null && Nothing.Contains(entry.Status);

    /// <summary>Deletes file and report of submissions that came to nothing and were received before a moment.</summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="before">UTC.</param>
    /// <returns>The submissions whose files went now.</returns>
    public static IReadOnlyList<long> Forget(Workspace workspace, DateTime before)
    {
        var archive = new Archive(workspace);
        var goes = new Ledger(workspace).Submissions().ToLookup(s => CameToNothing(s) && s.ReceivedAt < before);
        var needed = goes[false].Select(s => s.Sha256).ToHashSet();
        var forgotten = new List<long>();
        foreach (var entry in goes[true])
        {
            var file = entry.Sha256 is { } sha256 && !needed.Contains(sha256) ? archive.PathOf(sha256) : null;
            var there = ReportsOf(workspace, entry.SubmissionId).Append(file).OfType<string>().Where(File.Exists).ToList();
            if (there.Count == 0) { continue; }
            there.ForEach(File.Delete);
            forgotten.Add(entry.SubmissionId);
        }
        if (forgotten.Count > 0)
        {
            using var connection = LedgerFile.Connect(workspace);
            using var transaction = connection.BeginTransaction(deferred: false);
            AuditLog.Append(connection, transaction, new Actor("retention"), "submission.forget", string.Join(' ', forgotten.Select(id => id.ToString(CultureInfo.InvariantCulture))), new { before = LedgerFile.Format(before) });
            transaction.Commit();
        }
        return forgotten;
    }

    private static IEnumerable<string> ReportsOf(Workspace workspace, long submission)
        => new DirectoryInfo(workspace.ReportsFolder).EnumerateFiles(submission.ToString(CultureInfo.InvariantCulture) + ".*").Select(f => f.FullName);
}
