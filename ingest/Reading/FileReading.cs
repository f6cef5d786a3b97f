using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Staging;

namespace Observatorio.Ingest.Reading;

/// <summary>A file as one layout of its profile reads it.</summary>
/// <param name="Layout">The layout that fits best.</param>
/// <param name="Tables">Its tables that were found.</param>
/// <param name="Parts">Every sheet of the file.</param>
public sealed record FileReading(Layout Layout, IReadOnlyList<TablePlan> Tables, IReadOnlyList<RawTable> Parts);

/// <summary>Finds the layout that fits a file, and reads the file into raw tables by it.</summary>
public static class FileReader
{
    // So many columns beside the last header are still taken for part of the table.
    private const int MostUnnamed = 100;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Reads <paramref name="file"/>. Null where nothing can be staged: then the findings say why.
    /// </summary>
    /// <param name="connection">Where the raw tables are made.</param>
    /// <param name="file">What to read.</param>
    /// <param name="profile">Whose layouts are tried, in the order of their names.</param>
    /// <param name="findings">Where faults are told.</param>
    /// <param name="allowFast">False to read text by CsvHelper in any case.</param>
    public static FileReading? Read(DuckDBConnection connection, SourceFile file, Profile profile, List<Finding> findings, bool allowFast = true)
        => file.Kind == FileKind.Text ? ReadText(connection, file, profile, findings, allowFast) : ReadWorkbook(connection, file, profile, findings);

    private static FileReading? ReadText(DuckDBConnection connection, SourceFile file, Profile profile, List<Finding> findings, bool allowFast)
    {
        var scan = TextScan.Of(file.Path);
        if (LineTooLong(scan) is { } tooLong)
        {
            findings.Add(tooLong);
            return null;
        }
        var layouts = profile.Layouts.Where(l => l.Format == "csv" && l.Tables.Count > 0).ToList();
        var best = layouts
            .Select(layout => (Layout: layout, Plan: PlanText(file, layout, scan)))
            .OrderByDescending(l => l.Plan.Complete).ThenByDescending(l => (double)l.Plan.Matched / Math.Max(1, l.Plan.Layout.Columns.Count))
            .FirstOrDefault();
        if (best.Layout is null) { return NoLayout(profile, "csv", findings); }
        // A header whose letters are lost is not missing: what is said of the encoding is said of it too.
        if (!Encoded(file, best.Layout, scan, findings))
        {
            if (FileChecks.GarbledHeader(best.Plan) is null) { HeaderFound(best.Plan, best.Layout, findings); }
            return null;
        }
        if (!HeaderFound(best.Plan, best.Layout, findings, () => OtherDelimiter(file, best.Layout, scan))) { return null; }
        var raw = TextFile.Load(connection, file, best.Layout, scan, best.Plan.Raw.Head, Width(best.Plan), best.Plan.FirstDataRow - 1, findings, allowFast);
        return raw is null ? null : new FileReading(best.Layout, [best.Plan with { Raw = raw }], [raw]);
    }

    /// <summary>The finding F01 of a text with a line that no table has; null where there is none.</summary>
    public static Finding? LineTooLong(TextScan scan)
        => scan.LongestLine > TextScan.LongestAllowed ? new Finding("F01", Row: scan.LongestLineNumber) { Args = new Dictionary<string, string?> { ["why"] = "long_line", ["what"] = null } } : null;

    // Saved on a computer with another country's settings, the same table has another mark between its columns.
    private static string? OtherDelimiter(SourceFile file, Layout layout, TextScan scan)
        => ((string[])[",", ";", "\t", "|"]).FirstOrDefault(d => d != layout.Delimiter && PlanText(file, layout with { Delimiter = d }, scan).Complete);

    // Columns without a header text may hold notes; but a long row of empty ones is what a spreadsheet leaves behind.
    private static int Width(TablePlan plan)
    {
        var named = Math.Max(plan.Headers.Keys.DefaultIfEmpty(1).Max(), plan.Layout.Columns.Max(c => c.Position ?? 1));
        var printed = plan.Raw.Head[plan.HeaderRow - 1].Length;
        return printed > named + MostUnnamed ? named : Math.Max(named, printed);
    }

    /// <summary>What a layout's rules come to for the head of a text file.</summary>
    public static TablePlan PlanText(SourceFile file, Layout layout, TextScan scan)
    {
        var head = TextFile.Head(file, layout, scan);
        return TablePlan.Match(new RawTable(1, null, head.Select(row => row.Length).DefaultIfEmpty(1).Max(), 1, head), layout.Tables[0]);
    }

    private static FileReading? ReadWorkbook(DuckDBConnection connection, SourceFile file, Profile profile, List<Finding> findings)
    {
        var layouts = profile.Layouts.Where(l => l.Format == "xlsx" && l.Tables.Count > 0).ToList();
        if (layouts.Count == 0) { return NoLayout(profile, "xlsx", findings); }
        if (WorkbookFile.Load(connection, file, findings) is not { } sheets) { return null; }
        var best = layouts
            .Select(layout => (Layout: layout, Tables: layout.Tables.Select(table => (Table: table, Plans: SheetsOf(sheets, table).Select(sheet => TablePlan.Match(sheet, table)).ToList())).ToList()))
            .OrderByDescending(l => l.Tables.Count(t => t.Plans.Any(p => p.Complete))).First();
        var found = true;
        foreach (var (table, plans) in best.Tables)
        {
            if (plans.Count == 0)
            {
                found = false;
                findings.Add(new Finding("F04") { Args = new Dictionary<string, string?> { ["part_kind"] = "sheet", ["name"] = FileChecks.Readable(table.Sheet ?? ""), ["nearest"] = string.Join(", ", sheets.Select(s => s.Name)) } });
            }
            foreach (var plan in plans) { found &= HeaderFound(plan, best.Layout, findings); }
        }
        return found ? new FileReading(best.Layout, [.. best.Tables.SelectMany(t => t.Plans)], sheets) : null;
    }

    /// <summary>The sheets whose name a table's rule fits.</summary>
    public static IEnumerable<RawTable> SheetsOf(IReadOnlyList<RawTable> sheets, TableLayout table)
        => table.Sheet is null ? sheets.Take(1) : sheets.Where(s => Regex.IsMatch(s.Name!.Trim(), table.Sheet, RegexOptions.None, Patience));

    /// <summary>How many of the cells that identify the table do not say what they should.</summary>
    public static int Unidentified(TablePlan plan) => plan.Layout.Identity.Count(i => !Regex.IsMatch(plan.TextAt(i.Cell), i.Pattern, RegexOptions.None, Patience));

    private static FileReading? NoLayout(Profile profile, string format, List<Finding> findings)
    {
        findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = "no_layout", ["what"] = format, ["profile"] = profile.Id } });
        return null;
    }

    private static bool Encoded(SourceFile file, Layout layout, TextScan scan, List<Finding> findings)
    {
        if (layout.Encoding == "utf-8" && !scan.ValidUtf8)
        {
            var (at, text) = TextScan.FirstInvalidLine(file.Path);
            findings.Add(new Finding("F02", Row: at) { Args = new Dictionary<string, string?> { ["why"] = "invalid", ["encoding"] = layout.Encoding, ["line"] = Number(at), ["as_latin1"] = text } });
            return false;
        }
        if (scan.FirstNulLine > 0 || (scan.ContentBytes < scan.Bytes && !layout.NulsAtEnd))
        {
            var line = scan.FirstNulLine > 0 ? scan.FirstNulLine : (long?)null;
            findings.Add(new Finding("F02", Row: line) { Args = new Dictionary<string, string?> { ["why"] = "nul", ["encoding"] = layout.Encoding, ["line"] = Number(line) } });
            return false;
        }
        return true;
    }

    private static bool HeaderFound(TablePlan plan, Layout layout, List<Finding> findings, Func<string?>? otherDelimiter = null)
    {
        if (plan.Complete) { return true; }
        if (FileChecks.GarbledHeader(plan) is { } garbled)
        {
            findings.Add(FileChecks.Garbled(plan.Raw.Name, plan.HeaderRowOf(garbled.Key), garbled.Key, garbled.Value, 1, layout));
            return false;
        }
        var elsewhere = Enumerable.Range(1, plan.Raw.Head.Count).Select(row => TablePlan.MatchAt(plan.Raw, plan.Layout, row)).FirstOrDefault(p => p.Complete && p.HeaderRow != plan.HeaderRow);
        if (elsewhere is not null || plan.Missing.Count * 2 > plan.Layout.Columns.Count(c => !c.Optional))
        {
            findings.Add(new Finding("F03", plan.Raw.Name, plan.HeaderRow)
            {
                Args = new Dictionary<string, string?>
                {
                    ["header"] = string.Join(", ", plan.Layout.Columns.Where(c => !c.Optional).Select(Describe)),
                    ["found_row"] = Number(elsewhere?.HeaderRow),
                    ["delimiter"] = otherDelimiter?.Invoke(),
                },
            });
            return false;
        }
        foreach (var rule in plan.Missing)
        {
            findings.Add(new Finding("F04", plan.Raw.Name, plan.HeaderRow)
            {
                Args = new Dictionary<string, string?>
                {
                    ["part_kind"] = "column",
                    ["name"] = Describe(rule),
                    ["nearest"] = Warehouse.Spelling.Nearest(Describe(rule), plan.Unknown.Values, 1) is [var nearest] ? nearest : null,
                },
            });
        }
        return false;
    }

    private static string Describe(ColumnRule rule) => rule.Header ?? (rule.HeaderPattern is { } pattern ? FileChecks.Readable(pattern) : $"#{rule.Position}");

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
