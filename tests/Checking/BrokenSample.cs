using System.Globalization;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using CsvHelper;
using CsvHelper.Configuration;
using DuckDB.NET.Data;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Registers;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Checking;

/// <summary>
/// A submission that breaks one check: a folder of <c>tests/broken</c> with <c>file.csv</c>, and for a check over time <c>before.csv</c>
/// that is loaded first; or a workbook of <see cref="SampleWorkbook"/>. Other files of the folder replace those of the profile.
/// </summary>
public static class BrokenSample
{
    /// <summary>The folder of all samples.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>What became of a sample, and what the star held before and after it.</summary>
    public sealed record Outcome(IngestReport? Before, IngestReport Report, string StarBefore, string StarAfter);

    /// <summary>The names of all samples: those of a check begin with its code.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateDirectories(Folder).Select(f => Path.GetFileName(f)!).Where(n => n != "profiles").Concat(SampleWorkbook.Builders.Keys).Order(StringComparer.Ordinal)];

    /// <summary>Rows of a table beside the samples.</summary>
    public static IReadOnlyList<T> Rows<T>(string name)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(Folder, name)), new CsvConfiguration(CultureInfo.InvariantCulture) { PrepareHeaderForMatch = h => h.Header.ToLowerInvariant() });
        return [.. csv.GetRecords<T>()];
    }

    /// <summary>Sends a sample through the real pipeline; one with an earlier edition goes into a real workspace, after it.</summary>
    public static Outcome Run(string name)
    {
        using var folder = new TemporaryFolder();
        var profile = ProfileOf(name);
        var (path, fileName) = FileOf(name, folder);
        var earlier = Path.Combine(Folder, name, "before.csv");
        if (File.Exists(earlier))
        {
            var workspace = Workspace.Open(folder.File("data"));
            using var writer = workspace.LockForWriting();
            using var work = WorkWarehouse.Open(workspace);
            var before = Submissions.Ingest(workspace, work, profile, earlier, "before.csv", "test")!;
            var held = Star(work);
            return new Outcome(before, Submissions.Ingest(workspace, work, profile, path, fileName, "test")!, held, Star(work));
        }
        using var memory = WorkWarehouse.OpenInMemory();
        var empty = Star(memory);
        using var counted = CountedFile.Of(memory, profile, path, fileName, folder.File("counted"));
        var report = counted.Path is { } file
            ? Pipeline.Run(memory, new PipelineInput(profile, file, fileName, new SubmissionHeader(1, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), "0")) { Earlier = counted.Findings })
            : IngestReport.Unreadable(fileName, profile.Id, counted.Findings);
        return new Outcome(null, report, empty, Star(memory));
    }

    /// <summary>The profile of all samples, with the files that a sample has of its own.</summary>
    public static Profile ProfileOf(string name)
    {
        var folders = new[] { Path.Combine(Folder, "profiles", "tiny"), Path.Combine(Folder, name) };
        var files = new Dictionary<string, string>();
        foreach (var file in folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
        {
            if (Path.GetFileName(file) is not ("file.csv" or "before.csv")) { files[Path.GetFileName(file)] = File.ReadAllText(file); }
        }
        return ProfileFolder.Parse("tiny", files);
    }

    private static (string Path, string FileName) FileOf(string name, TemporaryFolder folder)
    {
        // Several files of a register come as a ZIP.
        if (Path.Combine(Folder, name, "zip") is var parts && Directory.Exists(parts))
        {
            ZipFile.CreateFromDirectory(parts, folder.File("file.zip"));
            return (folder.File("file.zip"), "file.zip");
        }
        if (!SampleWorkbook.Builders.TryGetValue(name, out var build)) { return (Path.Combine(Folder, name, "file.csv"), "file.csv"); }
        build(folder.File("file.xlsx"));
        return (folder.File("file.xlsx"), "file.xlsx");
    }

    // What would show if a file left anything behind: figures, what closed them, submissions and their labels.
    private static string Star(DuckDBConnection connection)
        => string.Join(' ', WorkWarehouse.FactTableOfDataflow.Values.Concat(["dim_submission", "dim_dataset", "submission_label"]).Select(table =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"select count(*)::varchar || '/' || coalesce(sum(hash(t))::varchar, '') from {table} t";
            return $"{table} {command.ExecuteScalar()}";
        }));

    private static string FindFolder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "broken"));
}
