using System.Globalization;
using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Reports;

/// <summary>A figure of the office that a submission adds, changes or takes away.</summary>
/// <param name="Kind"><c>new</c>, <c>changed</c> or <c>vanished</c>.</param>
/// <param name="RefArea">Its key, as the parameters that follow.</param>
/// <param name="Indicator">Indicator.</param>
/// <param name="SizeClass">Class in the scheme of the office.</param>
/// <param name="Activity">Activity.</param>
/// <param name="Sex">Sex.</param>
/// <param name="TimePeriod">Period.</param>
/// <param name="OldValue">What is published; null where nothing is, or it is hidden.</param>
/// <param name="NewValue">What the submission says.</param>
public sealed record FigureChange(string Kind, string RefArea, string Indicator, string SizeClass, string Activity, string Sex, string TimePeriod, decimal? OldValue, decimal? NewValue)
{
    /// <summary>By how many percent it changes; null where there is nothing to compare.</summary>
    public decimal? Percent => OldValue is { } old && old != 0 && NewValue is { } now ? Math.Round(100 * (now - old) / Math.Abs(old), 2) : null;
}

/// <summary>How many figures of a kind.</summary>
public sealed record ChangeCount(string Kind, long Figures);

/// <summary>What becomes of figures in a scheme: how many, by which method, and why not more.</summary>
public sealed record PreviewCount(string Scheme, string Method, string? Reason, long Figures);

/// <summary>All that is known of a submission once it was checked: what its office and its reviewer read.</summary>
/// <param name="Submission">Its number; 0 for a trial that keeps nothing.</param>
/// <param name="FileName">As its office calls it.</param>
/// <param name="Profile">The profile that it was read with.</param>
/// <param name="Layout">The layout that fitted; null where none did.</param>
/// <param name="Findings">Every fault and remark.</param>
/// <param name="Accounting">What was read and how.</param>
/// <param name="Counts">How many figures it adds, changes and takes away.</param>
/// <param name="Changes">The most telling of them.</param>
/// <param name="Preview">What becomes of its figures in each scheme.</param>
public sealed record SubmissionReport(
    long Submission, string FileName, string Profile, string? Layout, IReadOnlyList<Finding> Findings, Accounting Accounting,
    IReadOnlyList<ChangeCount> Counts, IReadOnlyList<FigureChange> Changes, IReadOnlyList<PreviewCount> Preview)
{
    /// <summary>So many changes are told one by one.</summary>
    public const int MostChanges = 1000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Names of the tables that errors stop; the others are taken.</summary>
    public IReadOnlyList<string> Stopped { get; init; } = [];

    /// <summary>Whether anything is left to take.</summary>
    public bool Takes { get; init; }

    /// <summary>How many findings stop a table.</summary>
    public int Errors => Findings.Count(f => Checking.CheckCatalogue.SeverityOf(f) == "E");

    /// <summary>How many findings travel with the figures.</summary>
    public int Warnings => Findings.Count(f => Checking.CheckCatalogue.SeverityOf(f) == "W");

    /// <summary>Reads a file as if it were taken in, tells all, and undoes it.</summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="work">Its work warehouse.</param>
    /// <param name="entry">The submission.</param>
    /// <param name="path">Where the file is; null where the archive has it.</param>
    /// <param name="progress">Told the name of each stage as it begins.</param>
    public static SubmissionReport Make(Workspace workspace, DuckDBConnection work, SubmissionEntry entry, string? path, Action<string>? progress = null)
    {
        var profile = Submissions.ProfileOf(workspace, entry);
        IReadOnlyList<ChangeCount> counts = [];
        IReadOnlyList<FigureChange> changes = [];
        IReadOnlyList<PreviewCount> preview = [];
        var report = Submissions.Load(workspace, work, profile, entry, path, progress, keep: false, look: connection => (counts, changes, preview) = Look(connection));
        return new SubmissionReport(entry.SubmissionId, entry.FileName, profile.Id, report.Layout, report.Findings, report.Accounting, counts, changes, preview) { Stopped = report.Stopped, Takes = report.Loaded };
    }

    /// <summary>The same for a file that is not kept, and of which nothing is.</summary>
    public static SubmissionReport Try(Workspace workspace, DuckDBConnection work, Profiles.Profile profile, string path, string fileName, string sha256)
    {
        using var counted = Registers.CountedFile.Of(work, profile, path, fileName, workspace.TemporaryFolder, sha256: sha256);
        (IReadOnlyList<ChangeCount>, IReadOnlyList<FigureChange>, IReadOnlyList<PreviewCount>) seen = ([], [], []);
        // A number that no submission has: there is none yet.
        var report = counted.Path is null
            ? IngestReport.Unreadable(fileName, profile.Id, counted.Findings)
            : Pipeline.Run(work, profile, counted.Path, fileName, new SubmissionHeader(uint.MaxValue, DateTime.UtcNow, sha256), null, counted.Findings, keep: false, look: connection => seen = Look(connection));
        return new SubmissionReport(0, fileName, profile.Id, report.Layout, report.Findings, report.Accounting, seen.Item1, seen.Item2, seen.Item3) { Stopped = report.Stopped, Takes = report.Loaded };
    }

    /// <summary>What the submission in the star changes, by the variable of its number.</summary>
    public static (IReadOnlyList<ChangeCount>, IReadOnlyList<FigureChange>, IReadOnlyList<PreviewCount>) Look(DuckDBConnection connection)
    {
        var assembly = typeof(SubmissionReport).Assembly;
        return (
            connection.Query<ChangeCount>(Sql.Text(assembly, "report/summary.sql")).ToList(),
            connection.Query<FigureChange>(Sql.Text(assembly, "report/changes.sql", ("most", MostChanges.ToString(CultureInfo.InvariantCulture)))).ToList(),
            connection.Query<PreviewCount>(Sql.Text(assembly, "report/preview.sql")).ToList());
    }

    /// <summary>Keeps the report; a later one of the same submission takes its place.</summary>
    public void Save(Workspace workspace)
    {
        var temporary = Path.Combine(workspace.TemporaryFolder, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, Json));
        File.Move(temporary, FileOf(workspace, Submission), overwrite: true);
    }

    /// <summary>The report of a submission; null where it was not checked yet.</summary>
    public static SubmissionReport? Read(Workspace workspace, long submission)
    {
        var file = FileOf(workspace, submission);
        return File.Exists(file) ? JsonSerializer.Deserialize<SubmissionReport>(File.ReadAllBytes(file), Json) : null;
    }

    private static string FileOf(Workspace workspace, long submission) => Path.Combine(workspace.ReportsFolder, submission.ToString(CultureInfo.InvariantCulture) + ".json");
}
