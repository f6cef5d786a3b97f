using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>docs/operating.md names every setting that the server reads.</summary>
public sealed partial class OperatingPageTests
{
    [Test]
    public void EverySettingIsOnThePage()
    {
        var page = File.ReadAllText(Repository.PathOf("docs/operating.md"));
        var read = Directory.EnumerateFiles(Repository.PathOf("api"), "*.cs", SearchOption.AllDirectories).SelectMany(f => Setting().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)).Distinct().ToList();
        Assert.That(read, Has.Count.GreaterThan(8));
        Assert.That(read.Where(s => !page.Contains($"`{s}`", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex(@"(?i:configuration)(?:\[|\.GetValue(?:<\w+>)?\()""(\w+(?::\w+)*)""")]
    private static partial Regex Setting();
}
