using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Observatorio.Api.Serving;

/// <summary>
/// Under which address readers know this server. Behind a proxy it is not the one that it listens on: <c>PublicUrl</c> names it for citations, feeds and catalogues, and the proxy's headers say who asks.
/// </summary>
public static class PublicAddress
{
    /// <summary>The address without a slash at its end: <c>PublicUrl</c>, else what the request was sent to.</summary>
    public static string Of(HttpContext http)
        => http.RequestServices.GetRequiredService<IConfiguration>()["PublicUrl"] is { Length: > 0 } named ? named.TrimEnd('/') : $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}";

    /// <summary>
    /// Takes the reader's address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> of proxies that are known: this machine, and those of <c>Proxies</c> (addresses or networks, with commas). The headers of
    /// anybody else are not believed: limits count by address.
    /// </summary>
    /// <exception cref="FormatException">A proxy is neither address nor network.</exception>
    public static IServiceCollection AddKnownProxies(this IServiceCollection services, IConfiguration configuration) => services.Configure<ForwardedHeadersOptions>(options =>
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in (configuration["Proxies"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (proxy.Contains('/', StringComparison.Ordinal)) { options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy)); } else { options.KnownProxies.Add(IPAddress.Parse(proxy)); }
        }
    });
}
