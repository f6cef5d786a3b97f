using System.Net;
using Observatorio.Warehouse;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Observatorio.Api.Serving;

/// <summary>Who gets what is measured: Prometheus at <c>/metrics</c>, and a collector where the standard's variables name one.</summary>
public static class TelemetrySetup
{
    private static readonly string[] Collectors = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"];

    // A proxy that says for whom it asks; whoever it asks for is not on this machine.
    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"];

    /// <summary>Adds the services. Without a collector nothing is traced.</summary>
    public static void AddTelemetry(this IServiceCollection services, Workspace workspace, IConfiguration configuration)
    {
        Telemetry.Watch(workspace);
        var telemetry = services.AddOpenTelemetry()
            // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, so that they hold.
            .ConfigureResource(resource => resource.Clear().AddService("observatorio").AddTelemetrySdk().AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics.AddMeter(Telemetry.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddPrometheusExporter());
        if (!Collectors.Any(name => configuration[name] is { Length: > 0 })) { return; }
        telemetry.WithTracing(traces => traces.AddSource(Telemetry.Name).AddAspNetCoreInstrumentation(requests =>
            // An address may hold what only its reader knows, such as the code of a question: its route says enough.
            requests.EnrichWithHttpResponse = (trace, response) => trace.SetTag("url.path", RequestLog.RouteOf(response.HttpContext)).SetTag("url.query", null)));
        telemetry.UseOtlpExporter();
    }

    /// <summary>Adds <c>/metrics</c>, for this machine and for the networks that <c>Metrics:From</c> names; for everybody else there is nothing there.</summary>
    public static void UseMetrics(this WebApplication app)
    {
        var networks = (app.Configuration["Metrics:From"] ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse).ToArray();
        app.UseOpenTelemetryPrometheusScrapingEndpoint(http => http.Request.Path == "/metrics" && MayRead(http, networks));
    }

    private static bool MayRead(HttpContext http, IPNetwork[] networks)
        => http.Connection.RemoteIpAddress is { } address && !Forwarding.Any(http.Request.Headers.ContainsKey)
            && (IPAddress.IsLoopback(address) || networks.Any(n => n.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)));
}
