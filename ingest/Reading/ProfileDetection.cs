using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Staging;

namespace Observatorio.Ingest.Reading;

/// <summary>Finds the profiles whose layouts fit a file.</summary>
public static class ProfileDetection
{
    /// <summary>Profiles of which one layout finds all of its headers in the file, the most specific first.</summary>
    public static IReadOnlyList<Profile> Fitting(string path, IEnumerable<Profile> profiles)
    {
        var findings = new List<Finding>();
        if (SourceFile.Probe(path, Path.GetFileName(path), findings) is not { } file) { return []; }
        IReadOnlyList<RawTable>? sheets = null;
        var scan = file.Kind == FileKind.Text ? TextScan.Of(path) : null;
        if (scan is { LongestLine: > TextScan.LongestAllowed }) { return []; }
        if (file.Kind == FileKind.Workbook) { sheets = WorkbookFile.Heads(file); }
        return [.. profiles
            .Select(profile => (Profile: profile, Matched: profile.Layouts.Max(layout => Matched(file, layout, scan, sheets))))
            .Where(p => p.Matched > 0)
            .OrderByDescending(p => p.Matched)
            .Select(p => p.Profile)];
    }

    // How many column rules a layout matches where it matches all that it must; 0 where it does not.
    private static int Matched(SourceFile file, Layout layout, TextScan? scan, IReadOnlyList<RawTable>? sheets)
    {
        if (layout.Format == "csv" != (scan is not null)) { return 0; }
        var plans = scan is not null
            ? [FileReader.PlanText(file, layout, scan)]
            : layout.Tables.SelectMany(table => FileReader.SheetsOf(sheets ?? [], table).Select(sheet => TablePlan.Match(sheet, table)).DefaultIfEmpty(null)).ToList();
        return plans.Count > 0 && plans.TrueForAll(p => p is { Complete: true } && FileReader.Identified(p)) ? plans.Sum(p => p!.Matched) : 0;
    }
}
