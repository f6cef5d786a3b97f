using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using Observatorio.Api.Releases;
using Observatorio.Ingest;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>
/// Queries of a cube of 13 countries × 5 classes × 22 sections × 6 indicators × 15 years, and of one a hundred times as large, over HTTP from a second process: slices, whole answers in several formats, cached ones,
/// and a download of everything while slices are asked.
/// </summary>
public static class Cube
{
    private const int Slices = 1500;
    private const int Whole = 11;
    private static readonly string[] Indicators = ["EMPN", "EMPE", "TURN", "VALU", "WAGES", "PROD"];

    /// <summary>Measures it.</summary>
    public static async Task<IReadOnlyList<Measurement>> Measure(string folder)
    {
        var results = new List<Measurement>();
        var small = Workspace.Open(Path.Combine(folder, "cube"));
        Samples.IngestAll(small, Samples.Shipped, _ => { }, (_, _) => { });
        var large = Workspace.Open(Path.Combine(folder, "large-cube"));
        foreach (var file in Directory.EnumerateFiles(small.Root, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(large.Root, Path.GetRelativePath(small.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
        Fill(small, 13, 22);
        results.AddRange(await Small(small, folder));
        Fill(large, 130, 220);
        results.AddRange(await Large(small, large));
        return results;
    }

    private static void Fill(Workspace workspace, int areas, int activities)
    {
        using var release = Sql.Connect(Release.DatabaseFile(workspace, Release.CurrentId(workspace)!));
        release.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cube.sql")).Replace("{areas}", $"{areas}", StringComparison.Ordinal).Replace("{activities}", $"{activities}", StringComparison.Ordinal));
        release.Execute("checkpoint");
    }

    private static async Task<IEnumerable<Measurement>> Small(Workspace workspace, string folder)
    {
        using var release = OpenRelease.Open(workspace, Release.CurrentId(workspace)!);
        var slices = Queries(release, 13, 22);
        using var server = Server.Start(workspace.Root);
        var http = await Times(server, slices.Take(Slices));
        var direct = slices.Take(Slices).Select(q => Direct.Milliseconds(release, "performance", q).Time).ToList();
        var everything = "/api/v1/data/performance?scheme=CMN3&quality=all";
        var fetched = Enumerable.Range(0, Whole).Select(_ => Direct.Milliseconds(release, "performance", everything).Time).ToList();
        var cube = await Median(server, everything + "&format=json-stat");
        var sheet = await Median(server, everything + "&format=xlsx");
        var csv = await Median(server, everything + "&format=csv");
        var memory = server.MemoryMiB;
        var (cached, conditional, bare) = await Cached(server, slices[0], folder);
        return
        [
            new("slice of 75 cells with all attributes, not cached, over HTTP", Measurement.Median(direct), Measurement.Median(http), "2× and 1.2 ms", $"128,700 cells; {Slices} different slices, one client"),
            new("all 128,700 cells as JSON-stat with flags", Measurement.Median(fetched), cube, "2× and 40 ms", $"beside fetching the same columns; {Whole} runs, not cached"),
            new("the same as XLSX", null, sheet, "0.6 s", $"{Whole} runs"),
            new("the same as CSV", Measurement.Median(fetched), csv, "", $"{Whole} runs; the server takes {memory} MiB"),
            new("a cached slice, requests a second", bare, cached, "0.70", "beside a bare endpoint with the same bytes; wrk, 16 connections") { Unit = "a second" },
            new("a conditional request answered 304, requests a second", bare, conditional, "0.70", "beside the same endpoint, which sends the bytes") { Unit = "a second" },
        ];
    }

    private static async Task<IEnumerable<Measurement>> Large(Workspace small, Workspace large)
    {
        using var release = OpenRelease.Open(large, Release.CurrentId(large)!);
        var slices = Queries(release, 130, 220);
        double before;
        using (var other = OpenRelease.Open(small, Release.CurrentId(small)!))
        using (var quiet = Server.Start(small.Root)) { before = Measurement.Median(await Times(quiet, Queries(other, 13, 22).Take(Slices))); }
        using var server = Server.Start(large.Root);
        var leading = await Times(server, slices.Take(Slices));
        var worst = await Times(server, Enumerable.Range(0, 60).Select(i => FormattableString.Invariant($"/api/v1/data/performance?scheme=CMN3&quality=all&activity={release.Activities.Items[i].Code}&indicator={Indicators[i % 6]}&period={release.Periods.Items.Last(p => p.Parent == "A").Code}")));
        var memory = server.MemoryMiB;
        var peak = 0L;
        var watch = Stopwatch.StartNew();
        var download = Task.Run(async () =>
        {
            using var answer = await server.Client.GetAsync(new Uri("/api/v1/data/performance?scheme=CMN3&quality=all&format=csv", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            await using var stream = await answer.Content.ReadAsStreamAsync();
            var buffer = new byte[1 << 20];
            var read = 0L;
            for (int n; (n = await stream.ReadAsync(buffer)) > 0;)
            {
                read += n;
                peak = Math.Max(peak, server.MemoryMiB);
            }
            return (read, watch.Elapsed.TotalSeconds);
        });
        var busy = new List<double>();
        foreach (var slice in slices.Skip(Slices).Concat(slices))
        {
            if (download.IsCompleted) { break; }
            busy.AddRange(await Times(server, [slice]));
        }
        var (bytes, seconds) = await download;
        return
        [
            new("slice of 75 cells on the leading keys, of 12,870,000", before, Measurement.Median(leading), "1.5×", "beside the same of 128,700 cells"),
            new("slice of 650 cells on the worst keys, of 12,870,000", null, Measurement.Median(worst), "100 ms", "one activity, indicator and year of all areas"),
            new("all 12,870,000 cells as CSV", null, seconds * 1000, "flat memory, under 400 MB", $"{bytes >> 20} MiB; server {memory} MiB before, {peak} MiB at most"),
            new("99th percentile of slices during that download", Measurement.Percentile(leading, 0.99), Measurement.Percentile(busy, 0.99), "5×", $"{busy.Count} slices"),
        ];
    }

    // One area, activity and indicator: five classes by fifteen years.
    private static List<string> Queries(OpenRelease release, int areas, int activities) =>
    [
        .. release.Areas.Items.Where(a => a.Code.Length == 2 || areas > 13).Take(areas).SelectMany(a => release.Activities.Items.Take(activities).SelectMany(v => Indicators.Select(i => $"/api/v1/data/performance?scheme=CMN3&quality=all&area={a.Code}&activity={v.Code}&indicator={i}")))
            .OrderBy(q => q.GetHashCode(StringComparison.Ordinal)),
    ];

    private static async Task<List<double>> Times(Server server, IEnumerable<string> paths)
    {
        var times = new List<double>();
        foreach (var path in paths)
        {
            var watch = Stopwatch.StartNew();
            await server.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative));
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        // The first ones warm the server up.
        return times.Count > 1000 ? times[500..] : times;
    }

    private static async Task<double> Median(Server server, string path)
    {
        var times = new List<double>();
        for (var run = 0; run < Whole; run++)
        {
            var watch = Stopwatch.StartNew();
            await server.GetUncached(path, run);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        return Measurement.Median(times);
    }

    private static async Task<(double Cached, double Conditional, double Bare)> Cached(Server server, string path, string folder)
    {
        using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
        var file = Path.Combine(folder, "bare.json");
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync());
        using var bare = Server.StartBare(file);
        var address = new Uri(server.Client.BaseAddress!, path).ToString();
        return (Requests(address), Requests(address, "-H", $"If-None-Match: {answer.Headers.ETag}"), Requests(bare.Client.BaseAddress!.ToString()));
    }

    // wrk: requests a second.
    private static double Requests(string address, params IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("wrk") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["-t1", "-c16", "-d5s", .. options, address]) { start.ArgumentList.Add(argument); }
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(Regex.Match(output, @"Requests/sec:\s+([0-9.]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
