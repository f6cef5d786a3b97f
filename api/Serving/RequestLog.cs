using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics;
using Observatorio.Api.Access;

namespace Observatorio.Api.Serving;

/// <summary>The log for programs (<c>Logging:Json=true</c>): JSON, with a line for every request. It says the route and never the address, whose key, code or question may be its reader's alone.</summary>
public static class RequestLog
{
    private static readonly Action<ILogger, string, string, int, double, string, string?, Exception?> Answered = LoggerMessage.Define<string, string, int, double, string, string?>(
        LogLevel.Information, new EventId(1, "Answered"), "{Method} {Route} {Status} {Milliseconds} ms {Principal} {Trace}");

    /// <summary>Writes the log as JSON where that is wanted.</summary>
    public static void AddJsonLog(this WebApplicationBuilder builder)
    {
        if (!IsWanted(builder.Configuration)) { return; }
        builder.Logging.ClearProviders().AddJsonConsole(console =>
        {
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            console.UseUtcTimestamp = true;
        });
    }

    /// <summary>Adds the line of each request. To be added first, so that it sees what all others made of it.</summary>
    public static void UseRequestLog(this WebApplication app)
    {
        if (!IsWanted(app.Configuration)) { return; }
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Observatorio.Requests");
        app.Use(async (HttpContext http, RequestDelegate next) =>
        {
            var (method, begun) = (http.Request.Method, Stopwatch.GetTimestamp());
            try { await next(http); }
            finally
            {
                // A reader that went away has no status.
                var status = http.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest : http.Response.StatusCode;
                Answered(log, method, RouteOf(http), status, Stopwatch.GetElapsedTime(begun).TotalMilliseconds, Guard.ActorOf(http).Principal, Activity.Current?.TraceId.ToString(), null);
            }
        });
    }

    /// <summary>The route that answers a request, such as <c>/api/v1/data/{dataflow}</c>; empty where none does.</summary>
    public static string RouteOf(HttpContext http)
        => (http.GetEndpoint() ?? http.Features.Get<IExceptionHandlerFeature>()?.Endpoint) is RouteEndpoint route ? route.RoutePattern.RawText ?? "" : "";

    private static bool IsWanted(IConfiguration configuration) => configuration.GetValue("Logging:Json", false);
}
