using System.Globalization;
using System.Threading.RateLimiting;
using Observatorio.Api.Access;

namespace Observatorio.Api.Serving;

/// <summary>
/// How much one address may ask: so many answers that have to be made a minute (<c>Limits:Reads</c>, 3000). What comes from a cache, here or at the reader's, counts for nothing; nor does what a key asks,
/// whose owner is known.
/// </summary>
/// <param name="configuration">The settings.</param>
public sealed class ReadLimit(IConfiguration configuration) : IDisposable
{
    private const int Window = 60;

    private readonly int most = configuration.GetValue("Limits:Reads", 3000);
    private readonly PartitionedRateLimiter<string> reads = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(address,
        _ => new FixedWindowRateLimiterOptions { PermitLimit = configuration.GetValue("Limits:Reads", 3000), Window = TimeSpan.FromSeconds(Window) }));

    /// <summary>Counts a request; turns it away where it is one too many. The headers follow the IETF's draft "RateLimit header fields for HTTP".</summary>
    public static async Task Count(HttpContext http, RequestDelegate next)
    {
        if (http.User.Identity?.IsAuthenticated == true || !HttpMethods.IsGet(http.Request.Method) || !http.Request.Path.StartsWithSegments("/api") && !http.Request.Path.StartsWithSegments("/sdmx"))
        {
            await next(http);
            return;
        }
        var limit = http.RequestServices.GetRequiredService<ReadLimit>();
        var address = Limits.SubscriberOf(http.Connection.RemoteIpAddress);
        using var lease = limit.reads.AttemptAcquire(address);
        var left = limit.reads.GetStatistics(address)?.CurrentAvailablePermits ?? 0;
        http.Response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"reads\";q={limit.most};w={Window}");
        http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"reads\";r={left};t={Window}");
        if (!lease.IsAcquired)
        {
            await Limits.TooMany(http, TimeSpan.FromSeconds(Window)).ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    /// <summary>Lets go of the counters.</summary>
    public void Dispose() => reads.Dispose();
}
