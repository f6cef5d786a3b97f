using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>What somebody asks about a series.</summary>
/// <param name="Id">Its number.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Dataset">The dataset that it is about.</param>
/// <param name="RefArea">Its country, whose providers find it in their queue.</param>
/// <param name="Series">What of it, as a query of the data API.</param>
/// <param name="Text">The question.</param>
/// <param name="Answer">The provider's answer; null while there is none.</param>
/// <param name="AnsweredAt">UTC; null while there is none.</param>
public sealed record Question(long Id, string At, string Dataset, string RefArea, string Series, string Text, string? Answer, string? AnsweredAt);

/// <summary>Questions of analysts. Who asks is not asked for: a code, shown once, lets them read the answer.</summary>
/// <param name="workspace">Whose.</param>
public sealed class Questions(Workspace workspace)
{
    private const string Columns = "question_id as Id, at as At, dataset as Dataset, ref_area as RefArea, series as Series, text as Text, answer as Answer, answered_at as AnsweredAt";

    /// <summary>How many wait for an answer in a country.</summary>
    public long Waiting(string refArea)
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.ExecuteScalar<long>("select count(*) from question where ref_area = @refArea and answer is null", new { refArea });
    }

    /// <summary>Takes a question in.</summary>
    /// <returns>The code that its answer is read with.</returns>
    public string Ask(string? address, string dataset, string refArea, string series, string text)
    {
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var id = connection.ExecuteScalar<long>("insert into question (code_hash, at, dataset, ref_area, series, text) values (@hash, @at, @dataset, @refArea, @series, @text) returning question_id",
            new { hash = HashOf(code), at = LedgerFile.Format(DateTime.UtcNow), dataset, refArea, series, text }, transaction);
        AuditLog.Append(connection, transaction, new Actor("anonymous", address), "question.ask", $"{id}", new { dataset });
        transaction.Commit();
        return code;
    }

    /// <summary>The queue: those that wait first, the oldest first.</summary>
    public IReadOnlyList<Question> All()
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<Question>($"select {Columns} from question order by answer is not null, question_id")];
    }

    /// <summary>A question, or null.</summary>
    public Question? Find(long id) => One("question_id = @id", new { id });

    /// <summary>The question that a code belongs to, or null.</summary>
    public Question? OfCode(string code) => One("code_hash = @hash", new { hash = HashOf(code) });

    /// <summary>Answers a question; a later answer takes the place of an earlier one.</summary>
    public void Answer(Actor actor, long id, string answer)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("update question set answer = @answer, answered_by = @by, answered_at = @at where question_id = @id", new { id, answer, by = actor.Principal, at = LedgerFile.Format(DateTime.UtcNow) }, transaction);
        AuditLog.Append(connection, transaction, actor, "question.answer", $"{id}");
        transaction.Commit();
    }

    private Question? One(string which, object parameters)
    {
        using SqliteConnection connection = LedgerFile.Connect(workspace);
        return connection.QueryFirstOrDefault<Question>($"select {Columns} from question where {which}", parameters);
    }

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
