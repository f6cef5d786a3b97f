using System.Security.Cryptography;
using System.Text;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Warehouse;

/// <summary>
/// The writable star schema of a workspace. Open it only while holding the workspace's writer lock; queries are
/// answered from releases and never from here.
/// </summary>
public static class WorkWarehouse
{
    /// <summary>The two fact tables: counts of units, and everything measured on them.</summary>
    public static readonly IReadOnlyDictionary<string, string> FactTableOfDataflow = new Dictionary<string, string>
    {
        ["counts"] = "fact_enterprise_count",
        ["performance"] = "fact_performance",
    };

    private static readonly string ReferenceFolder = Path.Combine(AppContext.BaseDirectory, "reference");

    /// <summary>SHA-256 over the reference data that come with this program.</summary>
    public static string ReferenceSha256 { get; } = HashReference();

    /// <summary>
    /// Opens the work warehouse, creating or updating its dimensions from the reference data. Whoever opens it is the
    /// workspace's only writer, so a submission that is still open in the ledger was interrupted, and is settled here.
    /// </summary>
    public static DuckDBConnection Open(Workspace workspace)
    {
        var connection = Prepare(Sql.Connect(workspace.WorkFile));
        new Ledger(workspace).Settle(connection.Query<(long Id, string Layout)>("select submission_id::bigint, layout from dim_submission").ToDictionary(s => s.Id, s => s.Layout));
        return connection;
    }

    /// <summary>An empty work warehouse of this connection alone, for checks that keep nothing.</summary>
    public static DuckDBConnection OpenInMemory() => Prepare(Sql.Connect(":memory:"));

    private static DuckDBConnection Prepare(DuckDBConnection connection)
    {
        var assembly = typeof(WorkWarehouse).Assembly;
        Sql.Run(connection, assembly, "sql/reference.sql");
        foreach (var fact in FactTableOfDataflow.Values)
        {
            Sql.Run(connection, assembly, "sql/star.sql", ("fact", fact));
        }
        Sql.Run(connection, assembly, "sql/submission.sql");
        var loaded = connection.ExecuteScalar<string?>("select value from setting where name = 'reference_sha256'");
        if (loaded != ReferenceSha256)
        {
            using var transaction = connection.BeginTransaction();
            Sql.Run(connection, assembly, "sql/load-reference.sql", ("folder", ReferenceFolder.Replace("'", "''", StringComparison.Ordinal)));
            connection.Execute("insert or replace into setting values ('reference_sha256', $sha)", new { sha = ReferenceSha256 });
            transaction.Commit();
        }
        return connection;
    }

    private static string HashReference()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.EnumerateFiles(ReferenceFolder, "*.csv").Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
