using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Staging;

namespace Observatorio.Ingest.Reading;

/// <summary>How well the best layout of a profile fits a file.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Matched">How many of its column rules find a column.</param>
/// <param name="Missing">How many rules that must find one, or whole sheets, do not; 0 where the layout fits.</param>
public sealed record ProfileFit(Profile Profile, int Matched, int Missing);

/// <summary>Finds the profiles whose layouts fit a file.</summary>
public static class ProfileDetection
{
    /// <summary>
    /// Profiles that fit a file, the most specific first. Where none does: the one that alone comes nearest and has most of its columns in
    /// the file, so that its office is told what is amiss instead of nothing.
    /// </summary>
    public static IReadOnlyList<ProfileFit> Find(string path, IEnumerable<Profile> profiles)
    {
        var findings = new List<Finding>();
        if (SourceFile.Probe(path, Path.GetFileName(path), findings) is not { } file) { return []; }
        IReadOnlyList<RawTable>? sheets = null;
        var scan = file.Kind == FileKind.Text ? TextScan.Of(path) : null;
        if (scan is { LongestLine: > TextScan.LongestAllowed }) { return []; }
        if (file.Kind == FileKind.Workbook) { sheets = WorkbookFile.Heads(file); }
        var fits = profiles
            .SelectMany(profile => profile.Layouts.Select(layout => Fit(profile, file, layout, scan, sheets)).OfType<ProfileFit>().OrderBy(f => f.Missing).ThenByDescending(f => f.Matched).Take(1))
            .OrderBy(f => f.Missing).ThenByDescending(f => f.Matched)
            .ToList();
        if (fits.Exists(f => f.Missing == 0)) { return [.. fits.Where(f => f.Missing == 0)]; }
        var near = fits.Where(f => f.Matched > f.Missing).ToList();
        return near is [var only] || (near is [var first, var second, ..] && first.Missing < second.Missing) ? [near[0]] : [];
    }

    private static ProfileFit? Fit(Profile profile, SourceFile file, Layout layout, TextScan? scan, IReadOnlyList<RawTable>? sheets)
    {
        if (layout.Format == "csv" != (scan is not null)) { return null; }
        var plans = scan is not null
            ? [FileReader.PlanText(file, layout, scan)]
            : layout.Tables.SelectMany(table => FileReader.SheetsOf(sheets ?? [], table).Select(sheet => (TablePlan?)TablePlan.Match(sheet, table)).DefaultIfEmpty(null)).ToList();
        var missing = plans.Sum(p => p is null ? 1 : p.Missing.Count);
        return missing == 0 && !plans.TrueForAll(p => FileReader.Identified(p!)) ? null : new ProfileFit(profile, plans.Sum(p => p?.Matched ?? 0), missing);
    }
}
