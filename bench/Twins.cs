using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Observatorio.Ingest;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>
/// Two servers over copies of the same releases behind nginx: how much more they answer than one, whether a new release is switched in under load without a failed or a mixed answer, and whether the end of one of them costs
/// more than the answers that were on their way.
/// </summary>
public static class Twins
{
    private const int Readers = 8;
    private const string Slice = "/api/v1/data/counts?dataset=CL_SII_TRTRAB&indicator=ENTR&area=CL-RM&from=2010&to=2024&scheme=CMN3";
    private static readonly TimeSpan Each = TimeSpan.FromSeconds(5);

    // What came of a time of asking.
    private sealed record Asked(int Good, int Failed, int Mixed, IReadOnlyDictionary<string, int> ByRelease, double PerSecond);

    /// <summary>Measures it on the samples.</summary>
    public static async Task<IReadOnlyList<Measurement>> Measure(string folder)
    {
        var first = Workspace.Open(Path.Combine(folder, "first"));
        Samples.IngestAll(first, Samples.Shipped, _ => { }, (_, _) => { });
        // The release that is switched in is made beforehand, and taken away again.
        string next;
        using (var work = Submissions.OpenWarehouse(first)) { next = ReleasePublisher.Publish(first, work, "bench", "the next").ReleaseId; }
        var prepared = Directory.CreateDirectory(Path.Combine(folder, "prepared")).FullName;
        Copy(first.ReleasesFolder, prepared);
        Directory.Delete(Path.Combine(first.ReleasesFolder, next), recursive: true);
        var states = ReleaseStates.Read(first).Where(s => s.ReleaseId != next).ToList();
        File.WriteAllText(ReleaseStates.FileOf(first), System.Text.Json.JsonSerializer.Serialize(states, System.Text.Json.JsonSerializerOptions.Web));
        ReleaseStates.Point(first);
        var before = Release.CurrentId(first)!;
        var second = Workspace.Open(Path.Combine(folder, "second"));
        Copy(first.Root, second.Root);

        using var one = Server.Start(first.Root);
        var two = Server.Start(second.Root);
        try
        {
            double alone;
            using (var nginx = Nginx.Before(folder, one)) { alone = (await Ask(nginx, Each)).PerSecond; }
            using var both = Nginx.Before(folder, one, two);
            var together = await Ask(both, Each);

            var switching = Ask(both, Each);
            await Task.Delay(Each / 3);
            foreach (var workspace in (Workspace[])[first, second]) { SwitchIn(workspace, prepared, next); }
            var switched = await switching;

            var killing = Ask(both, Each);
            await Task.Delay(Each / 3);
            two.Dispose();
            var killed = await killing;
            return
            [
                new Measurement("requests a second of two servers behind nginx, beside one; uncached slice of 75 figures", alone, together.PerSecond, "", $"{Environment.ProcessorCount} cores for servers, nginx and {Readers} readers together") { Unit = "a second" },
                new Measurement("a new release switched in under that load: answers that failed or mixed two releases", null, switched.Failed + switched.Mixed, "0", $"{switched.Good:N0} answers, {switched.ByRelease.GetValueOrDefault(before):N0} of {before} and {switched.ByRelease.GetValueOrDefault(next):N0} of {next}") { Unit = "answers" },
                new Measurement("one of two servers killed under that load: answers that failed", null, killed.Failed, $"{Readers}: those in flight", $"{killed.Good:N0} answers") { Unit = "answers" },
            ];
        }
        finally { two.Dispose(); }
    }

    // What a copy of the releases folder between machines does: the files under a name that nothing points to, then the states, then the pointer.
    private static void SwitchIn(Workspace workspace, string prepared, string release)
    {
        var temporary = Path.Combine(workspace.TemporaryFolder, release);
        Copy(Path.Combine(prepared, release), temporary);
        Directory.Move(temporary, Path.Combine(workspace.ReleasesFolder, release));
        foreach (var file in (string[])[Path.GetFileName(ReleaseStates.FileOf(workspace)), Path.GetFileName(Release.CurrentFile(workspace))])
        {
            File.Copy(Path.Combine(prepared, file), Path.Combine(workspace.TemporaryFolder, file));
            File.Move(Path.Combine(workspace.TemporaryFolder, file), Path.Combine(workspace.ReleasesFolder, file), overwrite: true);
        }
    }

    private static async Task<Asked> Ask(Nginx nginx, TimeSpan time)
    {
        var (good, failed, mixed, run) = (0, 0, 0, 0);
        var releases = new ConcurrentDictionary<string, int>();
        using var client = new HttpClient { BaseAddress = nginx.Address };
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < time)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Slice);
                request.Headers.TryAddWithoutValidation("Accept", $"*/*, application/x-run-{Interlocked.Increment(ref run)}");
                try
                {
                    using var answer = await client.SendAsync(request);
                    var release = (string)JsonNode.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["release"]!["id"]!;
                    if (release != answer.Headers.GetValues("Observatorio-Release").Single()) { Interlocked.Increment(ref mixed); }
                    releases.AddOrUpdate(release, 1, (_, n) => n + 1);
                    Interlocked.Increment(ref good);
                }
                catch (HttpRequestException) { Interlocked.Increment(ref failed); }
            }
        })));
        return new Asked(good, failed, mixed, releases, good / watch.Elapsed.TotalSeconds);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith("writer.lock", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    // nginx before some servers, on a port of its own.
    private sealed class Nginx : IDisposable
    {
        private readonly Process process;

        private Nginx(Process process, Uri address) => (this.process, Address) = (process, address);

        public Uri Address { get; }

        public static Nginx Before(string folder, params IReadOnlyList<Server> servers)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            var port = ((IPEndPoint)listener.LocalEndpoint).Port;
            listener.Stop();
            var root = Directory.CreateDirectory(Path.Combine(folder, $"nginx-{port}")).FullName;
            var temporary = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(t => $"{t}_temp_path {root}/{t}; "));
            var configuration = string.Create(CultureInfo.InvariantCulture, $$"""
                daemon off; master_process off; pid {{root}}/pid; error_log /dev/null;
                events { }
                http {
                    access_log off; {{temporary}}
                    upstream observatorio { {{string.Concat(servers.Select(s => $"server {s.Client.BaseAddress!.Authority} max_fails=1 fail_timeout=5s; "))}} keepalive 32; }
                    server {
                        listen 127.0.0.1:{{port}};
                        location / { proxy_pass http://observatorio; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_next_upstream error timeout; }
                    }
                }
                """);
            File.WriteAllText(Path.Combine(root, "nginx.conf"), configuration);
            var nginx = new Nginx(Process.Start(new ProcessStartInfo("nginx", ["-c", Path.Combine(root, "nginx.conf"), "-p", root]) { RedirectStandardError = true })!, new Uri($"http://127.0.0.1:{port}"));
            for (var patience = 0; patience < 100; patience++)
            {
                using var socket = new TcpClient();
                try
                {
                    socket.Connect(IPAddress.Loopback, port);
                    break;
                }
                catch (SocketException) { Thread.Sleep(50); }
            }
            return nginx;
        }

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
    }
}
