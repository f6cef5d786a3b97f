using Observatorio.Api.Access;
using Observatorio.Api.Submissions;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.CommandLine;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Api;

/// <summary>
/// The verb <c>request</c> of the program: all that the API does, on a workspace that no server has open, as whoever works on this machine. It is the ingest program's command of that name, asked of a server that lives
/// as long as the request and what the request has put into the queue.
/// </summary>
public static class LocalRequest
{
    /// <summary>The verb.</summary>
    public const string Verb = "request";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(100);

    /// <summary>The workspace that the arguments name, read as the ingest program reads them; null for the default.</summary>
    public static string? DataOf(string[] arguments) => Commands.Root().Parse(arguments).GetValue<string?>("--data");

    /// <summary>Refuses a folder that is no workspace: one that is asked of is not made by asking.</summary>
    /// <exception cref="ProfileException">It is none.</exception>
    public static void Require(Workspace workspace)
    {
        if (!File.Exists(workspace.LedgerFile)) { throw new ProfileException(CheckCatalogue.Say("no_workspace", "es", ("folder", workspace.Root))); }
    }

    /// <summary>Makes the server one for this machine and this request alone.</summary>
    public static void Prepare(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([new("WarmUp", "false")]);
        builder.Services.AddSingleton<LocalCaller>();
        // The answer alone goes to standard output.
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Asks, waits for the jobs that come of it, and says what became of them.</summary>
    /// <param name="app">The server, not started yet.</param>
    /// <param name="arguments">Those of the verb, with it in front.</param>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Ask(WebApplication app, IReadOnlyList<string> arguments)
    {
        var jobs = new Jobs(app.Services.GetRequiredService<Workspace>());
        var last = jobs.After(0) is [.., var newest] ? newest.JobId : 0;
        await app.StartAsync();
        var code = await Commands.Root().Parse([.. arguments, "--url", app.Urls.First(), "--key", app.Services.GetRequiredService<LocalCaller>().Secret]).InvokeAsync();
        // On a disk that is full, or after a fault of the queue itself, they stay for the next process.
        var runner = app.Services.GetRequiredService<JobRunner>();
        while (runner.Waits is null && !app.Lifetime.ApplicationStopping.IsCancellationRequested && jobs.After(last).Any(j => j.State is "pending" or "running")) { await Task.Delay(LookAgain); }
        await app.StopAsync();
        var done = jobs.After(last);
        foreach (var job in done) { Console.WriteLine($"{job.Kind} {job.State} {job.Note}".TrimEnd()); }
        return code == ExitCodes.Ok && done.Any(j => j.State != "done") ? ExitCodes.Findings : code;
    }
}
