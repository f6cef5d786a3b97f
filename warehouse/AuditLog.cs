using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>Who acts, and from where.</summary>
/// <param name="Principal">Id of the principal.</param>
/// <param name="Address">Network address of a request; null on this machine.</param>
public sealed record Actor(string Principal, string? Address = null);

/// <summary>One action that was done.</summary>
/// <param name="Seq">Its place in the log.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Who">The principal.</param>
/// <param name="Action">What was done, such as <c>submission.approve</c>.</param>
/// <param name="Subject">To what.</param>
/// <param name="Address">From where; null on this machine.</param>
/// <param name="Detail">What else is worth knowing, as JSON.</param>
/// <param name="Hash">Over all of this and the hash of the row before.</param>
public sealed record AuditEntry(long Seq, string At, string Who, string Action, string Subject, string? Address, string? Detail, string Hash);

/// <summary>How long the log was at some time, and the hash of its last row then: what is signed with it tells whether the log was cut back since.</summary>
/// <param name="Seq">Place of the last row; 0 for none.</param>
/// <param name="Hash">Its hash.</param>
public sealed record AuditHead(long Seq, string Hash);

/// <summary>The log of all actions: only ever appended to, and chained by hashes so that a changed or removed row shows.</summary>
public static class AuditLog
{
    private const string Columns = "seq as Seq, at as At, who as Who, action as Action, subject as Subject, address as Address, detail as Detail, hash as Hash";

    /// <summary>Appends an action, in the transaction that does it.</summary>
    public static void Append(SqliteConnection connection, SqliteTransaction transaction, Actor actor, string action, string subject, object? detail = null)
    {
        var (seq, previous) = connection.QueryFirstOrDefault<(long, string?)>("select seq, hash from audit order by seq desc limit 1", transaction: transaction);
        var entry = new AuditEntry(seq + 1, LedgerFile.Format(DateTime.UtcNow), actor.Principal, action, subject, actor.Address, detail is null ? null : JsonSerializer.Serialize(detail, JsonSerializerOptions.Web), "");
        connection.Execute("insert into audit values (@Seq, @At, @Who, @Action, @Subject, @Address, @Detail, @Hash)", entry with { Hash = HashOf(entry, previous) }, transaction);
    }

    /// <summary>The newest actions first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="before">Only those before this place; null for the newest.</param>
    /// <param name="most">At most so many.</param>
    public static IReadOnlyList<AuditEntry> Read(Workspace workspace, long? before, int most)
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<AuditEntry>($"select {Columns} from audit where @before is null or seq < @before order by seq desc limit @most", new { before, most })];
    }

    /// <summary>Its last row.</summary>
    public static AuditHead Head(Workspace workspace)
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.QueryFirstOrDefault<AuditHead>("select seq as Seq, hash as Hash from audit order by seq desc limit 1") ?? new AuditHead(0, "");
    }

    /// <summary>Whether the log still has what was its last row once.</summary>
    public static bool Has(Workspace workspace, AuditHead head)
    {
        if (head.Seq == 0) { return true; }
        if (!File.Exists(workspace.LedgerFile)) { return false; }
        using var connection = LedgerFile.Connect(workspace);
        return connection.ExecuteScalar<string?>("select hash from audit where seq = @Seq", head) == head.Hash;
    }

    /// <summary>Follows the chain from its first row.</summary>
    /// <returns>How many rows are whole, and the place of the first that is not; null where all are.</returns>
    public static (long Whole, long? Broken) Verify(Workspace workspace)
    {
        using var connection = LedgerFile.Connect(workspace);
        string? previous = null;
        var seq = 0L;
        foreach (var entry in connection.Query<AuditEntry>($"select {Columns} from audit order by seq", buffered: false))
        {
            // A row that is gone leaves a gap; the last rows that are gone are told by the sequence that SQLite keeps.
            if (entry.Seq != seq + 1 || entry.Hash != HashOf(entry with { Hash = "" }, previous)) { return (seq, seq + 1); }
            (previous, seq) = (entry.Hash, entry.Seq);
        }
        var given = connection.ExecuteScalar<long?>("select seq from sqlite_sequence where name = 'audit'") ?? 0;
        return (seq, given > seq ? seq + 1 : null);
    }

    private static string HashOf(AuditEntry entry, string? previous)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new object?[] { previous, entry.Seq, entry.At, entry.Who, entry.Action, entry.Subject, entry.Address, entry.Detail }))));
}
