using System.Diagnostics;
using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>
/// Does what the guides tell their readers to do, in a workspace of its own with a server of its own, and compares what
/// comes out with what they show. <c>make golden</c> writes the real output into the guides.
/// </summary>
public sealed partial class ReadmeTests
{
    private const string ShownAddress = "http://127.0.0.1:5080";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [TestCase("README.md")]
    [TestCase("LEEME.md")]
    [TestCase("CONTRIBUTING.md")]
    public void WhatTheGuideShowsIsWhatHappens(string guide)
    {
        var document = Repository.Read(guide);
        var steps = ShownCommands.In(document);
        using var folder = new TemporaryFolder();
        SampleServer.CopyTo(folder.File("var"));
        Directory.CreateSymbolicLink(folder.File("data-samples"), Repository.PathOf("data-samples"));
        File.WriteAllText(folder.File(".curlrc"), "silent\nshow-error\n"); // as on a terminal, where curl shows no progress
        using var server = ServerProcess.Start(folder.File("var"));

        var wrong = new List<(ShownStep Step, string Output)>();
        foreach (var step in steps)
        {
            if (step.File is { } file) { WriteFile(folder.File(file), step.Text); continue; }
            if (step.Command!.StartsWith("make ", StringComparison.Ordinal)) { continue; }
            var output = step.Command == "dotnet run --project api" ? FirstStart() : Run(folder.Path, step.Command, server.Client.BaseAddress!);
            if (!ShownText.Matches(step.Text, output)) { wrong.Add((step, output)); }
        }
        if (Golden.Write) { File.WriteAllText(Repository.PathOf(guide), ShownCommands.Replace(document, wrong)); return; }
        Assert.That(steps.Count(s => s.Command is not null), Is.GreaterThan(3), "The guide's commands were not found.");
        Assert.That(wrong.Select(w => w.Step.Line), Is.Empty, () => string.Concat(wrong.Select(w => $"\n{guide}, line {w.Step.Line}: {w.Step.Command}\n{ShownText.Difference(w.Step.Text, w.Output)}")));
    }

    [TestCase("README.md")]
    [TestCase("LEEME.md")]
    public void EveryBlockOfCommandsIsRun(string guide)
        => Assert.That(Repository.Read(guide).Split('\n'), Has.None.Match("^```(sh|bash|shell|powershell|cmd)"), "Commands stand in fences marked console, so that they are run.");

    [Test]
    public void BothLanguagesShowTheSameCommands()
        => Assert.That(CommandsOf("LEEME.md"), Is.EqualTo(CommandsOf("README.md")));

    [Test]
    public void OtherOutputIsNoticed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ShownText.Matches("a\n…\nd", "a\nb\nc\nd"), Is.True);
            Assert.That(ShownText.Matches("a … d", "a b c d"), Is.True);
            Assert.That(ShownText.Matches("2026.1 2026-01-02 03:04:05Z", "2031.1 2031-05-06 07:08:09Z"), Is.True);
            Assert.That(ShownText.Matches("a\n…\nd", "a\nb\nc\ne"), Is.False);
            Assert.That(ShownText.Matches("1270009", "1270008"), Is.False);
            Assert.That(ShownText.Matches("a", "a\nb"), Is.False);
            Assert.That(ShownText.Matches("", "a"), Is.False);
            Assert.That(ShownText.Difference("a\nb\nc", "a\nx\nc"), Is.EqualTo("  a\n- b\n+ x\n  c\n"));
        }
    }

    // The language of findings is what the two guides differ in.
    private static IEnumerable<string> CommandsOf(string guide)
        => ShownCommands.In(Repository.Read(guide)).Where(s => s.Command is not null).Select(s => Language().Replace(s.Command!, "lang"));

    private static string FirstStart() => ShownText.Clean(AnyAddress().Replace(SampleServer.Output, ShownAddress));

    private static string Run(string folder, string command, Uri server)
    {
        var address = server.ToString().TrimEnd('/');
        var script = command
            .Replace("dotnet run --project ingest --", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "observatorio-ingest.dll")}'", StringComparison.Ordinal)
            .Replace("dotnet run --project api --", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "observatorio-api.dll")}'", StringComparison.Ordinal)
            .Replace(ShownAddress, address, StringComparison.Ordinal);
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
        return ShownText.Clean(output.GetAwaiter().GetResult().Replace(address, ShownAddress, StringComparison.Ordinal));
    }

    private static void WriteFile(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    [GeneratedRegex(@"--lang \w+|lang=\w+")]
    private static partial Regex Language();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AnyAddress();
}
