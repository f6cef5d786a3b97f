using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Observatorio.Tests.Support;

/// <summary>nginx with the shipped configuration, on ports of its own and with a certificate of its own.</summary>
public sealed class Nginx : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly (int Plain, int Tls) ports = (FreePort(), FreePort());
    private Process? process;
    private string hash = "";

    /// <summary>Starts it before a server.</summary>
    public static Nginx Before(Uri server)
    {
        var nginx = new Nginx();
        nginx.Start(server);
        return nginx;
    }

    /// <summary>A reader at 127.0.0.2, who knows its certificate.</summary>
    public HttpClient Reader() => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString(HashAlgorithmName.SHA256) == hash },
        ConnectCallback = async (context, stop) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
            await socket.ConnectAsync(IPAddress.Loopback, ports.Tls, stop);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("https://observatorio.example") };

    /// <summary>What is answered without TLS.</summary>
    public async Task<HttpResponseMessage> Plain(string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{ports.Plain}{path}");
        request.Headers.Host = "observatorio.example";
        return await client.SendAsync(request);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }
        folder.Dispose();
    }

    private void Start(Uri server)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=observatorio.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        hash = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        File.WriteAllText(folder.File("fullchain.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(folder.File("privkey.pem"), key.ExportPkcs8PrivateKeyPem());
        var shipped = File.ReadAllText(Repository.PathOf("deploy/nginx.conf"));
        foreach (var (from, to) in ((string, string)[])[("127.0.0.1:5080", server.Authority), ("listen 80;", $"listen 127.0.0.1:{ports.Plain};"), ("listen 443 ssl", $"listen 127.0.0.1:{ports.Tls} ssl"), ("/etc/letsencrypt/live/observatorio.example", folder.Path)])
        {
            Assert.That(shipped, Does.Contain(from));
            shipped = shipped.Replace(from, to, StringComparison.Ordinal);
        }
        File.WriteAllText(folder.File("site.conf"), shipped);
        var temporary = string.Concat(((string[])["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]).Select(t => string.Create(CultureInfo.InvariantCulture, $"{t}_temp_path {folder.File(t)};\n")));
        File.WriteAllText(folder.File("nginx.conf"), $"daemon off;\nmaster_process off;\npid {folder.File("pid")};\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}include {folder.File("site.conf")};\n}}\n");
        process = OtherPrograms.Begin("nginx", "-c", folder.File("nginx.conf"), "-p", folder.Path);
        for (var patience = 0; patience < 100; patience++)
        {
            using var socket = new TcpClient();
            try
            {
                socket.Connect(IPAddress.Loopback, ports.Tls);
                return;
            }
            catch (SocketException) { Thread.Sleep(50); }
        }
        throw new TimeoutException("nginx does not listen.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
