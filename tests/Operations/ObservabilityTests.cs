using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>What a server tells those who keep it running: figures for Prometheus, traces for a collector, a log for programs, and whether it is well. None of it holds what is its reader's alone.</summary>
public sealed class ObservabilityTests
{
    private const string Query = "/api/v1/data/counts?area=PE";

    private static Collector collector = null!;
    private static Office office = null!;
    private static string code = null!;

    [OneTimeSetUp]
    public static async Task Work()
    {
        collector = new Collector();
        office = new Office(("Logging__Json", "true"), ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"));
        await office.Release(File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv")));
        var first = await office.Server.Client.GetAsync(Query);
        Assert.That((int)first.StatusCode, Is.EqualTo(200));
        await office.Server.Client.GetAsync(Query);
        await office.Send(null, HttpMethod.Get, Query, null, ("If-None-Match", first.Headers.ETag!.Tag));
        await office.Server.Client.GetAsync(Query + "&sizes=micro");
        using var asked = await office.Send(null, HttpMethod.Post, "/api/v1/questions", JsonContent.Create(new { dataset = "PE_PRODUCE_ESTRATO", series = "indicator=ENTR", text = "?" }));
        code = (string)(await Office.Json(asked))["code"]!;
        await office.Server.Client.GetAsync($"/api/v1/questions/{code}");
    }

    [OneTimeTearDown]
    public static void Stop()
    {
        office.Dispose();
        collector.Dispose();
    }

    [TestCase("""http_server_request_duration_seconds_count{.*http_response_status_code="200",http_route="/api/v1/data/{dataflow}".*} [1-9]""")]
    [TestCase("""http_server_request_duration_seconds_count{.*http_response_status_code="400",http_route="/api/v1/data/{dataflow}".*} [1-9]""")]
    [TestCase("observatorio_query_rows_sum{?.*}? [1-9]")]
    [TestCase("""observatorio_cache_answers_total{.*result="hit".*} 1 """)]
    [TestCase("""observatorio_cache_answers_total{.*result="miss".*} [1-9]""")]
    [TestCase("""observatorio_cache_answers_total{.*result="reader".*} 1 """)]
    [TestCase("""observatorio_submissions{.*status="released".*} 1 """)]
    [TestCase("""observatorio_job_duration_seconds_count{.*kind="check".*outcome="done".*} 1 """)]
    [TestCase("observatorio_jobs_waiting{?.*}? 0 ")]
    [TestCase("dotnet_process_memory_working_set_bytes{?.*}? [1-9]")]
    public async Task PrometheusReadsWhatIsMeasured(string line)
        => Assert.That((await office.Server.Client.GetStringAsync("/metrics")).Split('\n').Select(l => l + " "), Has.Some.Match(line));

    [TestCase("X-Forwarded-For", "203.0.113.7")]
    [TestCase("Forwarded", "for=203.0.113.7")]
    public async Task WhatIsMeasuredIsNotForTheWorld(string header, string value)
    {
        using var answer = await office.Send(null, HttpMethod.Get, "/metrics", null, (header, value));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public void TheLogHasALineForEveryRequestAndNothingThatIsItsReadersAlone()
    {
        var log = office.Server.Log;
        var lines = log.Split('\n').Where(l => l.StartsWith('{')).Select(l => JsonNode.Parse(l)!).Where(l => (string)l["Category"]! == "Observatorio.Requests").Select(l => l["State"]!).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(l => $"{l["Method"]} {l["Route"]} {l["Status"]} {l["Principal"]}"), Is.SupersetOf((string[])[
                "POST /api/v1/submissions/ 202 pe-produce", "GET /api/v1/data/{dataflow} 200 ", "GET /api/v1/data/{dataflow} 304 ", "GET /api/v1/data/{dataflow} 400 ", "GET /api/v1/questions/{code} 200 "]));
            Assert.That(lines.Select(l => (double)l["Milliseconds"]!), Is.All.Positive);
            Assert.That(log, Does.Not.Contain(code).And.Not.Contain(office.KeyOf("pe-produce")).And.Not.Contain(office.KeyOf("publisher")));
        }
    }

    [Test]
    public void AServerThatHasStartedAsksItselfWhatTheFrontPageAsks()
    {
        using var started = new Office(("Logging__Json", "true"), ("WarmUp", "true"));
        Assert.That(() => started.Server.Log, Does.Contain("/api/v1/coverage").And.Contain("/api/v1/data/{dataflow}").After(20_000, 100));
    }

    [Test]
    public async Task TheCollectorThatIsNamedGetsTracesWithoutAddresses()
    {
        var traces = await collector.Until("/v1/traces", text => text.Contains("/api/v1/questions/{code}", StringComparison.Ordinal) && text.Contains("job check", StringComparison.Ordinal));
        Assert.That(traces, Does.Not.Contain(code).And.Not.Contain("area=PE"));
    }

    [Test]
    public async Task WithoutAWholeReleaseTheServerIsAliveAndNotReady()
    {
        using var folder = new TemporaryFolder();
        SampleServer.CopyTo(folder.File("data"));
        var workspace = new Workspace(folder.File("data"));
        await File.WriteAllTextAsync(Release.DatabaseFile(workspace, Release.CurrentId(workspace)!), "no database");
        using var server = ServerProcess.Start(folder.File("data"));
        using var live = await server.Client.GetAsync("/health/live");
        using var ready = await server.Client.GetAsync("/health/ready?lang=en");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(live.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That((string?)(await Office.Json(ready))["detail"], Does.StartWith("release does not answer"));
            Assert.That(server.Log, Does.Contain("Not ready: release does not answer."));
        }
    }

    // What a collector does with what it receives is its own matter: this one keeps it.
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener listener = new();
        private readonly List<(string Path, string Text)> received = [];

        public Collector()
        {
            using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            }
            listener.Prefixes.Add(Address + "/");
            listener.Start();
            _ = Listen();
        }

        public string Address { get; }

        public async Task<string> Until(string path, Func<string, bool> enough)
        {
            for (var patience = 0; ; patience++)
            {
                string text;
                lock (received) { text = string.Concat(received.Where(r => r.Path == path).Select(r => r.Text)); }
                if (enough(text)) { return text; }
                Assert.That(patience, Is.LessThan(200), text);
                await Task.Delay(50);
            }
        }

        public void Dispose() => listener.Close();

        private async Task Listen()
        {
            while (listener.IsListening)
            {
                HttpListenerContext request;
                try { request = await listener.GetContextAsync(); }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException) { return; }
                using var reader = new StreamReader(request.Request.InputStream, Encoding.Latin1);
                var text = await reader.ReadToEndAsync();
                lock (received) { received.Add((request.Request.Url!.AbsolutePath, text)); }
                request.Response.Close();
            }
        }
    }
}
