using System.Collections.Concurrent;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Api.Submissions;

/// <summary>A table of a submission as it is told.</summary>
/// <param name="Name">Of its sheet; of a text file the file's own name.</param>
/// <param name="Status">failed, awaiting_review, approved, released, superseded, withdrawn or rejected.</param>
/// <param name="Note">Why it was rejected.</param>
/// <param name="DecidedBy">Who approved or rejected it.</param>
/// <param name="Together">Tables that hold the same periods: they are decided together.</param>
public sealed record TableAnswer(string Name, string Status, string? Note, string? DecidedBy, IReadOnlyList<string> Together)
{
    /// <summary>The tables of a submission.</summary>
    public static IReadOnlyList<TableAnswer> Of(Workspace workspace, long submissionId)
    {
        var tables = new SubmissionTables(workspace).Of(submissionId);
        return [.. tables.Select(t => new TableAnswer(t.Name, t.Status, t.Note, t.DecidedBy, [.. tables.Where(o => o.Group == t.Group && o != t).Select(o => o.Name)]))];
    }
}

/// <summary>A submission as it is told.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">received, checking, failed, awaiting_review, approved, released, superseded, withdrawn or rejected.</param>
/// <param name="FileName">As its office calls it.</param>
/// <param name="Sha256">Of the file as it was sent.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Profile">The profile that it is read with.</param>
/// <param name="Layout">The layout that fitted; null while it was not read.</param>
/// <param name="RefArea">Its country.</param>
/// <param name="Dataset">Its dataset.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="ReceivedBy">Who sent it.</param>
/// <param name="DecidedBy">Who approved or rejected it.</param>
/// <param name="Note">Why, where the status needs a reason.</param>
/// <param name="Progress">How far the work on it is, while it runs.</param>
/// <param name="Errors">Findings that stop it; null while it was not checked.</param>
/// <param name="Warnings">Findings that travel with it.</param>
/// <param name="Tables">Each table of the file with what becomes of it: some may fail or be rejected while the others are taken.</param>
public sealed record SubmissionAnswer(
    long Id, string Status, string FileName, string Sha256, long Bytes, string Profile, string? Layout, string RefArea, string Dataset, DateTime ReceivedAt, string ReceivedBy, string? DecidedBy, string? Note,
    string? Progress, int? Errors, int? Warnings, IReadOnlyList<TableAnswer> Tables)
{
    /// <summary>What the ledger, the queue and the report say of it.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="entry">The submission.</param>
    /// <param name="language">es, pt or en: of the program's own notes.</param>
    public static SubmissionAnswer Of(Workspace workspace, SubmissionEntry entry, string language)
    {
        var job = entry.Status is SubmissionStatus.Received or SubmissionStatus.Checking or SubmissionStatus.Approved ? new Jobs(workspace).NewestOf(entry.SubmissionId) : null;
        var (errors, warnings) = ReportCounts.Of(workspace, entry.SubmissionId);
        return new SubmissionAnswer(
            entry.SubmissionId, entry.Status, entry.FileName, entry.SentSha256, entry.Bytes, entry.Profile, entry.Layout, entry.RefArea, entry.Dataset, entry.ReceivedAt, entry.ReceivedBy, entry.DecidedBy, CheckCatalogue.NoteIn(entry.Note, language),
            job is { State: "pending" or "running" } ? job.Progress ?? job.State : null, errors, warnings, TableAnswer.Of(workspace, entry.SubmissionId));
    }
}

/// <summary>How many findings a report has. Lists and those who wait ask again and again: a report is read once, and again when it was written anew.</summary>
public static class ReportCounts
{
    private static readonly ConcurrentDictionary<string, (DateTime WrittenAt, int Errors, int Warnings)> Known = new();

    /// <summary>Errors and warnings; null while there is no report.</summary>
    public static (int? Errors, int? Warnings) Of(Workspace workspace, long submission)
    {
        var file = new FileInfo(SubmissionReport.FileOf(workspace, submission));
        if (!file.Exists) { return (null, null); }
        if (Known.TryGetValue(file.FullName, out var known) && known.WrittenAt == file.LastWriteTimeUtc) { return (known.Errors, known.Warnings); }
        if (SubmissionReport.Read(workspace, submission) is not { } report) { return (null, null); }
        Known[file.FullName] = (file.LastWriteTimeUtc, report.Errors, report.Warnings);
        return (report.Errors, report.Warnings);
    }
}

/// <summary>A finding as its office reads it.</summary>
/// <param name="Code">Of the check.</param>
/// <param name="Severity">E stops, W travels with the figures, I informs.</param>
/// <param name="Blocks">Whether it stops the file.</param>
/// <param name="Cell">Where, as the office's program names it; empty for the whole file.</param>
/// <param name="Value">What stands there.</param>
/// <param name="Places">How many places have the same fault.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Action">What to do.</param>
/// <param name="Accepted">The reason with which the office accepted the warning; null for none.</param>
public sealed record FindingAnswer(string Code, string Severity, bool Blocks, string Cell, string? Value, long Places, string Message, string Action, string? Accepted);

/// <summary>A table that was read.</summary>
/// <param name="Name">Of its sheet; of a text file the file's own name.</param>
/// <param name="Stopped">Whether errors stop it.</param>
/// <param name="Errors">Findings that stop it.</param>
/// <param name="Warnings">Findings that travel with it.</param>
public sealed record ReportTable(string Name, bool Stopped, int Errors, int Warnings);

/// <summary>The report of a submission in one language.</summary>
public sealed record ReportAnswer(
    long Submission, string FileName, string Profile, string? Layout, int Errors, int Warnings, IReadOnlyList<FindingAnswer> Findings, Ingest.Accounting Accounting,
    IReadOnlyList<ReportTable> Tables, IReadOnlyList<ChangeCount> Counts, IReadOnlyList<TotalChange> Totals, IReadOnlyList<FigureChange> Changes, IReadOnlyList<PreviewCount> Preview)
{
    /// <summary>Puts the findings into words.</summary>
    /// <param name="report">The report.</param>
    /// <param name="language">es, pt or en.</param>
    /// <param name="accepted">Reasons of accepted warnings, by <see cref="AcceptedWarnings.KeyOf"/>.</param>
    public static ReportAnswer Of(SubmissionReport report, string language, IReadOnlyDictionary<string, string> accepted) => new(
        report.Submission, report.FileName, report.Profile, report.Layout, report.Errors, report.Warnings,
        [.. report.Findings.Select(f =>
        {
            var (message, action) = CheckCatalogue.Describe(f, language);
            var severity = CheckCatalogue.SeverityOf(f);
            return new FindingAnswer(f.Code, severity, severity == "E", f.Cell, f.Value, f.Places, message, action, AcceptedWarnings.ReasonOf(f, accepted));
        })],
        report.Accounting,
        [.. report.Tables.Select(t => new ReportTable(t.Name, t.Stopped, Count(report, t.Name, "E"), Count(report, t.Name, "W")))],
        report.Changed.Counts, report.Changed.Totals, report.Changed.Changes, report.Changed.Preview);

    // A finding of a text file names no sheet.
    private static int Count(SubmissionReport report, string table, string severity)
        => report.Findings.Count(f => (f.Part ?? report.FileName) == table && CheckCatalogue.SeverityOf(f) == severity);
}
