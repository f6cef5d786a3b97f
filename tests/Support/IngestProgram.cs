using System.Diagnostics;

namespace Observatorio.Tests.Support;

/// <summary>The real command line of ingest, in a process of its own.</summary>
public static class IngestProgram
{
    /// <summary>Runs a command to its end.</summary>
    /// <returns>Exit code, and both outputs together.</returns>
    public static (int Code, string Output) Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Starts a command; the caller reads its outputs and has its input.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "observatorio-ingest.dll"));
        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }
        return Process.Start(start)!;
    }
}
