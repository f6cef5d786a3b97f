using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Observatorio.Bench;

/// <summary>The built server in a process of its own, on a port that the system chooses.</summary>
public sealed class Server : IDisposable
{
    private readonly Process process;
    private bool ended;

    private Server(Process process, Uri address) => (this.process, Client) = (process, new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) });

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>How much memory it takes, in MiB.</summary>
    public long MemoryMiB
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 >> 20;
        }
    }

    /// <summary>Asks in a way that no cache has seen: with a header of its own.</summary>
    public async Task GetUncached(string path, int run)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", $"*/*, application/x-run-{run}");
        using var answer = await Client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Starts it on a workspace and waits until it listens.</summary>
    public static Server Start(string data) => Run("observatorio-api.dll", "--data", data, "--urls", "http://127.0.0.1:0", "--samples", "none");

    /// <summary>Starts a server that answers every request with the bytes of a file, with nothing of ours around it.</summary>
    public static Server StartBare(string file) => Run("Observatorio.Bench.dll", "--bare", file);

    private static Server Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.Environment["Limits__Reads"] = "1000000000";
        start.Environment["Limits__WritesPerMinute"] = "1000000000";
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, program), .. arguments]) { start.ArgumentList.Add(argument); }
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<Uri>();
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null) { address.TrySetException(new InvalidOperationException("The server ended before it listened.")); }
            else if (Regex.Match(line.Data, @"listening on: (http://\S+)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match) { address.TrySetResult(new Uri(match.Groups[1].Value)); }
        };
        process.BeginOutputReadLine();
        return new Server(process, address.Task.GetAwaiter().GetResult());
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (ended) { return; }
        ended = true;
        Client.Dispose();
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
