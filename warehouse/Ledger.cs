using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>What the ledger keeps of one release.</summary>
/// <param name="ReleaseId">Stable and citable, such as <c>2026.1</c>.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="CreatedBy">The principal that published it.</param>
/// <param name="Notes">What it holds, for readers.</param>
/// <param name="LastSubmission">The newest submission that it may hold.</param>
/// <param name="EmbargoUntil">UTC; before this it is not public. Null for no embargo.</param>
public sealed record ReleaseEntry(string ReleaseId, DateTime CreatedAt, string CreatedBy, string Notes, long LastSubmission, DateTime? EmbargoUntil = null);

/// <summary>What later submissions have replaced altogether.</summary>
/// <param name="Submissions">Submissions none of whose figures is current.</param>
/// <param name="Tables">Tables of submissions of which the same is true.</param>
public sealed record SupersededFigures(IReadOnlySet<long> Submissions, IReadOnlyList<SupersededTable> Tables);

/// <summary>A table of a submission.</summary>
public sealed record SupersededTable(long Submission, string Table);

/// <summary>Submissions and releases of a workspace, in SQLite with full synchronisation; each change with its line in the audit log.</summary>
/// <param name="workspace">Whose ledger; the file is created if missing.</param>
public sealed class Ledger(Workspace workspace)
{
    private const string SubmissionColumns =
        """
        submission_id as SubmissionId, received_at as ReceivedAt, received_by as ReceivedBy, file_name as FileName, sent_sha256 as SentSha256, sha256 as Sha256, bytes as Bytes, profile as Profile, layout as Layout,
        profile_sha256 as ProfileSha256, reference_sha256 as ReferenceSha256, ref_area as RefArea, dataset as Dataset, status as Status, note as Note, decided_by as DecidedBy, load_order as LoadOrder
        """;

    /// <summary>Records a file that is safely on disk, before it is read.</summary>
    /// <param name="actor">Who sends it.</param>
    /// <param name="file">What it is.</param>
    /// <param name="job">Work to be queued with it, in the same transaction; null where the caller does it at once.</param>
    /// <param name="within">Done within the transaction: where it fails nothing is recorded.</param>
    /// <returns>The new submission's id.</returns>
    public long Receive(Actor actor, ReceivedFile file, string? job = null, Action? within = null)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var at = LedgerFile.Format(DateTime.UtcNow);
        var id = connection.ExecuteScalar<long>(
            """
            insert into submission (received_at, received_by, file_name, sent_sha256, sha256, bytes, profile, profile_sha256, reference_sha256, ref_area, dataset, idempotency_key, status)
            values (@at, @by, @FileName, @SentSha256, @Sha256, @Bytes, @Profile, @ProfileSha256, @ReferenceSha256, @RefArea, @Dataset, @IdempotencyKey, 'received')
            returning submission_id
            """,
            new { at, by = actor.Principal, file.FileName, file.SentSha256, file.Sha256, file.Bytes, file.Profile, file.ProfileSha256, file.ReferenceSha256, file.RefArea, file.Dataset, file.IdempotencyKey }, transaction);
        if (job is not null) { Jobs.Add(connection, transaction, job, $"{id}", actor.Principal); }
        AuditLog.Append(connection, transaction, actor, "submission.receive", $"{id}", new { file.SentSha256, file.Profile });
        within?.Invoke();
        transaction.Commit();
        return id;
    }

    /// <summary>Does something, such as deleting a file, unless a submission of this content waits to be read; none can begin to wait meanwhile.</summary>
    public void WhereNobodyWaits(string sentSha256, Action act)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!connection.ExecuteScalar<bool>("select exists (select 1 from submission where sent_sha256 = @sentSha256 and status in ('received', 'checking'))", new { sentSha256 }, transaction)) { act(); }
    }

    /// <summary>Records what became of a submission.</summary>
    /// <param name="actor">By whom.</param>
    /// <param name="submissionId">Of which.</param>
    /// <param name="status">What it is now.</param>
    /// <param name="layout">The layout that read it; null leaves it as it is.</param>
    /// <param name="note">Why.</param>
    /// <param name="from">What it must be before, so that of two decisions the first holds; empty for anything.</param>
    /// <returns>False where it is something else by now.</returns>
    public bool Conclude(Actor actor, long submissionId, string status, string? layout = null, string? note = null, IReadOnlyList<string>? from = null)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var decided = status is SubmissionStatus.Approved or SubmissionStatus.Rejected;
        var at = LedgerFile.Format(DateTime.UtcNow);
        var changed = connection.Execute(
            $"""
            update submission set status = @status, layout = coalesce(@layout, layout), note = @note{(decided ? ", decided_by = @by, decided_at = @at" : "")}
            where submission_id = @submissionId{(from is null ? "" : " and status in @from")}
            """, new { submissionId, status, layout, note, by = actor.Principal, at, from }, transaction) > 0;
        if (changed)
        {
            if (status == SubmissionStatus.Withdrawn) { connection.Execute("update submission_table set status = @status where submission_id = @submissionId and status = 'awaiting_review'", new { status, submissionId }, transaction); }
            AuditLog.Append(connection, transaction, actor, "submission." + status, $"{submissionId}", note is null ? null : new { note });
        }
        transaction.Commit();
        return changed;
    }

    /// <summary>Records where the archive keeps what is read of a submission.</summary>
    public void Archived(long submissionId, string sha256)
    {
        using var connection = LedgerFile.Connect(workspace);
        connection.Execute("update submission set sha256 = @sha256 where submission_id = @submissionId", new { submissionId, sha256 });
    }

    /// <summary>Records that a submission is in the star, behind those that are there.</summary>
    public void Loaded(long submissionId)
    {
        using var connection = LedgerFile.Connect(workspace);
        connection.Execute("update submission set load_order = (select coalesce(max(load_order), 0) + 1 from submission) where submission_id = @submissionId and load_order is null", new { submissionId });
    }

    /// <summary>
    /// Concludes what a process that ended in the middle left open: it is loaded where the star holds the submission, for it is there whole or not at all, also if a job would load it again;
    /// where the star does not hold it and nobody has queued it, it has failed.
    /// </summary>
    /// <param name="layoutOf">The submissions that the star holds, and the layout of each.</param>
    public void Settle(IReadOnlyDictionary<long, string> layoutOf)
    {
        using var connection = LedgerFile.Connect(workspace);
        var queued = connection.Query<string>("select subject from job where kind in ('check', 'load', 'take') and state in ('pending', 'running')").ToHashSet();
        foreach (var open in Submissions().Where(s => s.LoadOrder is null || s.Status is SubmissionStatus.Received or SubmissionStatus.Checking))
        {
            var undecided = open.Status is SubmissionStatus.Received or SubmissionStatus.Checking;
            if (layoutOf.TryGetValue(open.SubmissionId, out var layout))
            {
                Loaded(open.SubmissionId);
                if (undecided) { Conclude(new Actor(open.ReceivedBy), open.SubmissionId, SubmissionStatus.Approved, layout); }
            }
            else if (undecided && !queued.Contains($"{open.SubmissionId}")) { Conclude(new Actor(open.ReceivedBy), open.SubmissionId, SubmissionStatus.Failed, note: "interrupted"); }
        }
    }

    /// <summary>The submission in the star of these very bytes with this very profile and reference data, if there is one.</summary>
    public SubmissionEntry? FindLoaded(string sentSha256, string profileSha256, string referenceSha256)
        => Query("where sent_sha256 = @sentSha256 and profile_sha256 = @profileSha256 and reference_sha256 = @referenceSha256 and load_order is not null order by submission_id desc limit 1", new { sentSha256, profileSha256, referenceSha256 }).FirstOrDefault();

    /// <summary>The submission that a principal sent under a key of its own choice, so that a retry finds it.</summary>
    public SubmissionEntry? FindSent(string principal, string idempotencyKey) => Query("where received_by = @principal and idempotency_key = @idempotencyKey", new { principal, idempotencyKey }).FirstOrDefault();

    /// <summary>The latest submission in one of some statuses with which a principal sent the same bytes, to be read in the same way: a retry that has lost its key is known by what it sends.</summary>
    public SubmissionEntry? FindSame(string principal, ReceivedFile received, IReadOnlyList<string> statuses)
        => Query("where received_by = @principal and sent_sha256 = @SentSha256 and profile_sha256 = @ProfileSha256 and reference_sha256 = @ReferenceSha256 and status in @statuses order by submission_id desc limit 1",
            new { principal, received.SentSha256, received.ProfileSha256, received.ReferenceSha256, statuses }).FirstOrDefault();

    /// <summary>A submission, or null.</summary>
    public SubmissionEntry? Find(long submissionId) => Query("where submission_id = @submissionId", new { submissionId }).FirstOrDefault();

    /// <summary>All submissions, oldest first.</summary>
    public IReadOnlyList<SubmissionEntry> Submissions() => Query("order by submission_id", null);

    /// <summary>How many submissions there are of each status that one has.</summary>
    public IReadOnlyList<(string Status, long Count)> SubmissionCounts()
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<(string, long)>("select status, count(*) from submission group by status order by status")];
    }

    /// <summary>Records a release; call it once the release's files are complete on disk.</summary>
    /// <param name="release">The release.</param>
    /// <param name="superseded">The loaded submissions, and tables of others, whose figures all gave way to later ones; the rest is released.</param>
    /// <param name="job">The job that made it; done again, it knows by its progress that there is nothing left but to point to the release.</param>
    public void AddRelease(ReleaseEntry release, SupersededFigures superseded, long? job = null)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("insert into release (release_id, created_at, created_by, notes, last_submission, embargo_until) values (@ReleaseId, @at, @CreatedBy, @Notes, @LastSubmission, @embargo)",
            new { release.ReleaseId, at = LedgerFile.Format(release.CreatedAt), release.CreatedBy, release.Notes, release.LastSubmission, embargo = release.EmbargoUntil is { } end ? LedgerFile.Format(end) : null }, transaction);
        foreach (var entry in connection.Query<(long Id, string Status)>("select submission_id, status from submission where load_order is not null", transaction: transaction).ToList())
        {
            var status = superseded.Submissions.Contains(entry.Id) ? SubmissionStatus.Superseded : SubmissionStatus.Released;
            if (entry.Status != status) { connection.Execute("update submission set status = @status where submission_id = @Id", new { status, entry.Id }, transaction); }
            connection.Execute("update submission_table set status = @status where submission_id = @Id and status in ('approved', 'released')", new { status, entry.Id }, transaction);
        }
        connection.Execute("update submission_table set status = 'superseded' where submission_id = @Submission and name = @Table and status = 'released'", superseded.Tables, transaction);
        connection.Execute("update job set progress = @pointing where job_id = @job", new { job, pointing = ReleasePublisher.Pointing }, transaction);
        AuditLog.Append(connection, transaction, new Actor(release.CreatedBy), "release.publish", release.ReleaseId, new { release.Notes, release.EmbargoUntil });
        transaction.Commit();
    }

    /// <summary>Withdraws a release, with the reason, or lets it stand again.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="releaseId">Which.</param>
    /// <param name="reason">Why; null to let it stand again.</param>
    /// <param name="successor">The release to read in its place.</param>
    public void Withdraw(Actor actor, string releaseId, string? reason, string? successor)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("update release set withdrawn_at = @at, withdrawn_reason = @reason, successor = @successor where release_id = @releaseId",
            new { releaseId, at = reason is null ? null : LedgerFile.Format(DateTime.UtcNow), reason, successor }, transaction);
        AuditLog.Append(connection, transaction, actor, reason is null ? "release.restore" : "release.withdraw", releaseId, reason is null ? null : new { reason, successor });
        transaction.Commit();
    }

    /// <summary>What may change of each release, oldest first.</summary>
    public IReadOnlyList<ReleaseState> ReleaseStates()
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<(string, string, string?, string?, string?, string?)>("select release_id, created_at, embargo_until, withdrawn_at, withdrawn_reason, successor from release order by rowid")
            .Select(r => new ReleaseState(r.Item1, LedgerFile.Parse(r.Item2), r.Item3 is { } end ? LedgerFile.Parse(end) : null, r.Item4 is { } at ? LedgerFile.Parse(at) : null, r.Item5, r.Item6))];
    }

    /// <summary>All releases, oldest first.</summary>
    public IReadOnlyList<ReleaseEntry> Releases()
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<(string, string, string, string, long, string?)>("select release_id, created_at, created_by, notes, last_submission, embargo_until from release order by rowid")
            .Select(r => new ReleaseEntry(r.Item1, LedgerFile.Parse(r.Item2), r.Item3, r.Item4, r.Item5, r.Item6 is { } end ? LedgerFile.Parse(end) : null))];
    }

    private List<SubmissionEntry> Query(string which, object? parameters)
    {
        using SqliteConnection connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<SubmissionRow>($"select {SubmissionColumns} from submission {which}", parameters).Select(r => new SubmissionEntry(
            r.SubmissionId, LedgerFile.Parse(r.ReceivedAt), r.ReceivedBy, r.FileName, r.SentSha256, r.Sha256, r.Bytes, r.Profile, r.Layout, r.ProfileSha256, r.ReferenceSha256,
            r.RefArea, r.Dataset, r.Status, r.Note, r.DecidedBy, r.LoadOrder))];
    }

    // SQLite has no date type; this is the row as it is stored.
    private sealed class SubmissionRow
    {
        public long SubmissionId { get; set; }
        public string ReceivedAt { get; set; } = "";
        public string ReceivedBy { get; set; } = "";
        public string FileName { get; set; } = "";
        public string SentSha256 { get; set; } = "";
        public string? Sha256 { get; set; }
        public long Bytes { get; set; }
        public string Profile { get; set; } = "";
        public string? Layout { get; set; }
        public string ProfileSha256 { get; set; } = "";
        public string ReferenceSha256 { get; set; } = "";
        public string RefArea { get; set; } = "";
        public string Dataset { get; set; } = "";
        public string Status { get; set; } = "";
        public string? Note { get; set; }
        public string? DecidedBy { get; set; }
        public long? LoadOrder { get; set; }
    }
}
