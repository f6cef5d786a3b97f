using Observatorio.Api;
using Observatorio.Api.Access;
using Observatorio.Api.Catalogue;
using Observatorio.Api.Comparability;
using Observatorio.Api.Contacts;
using Observatorio.Api.Data;
using Observatorio.Api.Discovery;
using Observatorio.Api.Lineage;
using Observatorio.Api.Money;
using Observatorio.Api.Portal;
using Observatorio.Api.Regions;
using Observatorio.Api.Releases;
using Observatorio.Api.Sdmx;
using Observatorio.Api.Serving;
using Observatorio.Api.Studies;
using Observatorio.Api.Submissions;
using Observatorio.Ingest.CommandLine;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

var options = StartOptions.Read(args);
if (options.Help is { } help)
{
    Console.WriteLine(help);
    return options.ExitCode;
}
Workspace workspace;
IDisposable writer;
try
{
    if (options.Request is not null) { LocalRequest.Require(Workspace.Named(options.Data)); }
    workspace = Workspace.Open(options.Data);
    writer = workspace.LockForWriting();
    LedgerFile.Connect(workspace).Dispose();
    FirstStart.Run(workspace, options.Samples);
}
catch (Exception e) when (e is ReferenceException or ProfileException or WorkspaceBusyException or LedgerVersionException || NotWritableException.KindOf(e) is not null)
{
    // What a person can mend is a sentence.
    Console.Error.WriteLine(e.Message);
    return e is WorkspaceBusyException ? ExitCodes.Busy : ExitCodes.Usage;
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = options.Remaining, ContentRootPath = AppContext.BaseDirectory });
if (options.Urls is null && Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is null) { builder.WebHost.UseUrls("http://127.0.0.1:5080"); }
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.AddJsonLog();
builder.Services.AddTelemetry(workspace, builder.Configuration);
builder.Services.AddSingleton(new OpenReleases(workspace));
builder.Services.AddScoped<ReleaseStore>();
builder.Services.AddSingleton(workspace);
builder.Services.AddAccess(workspace, builder.Configuration);
builder.Services.AddSingleton<JobRunner>();
builder.Services.AddHostedService(services => services.GetRequiredService<JobRunner>());
builder.Services.AddKnownProxies(builder.Configuration);
builder.Services.AddProblemDetails();
builder.Services.AddStrictBodies();
builder.Services.AddServing();
builder.Services.AddOpenApiDocument();
if (options.Request is not null) { LocalRequest.Prepare(builder); }

var app = builder.Build();
app.UseForwardedHeaders();
app.UseRequestLog();
app.UseExceptionHandler();
app.UseStatusCodePages();
app.Use(NotWritableAnswer.Say);
app.Use(StrictBodies.Say);
app.Use(AnswerHead);
app.Use(SecurityHeaders.Add);
app.UseMetrics();
app.UseRouting();
app.UseCors();
app.Use(Guard.TurnAway);
app.UseServing();
app.UseOpenApiDocument();

var v1 = app.MapGroup("/api/v1").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
var reading = v1.MapGroup("").WithMetadata(new ReadsRelease(ReleaseChoice.Refuse));
var catalogue = reading.MapGroup("").AddEndpointFilter(Problems.RefuseParameters).ProducesProblem(StatusCodes.Status400BadRequest);
catalogue.MapCatalogue();
catalogue.MapSchemes();
reading.MapComparability();
reading.MapRegions();
reading.MapRates();
reading.MapData();
reading.MapDiscovery();
reading.MapLineage();
reading.MapSheet();
v1.MapStudies();
v1.MapReleases();
v1.MapCalendar();
v1.MapPrincipals();
v1.MapSubmissions();
v1.MapDraft();
v1.MapReview();
v1.MapContacts();
v1.MapQuestions();
app.MapGroup("/sdmx").MapSdmx();
app.MapHealth();
// Where the type of a problem points to.
app.MapGet("/docs/problems", () => Results.Stream(typeof(Program).Assembly.GetManifestResourceStream("problems.md")!, "text/markdown; charset=utf-8")).ExcludeFromDescription();
app.MapPortal();
app.MapSitemap();

using (writer)
{
    if (options.Request is { } request) { return await LocalRequest.Ask(app, request); }
    app.Run();
    return 0;
}

// What GET would answer, without the body.
static Task AnswerHead(HttpContext http, RequestDelegate next)
{
    if (HttpMethods.IsHead(http.Request.Method))
    {
        http.Request.Method = HttpMethods.Get;
        http.Response.Body = Stream.Null;
    }
    return next(http);
}

/// <summary>The server; public so that tests can start the real host.</summary>
public partial class Program;
