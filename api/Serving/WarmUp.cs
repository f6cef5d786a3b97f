using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Observatorio.Api.Serving;

/// <summary>
/// A server that has started asks itself what its front page will ask, so that the first reader does not wait until the program is compiled and the release's file is read. <c>WarmUp=false</c> leaves it out.
/// </summary>
public sealed class WarmUp(IServer server, IHostApplicationLifetime life, IConfiguration configuration) : BackgroundService
{
    private const string Series = "activity=_T&sex=_T&freq=A&labels=both&lastNonEmpty=1";

    // Whoever asks a server at once comes first.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly string[] Paths =
    [
        "/es", "/api/v1/dataflows", "/api/v1/releases", "/api/v1/coverage", "/api/v1/codelists/REF_AREA",
        $"/api/v1/data/performance?{Series}&indicator=SHR_ENTR,SHR_EMPE&size=MIPYME", $"/api/v1/data/performance?{Series}&indicator=ENTR_DENS&dataset=preferred&size=_T",
    ];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!configuration.GetValue("WarmUp", true)) { return; }
        await Started(stoppingToken);
        await Task.Delay(Pause, stoppingToken);
        // A certificate is not for the name by which a server calls itself.
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses.Select(BindingAddress.Parse).FirstOrDefault(a => a.Scheme == Uri.UriSchemeHttp && !a.IsUnixPipe) is not { } address) { return; }
        var isOne = IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new UriBuilder(Uri.UriSchemeHttp, isOne ? address.Host : "localhost", address.Port).Uri };
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        try
        {
            foreach (var path in Paths) { using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), stoppingToken); }
        }
        catch (HttpRequestException)
        {
            // A server that does not reach itself serves others all the same.
        }
    }

    private async Task Started(CancellationToken stopping)
    {
        var started = new TaskCompletionSource();
        await using var first = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stopping);
    }
}
