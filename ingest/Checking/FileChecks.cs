using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Ingest.Staging;

namespace Observatorio.Ingest.Checking;

/// <summary>Checks of the file as such: what no rule reads, what is hidden, what does not fit its title.</summary>
public static class FileChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Runs the checks F01 (no figure at all), F02 (mojibake) and F05 to F10.</summary>
    public static void Run(DuckDBConnection connection, FileReading reading, Profile profile, string fileName, List<Finding> findings)
    {
        Mojibake(reading, connection, findings);
        // A header and nothing below it, or labels without a figure: taking it would look like a delivery.
        if (!connection.ExecuteScalar<bool>("select exists (select 1 from observation)"))
        {
            findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = "no_figures", ["what"] = null } });
        }
        foreach (var part in reading.Parts.Where(p => reading.Tables.All(t => t.Raw.Part != p.Part)))
        {
            var reason = reading.Layout.IgnoreSheets.FirstOrDefault(i => Regex.IsMatch(part.Name ?? "", i.Name, RegexOptions.None, Patience));
            if (reason is null && HoldsData(connection, part)) { findings.Add(Unknown("sheet", part.Name, part.Name, null, null)); }
        }
        foreach (var table in reading.Tables)
        {
            foreach (var (column, header) in table.Unknown)
            {
                if (ColumnHoldsData(connection, table.Raw, column)) { findings.Add(Unknown("column", header, table.Raw.Name, table.HeaderRow, column)); }
            }
            RaggedRows(connection, table, findings);
            Identity(table, findings);
        }
        Notes(connection, reading, findings);
    }

    private static Finding Unknown(string kind, string? name, string? part, int? row, int? column)
        => new("F05", part, row, column, name) { Args = new Dictionary<string, string?> { ["part_kind"] = kind, ["name"] = name } };

    private static bool HoldsData(DuckDBConnection connection, RawTable part)
        => Enumerable.Range(1, part.Columns).Any(column => ColumnHoldsData(connection, part, column));

    private static bool ColumnHoldsData(DuckDBConnection connection, RawTable part, int column)
        => column <= part.Columns && connection.ExecuteScalar<bool>($"select exists (select 1 from {part.Table} where c{column} is not null)");

    private static void RaggedRows(DuckDBConnection connection, TablePlan table, List<Finding> findings)
    {
        var width = table.Raw.Columns;
        var ragged = connection.QueryFirstOrDefault<(long Row, int Fields, long Places)?>(
            $"""
            select min(r.rowid) + {table.Raw.FirstRow}, arg_min(fields, r.rowid), count(*)
            from {table.Raw.Table} r, table_window w
            where w.part = {table.Raw.Part} and r.rowid + {table.Raw.FirstRow} between w.first_row and w.last_row
                and (fields > {width} or (fields < {LastUsedColumn(table)} and coalesce(c1, '') <> ''))
            having count(*) > 0
            """);
        if (ragged is { } found)
        {
            findings.Add(new Finding("F06", table.Raw.Name, found.Row)
            {
                Places = found.Places,
                Args = new Dictionary<string, string?> { ["fields"] = Format(found.Fields), ["expected"] = Format(width) },
            });
        }
    }

    private static int LastUsedColumn(TablePlan table) => table.Labels.Select(l => l.Column).Concat(table.Measures.Select(m => m.Column)).Max();

    private static void Identity(TablePlan table, List<Finding> findings)
    {
        foreach (var identity in table.Layout.Identity)
        {
            if (CellAddress.Parse(identity.Cell) is not var (_, row, column)) { continue; }
            var text = table.TextAt(identity.Cell);
            if (!Regex.IsMatch(text, identity.Pattern, RegexOptions.None, Patience))
            {
                findings.Add(new Finding("F09", table.Raw.Name, row, column, text) { Args = new Dictionary<string, string?> { ["expected"] = identity.Pattern, ["found"] = text } });
            }
        }
    }

    private static void Notes(DuckDBConnection connection, FileReading reading, List<Finding> findings)
    {
        var names = reading.Parts.ToDictionary(p => p.Part, p => p.Name);
        foreach (var (part, kind, row, column, text, places) in connection.Query<(int, string, long?, int?, string?, long)>(
            """
            select n.part, n.kind, min(n.source_row), arg_min(n.source_col, coalesce(n.source_row, 0)), arg_min(n.text, coalesce(n.source_row, 0)), count(*)
            from raw_note n
            where n.kind in ('error', 'hidden row', 'hidden column', 'hidden sheet', 'no cached value', 'external link')
            group by n.part, n.kind
            order by 1, 2
            """))
        {
            if (reading.Tables.All(t => t.Raw.Part != part)) { continue; }
            var hidden = kind.StartsWith("hidden", StringComparison.Ordinal);
            findings.Add(new Finding(hidden ? "F07" : "F08", names[part], row, column, text)
            {
                Places = places,
                Severity = kind == "error" ? "E" : null,
                Args = new Dictionary<string, string?> { ["kind"] = kind },
            });
        }
    }

    // UTF-8 read as Latin-1 shows as Ã followed by a sign; bytes that are no text show as a replacement mark.
    private static void Mojibake(FileReading reading, DuckDBConnection connection, List<Finding> findings)
    {
        foreach (var table in reading.Tables)
        {
            var first = connection.QueryFirstOrDefault<(string Label, int Column)?>(
                $"select label, source_col from label_reading where part = {table.Raw.Part} and (contains(label, '\uFFFD') or regexp_matches(label, '[ÃÂ][\\x{{80}}-\\x{{BF}}]')) order by label limit 1");
            var header = table.Headers.FirstOrDefault(h => h.Value.Contains('\uFFFD', StringComparison.Ordinal) || Regex.IsMatch(h.Value, "[ÃÂ][\u0080-\u00BF]", RegexOptions.None, Patience));
            if (first is null && header.Value is null) { continue; }
            findings.Add(new Finding("F02", table.Raw.Name, first is null ? table.HeaderRow : null, first?.Column ?? header.Key, first?.Label ?? header.Value)
            {
                Args = new Dictionary<string, string?> { ["why"] = "mojibake", ["encoding"] = reading.Layout.Encoding },
            });
        }
    }

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
