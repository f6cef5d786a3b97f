using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Staging;

/// <summary>Temporary tables that say what each distinct text of a label column was read as, one table a column.</summary>
public static class LabelTable
{
    /// <summary>The table of a column.</summary>
    public static string NameOf(TablePlan plan, LabelColumn column) => $"label_{plan.Raw.Part}_{column.Column}";

    /// <summary>The SQL for a column's text, with the columns that are read together with it.</summary>
    public static string TextOf(LabelColumn column) => string.Join(" || '|' || ", column.Joined.Prepend(column.Column).Select(c => $"coalesce(r.c{c}, '')"));

    /// <summary>The bits of statuses, with blanks between, among those of an observation; 0 for none.</summary>
    public static uint BitsOf(CodeLists codes, string? statuses)
        => (statuses ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Aggregate(0u, (bits, status) => bits | (1u << (codes["OBS_STATUS"].IdOf(status) - 1)));

    /// <summary>A label cell that is merged downwards is the label of each of its rows; a merged figure is one figure.</summary>
    public static void SpreadMerged(DuckDBConnection connection, TablePlan plan)
    {
        if (plan.Raw.Name is null) { return; }
        foreach (var column in plan.Labels.Where(l => !l.CarryDown).SelectMany(l => l.Joined.Prepend(l.Column)))
        {
            connection.Execute(
                $"update {plan.Raw.Table} r set c{column} = n.text from raw_note n where n.part = {plan.Raw.Part} and n.kind = 'merged' and n.source_col = {column} and n.source_row >= {plan.FirstDataRow} and r.rowid + {plan.Raw.FirstRow} = n.source_row and r.c{column} is null");
        }
    }

    /// <summary>Reads every distinct text of a label column, and tells those that are none.</summary>
    /// <param name="connection">Holds the raw table.</param>
    /// <param name="codes">Codes and ids.</param>
    /// <param name="labels">How a label is read.</param>
    /// <param name="plan">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="rows">A condition on <c>r</c>: the rows that hold data.</param>
    /// <param name="findings">Where faults are told.</param>
    public static void Fill(DuckDBConnection connection, CodeLists codes, LabelReader labels, TablePlan plan, LabelColumn column, string rows, List<Finding> findings)
    {
        var (table, text) = (NameOf(plan, column), TextOf(column));
        connection.Execute($"create or replace temp table {table} (text varchar, {string.Join(", ", column.Components.Select(c => $"{c} usmallint"))}, obs_statuses uinteger)");
        var distinct = connection.Query<(string Text, long Position, long Places)>(
            $"select {text} as text, min(r.rowid) as position, count(*) as places from {plan.Raw.Table} r where {rows} group by 1 order by 2").ToList();
        using var appender = connection.CreateAppender("temp", "main", table);
        using var readings = connection.CreateAppender("temp", "main", "label_reading");
        var unread = new List<(string Label, long Position, long Places)>();
        foreach (var (label, position, places) in distinct)
        {
            var carried = label.Length == 0 && column.CarryDown;
            var read = column.Components.Select(component => carried ? null : labels.Read(component, label)).ToList();
            if (!carried && read.TrueForAll(r => r is null)) { unread.Add((label, position, places)); }
            var row = appender.CreateRow().AppendValue(label);
            var firstRead = read.FindIndex(r => r is not null);
            uint statuses = 0;
            for (var i = 0; i < read.Count; i++)
            {
                if (read[i] is { } reading)
                {
                    row.AppendValue((ushort)reading.Id);
                    statuses |= BitsOf(codes, reading.ObsStatus);
                    if (reading.Rule == "repaired")
                    {
                        connection.Execute("insert into repaired_code values ($part, $row, $column, $label, $code, $places)",
                            new { part = plan.Raw.Part, row = position + plan.Raw.FirstRow, column = column.Column, label, code = reading.Code, places });
                    }
                    readings.CreateRow().AppendValue((ushort)plan.Raw.Part).AppendValue((ushort)column.Column).AppendValue(column.Header).AppendValue(label)
                        .AppendValue(reading.Component).AppendValue(reading.Code).AppendValue((ushort)reading.Id).AppendValue(reading.Rule).EndRow();
                }
                else if (firstRead >= 0 && i > firstRead)
                {
                    // Under a label of a higher component the lower ones start anew from their total.
                    row.AppendValue((ushort)(labels.IdOrNew(column.Components[i], "_T") ?? 0));
                }
                else { row.AppendNullValue(); }
            }
            row.AppendValue(statuses).EndRow();
        }
        // Only now are all periods of the column known, of which one may be the nearest.
        findings.AddRange(unread.Select(u => new Finding("C06", plan.Raw.Name, u.Position + plan.Raw.FirstRow, column.Column, u.Label)
        {
            Places = u.Places,
            Args = new Dictionary<string, string?> { ["column"] = column.Header, ["component"] = string.Join(", ", column.Components), ["nearest"] = labels.Nearest(column.Components, u.Label) },
        }));
    }

    /// <summary>
    /// A row whose label is not understood, such as a note below the table, is mostly empty beside it: the empty labels there are no further fault.
    /// </summary>
    public static void DropFollowing(DuckDBConnection connection, TablePlan plan, IReadOnlyList<string> joins, string rows, List<Finding> findings)
    {
        foreach (var finding in findings.Where(f => f.Code == "C06" && f.Part == plan.Raw.Name && f.Value == "").ToList())
        {
            var others = plan.Labels.Where(l => l.Column != finding.Column && findings.Exists(f => f.Code == "C06" && f.Part == plan.Raw.Name && f.Column == l.Column && f.Value != "")).ToList();
            if (plan.Labels.FirstOrDefault(l => l.Column == finding.Column) is not { } column || others.Count == 0) { continue; }
            var read = string.Join(" and ", others.Select(o => $"{NameOf(plan, o)}.{o.Components[0]} is not null"));
            var (first, places) = connection.QuerySingle<(long?, long)>($"select min(r.rowid), count(*) from {plan.Raw.Table} r {string.Join(' ', joins)} where {rows} and {TextOf(column)} = '' and {read}");
            findings.Remove(finding);
            if (first is { } row) { findings.Add(finding with { Row = row + plan.Raw.FirstRow, Places = places }); }
        }
    }
}
