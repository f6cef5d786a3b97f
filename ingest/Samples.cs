using System.Globalization;
using CsvHelper;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>One sample submission.</summary>
/// <param name="Release">Number of the release that it comes out in: a later edition of a file waits for the second.</param>
/// <param name="File">Path of the file.</param>
/// <param name="Profile">The profile that reads it.</param>
public sealed record Sample(int Release, string File, string Profile);

/// <summary>The submissions that come with the program, so that a first start has something to show.</summary>
public static class Samples
{
    /// <summary>The samples that come with the program.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "data-samples");

    /// <summary>The samples listed in <c>samples.csv</c> of a folder.</summary>
    public static IReadOnlyList<Sample> List(string folder)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(folder, "samples.csv")), CultureInfo.InvariantCulture);
        return [.. csv.GetRecords<SampleRow>().Select(r => new Sample(r.release, Path.Combine(folder, r.file), r.profile))];
    }

    /// <summary>
    /// Ingests all samples and publishes a release after each group of them. Call it on a workspace without releases.
    /// </summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="folder">The folder of the samples.</param>
    /// <param name="report">Told each file's report as it ends.</param>
    /// <param name="progress">Told the file and the stage that begins.</param>
    public static void IngestAll(Workspace workspace, string folder, Action<IngestReport> report, Action<string, string> progress)
    {
        using var work = Submissions.OpenWarehouse(workspace);
        var profiles = ProfileFolder.List(ProfileFolder.Shipped, workspace.ProfilesFolder);
        foreach (var group in List(folder).GroupBy(s => s.Release).OrderBy(g => g.Key))
        {
            foreach (var sample in group)
            {
                var name = Path.GetFileName(sample.File);
                var profile = ProfileFolder.Read(profiles[sample.Profile]);
                if (Submissions.Ingest(workspace, work, profile, sample.File, name, SystemPrincipal, stage => progress(name, stage)) is { } done) { report(done); }
            }
            progress("", "publish");
            ReleasePublisher.Publish(workspace, work, SystemPrincipal, group.Key == 1 ? "Primera versión, con los envíos de muestra." : "Segunda versión, con las ediciones posteriores de los envíos de muestra.");
        }
    }

    /// <summary>Who approves the releases that a first start makes (METHOD.md, Settled).</summary>
    public const string SystemPrincipal = "system";

    // Column names of the file.
#pragma warning disable IDE1006, CA1812
    private sealed record SampleRow(int release, string file, string profile);
#pragma warning restore IDE1006, CA1812
}
