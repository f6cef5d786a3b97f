using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>Each type of problem that the API emits has its section, and no section is of a type that it does not emit.</summary>
public sealed partial class ProblemsPageTests
{
    [Test]
    public void EveryTypeHasItsSection()
    {
        var emitted = Directory.EnumerateFiles(Repository.PathOf("api"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Type().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)).Distinct().ToList();
        var described = Section().Matches(Repository.Read("docs/problems.md")).Select(m => m.Groups[1].Value).ToList();
        Assert.That(emitted, Has.Count.GreaterThan(1));
        Assert.That(described, Is.EquivalentTo(emitted));
    }

    [GeneratedRegex("(?:return Result\\(|Say\\(http, )\"([a-z-]+)\"")]
    private static partial Regex Type();

    [GeneratedRegex("^## ([a-z-]+)\r?$", RegexOptions.Multiline)]
    private static partial Regex Section();
}
