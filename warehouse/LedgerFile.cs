using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>The ledger as a file: opened, and brought to the schema of this program one numbered step at a time.</summary>
public static class LedgerFile
{
    /// <summary>The schema of this program: the number of its last step in <c>sql/ledger</c>.</summary>
    public const int Version = 4;

    /// <summary>Opens the ledger of a workspace; its file is created if missing.</summary>
    /// <exception cref="LedgerVersionException">A newer program has written it.</exception>
    public static SqliteConnection Connect(Workspace workspace)
    {
        var connection = new SqliteConnection(Address(workspace));
        connection.Open();
        connection.Execute("pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 10000; pragma foreign_keys = off;");
        var version = connection.ExecuteScalar<int>("pragma user_version");
        if (version > Version)
        {
            connection.Dispose();
            throw new LedgerVersionException(workspace.LedgerFile, version);
        }
        if (version < Version) { Migrate(connection); }
        return connection;
    }

    /// <summary>Closes the connections that are kept open for the next use: the file is about to be moved.</summary>
    public static void LetGo(Workspace workspace)
    {
        using var connection = new SqliteConnection(Address(workspace));
        SqliteConnection.ClearPool(connection);
    }

    private static string Address(Workspace workspace) => $"Data Source={workspace.LedgerFile}";

    /// <summary>A moment as the ledger writes it: UTC, ISO 8601 with milliseconds.</summary>
    public static string Format(DateTime moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>The moment that <see cref="Format"/> wrote.</summary>
    public static DateTime Parse(string moment) => DateTime.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    // Two programs that start at once must not both take a step: the first to write has the lock, and the version is read again under it.
    private static void Migrate(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        for (var step = connection.ExecuteScalar<int>("pragma user_version", transaction: transaction) + 1; step <= Version; step++)
        {
            connection.Execute(Sql.Text(typeof(LedgerFile).Assembly, $"ledger/{step}.sql"), transaction: transaction);
            connection.Execute($"pragma user_version = {step}", transaction: transaction);
        }
        transaction.Commit();
    }
}

/// <summary>The ledger was written by a newer program, whose schema this one does not know.</summary>
/// <param name="file">The ledger.</param>
/// <param name="version">Its schema.</param>
public sealed class LedgerVersionException(string file, int version)
    : Exception($"{file} has schema {version} and this program knows {LedgerFile.Version}: it was written by a newer program. Use that one, or restore a backup.");
