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

    // What DuckDB says of a file that another process has open: on Unix, and on Windows. A checksum that does not hold is of a "block", which is no lock.
    private static readonly string[] Taken = ["Could not set lock on file", "being used by another process"];

    private const string ReferenceSetting = "select value from setting where name = 'reference_sha256'";

    /// <summary>
    /// Opens the work warehouse, creating its dimensions from the reference data; one that is <see cref="Unfit"/> must be
    /// made again first. Whoever opens it is the workspace's only writer, so a submission that is still open in the ledger was interrupted, and is settled here.
    /// </summary>
    public static DuckDBConnection Open(Workspace workspace)
    {
        var connection = Prepare(Sql.Connect(workspace.WorkFile), ReferenceData.Of(workspace));
        new Ledger(workspace).Settle(connection.Query<(long Id, string Layout)>("select submission_id::bigint, layout from dim_submission").ToDictionary(s => s.Id, s => s.Layout));
        return connection;
    }

    /// <summary>Why the work warehouse must be made again; null where it need not be.</summary>
    public static UnfitWarehouse? Unfit(Workspace workspace)
    {
        var loaded = new Ledger(workspace).Submissions().Where(s => s.LoadOrder is not null).Select(s => s.SubmissionId).ToList();
        if (!File.Exists(workspace.WorkFile)) { return loaded.Count > 0 ? UnfitWarehouse.Missing : null; }
        try
        {
            using var connection = Sql.Connect(workspace.WorkFile);
            Sql.Run(connection, typeof(WorkWarehouse).Assembly, "sql/reference.sql");
            Sql.Run(connection, typeof(WorkWarehouse).Assembly, "sql/submission.sql");
            // Its ids and mappings are not to be trusted where they come from other reference data.
            if (connection.ExecuteScalar<string?>(ReferenceSetting) is { } reference && reference != ReferenceData.Of(workspace).Sha256()) { return UnfitWarehouse.OtherReference; }
            return loaded.Except(connection.Query<long>("select submission_id::bigint from dim_submission")).Any() ? UnfitWarehouse.Incomplete : null;
        }
        // A disk that is full, or a file that somebody else has open, is no fault of the file.
        catch (DuckDBException e) when (NotWritableException.KindOf(e) is null && !Array.Exists(Taken, words => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase)))
        {
            return UnfitWarehouse.Damaged;
        }
    }

    /// <summary>An empty work warehouse of this connection alone, for checks that keep nothing.</summary>
    /// <param name="reference">With which reference data; those that come with the program where left out.</param>
    public static DuckDBConnection OpenInMemory(ReferenceData? reference = null) => Prepare(Sql.Connect(":memory:"), reference ?? ReferenceData.Shipped);

    private static DuckDBConnection Prepare(DuckDBConnection connection, ReferenceData reference)
    {
        var assembly = typeof(WorkWarehouse).Assembly;
        Sql.Run(connection, assembly, "sql/reference.sql");
        foreach (var fact in FactTableOfDataflow.Values)
        {
            Sql.Run(connection, assembly, "sql/star.sql", ("fact", fact));
        }
        Sql.Run(connection, assembly, "sql/submission.sql");
        var loaded = connection.ExecuteScalar<string?>(ReferenceSetting);
        var sha256 = reference.Sha256();
        if (loaded != sha256)
        {
            using var transaction = connection.BeginTransaction();
            reference.Load(connection);
            connection.Execute("insert or replace into setting values ('reference_sha256', $sha)", new { sha = sha256 });
            transaction.Commit();
        }
        return connection;
    }
}

/// <summary>Why a work warehouse must be made again from archive and ledger.</summary>
public enum UnfitWarehouse
{
    /// <summary>Its file is gone, or this workspace was restored from a backup.</summary>
    Missing,

    /// <summary>Its file cannot be read.</summary>
    Damaged,

    /// <summary>It lacks submissions that the ledger has as loaded: making it was interrupted.</summary>
    Incomplete,

    /// <summary>It was made with other reference data than those of now.</summary>
    OtherReference,
}
