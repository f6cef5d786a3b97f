using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Reports;

/// <summary>All that is known of a submission once it was checked: what its office and its reviewer read.</summary>
/// <param name="Submission">Its number; 0 for a trial that keeps nothing.</param>
/// <param name="FileName">As its office calls it.</param>
/// <param name="Profile">The profile that it was read with.</param>
/// <param name="Layout">The layout that fitted; null where none did.</param>
/// <param name="Findings">Every fault and remark.</param>
/// <param name="Accounting">What was read and how.</param>
/// <param name="Changed">What it changes, and what becomes of its figures.</param>
public sealed record SubmissionReport(
    long Submission, string FileName, string Profile, string? Layout, IReadOnlyList<Finding> Findings, Accounting Accounting,
    SubmissionChanges Changed)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The tables that were read, in the order of the file.</summary>
    public IReadOnlyList<Checking.FileTable> Tables { get; init; } = [];

    /// <summary>Names of the tables that errors stop.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> Stopped => [.. Tables.Where(t => t.Stopped).Select(t => t.Name)];

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
        var changed = SubmissionChanges.None;
        var figures = Path.Combine(workspace.TemporaryFolder, Guid.NewGuid().ToString("N"));
        var report = Submissions.Load(workspace, work, profile, entry, path, progress, keep: false, look: connection => changed = SubmissionChanges.Of(connection, figures));
        if (File.Exists(figures))
        {
            Durable.FlushFile(figures);
            Durable.Move(figures, FiguresFile(workspace, entry.SubmissionId));
        }
        return new SubmissionReport(entry.SubmissionId, entry.FileName, profile.Id, report.Layout, report.Findings, report.Accounting, changed) { Tables = report.Tables, Takes = report.Loaded };
    }

    /// <summary>The same for a file that is not kept, and of which nothing is.</summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="work">Its work warehouse.</param>
    /// <param name="profile">How to read the file.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="fileName">As its office calls it.</param>
    /// <param name="sha256">Of the file.</param>
    /// <param name="progress">Told the name of each stage as it begins; what it throws ends the trial.</param>
    public static SubmissionReport Try(Workspace workspace, DuckDBConnection work, Profiles.Profile profile, string path, string fileName, string sha256, Action<string>? progress = null)
    {
        using var counted = Registers.CountedFile.Of(work, profile, path, fileName, workspace.TemporaryFolder, progress, sha256);
        var changed = SubmissionChanges.None;
        // A number that no submission has: there is none yet.
        var report = counted.Path is null
            ? IngestReport.Unreadable(fileName, profile.Id, counted.Findings)
            : Pipeline.Run(work, new PipelineInput(profile, counted.Path, fileName, new SubmissionHeader(uint.MaxValue, DateTime.UtcNow, sha256))
            {
                Progress = progress,
                Earlier = counted.Findings,
                Keep = false,
                Look = connection => changed = SubmissionChanges.Of(connection, null),
            });
        return new SubmissionReport(0, fileName, profile.Id, report.Layout, report.Findings, report.Accounting, changed) { Tables = report.Tables, Takes = report.Loaded };
    }

    /// <summary>Keeps the report; a later one of the same submission takes its place.</summary>
    public void Save(Workspace workspace)
        => Durable.Replace(workspace, FileOf(workspace, Submission), JsonSerializer.SerializeToUtf8Bytes(this, Json));

    /// <summary>The report of a submission; null where it was not checked yet.</summary>
    public static SubmissionReport? Read(Workspace workspace, long submission)
    {
        var file = FileOf(workspace, submission);
        if (!File.Exists(file)) { return null; }
        var report = JsonSerializer.Deserialize<SubmissionReport>(File.ReadAllBytes(file), Json)!;
        // One that an older program wrote knows nothing of changes in this form.
        return report with { Changed = report.Changed ?? SubmissionChanges.None };
    }

    /// <summary>Where every figure of a submission is told with what becomes of it, as CSV; there once it was checked.</summary>
    public static string FiguresFile(Workspace workspace, long submission) => Path.Combine(workspace.ReportsFolder, submission.ToString(CultureInfo.InvariantCulture) + ".figures.csv");

    /// <summary>The file of a report.</summary>
    public static string FileOf(Workspace workspace, long submission) => Path.Combine(workspace.ReportsFolder, submission.ToString(CultureInfo.InvariantCulture) + ".json");
}
