using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest.Checking;

/// <summary>A table of a file that was read.</summary>
/// <param name="Name">Of its sheet; of a text file the file's own name.</param>
/// <param name="Group">Tables of one number hold the same indicators in the same periods: they are parts of one.</param>
/// <param name="Stopped">Whether errors stop it.</param>
public sealed record FileTable(string Name, int Group, bool Stopped);

/// <summary>
/// Which tables of a file errors stop: an error of one table stops that table and not the others (METHOD.md, Settled). Tables that hold the same indicators in the same periods are parts of
/// one: without one of them the others would look as if its figures had vanished.
/// </summary>
public static class StoppedTables
{
    /// <summary>Takes the stopped tables, and those that a reviewer turned down, out of the staged observations.</summary>
    /// <param name="connection">Holds the staged observations.</param>
    /// <param name="reading">The file.</param>
    /// <param name="fileName">What its office calls it.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="without">Names of tables that are left out in any case.</param>
    /// <returns>All tables, and whether any is left.</returns>
    public static (IReadOnlyList<FileTable> Tables, bool AnyLeft) Remove(DuckDBConnection connection, FileReading reading, string fileName, IReadOnlyList<Finding> findings, IReadOnlySet<string> without)
    {
        var names = reading.Tables.Select(t => t.Raw).DistinctBy(r => r.Part).ToDictionary(r => r.Part, r => r.Name);
        var groups = Groups(connection, names.Keys);
        var stopped = findings.Where(f => CheckCatalogue.SeverityOf(f) == "E").Select(e => names.Where(n => e.Part is not null && n.Value == e.Part).Select(n => (int?)n.Key).FirstOrDefault()).ToHashSet();
        // An error of the file as such, or a period that was not read and may be any, concerns all.
        var all = stopped.Contains(null) || (stopped.Count > 0 && connection.ExecuteScalar<bool>($"select exists (select 1 from observation where part in ({List(stopped.OfType<int>())}) and (time_period is null or indicator is null))"));
        var stoppedGroups = stopped.OfType<int>().Select(s => groups[s]).ToHashSet();
        var tables = names.ToDictionary(n => n.Key, n => new FileTable(n.Value ?? fileName, groups[n.Key], all || stoppedGroups.Contains(groups[n.Key])));
        var gone = tables.Where(t => t.Value.Stopped || without.Contains(t.Value.Name)).Select(t => t.Key).ToList();
        if (gone.Count < tables.Count) { foreach (var table in (string[])["observation", "label_reading", "table_window"]) { connection.Execute($"delete from {table} where part in ({List(gone)})"); } }
        return ([.. tables.OrderBy(t => t.Key).Select(t => t.Value)], gone.Count < tables.Count);
    }

    // Parts that share an indicator in a period, and parts that share one with those.
    private static Dictionary<int, int> Groups(DuckDBConnection connection, IEnumerable<int> parts)
    {
        var groups = parts.ToDictionary(p => p, p => p);
        if (groups.Count < 2) { return groups; }
        foreach (var (one, other) in connection.Query<(int, int)>(Warehouse.Sql.Text(typeof(StoppedTables).Assembly, "stage/parts-of-one.sql")))
        {
            if (!groups.TryGetValue(one, out var group) || !groups.TryGetValue(other, out var joined)) { continue; }
            foreach (var part in groups.Where(g => g.Value == joined).Select(g => g.Key).ToList()) { groups[part] = group; }
        }
        return groups;
    }

    private static string List(IEnumerable<int> parts) => string.Join(", ", parts.DefaultIfEmpty(-1));
}
