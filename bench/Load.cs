using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Observatorio.Ingest;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>
/// 200 submissions of 1,008 rows each that arrive at once from 13 countries, while readers ask at half of what the server does when it is quiet: how much slower a query is for it, and how long until every submission was processed.
/// </summary>
public static class Load
{
    private const int Sent = 200;
    private const int Readers = 4;
    private static readonly string[] Areas = ["AR", "BO", "BR", "CL", "CO", "CU", "EC", "MX", "PA", "PE", "PY", "UY", "VE"];
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    // What readers ask: no two at once are answered from the cache.
    private static readonly string[] Queries = [.. Enumerable.Range(2010, 12).SelectMany(y => (string[])[
        $"/api/v1/data/counts?dataset=CL_SII_TRTRAB&indicator=ENTR&area=CL-RM&from={y}&to=2024&scheme=CMN3",
        $"/api/v1/data/counts?area=PE,BR,MX,UY&indicator=ENTR&from={y}&format=csv",
        $"/api/v1/data/performance?dataset=CL_SII_TRTRAB&indicator=EMPE&from={y}&to={y + 2}&size=_T"])];

    /// <summary>Measures it on the samples.</summary>
    public static async Task<IReadOnlyList<Measurement>> Measure(string folder)
    {
        var workspace = Workspace.Open(Path.Combine(folder, "load"));
        Samples.IngestAll(workspace, Samples.Shipped, _ => { }, (_, _) => { });
        var keys = Areas.ToDictionary(a => a, a => Provider(workspace, a));
        using var server = Server.Start(workspace.Root);

        using var quiet = new CancellationTokenSource(Quiet);
        await Ask(server, perSecond: null, quiet.Token);
        using var again = new CancellationTokenSource(Quiet);
        var full = await Ask(server, perSecond: null, again.Token);
        var half = full.Count / Quiet.TotalSeconds / 2;
        using var calm = new CancellationTokenSource(Quiet);
        var before = await Ask(server, half, calm.Token);

        using var busy = new CancellationTokenSource();
        var asking = Ask(server, half, busy.Token);
        var watch = Stopwatch.StartNew();
        var ids = await Task.WhenAll(Enumerable.Range(0, Sent).Select(i => Send(server, Areas[i % Areas.Length], keys[Areas[i % Areas.Length]], i)));
        var accepted = watch.Elapsed;
        var ledger = new Ledger(workspace);
        while (ledger.Submissions().Any(s => s.Status is SubmissionStatus.Received or SubmissionStatus.Checking)) { await Task.Delay(200, CancellationToken.None); }
        var processed = watch.Elapsed;
        await busy.CancelAsync();
        var during = await asking;
        var waiting = ledger.Submissions().Count(s => ids.Contains(s.SubmissionId) && s.Status == SubmissionStatus.AwaitingReview);
        return
        [
            new Measurement("99th percentile of a query while 200 submissions are processed, beside the same when quiet", Measurement.Percentile(before, 0.99), Measurement.Percentile(during, 0.99), "3×", $"{half:0} queries a second, half of the quiet capacity; medians {Measurement.Percentile(before, 0.5):0.0} and {Measurement.Percentile(during, 0.5):0.0} ms; {during.Count:N0} queries, none failed"),
            new Measurement("200 submissions of 1,008 rows from 13 countries, until the last is checked", null, processed.TotalMilliseconds, "all processed", $"{waiting} of {Sent} await review; all answered 202 after {accepted.TotalSeconds:0.0} s"),
        ];
    }

    // Readers who ask as fast as they are answered, or so often a second; a query that fails ends the measurement.
    private static async Task<IReadOnlyList<double>> Ask(Server server, double? perSecond, CancellationToken stop)
    {
        var times = new ConcurrentBag<double>();
        var next = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var i = Interlocked.Increment(ref next);
                // Timed from when it was due: a server that stands still does not get fewer questions.
                var due = perSecond is { } rate ? TimeSpan.FromSeconds(i / rate) : watch.Elapsed;
                if (due > watch.Elapsed) { await Task.Delay(due - watch.Elapsed, CancellationToken.None); }
                await server.GetUncached(Queries[i % Queries.Length], i);
                times.Add((watch.Elapsed - due).TotalMilliseconds);
            }
        }, CancellationToken.None)));
        return [.. times];
    }

    private static async Task<long> Send(Server server, string area, string key, int edition)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Table(area, edition))), "file", $"{area}-{edition}.csv" }, { new StringContent($"bench-load-{area.ToLowerInvariant()}"), "profile" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/submissions") { Content = form };
        request.Headers.Add("X-API-Key", key);
        using var answer = await server.Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return (long)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    // 28 divisions × 9 bands × 4 years; persons fit the bands, so that the checks find nothing.
    private static string Table(string area, int edition)
    {
        var text = new StringBuilder("year,area,activity,class,enterprises,persons\n");
        foreach (var year in Enumerable.Range(2021, 4))
        {
            foreach (var division in Enumerable.Range(10, 24).Concat(Enumerable.Range(45, 3)).Append(49))
            {
                var (section, more) = (division <= 33 ? "C" : division <= 47 ? "G" : "H", 10);
                foreach (var (size, persons) in ((string, int)[])[("S_LE4", 2), ("S5T9", 7), ("S10T19", 13), ("S20T29", 24), ("S30T49", 38), ("S50T99", 66), ("S100T249", 140), ("S250T499", 320), ("S_GE500", 800)])
                {
                    var firms = (--more * 100) + (division * 3) + (edition % 50) + year - 2021;
                    text.Append(CultureInfo.InvariantCulture, $"{year},{area},{section}{division},{size},{firms},{firms * persons}\n");
                }
            }
        }
        return text.ToString();
    }

    // A profile of a country that reads the table, and a key to send it.
    private static string Provider(Workspace workspace, string area)
    {
        var (from, to) = (Path.Combine(AppContext.BaseDirectory, "bench-profiles", "bench-tall"), Directory.CreateDirectory(Path.Combine(workspace.ProfilesFolder, $"bench-load-{area.ToLowerInvariant()}")).FullName);
        File.Copy(Path.Combine(from, "csv.layout.json"), Path.Combine(to, "csv.layout.json"));
        var dataset = JsonNode.Parse(File.ReadAllText(Path.Combine(from, "dataset.json")))!;
        dataset["id"] = $"BENCH_LOAD_{area}";
        dataset["refArea"] = area;
        dataset["provider"]!["id"] = $"BENCH_{area}";
        File.WriteAllText(Path.Combine(to, "dataset.json"), dataset.ToJsonString());
        var principals = new Principals(workspace);
        var actor = new Actor("bench");
        principals.Save(actor, new Principal($"office-{area.ToLowerInvariant()}", area, ["provider"], [area], Disabled: false));
        return principals.AddKey(actor, $"office-{area.ToLowerInvariant()}", null).Secret;
    }
}
