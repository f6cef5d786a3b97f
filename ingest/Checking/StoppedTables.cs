using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest.Checking;

/// <summary>
/// Which tables of a file errors stop: an error of one table stops that table and not the others (METHOD.md, Settled). Tables that hold the same indicators in the same periods are parts of
/// one: without one of them the others would look as if its figures had vanished.
/// </summary>
public static class StoppedTables
{
    /// <summary>Takes the stopped tables out of the staged observations.</summary>
    /// <returns>The names of the stopped tables, and whether any other is left.</returns>
    public static (IReadOnlyList<string> Stopped, bool AnyLeft) Remove(DuckDBConnection connection, FileReading reading, IReadOnlyList<Finding> findings)
    {
        var errors = findings.Where(f => CheckCatalogue.SeverityOf(f) == "E").ToList();
        if (errors.Count == 0) { return ([], true); }
        var names = reading.Tables.Select(t => t.Raw).DistinctBy(r => r.Part).ToDictionary(r => r.Part, r => r.Name ?? "");
        var stopped = errors.Select(e => names.Where(n => e.Part is not null && n.Value == e.Part).Select(n => (int?)n.Key).FirstOrDefault()).ToHashSet();
        // An error of the file as such, or a period that was not read and may be any, concerns all.
        var all = stopped.Contains(null) || connection.ExecuteScalar<bool>($"select exists (select 1 from observation where part in ({List(stopped)}) and (time_period is null or indicator is null))");
        for (var before = 0; !all && before != stopped.Count;)
        {
            before = stopped.Count;
            stopped.UnionWith(connection.Query<int?>($"select distinct o.part::integer from observation o where (indicator, time_period) in (select indicator, time_period from observation where part in ({List(stopped)}))"));
        }
        if (all || names.Keys.All(k => stopped.Contains(k))) { return ([.. names.Values.Where(n => n.Length > 0)], false); }
        foreach (var table in (string[])["observation", "label_reading", "table_window"]) { connection.Execute($"delete from {table} where part in ({List(stopped)})"); }
        return ([.. stopped.Select(s => names[s!.Value]).Order(StringComparer.Ordinal)], true);
    }

    private static string List(IEnumerable<int?> parts) => string.Join(", ", parts.OfType<int>().DefaultIfEmpty(-1));
}
