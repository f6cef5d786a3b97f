using Observatorio.Ingest;
using Observatorio.Ingest.CommandLine;
using Observatorio.Warehouse;

namespace Observatorio.Api;

/// <summary>Fills a workspace that has no release yet with the sample submissions.</summary>
public static class FirstStart
{
    /// <summary>Does nothing where there is a release, or where <paramref name="samples"/> is <c>none</c>. The caller holds the writer lock.</summary>
    public static void Run(Workspace workspace, string? samples)
    {
        if (Release.CurrentId(workspace) is not null || samples == "none") { return; }
        var folder = samples ?? Samples.Shipped;
        if (!Directory.Exists(folder)) { return; }
        ProgressDisplay.Show(Samples.List(folder).Count, (report, progress) => Samples.IngestAll(workspace, folder, report, progress));
    }
}
