using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Observatorio.Tests.Support;

/// <summary>The real server in a process of its own, on a port that the system chooses.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private bool disposed;

    private readonly StringBuilder log;

    private ServerProcess(Process process, Uri address, StringBuilder output)
    {
        this.process = process;
        log = output;
        lock (output) { Output = output.ToString(); }
        Client = new HttpClient { BaseAddress = address };
    }

    /// <summary>A client with the server's address.</summary>
    public HttpClient Client { get; }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>How much memory the server takes, in MiB.</summary>
    public long MemoryMiB
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 >> 20;
        }
    }

    /// <summary>What the server printed until it listened.</summary>
    public string Output { get; }

    /// <summary>What the server has printed by now.</summary>
    public string Log
    {
        get { lock (log) { return log.ToString(); } }
    }

    /// <summary>The program's verb for one request on a workspace that no server has open.</summary>
    public static (int Code, string Output) Request(string workspace, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "observatorio-api.dll"), "request", .. arguments, $"--data={workspace}"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var faults = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + faults.Result);
    }

    /// <summary>Starts the server on a workspace and waits until it listens.</summary>
    public static ServerProcess Start(string workspace, params string[] options) => Start(workspace, [], options);

    /// <summary>The same with settings in the environment.</summary>
    public static ServerProcess Start(string workspace, IReadOnlyList<(string Name, string Value)> environment, params string[] options) => StartUnder([], workspace, environment, options);

    /// <summary>The same under another program.</summary>
    /// <param name="under">The program and its arguments, such as <see cref="Strace.Noting"/>; none for none.</param>
    /// <param name="workspace">The workspace.</param>
    /// <param name="environment">Settings.</param>
    /// <param name="options">Options of the server.</param>
    public static ServerProcess StartUnder(IReadOnlyList<string> under, string workspace, IReadOnlyList<(string Name, string Value)> environment, params string[] options)
    {
        IReadOnlyList<string> line = [.. under, "dotnet", Path.Combine(AppContext.BaseDirectory, "observatorio-api.dll"), "--data", workspace, "--urls", "http://127.0.0.1:0", .. options];
        var start = new ProcessStartInfo(line[0], line.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Most tests ask little of a server, and there are many of them.
        start.Environment["WarmUp"] = "false";
        foreach (var (name, value) in environment) { start.Environment[name] = value; }
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var output = new StringBuilder();
        var address = new TaskCompletionSource<Uri>();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) => address.TrySetException(new InvalidOperationException("The server ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new ServerProcess(process, address.Task.WaitAsync(Patience).GetAwaiter().GetResult(), output);
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            throw new InvalidOperationException($"{e.Message}\n{output}", e);
        }

        void Hear(string? line)
        {
            lock (output) { output.Append(line).Append('\n'); }
            if (Listening().Match(line ?? "") is { Success: true } match) { address.TrySetResult(new Uri(match.Groups[1].Value)); }
        }
    }

    /// <summary>Asks the server to end, as a service manager does, and waits until it has.</summary>
    public async Task Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
    }

    /// <summary>Ends the server at once.</summary>
    public void Dispose()
    {
        if (disposed) { return; }
        disposed = true;
        Client.Dispose();
        // Under another program the server ends first: left by who holds it, it would go on for a moment.
        if (OperatingSystem.IsLinux() && !process.HasExited) { foreach (var child in File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)) { Process.GetProcessById(int.Parse(child, System.Globalization.CultureInfo.InvariantCulture)).Kill(); } }
        if (!process.HasExited) { process.Kill(entireProcessTree: true); }
        process.WaitForExit();
        process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://[\w.:]+)")]
    private static partial Regex Listening();
}
