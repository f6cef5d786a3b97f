using Observatorio.Warehouse;

namespace Observatorio.Api.Serving;

/// <summary>What a sender is told while the workspace takes no writing: that nothing was kept, why, and when to come again.</summary>
public static class NotWritableAnswer
{
    private const string TryAgainSeconds = "60";

    /// <summary>Answers 507 where the disk is full and 503 where it is read-only or forbidden; other faults pass on.</summary>
    public static async Task Say(HttpContext http, RequestDelegate next)
    {
        try { await next(http); }
        catch (Exception e) when (NotWritableException.KindOf(e) is { } kind && !http.Response.HasStarted)
        {
            Refused(http.RequestServices.GetRequiredService<ILogger<Workspace>>(), http.Request.Method, http.GetEndpoint()?.DisplayName ?? "", e);
            http.Response.Headers.RetryAfter = TryAgainSeconds;
            var full = kind == NotWritable.Full;
            await Problems.Say(http, full ? "disk-full" : "read-only", full ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
        }
    }

    private static readonly Action<ILogger, string, string, Exception?> Refused = LoggerMessage.Define<string, string>(LogLevel.Error, new EventId(1), "{Method} {Endpoint} was refused: the workspace cannot be written.");
}
