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

    private const string ReferenceSetting = "select value from setting where name = 'reference_sha256'";

    private static readonly string ReferenceFolder = Path.Combine(AppContext.BaseDirectory, "reference");

    /// <summary>SHA-256 over the reference data that come with this program.</summary>
    public static string ReferenceSha256 { get; } = HashReference();

    /// <summary>
    /// Opens the work warehouse, creating its dimensions from the reference data; one that <see cref="IsStale"/> must be
    /// made again first. Whoever opens it is the workspace's only writer, so a submission that is still open in the ledger was interrupted, and is settled here.
    /// </summary>
    public static DuckDBConnection Open(Workspace workspace)
    {
        var connection = Prepare(Sql.Connect(workspace.WorkFile));
        new Ledger(workspace).Settle(connection.Query<(long Id, string Layout)>("select submission_id::bigint, layout from dim_submission").ToDictionary(s => s.Id, s => s.Layout));
        return connection;
    }

    /// <summary>Whether the work warehouse was made with other reference data than this program's: its ids and mappings are then not to be trusted.</summary>
    public static bool IsStale(Workspace workspace)
    {
        if (!File.Exists(workspace.WorkFile)) { return false; }
        using var connection = Sql.Connect(workspace.WorkFile);
        Sql.Run(connection, typeof(WorkWarehouse).Assembly, "sql/reference.sql");
        return connection.ExecuteScalar<string?>(ReferenceSetting) != ReferenceSha256;
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
        var loaded = connection.ExecuteScalar<string?>(ReferenceSetting);
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
