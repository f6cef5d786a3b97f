using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Ingest.Staging;

namespace Observatorio.Ingest.Checking;

/// <summary>Checks of the file as such: what no rule reads, what is hidden, what does not fit its title.</summary>
public static partial class FileChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Runs the checks F01 (no figure at all), F02 (mojibake) and F05 to F10.</summary>
    public static void Run(DuckDBConnection connection, FileReading reading, List<Finding> findings)
    {
        Mojibake(reading, connection, findings);
        // A header and nothing below it, or labels without a figure: taking it would look like a delivery.
        if (!connection.ExecuteScalar<bool>("select exists (select 1 from observation)"))
        {
            findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = "no_figures", ["what"] = null } });
        }
        foreach (var part in reading.Parts.Where(p => reading.Tables.All(t => t.Raw.Part != p.Part)))
        {
            if (!IsIgnored(part, reading.Layout) && HoldsData(connection, part)) { findings.Add(Unknown("sheet", part.Name, part.Name, null, null)); }
        }
        foreach (var table in reading.Tables)
        {
            foreach (var (column, header) in table.Unknown)
            {
                if (ColumnHoldsData(connection, table.Raw, column)) { findings.Add(Unknown("column", header, table.Raw.Name, table.HeaderRowOf(column), column)); }
            }
            foreach (var column in Headless(connection, table)) { findings.Add(Unknown("column", CellAddress.ColumnName(column), table.Raw.Name, table.HeaderRowOf(column), column) with { Value = null }); }
            RaggedRows(connection, table, findings);
            Identity(table, findings);
        }
        Notes(connection, reading, findings);
    }

    /// <summary>Whether a layout passes a sheet over on purpose.</summary>
    public static bool IsIgnored(RawTable part, Layout layout) => layout.IgnoreSheets.Any(i => Regex.IsMatch(part.Name ?? "", i.Name, RegexOptions.None, Patience));

    /// <summary>Columns without a header that hold something in the rows of a table, and that no rule reads.</summary>
    public static IReadOnlyList<int> Headless(DuckDBConnection connection, TablePlan table)
        => [.. Enumerable.Range(1, table.Raw.Columns)
            .Where(column => !table.Headers.ContainsKey(column) && !table.Ignored.ContainsKey(column) && table.Measures.All(m => m.Column != column) && table.Labels.All(l => l.Column != column))
            .Where(column => connection.ExecuteScalar<bool>(
                $"""
                select exists (
                    select 1 from {table.Raw.Table} r, table_window w
                    where r.c{column} is not null and w.part = {table.Raw.Part} and r.rowid + {table.Raw.FirstRow} between w.first_row and w.last_row
                        and r.rowid + {table.Raw.FirstRow} not in (select source_row from ignored_row where part = {table.Raw.Part}))
                """))];

    /// <summary>A regular expression as people can read it: without the signs that only bind it.</summary>
    public static string Readable(string pattern) => BindingSigns().Replace(NamedGroups().Replace(pattern, "$1"), "").Trim();

    /// <summary>A header whose letters were converted wrongly; null if all are well.</summary>
    public static KeyValuePair<int, string>? GarbledHeader(TablePlan table)
        => table.Headers.Where(h => IsGarbled(h.Value)).Select(h => (KeyValuePair<int, string>?)h).FirstOrDefault();

    /// <summary>The finding F02 of a label or header whose letters were converted wrongly.</summary>
    public static Finding Garbled(string? part, long? row, int column, string text, long places, Layout layout)
        => new("F02", part, row, column, text) { Places = places, Args = new Dictionary<string, string?> { ["why"] = "mojibake", ["encoding"] = layout.Encoding } };

    private static Finding Unknown(string kind, string? name, string? part, int? row, int? column)
        => new("F05", part, row, column, name) { Args = new Dictionary<string, string?> { ["part_kind"] = kind, ["name"] = name } };

    private static bool HoldsData(DuckDBConnection connection, RawTable part)
        => Enumerable.Range(1, part.Columns).Any(column => ColumnHoldsData(connection, part, column));

    private static bool ColumnHoldsData(DuckDBConnection connection, RawTable part, int column)
        => column <= part.Columns && connection.ExecuteScalar<bool>($"select exists (select 1 from {part.Table} where c{column} is not null)");

    private static void RaggedRows(DuckDBConnection connection, TablePlan table, List<Finding> findings)
    {
        var width = table.Raw.Columns;
        connection.Execute(
            $"""
            insert into ragged_row
            select {table.Raw.Part}, r.rowid + {table.Raw.FirstRow}
            from {table.Raw.Table} r, table_window w
            where w.part = {table.Raw.Part} and r.rowid + {table.Raw.FirstRow} between w.first_row and w.last_row
                and (fields > {width} or (fields < {LastUsedColumn(table)} and coalesce(c1, '') <> ''))
            """);
        var ragged = connection.QueryFirstOrDefault<(long Row, int Fields, long Places)?>(
            $"""
            select min(g.source_row), (select fields from {table.Raw.Table} where rowid = min(g.source_row) - {table.Raw.FirstRow}), count(*)
            from ragged_row g
            where g.part = {table.Raw.Part}
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
                findings.Add(new Finding("F09", table.Raw.Name, row, column, text) { Args = new Dictionary<string, string?> { ["expected"] = Readable(identity.Pattern), ["found"] = text } });
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

    // A label that was not understood because its letters were converted wrongly is this fault and not an unknown label.
    private static void Mojibake(FileReading reading, DuckDBConnection connection, List<Finding> findings)
    {
        foreach (var table in reading.Tables)
        {
            var unread = findings.Where(f => f.Code == "C06" && f.Part == table.Raw.Name && IsGarbled(f.Value ?? "")).ToList();
            findings.RemoveAll(unread.Contains);
            var read = connection.Query<(string Label, int Column)>($"select label, source_col from label_reading where part = {table.Raw.Part} order by label").Where(l => IsGarbled(l.Label)).ToList();
            if (unread.Count > 0) { findings.Add(Garbled(table.Raw.Name, unread[0].Row, unread[0].Column ?? 1, unread[0].Value ?? "", unread.Sum(f => f.Places), reading.Layout)); }
            else if (read.Count > 0) { findings.Add(Garbled(table.Raw.Name, null, read[0].Column, read[0].Label, 1, reading.Layout)); }
            else if (GarbledHeader(table) is { } header) { findings.Add(Garbled(table.Raw.Name, table.HeaderRowOf(header.Key), header.Key, header.Value, 1, reading.Layout)); }
        }
    }

    private static bool IsGarbled(string text) => MojibakeMarks().IsMatch(text);

    // UTF-8 read as Latin-1 or Windows-1252 shows as Ã or Â followed by a sign; bytes that are no text show as a replacement mark.
    [GeneratedRegex("\uFFFD|[ÃÂ][\u0080-\u00BF\u2010-\u203A\u20AC\u2122\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC]")]
    private static partial Regex MojibakeMarks();

    [GeneratedRegex(@"\(\?<\w+>([^()]*)\)")]
    private static partial Regex NamedGroups();

    [GeneratedRegex(@"^\^|\$$|\\(?=\W)")]
    private static partial Regex BindingSigns();

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
