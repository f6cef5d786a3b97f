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
            await (kind == NotWritable.Full ? NoRoom(http) : ReadOnly(http)).ExecuteAsync(http);
        }
    }

    /// <summary>507: no room on the disk, or none left of what received files may take.</summary>
    public static IResult NoRoom(HttpContext http)
    {
        http.Response.Headers.RetryAfter = TryAgainSeconds;
        return Problems.Say(http, "disk-full", StatusCodes.Status507InsufficientStorage);
    }

    private static IResult ReadOnly(HttpContext http)
    {
        http.Response.Headers.RetryAfter = TryAgainSeconds;
        return Problems.Say(http, "read-only", StatusCodes.Status503ServiceUnavailable);
    }

    private static readonly Action<ILogger, string, string, Exception?> Refused = LoggerMessage.Define<string, string>(LogLevel.Error, new EventId(1), "{Method} {Endpoint} was refused: the workspace cannot be written.");
}
