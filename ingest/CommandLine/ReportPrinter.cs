using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Observatorio.Ingest.Checking;
using Spectre.Console;

namespace Observatorio.Ingest.CommandLine;

/// <summary>How a command prints its tables.</summary>
public enum ReportFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For spreadsheets.</summary>
    Csv,

    /// <summary>For programs.</summary>
    Json,
}

/// <summary>Prints reports and tables; without colours where output is piped.</summary>
public static class ReportPrinter
{
    // What is piped goes to a file or a pager; broken at 80 columns it could not be searched.
    private const int PipedWidth = 240;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints what became of a file.</summary>
    public static void Print(IngestReport report, ReportFormat format, string language)
    {
        var rows = report.Findings.Select(f =>
        {
            var (message, action) = CheckCatalogue.Describe(f, language);
            return new[] { CheckCatalogue.SeverityOf(f), f.Code, f.Cell, f.Value ?? "", f.Places.ToString(CultureInfo.InvariantCulture), message, action };
        }).ToList();
        if (format == ReportFormat.Json)
        {
            Console.WriteLine(JsonSerializer.Serialize(
                new
                {
                    report.FileName,
                    report.Profile,
                    report.Layout,
                    report.Loaded,
                    report.Errors,
                    report.Warnings,
                    findings = report.Findings.Zip(rows, (f, r) => new { severity = r[0], code = f.Code, cell = f.Cell, f.Value, f.Places, message = r[5], action = r[6] }),
                    report.Accounting,
                }, Json));
            return;
        }
        PrintFindings(format, language, rows);
        if (format == ReportFormat.Csv) { return; }
        var a = report.Accounting;
        Say("summary", ("file", report.FileName), ("errors", CheckCatalogue.Count(report.Errors, "error", language)), ("warnings", CheckCatalogue.Count(report.Warnings, "warning", language)));
        foreach (var marker in a.Markers) { Say("marker_read", ("text", marker.Text), ("meaning", CheckCatalogue.Word("marker", marker.Meaning, language)), ("cells", CheckCatalogue.Count(marker.Cells, "cell", language))); }
        foreach (var total in a.Totals.Where(t => t.SizeClass == "_T" || a.Totals.Count <= 40))
        {
            Say("total_read", ("indicator", total.Indicator), ("period", total.Period), ("size", total.SizeClass), ("total", total.Total.ToString(CultureInfo.InvariantCulture)), ("cells", CheckCatalogue.Count(total.Cells, "cell", language)));
        }

        void Say(string sentence, params IReadOnlyList<(string, string?)> args) => Console.WriteLine(Visible(CheckCatalogue.Say(sentence, language, args)));
    }

    /// <summary>Prints findings, whose columns programs know by their English names and people in their own language.</summary>
    public static void PrintFindings(ReportFormat format, string language, IEnumerable<IReadOnlyList<string>> rows)
        => PrintTable(format, format == ReportFormat.Table ? CheckCatalogue.Say("list_columns", language).Split('|') : ["", "check", "cell", "value", "places", "message", "action"], rows);

    // Cells and file names come from anywhere: what would steer the terminal is shown as the sign of a lost letter.
    private static string Visible(string text) => text.Any(IsSteering) ? string.Concat(text.Select(c => IsSteering(c) ? '\uFFFD' : c)) : text;

    private static bool IsSteering(char letter) => char.IsControl(letter) && letter != '\n';

    /// <summary>Prints a table.</summary>
    public static void PrintTable(ReportFormat format, IReadOnlyList<string> headers, IEnumerable<IReadOnlyList<string>> rows)
    {
        switch (format)
        {
            case ReportFormat.Csv:
                // A cell that begins like a formula stays a text in the spreadsheet that opens the findings.
                using (var csv = new CsvWriter(Console.Out, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }, leaveOpen: true))
                {
                    foreach (var row in rows.Prepend(headers))
                    {
                        foreach (var field in row) { csv.WriteField(Visible(field)); }
                        csv.NextRecord();
                    }
                }
                break;
            case ReportFormat.Json:
                Console.WriteLine(JsonSerializer.Serialize(rows.Select(row => headers.Zip(row).ToDictionary(p => p.First, p => p.Second)), Json));
                break;
            default:
                if (Console.IsOutputRedirected) { AnsiConsole.Profile.Width = PipedWidth; }
                var table = new Table { Border = TableBorder.Simple };
                foreach (var header in headers) { table.AddColumn(Markup.Escape(header)); }
                foreach (var row in rows) { table.AddRow([.. row.Select(cell => Markup.Escape(Visible(cell)))]); }
                if (table.Rows.Count > 0) { AnsiConsole.Write(table); }
                break;
        }
    }
}
