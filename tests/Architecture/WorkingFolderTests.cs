using System.Diagnostics;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Architecture;

/// <summary>The guides' <c>./var</c> is one folder, whichever of the two programs makes it.</summary>
public sealed class WorkingFolderTests
{
    [TestCase("api")]
    [TestCase("ingest")]
    public void DotnetRunStaysInTheFolderOfWhoeverRunsIt(string project)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root, RedirectStandardOutput = true };
        foreach (var argument in (string[])["msbuild", project, "-getProperty:RunWorkingDirectory"]) { start.ArgumentList.Add(argument); }
        using var process = Process.Start(start)!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.That(folder.Length == 0 ? Repository.Root : Path.GetFullPath(folder, Repository.Root), Is.EqualTo(Path.GetFullPath(Repository.Root)));
    }
}
