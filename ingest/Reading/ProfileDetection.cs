using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Registers;
using Observatorio.Ingest.Sdmx;
using Observatorio.Ingest.Staging;

namespace Observatorio.Ingest.Reading;

/// <summary>How well the best layout of a profile fits a file.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Matched">How many of its column rules find a column.</param>
/// <param name="Missing">How much is amiss: rules that must find a column and do not, sheets of another name, headers in another row, titles that say something else; 0 where the layout fits.</param>
public sealed record ProfileFit(Profile Profile, int Matched, int Missing);

/// <summary>Finds the profiles whose layouts fit a file.</summary>
public static class ProfileDetection
{
    /// <summary>
    /// Profiles that fit a file, the most specific first. Where none does: those that come nearest and have at least half of their columns in
    /// the file, so that its office is told what is amiss instead of nothing.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="profiles">Those to choose from.</param>
    /// <param name="findings">Told why the file cannot be read at all.</param>
    public static IReadOnlyList<ProfileFit> Find(string path, IReadOnlyList<Profile> profiles, List<Finding> findings)
    {
        if (SdmxCsv.Find(path, profiles, findings) is { } messages) { return [.. messages.Select(p => new ProfileFit(p, p.Layouts[0].Tables[0].Columns.Count, 0))]; }
        var registers = profiles.Select(p => (Profile: p, Layout: RegisterCount.LayoutOf(p, path))).Where(r => r.Layout is not null)
            .Select(r => (r.Profile, Fit: RegisterFiles.Nearness(path, r.Layout!))).Where(r => r.Fit is { Missing: 0 }).Select(r => new ProfileFit(r.Profile, r.Fit!.Value.Matched, 0)).ToList();
        if (registers.Count > 0) { return [.. registers.OrderByDescending(r => r.Matched)]; }
        if (SourceFile.Probe(path, Path.GetFileName(path), findings) is not { } file) { return []; }
        IReadOnlyList<RawTable>? sheets = null;
        var scan = file.Kind == FileKind.Text ? TextScan.Of(path) : null;
        if (scan is not null && FileReader.LineTooLong(scan) is { } tooLong)
        {
            findings.Add(tooLong);
            return [];
        }
        if (file.Kind == FileKind.Workbook && (sheets = WorkbookFile.Heads(file, findings)) is null) { return []; }
        var fits = profiles
            .SelectMany(profile => profile.Layouts.Where(l => l.Register is null && l.Tables.Count > 0).Select(layout => Fit(profile, file, layout, scan, sheets)).OfType<ProfileFit>().OrderBy(f => f.Missing).ThenByDescending(f => f.Matched).Take(1))
            .OrderBy(f => f.Missing).ThenByDescending(f => f.Matched)
            .ToList();
        if (fits.Exists(f => f.Missing == 0)) { return [.. fits.Where(f => f.Missing == 0)]; }
        var near = fits.Where(f => f.Matched > 0 && f.Matched >= f.Missing).ToList();
        return [.. near.Where(f => f.Missing == near[0].Missing && f.Matched == near[0].Matched)];
    }

    /// <summary>A profile that its sender names, as it reads a file: where the file is SDMX-CSV, by that form in place of its layouts. Null, with a finding, where such a file is of another dataset.</summary>
    public static Profile? Named(string path, Profile profile, List<Finding> findings) => SdmxCsv.Find(path, [profile], findings) is { } messages ? messages.SingleOrDefault() : profile;

    private static ProfileFit? Fit(Profile profile, SourceFile file, Layout layout, TextScan? scan, IReadOnlyList<RawTable>? sheets)
    {
        if (layout.Format == "csv" != (scan is not null)) { return null; }
        var fits = scan is not null
            ? [Nearness(FileReader.PlanText(file, layout, scan))]
            : layout.Tables.SelectMany(table => FileReader.SheetsOf(sheets!, table).Select(sheet => Nearness(TablePlan.Match(sheet, table))).DefaultIfEmpty(UnderAnotherName(sheets!, table))).ToList();
        return new ProfileFit(profile, fits.Sum(f => f.Matched), fits.Sum(f => f.Missing));
    }

    private static (int Matched, int Missing) UnderAnotherName(IReadOnlyList<RawTable> sheets, TableLayout table)
    {
        var (matched, missing) = sheets.Select(sheet => Nearness(TablePlan.Match(sheet, table))).OrderByDescending(n => n.Matched - n.Missing).First();
        return (matched, missing + 1);
    }

    // A header that is not where it should be may be in another row.
    private static (int Matched, int Missing) Nearness(TablePlan plan)
    {
        if (plan.Complete) { return (plan.Matched, FileReader.Unidentified(plan)); }
        var elsewhere = Enumerable.Range(1, plan.Raw.Head.Count).Select(row => TablePlan.MatchAt(plan.Raw, plan.Layout, row)).MaxBy(p => p.Matched);
        return elsewhere is not null && elsewhere.Matched > plan.Matched ? (elsewhere.Matched, elsewhere.Missing.Count + 1) : (plan.Matched, plan.Missing.Count);
    }
}
