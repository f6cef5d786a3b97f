using System.Diagnostics;
using Dapper;
using Observatorio.Api.Releases;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>A query of 75 rows over HTTP, beside the same SQL run directly on the same release; and how soon a started server answers.</summary>
public static class Query
{
    private const int Warm = 500;
    private const int Runs = 2000;
    private const string Path75 = "/api/v1/data/counts?dataset=CL_SII_TRTRAB&indicator=ENTR&area=CL-RM&from=2010&to=2024&size=S0,S1T9,S10T49,S50T249,S_GE250";

    /// <summary>Measures it on the samples together with the million rows of <see cref="TallCsv"/>, where that was measured before.</summary>
    public static async Task<IReadOnlyList<Measurement>> Measure(string folder)
    {
        var workspace = Workspace.Open(Path.Combine(folder, "workspace"));
        Samples.IngestAll(workspace, Samples.Shipped, _ => { }, (_, _) => { });
        var tall = Path.Combine(folder, TallCsv.FileName);
        using (var work = Submissions.OpenWarehouse(workspace))
        {
            if (File.Exists(tall))
            {
                Submissions.Ingest(workspace, work, ProfileFolder.Read(Path.Combine(AppContext.BaseDirectory, "bench-profiles", "bench-tall")), tall, TallCsv.FileName, "bench");
                ReleasePublisher.Publish(workspace, work, "bench", "bench");
            }
        }
        var facts = 0L;
        using (var release = OpenRelease.Open(workspace, Release.CurrentId(workspace)!)) { facts = release.With(c => c.ExecuteScalar<long>("select count(*) from fact_enterprise_count")); }

        var start = Stopwatch.StartNew();
        using var server = Server.Start(workspace.Root);
        var client = server.Client;
        await client.GetByteArrayAsync(new Uri(Path75, UriKind.Relative));
        var firstAnswer = start.Elapsed.TotalMilliseconds;

        var http = new List<double>();
        for (var run = 0; run < Warm + Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            await server.GetUncached(Path75, run);
            if (run >= Warm) { http.Add(watch.Elapsed.TotalMilliseconds); }
        }
        return
        [
            new Measurement("query of 75 rows, over HTTP as JSON", Measurement.Median(Alone(workspace)), Measurement.Median(http), "2× and 1.5 ms", $"a release of {facts:N0} counts; {Runs} runs"),
            new Measurement("from starting the built program to its first answer", null, firstAnswer, "2 s", "one run"),
        ];
    }

    // The SQL that the server sends for the query.
    private static List<double> Alone(Workspace workspace)
    {
        using var release = OpenRelease.Open(workspace, Release.CurrentId(workspace)!);
        var runs = new List<double>();
        for (var run = 0; run < Warm + Runs; run++)
        {
            var (milliseconds, rows) = Direct.Milliseconds(release, "counts", Path75);
            if (rows != 75) { throw new InvalidOperationException($"The query has {rows} rows."); }
            if (run >= Warm) { runs.Add(milliseconds); }
        }
        return runs;
    }
}
