using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Requests made to harm: too large, too slow, random, repeated, aimed at other files or at the log.</summary>
public sealed class HostileRequestTests
{
    private static readonly byte[] Peru = File.ReadAllBytes(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    private static readonly string[] Paths =
    [
        "/api/v1/data/counts", "/api/v1/data/performance", "/api/v1/lineage/counts", "/api/v1/datasets", "/api/v1/codelists/REF_AREA", "/api/v1/regions/ALADI", "/api/v1/comparability", "/api/v1/releases", "/api/v1/submissions",
        "/api/v1/submissions/1/report", "/api/v1/contacts", "/api/v1/questions/x", "/api/v1/calendar", "/api/v1/schemes/CMN3", "/api/v1/rates", "/",
    ];

    private static readonly string[] Names = ["area", "size", "scheme", "indicator", "period", "from", "to", "release", "asOf", "lang", "format", "quality", "labels", "wait", "status", "limit", "cursor", "convert", "activity", "x"];
    private static readonly string[] Values = ["PE", "MICRO", "CMN3", "_T", "2017", "", "'", "\"", "%00", "%", "..%2F..", "1e999", "-1", "9999999999999999999", "9999-12-31", "0000", "2017-13", "{}", "[", "*", "?*[", "a,b,,c", "%F0%9F%92%A9", "%FF%FE", "${jndi:ldap://x}", "<script>", "%0d%0aSet-Cookie:%20a=b", "csv", "xlsx", "parquet", "USD:99999"];
    private static readonly string[] Headers = ["Accept", "Accept-Language", "If-None-Match", "If-Modified-Since", "Range", "X-API-Key", "Authorization", "Content-Type", "X-Forwarded-For", "X-Forwarded-Host", "Cookie", "Origin", "Accept-Encoding", "Idempotency-Key"];

    [TestCase(false)]
    [TestCase(true)]
    public async Task WhatIsTooLargeIsRefusedAndNothingOfItKept(bool chunked)
    {
        using var office = new Office(("Submissions__MostBytes", "100000"));
        var content = new MultipartFormDataContent { { new StreamContent(new MemoryStream(new byte[3_000_000])), "file", "grande.csv" } };
        using var answer = await office.Send("pe-produce", HttpMethod.Post, "/api/v1/submissions", content, chunked ? [("Transfer-Encoding", "chunked")] : []);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(413));
            Assert.That(Directory.EnumerateFiles(office.Workspace.TemporaryFolder), Is.Empty);
            Assert.That(Directory.EnumerateFiles(office.Workspace.IncomingFolder), Is.Empty);
            Assert.That(new Ledger(office.Workspace).Submissions(), Is.Empty);
        }
    }

    [Test]
    public async Task ASlowBodyIsCutOffAndHoldsNobodyUp()
    {
        using var office = new Office();
        using var slow = new TcpClient(office.Server.Client.BaseAddress!.Host, office.Server.Client.BaseAddress.Port);
        var stream = slow.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nX-API-Key: {office.KeyOf("pe-produce")}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"));
        var since = Stopwatch.StartNew();
        var ended = false;
        var buffer = new byte[1024];
        var reading = stream.ReadAsync(buffer).AsTask();
        while (!ended && since.Elapsed < TimeSpan.FromSeconds(40))
        {
            try { await stream.WriteAsync("x"u8.ToArray()); }
            catch (IOException) { ended = true; }
            using (var other = await office.Server.Client.GetAsync("/api/v1/releases")) { Assert.That((int)other.StatusCode, Is.EqualTo(200)); }
            ended |= await Task.WhenAny(reading, Task.Delay(1000)) == reading;
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ended, Is.True, "A sender of one byte a second is cut off.");
            for (var patience = 0; patience < 50 && Directory.EnumerateFiles(office.Workspace.TemporaryFolder).Any(); patience++) { await Task.Delay(100); }
            Assert.That(Directory.EnumerateFiles(office.Workspace.TemporaryFolder), Is.Empty);
            Assert.That(new Ledger(office.Workspace).Submissions(), Is.Empty);
        }
    }

    [Test]
    public Task RandomQueriesAndHeadersAreAnswered() => Fuzz(400, 1);

    [Test, Category("Soak")]
    public Task RandomQueriesAndHeadersAreAnswered_20000() => Fuzz(20_000, 2);

    private static async Task Fuzz(int times, int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        using var server = SampleServer.StartAnother(folder, ("Limits__FailedKeysPerMinute", "1000000"), ("Limits__Reads", "1000000"));
        for (var i = 0; i < times; i++)
        {
            var query = string.Join('&', Enumerable.Range(0, random.Next(0, 5)).Select(_ => $"{Pick(Names)}={Pick(Values)}"));
            using var request = new HttpRequestMessage(random.Next(12) == 0 ? HttpMethod.Post : HttpMethod.Get, new Uri($"{Pick(Paths)}?{query}", UriKind.Relative));
            for (var h = random.Next(0, 4); h > 0; h--) { request.Headers.TryAddWithoutValidation(Pick(Headers), Noise()); }
            using var answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var status = (int)answer.StatusCode;
            if (status >= 500) { Assert.Fail($"{status} {request.Method} {request.RequestUri}\n{string.Join('\n', request.Headers)}\n{await answer.Content.ReadAsStringAsync()}"); }
            Assert.That(answer.Headers.Contains("Set-Cookie"), Is.False, $"{request.RequestUri}");
        }
        Assert.That((int)(await server.Client.GetAsync("/health/ready")).StatusCode, Is.EqualTo(200));

        string Pick(string[] from) => from[random.Next(from.Length)];

        string Noise() => random.Next(3) switch
        {
            0 => Pick(Values).Replace("%", "", StringComparison.Ordinal),
            1 => new string([.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => (char)random.Next(33, 126))]),
            _ => $"bytes={random.Next()}-{random.Next()}",
        };
    }

    [Test]
    public async Task AProfileIsAnIdAndNoPath()
    {
        using var office = new Office();
        using (Assert.EnterMultipleScope())
        {
            foreach (var profile in (string[])["../pe-produce-estrato", "pe-produce-estrato/../cl-sii-tram5", "..\\..\\profiles\\pe-produce-estrato", "/etc"])
            {
                using var answer = await office.Upload("pe-produce", Peru, "a.csv", profile);
                Assert.That((int)answer.StatusCode, Is.EqualTo(404), profile);
                Assert.That(IngestProgram.Run("check", TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"), "--profile", profile, "--data", office.Workspace.Root).Code, Is.EqualTo(2), profile);
            }
        }
    }

    [Test]
    public async Task ADecisionAndAFileSentAgainChangeNothing()
    {
        using var office = new Office();
        for (var i = 0; i < 3; i++)
        {
            using var sent = await office.Upload("pe-produce", Peru, "a.csv", headers: ("Idempotency-Key", "uno"));
            Assert.That(((int)sent.StatusCode, (long)(await Office.Json(sent))["id"]!), Is.EqualTo((202, 1L)));
        }
        await office.Until("pe-produce", 1, s => s == "awaiting_review");
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            using var approved = await office.Send("ana", HttpMethod.Post, "/api/v1/submissions/1/approve");
            statuses.Add((int)approved.StatusCode);
        }
        // The key that somebody else chose is theirs: it finds nothing of another's.
        using var other = await office.Upload("uy-ine", Peru, "a.csv", headers: ("Idempotency-Key", "uno"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(statuses, Is.EqualTo((int[])[200, 409, 409]));
            Assert.That((int)other.StatusCode, Is.EqualTo(422));
            Assert.That(AuditLog.Read(office.Workspace, null, 100).Count(e => e.Action == "submission.approved"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task NobodyWritesLinesIntoTheLogAndNoSecretIsInIt()
    {
        using var office = new Office(("Logging__LogLevel__Default", "Debug"), ("Logging__LogLevel__Microsoft.AspNetCore.Hosting", "Debug"), ("Logging__LogLevel__Microsoft.AspNetCore.Authentication", "Debug"), ("Logging__LogLevel__Microsoft.AspNetCore.Routing", "Debug"));
        var form = $"--x\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%0D%0AFALSA%3A%20todo%20bien.csv\r\n\r\n{Encoding.UTF8.GetString(Peru)}\r\n--x--\r\n";
        using (var sent = await office.Send("pe-produce", HttpMethod.Post, "/api/v1/submissions", new StringContent(form, Encoding.UTF8) { Headers = { ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } })) { Assert.That((int)sent.StatusCode, Is.EqualTo(202), await sent.Content.ReadAsStringAsync()); }
        using (await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions?status=%0d%0aFALSA:%20x")) { }
        using (await office.Send("pe-produce", HttpMethod.Get, "/api/v1/%0aFALSA:%20x")) { }
        using (await office.Send("obs_00000000aaaaaaaaaaaaaaaa", HttpMethod.Get, "/api/v1/submissions", headers: ("Accept-Language", "FALSA"))) { }
        using var made = await office.Post("admin", "/api/v1/principals/ana/keys", new { days = 1 });
        var key = (string)(await Office.Json(made))["key"]!;
        using (await office.Send(key, HttpMethod.Get, "/api/v1/submissions")) { }
        await office.Until("pe-produce", 1, s => s == "awaiting_review");
        var log = office.Server.Log;
        using (Assert.EnterMultipleScope())
        {
            // An entry begins at the start of a line, and what belongs to it is set in: nobody's text is an entry.
            Assert.That(log.Split('\n'), Has.None.StartsWith("FALSA"));
            foreach (var secret in (string[])[key, office.KeyOf("pe-produce"), office.KeyOf("admin"), "obs_00000000aaaaaaaaaaaaaaaa"]) { Assert.That(log, Does.Not.Contain(secret)); }
            Assert.That(log, Does.Contain("/api/v1/submissions"), "There is a log to look at.");
            Assert.That(AuditLog.Read(office.Workspace, null, 100).Select(e => $"{e.Subject} {e.Detail}"), Has.None.Contains(key));
        }
    }
}
