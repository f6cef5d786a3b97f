using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>What clients expect of any web server.</summary>
public sealed class ProtocolTests
{
    [TestCase("/api/v1/data/counts?area=PE&format=csv", "text/csv")]
    [TestCase("/api/v1/datasets", "application/json")]
    [TestCase("/health/live", "application/json")]
    public async Task HeadAnswersWhatGetWouldWithoutTheBody(string path, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await SampleServer.Client.SendAsync(request);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
        }
    }

    // A large answer goes out as it is read: readers that are slow hold up their own answer and no memory.
    [Test]
    public async Task ReadersThatDoNotReadFillNoMemory()
    {
        using var folder = new TemporaryFolder();
        using var server = SampleServer.StartAnother(folder);
        var path = "/api/v1/data/performance?quality=all&scheme=CMN3,SBS,CAN702E";
        using (var whole = await server.Client.GetAsync(path)) { Assert.That((await whole.Content.ReadAsByteArrayAsync()).Length, Is.GreaterThan(30 << 20)); }
        var before = server.MemoryMiB;
        var readers = new List<TcpClient>();
        for (var i = 0; i < 12; i++)
        {
            var reader = new TcpClient(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
            await reader.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            readers.Add(reader);
        }
        foreach (var reader in readers) { await reader.GetStream().ReadExactlyAsync(new byte[1 << 10]); }
        await Task.Delay(TimeSpan.FromSeconds(2));
        var after = server.MemoryMiB;
        using (var other = await server.Client.GetAsync("/api/v1/data/counts?area=PE")) { Assert.That((int)other.StatusCode, Is.EqualTo(200)); }
        readers.ForEach(r => r.Dispose());
        Assert.That(after - before, Is.LessThan(300));
    }

    // Every country by its three letters: BOL is not the department BO-L.
    [Test]
    public async Task ACountryIsMeantByItsThreeLetters()
    {
        var areas = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/codelists/REF_AREA"))!["codes"]!.AsArray().Select(c => (string)c!["code"]!).ToHashSet();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (three, two) in (IEnumerable<(string, string)>)[("ARG", "AR"), ("BOL", "BO"), ("BRA", "BR"), ("CHL", "CL"), ("COL", "CO"), ("CUB", "CU"), ("ECU", "EC"), ("MEX", "MX"), ("PAN", "PA"), ("PER", "PE"), ("PRY", "PY"), ("URY", "UY"), ("VEN", "VE")])
            {
                foreach (var dataflow in (string[])["counts", "performance"])
                {
                    var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/{dataflow}?area={three}&quality=all"))!["observations"]!.AsArray();
                    Assert.That(answer.Select(o => (string)o!["REF_AREA"]!).Distinct(), Is.EqualTo((string[])[two]).Or.Empty, three);
                    if (dataflow == "counts") { Assert.That(answer, Is.Not.Empty, three); }
                }
                Assert.That(areas, Does.Contain(two));
            }
        }
    }

    [Test]
    public async Task AnotherMethodIsRefusedWithThoseThatThereAre()
    {
        using var response = await SampleServer.Client.PostAsync("/api/v1/datasets", null);
        Assert.That(((int)response.StatusCode, string.Join(",", response.Content.Headers.Allow)), Is.EqualTo((405, "GET")));
    }
}
