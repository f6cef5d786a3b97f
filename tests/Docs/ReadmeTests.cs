using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>
/// Does what the guides tell their readers to do, in a workspace of its own with a server of its own, and compares what
/// comes out with what they show. <c>make golden</c> writes the real output into the guides.
/// </summary>
public sealed partial class ReadmeTests
{
    [TestCase("README.md")]
    [TestCase("LEEME.md")]
    [TestCase("CONTRIBUTING.md")]
    public void WhatTheGuideShowsIsWhatHappens(string guide)
    {
        using var folder = new TemporaryFolder();
        SampleServer.CopyTo(folder.File("var"));
        Directory.CreateSymbolicLink(folder.File("data-samples"), Repository.PathOf("data-samples"));
        using var server = ServerProcess.Start(folder.File("var"));
        ShownGuide.Follow(guide, folder, server.Client.BaseAddress!, command => command == "dotnet run --project api" ? FirstStart() : null);
    }

    // What only reads needs no workspace of its own.
    [TestCase("docs/sdmx.md")]
    [TestCase("docs/recipes.md")]
    public void WhatAPageShowsIsWhatHappens(string page)
    {
        using var folder = new TemporaryFolder();
        ShownGuide.Follow(page, folder, SampleServer.Client.BaseAddress!);
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

    private static string FirstStart() => ShownText.Clean(AnyAddress().Replace(SampleServer.Output, ShownGuide.Address));

    [GeneratedRegex(@"--lang \w+|lang=\w+")]
    private static partial Regex Language();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex AnyAddress();
}
