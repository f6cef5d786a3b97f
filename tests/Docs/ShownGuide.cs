using System.Diagnostics;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>Does what a document asks its reader to do, step by step, and compares what comes out with what it shows.</summary>
internal static class ShownGuide
{
    /// <summary>The server's address as documents show it.</summary>
    public const string Address = "http://127.0.0.1:5080";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Follows a document.</summary>
    /// <param name="document">Its path in the repository.</param>
    /// <param name="folder">Where its commands run.</param>
    /// <param name="server">The server that they ask.</param>
    /// <param name="known">The output of commands that need not be run, or null.</param>
    public static void Follow(string document, TemporaryFolder folder, Uri server, Func<string, string?>? known = null)
    {
        var text = Repository.Read(document);
        var steps = ShownCommands.In(text);
        File.WriteAllText(folder.File(".curlrc"), "silent\nshow-error\n"); // as on a terminal, where curl shows no progress
        var wrong = new List<(ShownStep Step, string Output)>();
        foreach (var step in steps)
        {
            if (step.File is { } file) { WriteFile(folder.File(file), step.Text.Replace(Address, server.ToString().TrimEnd('/'), StringComparison.Ordinal)); continue; }
            if (step.Command!.StartsWith("make ", StringComparison.Ordinal)) { continue; }
            var output = known?.Invoke(step.Command) ?? Run(folder.Path, step.Command, server);
            if (!ShownText.Matches(step.Text, output)) { wrong.Add((step, output)); }
        }
        if (Golden.Write) { File.WriteAllText(Repository.PathOf(document), ShownCommands.Replace(text, wrong)); return; }
        Assert.That(steps.Count(s => s.Command is not null), Is.GreaterThan(3), "The document's commands were not found.");
        Assert.That(wrong.Select(w => w.Step.Line), Is.Empty, () => string.Concat(wrong.Select(w => $"\n{document}, line {w.Step.Line}: {w.Step.Command}\n{ShownText.Difference(w.Step.Text, w.Output)}")));
    }

    private static string Run(string folder, string command, Uri server)
    {
        var address = server.ToString().TrimEnd('/');
        var script = command
            .Replace("dotnet run --project ingest --", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "observatorio-ingest.dll")}'", StringComparison.Ordinal)
            .Replace("dotnet run --project api --", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "observatorio-api.dll")}'", StringComparison.Ordinal)
            .Replace("python3 ", "/usr/bin/python3 ", StringComparison.Ordinal) // the one that make tools installs pandas for
            .Replace(Address, address, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec 2>&1\n{script}");
        start.Environment["CURL_HOME"] = folder;
        start.Environment.Remove("OBSERVATORIO_DATA");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            return $"(no end within {Patience})";
        }
        return ShownText.Clean(output.GetAwaiter().GetResult().Replace(address, Address, StringComparison.Ordinal));
    }

    private static void WriteFile(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
