using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>What the ledger keeps of one received file.</summary>
/// <param name="SubmissionId">Grows by one with each submission of the workspace.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="ReceivedBy">The principal that sent it.</param>
/// <param name="FileName">The office's own file name.</param>
/// <param name="Sha256">Content hash; the archive's address of the file.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Profile">Profile that it was read with.</param>
/// <param name="Layout">Layout within the profile; null when none matched.</param>
/// <param name="ProfileSha256">Archive address of the profile's files as they were.</param>
/// <param name="ReferenceSha256">Fingerprint of the reference data in force.</param>
/// <param name="Status"><c>received</c>, <c>failed</c>, <c>loaded</c> or <c>superseded</c>.</param>
/// <param name="Note">Reason, where the status needs one.</param>
public sealed record SubmissionEntry(
    long SubmissionId, DateTime ReceivedAt, string ReceivedBy, string FileName, string Sha256, long Bytes,
    string Profile, string? Layout, string ProfileSha256, string ReferenceSha256, string Status, string? Note);

/// <summary>What the ledger keeps of one release.</summary>
/// <param name="ReleaseId">Stable and citable, such as <c>2026.1</c>.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="CreatedBy">The principal that published it.</param>
/// <param name="Notes">What it holds, for readers.</param>
/// <param name="LastSubmission">The newest submission that it may hold.</param>
public sealed record ReleaseEntry(string ReleaseId, DateTime CreatedAt, string CreatedBy, string Notes, long LastSubmission);

/// <summary>Submissions and releases of a workspace, in SQLite with full synchronisation.</summary>
/// <param name="workspace">Whose ledger; the file is created if missing.</param>
public sealed class Ledger(Workspace workspace)
{
    private const string SubmissionColumns =
        """
        submission_id as SubmissionId, received_at as ReceivedAt, received_by as ReceivedBy, file_name as FileName, sha256 as Sha256, bytes as Bytes,
        profile as Profile, layout as Layout, profile_sha256 as ProfileSha256, reference_sha256 as ReferenceSha256, status as Status, note as Note
        """;

    /// <summary>Records a file that is safely in the archive, before it is read.</summary>
    /// <returns>The new submission's id.</returns>
    public long Receive(string receivedBy, string fileName, string sha256, long bytes, string profile, string profileSha256, string referenceSha256)
    {
        using var connection = Connect();
        return connection.ExecuteScalar<long>(
            """
            insert into submission (received_at, received_by, file_name, sha256, bytes, profile, profile_sha256, reference_sha256, status)
            values (@at, @receivedBy, @fileName, @sha256, @bytes, @profile, @profileSha256, @referenceSha256, 'received')
            returning submission_id
            """,
            new { at = Now(), receivedBy, fileName, sha256, bytes, profile, profileSha256, referenceSha256 });
    }

    /// <summary>Records what became of a submission.</summary>
    public void Conclude(long submissionId, string status, string? layout, string? note)
    {
        using var connection = Connect();
        connection.Execute("update submission set status = @status, layout = @layout, note = @note where submission_id = @submissionId", new { submissionId, status, layout, note });
    }

    /// <summary>
    /// Concludes what a process that ended in the middle left open: <c>received</c> becomes <c>loaded</c> where the star
    /// holds the submission, for it is there whole or not at all, and <c>failed</c> where it does not.
    /// </summary>
    /// <param name="layoutOf">The submissions that the star holds, and the layout of each.</param>
    public void Settle(IReadOnlyDictionary<long, string> layoutOf)
    {
        foreach (var open in Submissions().Where(s => s.Status == "received"))
        {
            var layout = layoutOf.GetValueOrDefault(open.SubmissionId);
            Conclude(open.SubmissionId, layout is null ? "failed" : "loaded", layout, layout is null ? "interrupted" : null);
        }
    }

    /// <summary>The loaded submission of these very bytes with this very profile and reference data, if there is one.</summary>
    public SubmissionEntry? FindLoaded(string sha256, string profileSha256, string referenceSha256)
    {
        using var connection = Connect();
        return Read(connection, $"select {SubmissionColumns} from submission where sha256 = @sha256 and profile_sha256 = @profileSha256 and reference_sha256 = @referenceSha256 and status = 'loaded' order by submission_id desc limit 1", new { sha256, profileSha256, referenceSha256 }).FirstOrDefault();
    }

    /// <summary>All submissions, oldest first.</summary>
    public IReadOnlyList<SubmissionEntry> Submissions()
    {
        using var connection = Connect();
        return [.. Read(connection, $"select {SubmissionColumns} from submission order by submission_id", null)];
    }

    /// <summary>Records a release; call it once the release's files are complete on disk.</summary>
    public void AddRelease(ReleaseEntry release)
    {
        using var connection = Connect();
        connection.Execute("insert into release values (@ReleaseId, @at, @CreatedBy, @Notes, @LastSubmission)",
            new { release.ReleaseId, at = Format(release.CreatedAt), release.CreatedBy, release.Notes, release.LastSubmission });
    }

    /// <summary>All releases, oldest first.</summary>
    public IReadOnlyList<ReleaseEntry> Releases()
    {
        using var connection = Connect();
        return [.. connection.Query<(string, string, string, string, long)>("select release_id, created_at, created_by, notes, last_submission from release order by rowid")
            .Select(r => new ReleaseEntry(r.Item1, Parse(r.Item2), r.Item3, r.Item4, r.Item5))];
    }

    private static IEnumerable<SubmissionEntry> Read(SqliteConnection connection, string sql, object? parameters)
        => connection.Query<SubmissionRow>(sql, parameters).Select(r => new SubmissionEntry(
            r.SubmissionId, Parse(r.ReceivedAt), r.ReceivedBy, r.FileName, r.Sha256, r.Bytes, r.Profile, r.Layout, r.ProfileSha256, r.ReferenceSha256, r.Status, r.Note));

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={workspace.LedgerFile}");
        connection.Open();
        connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000;");
        Sql.Run(connection, typeof(Ledger).Assembly, "ledger/schema.sql");
        return connection;
    }

    private static string Now() => Format(DateTime.UtcNow);

    private static string Format(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static DateTime Parse(string moment) => DateTime.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    // SQLite has no date type; this is the row as it is stored.
    private sealed class SubmissionRow
    {
        public long SubmissionId { get; set; }
        public string ReceivedAt { get; set; } = "";
        public string ReceivedBy { get; set; } = "";
        public string FileName { get; set; } = "";
        public string Sha256 { get; set; } = "";
        public long Bytes { get; set; }
        public string Profile { get; set; } = "";
        public string? Layout { get; set; }
        public string ProfileSha256 { get; set; } = "";
        public string ReferenceSha256 { get; set; } = "";
        public string Status { get; set; } = "";
        public string? Note { get; set; }
    }
}
