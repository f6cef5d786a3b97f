using Dapper;

namespace Observatorio.Warehouse;

/// <summary>What office and reviewers write to each other about a submission.</summary>
/// <param name="workspace">Whose.</param>
public sealed class SubmissionComments(Workspace workspace)
{
    /// <summary>Those of a submission, oldest first.</summary>
    public IReadOnlyList<(string At, string By, string Text)> Of(long submissionId)
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<(string, string, string)>("select at, by, text from comment where submission_id = @submissionId order by comment_id", new { submissionId })];
    }

    /// <summary>Adds one.</summary>
    public void Add(Actor actor, long submissionId, string text)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("insert into comment (submission_id, at, by, text) values (@submissionId, @at, @by, @text)", new { submissionId, at = LedgerFile.Format(DateTime.UtcNow), by = actor.Principal, text }, transaction);
        AuditLog.Append(connection, transaction, actor, "submission.comment", $"{submissionId}");
        transaction.Commit();
    }
}
