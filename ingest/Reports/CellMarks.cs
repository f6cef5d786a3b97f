using System.Globalization;
using Observatorio.Ingest.Checking;

namespace Observatorio.Ingest.Reports;

/// <summary>A cell of a workbook that a finding is about.</summary>
/// <param name="Row">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Severity">The gravest of what is said of it: E, W or I.</param>
/// <param name="Text">What is said of it.</param>
public sealed record CellMark(int Row, int Column, string Severity, string Text);

/// <summary>Where the findings of a report belong in the office's own workbook.</summary>
public static class CellMarks
{
    /// <summary>The marks of a sheet, by row.</summary>
    /// <param name="report">The report.</param>
    /// <param name="sheet">Name of the sheet; null for a text file.</param>
    /// <param name="language">es, pt or en.</param>
    public static IReadOnlyDictionary<int, IReadOnlyList<CellMark>> Of(SubmissionReport report, string? sheet, string language)
        => report.Findings.Where(f => f.Part == sheet && f.Row is not null && f.Omitted == 0).SelectMany(finding => Rows(finding).Select(row => (finding, Row: row, Column: finding.Column ?? 1)))
            .GroupBy(m => (m.Row, m.Column))
            .Select(g => new CellMark(g.Key.Row, g.Key.Column, Gravest(g.Select(m => CheckCatalogue.SeverityOf(m.finding))), string.Join("\n\n", g.Select(m => Say(m.finding, language)).Distinct())))
            .GroupBy(m => m.Row).ToDictionary(g => g.Key, g => (IReadOnlyList<CellMark>)[.. g.OrderBy(m => m.Column)]);

    // A finding of several places names the first, and some of the rows of the others.
    private static IEnumerable<int> Rows(Finding finding)
        => (finding.Args.GetValueOrDefault("rows") ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(r => int.TryParse(r, NumberStyles.None, CultureInfo.InvariantCulture, out var row) ? row : 0)
            .Append((int)finding.Row!.Value).Where(r => r > 0).Distinct();

    private static string Gravest(IEnumerable<string> severities) => severities.MinBy(s => s switch { "E" => 0, "W" => 1, _ => 2 })!;

    private static string Say(Finding finding, string language)
    {
        var (message, action) = CheckCatalogue.Describe(finding, language);
        return $"{finding.Code}: {message}\n→ {action}";
    }
}
