using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Ingest.Staging;

/// <summary>
/// A table that ends too early, as at an empty row in its middle or where a label is lost, loses what follows. Below an empty label each row with a number looks like
/// data; below a label that ends the table by its text, as that of the notes, those whose first label is known.
/// </summary>
public static class RowsBelow
{
    /// <summary>Tells the rows below a table that look like data: how many, and from where to where.</summary>
    public static void Tell(DuckDBConnection connection, TablePlan plan, LabelReader labels, List<Finding> findings)
    {
        if (plan.Labels.Count == 0 || plan.Measures.Count == 0) { return; }
        var label = plan.Labels[0];
        var numbers = string.Join(" or ", plan.Measures.Select(m => $"regexp_full_match(trim(r.c{m.Column}), '[-+]?[0-9][0-9 .,%]*')"));
        var below = connection.Query<(long Row, string Label, bool Lost)>(
            $"""
            with below as (
                select r.rowid + {plan.Raw.FirstRow} as source_row, {LabelTable.TextOf(label)} as label, coalesce({numbers}, false) as figures
                from {plan.Raw.Table} r
                where r.rowid + {plan.Raw.FirstRow} > (select max(last_row) from table_window where part = {plan.Raw.Part})
            )
            select source_row, label, (select arg_min(label, source_row) from below) = ''
            from below
            where figures
            order by 1
            """).Where(r => r.Lost || (r.Label.Length > 0 && label.Components.Any(c => labels.Read(c, r.Label) is not null))).ToList();
        if (below.Count == 0) { return; }
        findings.Add(new Finding("F05", plan.Raw.Name, below[0].Row, label.Column, below[0].Label)
        {
            Places = below.Count,
            Severity = "E",
            Args = new Dictionary<string, string?>
            {
                ["part_kind"] = "rows_below",
                ["name"] = below[0].Label is { Length: > 0 } text ? text : CellAddress.Format(null, below[0].Row, label.Column),
                ["last"] = below.Count > 1 ? CellAddress.Format(null, below[^1].Row, plan.Measures.Max(m => m.Column)) : null,
            },
        });
        // What is missing above is there below, and no further fault.
        connection.Execute($"insert into unread_label select distinct indicator, time_period, null, null, null from observation where part = {plan.Raw.Part} and indicator is not null and time_period is not null");
    }
}
