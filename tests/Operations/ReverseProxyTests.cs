using System.Net;
using System.Net.Sockets;
using System.Text;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>The server behind the real nginx, with the configuration that <c>deploy/nginx.conf</c> ships.</summary>
public sealed class ReverseProxyTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task BehindNginxReadersSeeOneAddressAndTheServerSeesTheReader()
    {
        using var office = new Office(("PublicUrl", "https://observatorio.example/"));
        var release = await office.Release(Peru);
        using var nginx = Nginx.Before(office.Server.Client.BaseAddress!);
        using var reader = nginx.Reader();
        using (var redirected = await nginx.Plain("/api/v1/releases?lang=es"))
        {
            Assert.That((redirected.StatusCode, redirected.Headers.Location?.OriginalString), Is.EqualTo((HttpStatusCode.MovedPermanently, "https://observatorio.example/api/v1/releases?lang=es")));
        }
        using (var data = await reader.GetAsync("/api/v1/data/counts?area=PE&size=MICRO&period=2017&format=csv"))
        {
            Assert.That(await data.Content.ReadAsStringAsync(), Does.Contain(",1836848,"));
            Assert.That(data.Headers.GetValues("Strict-Transport-Security"), Is.EqualTo((string[])["max-age=31536000"]));
        }
        Assert.That((string)(await Office.Json(await reader.GetAsync($"/api/v1/releases/{release}")))["citation"]!, Does.EndWith($"https://observatorio.example/api/v1/releases/{release}"));
        Assert.That(await reader.GetStringAsync("/api/v1/releases.atom"), Does.Contain("https://observatorio.example/api/v1/releases/").And.Not.Contain("127.0.0.1"));
        Assert.That((await reader.GetAsync("/metrics")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        // A file larger than nginx takes by default; and an address that its sender made up.
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Peru + new string('\n', 3 << 20))), "file", "grande.csv" }, { new StringContent("pe-produce-estrato"), "profile" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/submissions") { Content = form };
        request.Headers.Add("X-API-Key", office.KeyOf("pe-produce"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var sent = await reader.SendAsync(request);
        Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), await sent.Content.ReadAsStringAsync());
        Assert.That(AuditLog.Read(office.Workspace, null, 100).First(a => a.Action == "submission.receive").Address, Is.EqualTo("127.0.0.2"), "Where the request came to nginx from.");
    }

    [Test]
    public async Task HeadersOfAnUnknownProxyAreNotBelieved()
    {
        using var office = new Office();
        var remote = Dns.GetHostAddresses(Dns.GetHostName()).FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(a));
        if (remote is null) { Assert.Ignore("This machine has no address but its own."); }
        office.Server.Dispose();
        using var server = ServerProcess.Start(office.Workspace.Root, [("Proxies", "198.51.100.0/24, 203.0.113.7")], "--samples", "none", "--urls", $"http://{remote}:0");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/submissions") { Content = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(Peru)), "file", "a.csv" } } };
        request.Headers.Add("X-API-Key", office.KeyOf("pe-produce"));
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var sent = await server.Client.SendAsync(request);
        Assert.That(AuditLog.Read(office.Workspace, null, 100).First(a => a.Action == "submission.receive").Address, Does.EndWith(remote!.ToString()));
    }
}
