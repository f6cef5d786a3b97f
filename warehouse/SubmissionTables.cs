using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>A table of a received file, and what becomes of it.</summary>
/// <param name="Name">Of its sheet; of a text file the file's own name.</param>
/// <param name="Group">Tables of one number hold the same indicators in the same periods: they are parts of one, and stand or fall together.</param>
/// <param name="Status">failed, awaiting_review, approved, released, superseded, withdrawn or rejected.</param>
/// <param name="Note">Why it was rejected.</param>
/// <param name="DecidedBy">Who approved or rejected it.</param>
public sealed record SubmissionTable(string Name, long Group, string Status, string? Note = null, string? DecidedBy = null);

/// <summary>What came of a decision on tables.</summary>
/// <param name="Done">Whether it holds.</param>
/// <param name="Unknown">A name that is no table of the submission.</param>
/// <param name="Status">The status of a table on which somebody decided before.</param>
/// <param name="Together">Tables that have to be decided with those that were named.</param>
public sealed record TableDecision(bool Done, string? Unknown = null, string? Status = null, IReadOnlyList<string>? Together = null);

/// <summary>The tables of submissions in the ledger.</summary>
/// <param name="workspace">Whose.</param>
public sealed class SubmissionTables(Workspace workspace)
{
    private const string Columns = "name as Name, group_no as \"Group\", status as Status, note as Note, decided_by as DecidedBy";

    /// <summary>The tables of a submission, as they stand in its file; none of one that was not read yet.</summary>
    public IReadOnlyList<SubmissionTable> Of(long submissionId)
    {
        using var connection = LedgerFile.Connect(workspace);
        return Read(connection, null, submissionId);
    }

    /// <summary>Names of the tables that a reviewer turned down: they are not loaded, whatever the others are.</summary>
    public IReadOnlySet<string> Rejected(long submissionId) => Of(submissionId).Where(t => t.Status == SubmissionStatus.Rejected).Select(t => t.Name).ToHashSet();

    /// <summary>Keeps what a check found the tables to be; a later check of the same submission takes its place.</summary>
    public void Keep(long submissionId, IEnumerable<SubmissionTable> tables)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("delete from submission_table where submission_id = @submissionId", new { submissionId }, transaction);
        connection.Execute("insert into submission_table (submission_id, name, place, group_no, status) values (@submissionId, @Name, @place, @Group, @Status)",
            tables.Select((t, place) => new { submissionId, t.Name, place, t.Group, t.Status }), transaction);
        transaction.Commit();
    }

    /// <summary>
    /// Approves or rejects tables that wait. Once none is left that waits, the submission has the same status: approved, and queued to be loaded, where any of its tables is.
    /// </summary>
    /// <param name="actor">Who decides.</param>
    /// <param name="submissionId">On which submission.</param>
    /// <param name="status">approved or rejected.</param>
    /// <param name="names">Which tables; null for all that wait.</param>
    /// <param name="note">Why they are rejected.</param>
    public TableDecision Decide(Actor actor, long submissionId, string status, IReadOnlyList<string>? names, string? note)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var whole = connection.ExecuteScalar<string>("select status from submission where submission_id = @submissionId", new { submissionId }, transaction);
        if (whole != SubmissionStatus.AwaitingReview) { return new TableDecision(false, Status: whole); }
        var tables = Read(connection, transaction, submissionId);
        if (names?.FirstOrDefault(n => tables.All(t => t.Name != n)) is { } unknown) { return new TableDecision(false, Unknown: unknown); }
        var meant = tables.Where(t => names is null ? t.Status == SubmissionStatus.AwaitingReview : names.Contains(t.Name)).ToList();
        if (meant.Find(t => t.Status != SubmissionStatus.AwaitingReview) is { } decided) { return new TableDecision(false, Status: decided.Status); }
        var missing = tables.Where(t => t.Status == SubmissionStatus.AwaitingReview && !meant.Contains(t) && meant.Any(m => m.Group == t.Group)).Select(t => t.Name).ToList();
        if (missing.Count > 0) { return new TableDecision(false, Together: missing); }
        var at = LedgerFile.Format(DateTime.UtcNow);
        connection.Execute("update submission_table set status = @status, note = @note, decided_by = @by, decided_at = @at where submission_id = @submissionId and name = @Name",
            meant.Select(t => new { status, note, by = actor.Principal, at, submissionId, t.Name }), transaction);
        AuditLog.Append(connection, transaction, actor, "submission." + status, $"{submissionId}", new { tables = meant.Select(t => t.Name), note });
        var now = Read(connection, transaction, submissionId);
        if (now.All(t => t.Status != SubmissionStatus.AwaitingReview))
        {
            var approved = now.Count == 0 ? status == SubmissionStatus.Approved : now.Any(t => t.Status == SubmissionStatus.Approved);
            connection.Execute("update submission set status = @became, note = @note, decided_by = @by, decided_at = @at where submission_id = @submissionId",
                new { became = approved ? SubmissionStatus.Approved : SubmissionStatus.Rejected, note, by = actor.Principal, at, submissionId }, transaction);
            if (approved) { Jobs.Add(connection, transaction, "load", $"{submissionId}", actor.Principal); }
        }
        transaction.Commit();
        return new TableDecision(true);
    }

    /// <summary>Takes an approval back that came to nothing, because the submission could not be loaded: it waits for a reviewer again, with its tables.</summary>
    /// <param name="actor">Who had it loaded.</param>
    /// <param name="submissionId">Which.</param>
    /// <param name="note">Why.</param>
    public void Reopen(Actor actor, long submissionId, string note)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var reopened = connection.Execute("update submission set status = 'awaiting_review', note = @note, decided_by = null, decided_at = null where submission_id = @submissionId and status = 'approved' and load_order is null",
            new { submissionId, note }, transaction) > 0;
        if (reopened)
        {
            connection.Execute("update submission_table set status = 'awaiting_review', decided_by = null, decided_at = null where submission_id = @submissionId and status = 'approved'", new { submissionId }, transaction);
            AuditLog.Append(connection, transaction, actor, "submission.awaiting_review", $"{submissionId}", new { note });
        }
        transaction.Commit();
    }

    private static List<SubmissionTable> Read(SqliteConnection connection, SqliteTransaction? transaction, long submissionId)
        => [.. connection.Query<SubmissionTable>($"select {Columns} from submission_table where submission_id = @submissionId order by place", new { submissionId }, transaction)];
}
