using Dapper;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Reports;

/// <summary>Warnings that an office has looked into: its reason is remembered for later submissions of the same dataset.</summary>
public static class AcceptedWarnings
{
    /// <summary>
    /// By what a warning is known again in a later edition: its check, sheet and text, and not the row that it stands in. One without a text, such as of a series that is gone, by all that its message says; else a reason for one series
    /// would be shown for every other.
    /// </summary>
    public static string KeyOf(Finding finding) => $"{finding.Code}|{finding.Part}|{finding.Value ?? Said(finding)}";

    private static string Said(Finding finding)
        => finding.Args.Count == 0 ? finding.Cell : string.Join('|', finding.Args.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}={a.Value}"));

    /// <summary>Why a finding is right all the same; null where nobody said so, and for errors, which no reason mends.</summary>
    public static string? ReasonOf(Finding finding, IReadOnlyDictionary<string, string> accepted)
        => Checking.CheckCatalogue.SeverityOf(finding) == "W" ? accepted.GetValueOrDefault(KeyOf(finding)) : null;

    /// <summary>The reasons given for a dataset, by key.</summary>
    public static IReadOnlyDictionary<string, string> Of(Workspace workspace, string dataset)
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.Query<(string, string)>("select finding, reason from accepted_warning where dataset = @dataset", new { dataset }).ToDictionary(w => w.Item1, w => w.Item2);
    }

    /// <summary>Remembers a reason; a later one takes its place.</summary>
    public static void Accept(Workspace workspace, Actor actor, string dataset, Finding finding, string reason)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("insert or replace into accepted_warning values (@dataset, @key, @reason, @by, @at)", new { dataset, key = KeyOf(finding), reason, by = actor.Principal, at = LedgerFile.Format(DateTime.UtcNow) }, transaction);
        AuditLog.Append(connection, transaction, actor, "warning.accept", dataset, new { finding = KeyOf(finding), reason });
        transaction.Commit();
    }
}
