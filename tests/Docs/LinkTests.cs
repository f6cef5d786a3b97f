using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>Links between the pages of the repository lead somewhere.</summary>
public sealed partial class LinkTests
{
    private static IEnumerable<string> Pages()
        => Directory.EnumerateFiles(Repository.PathOf("."), "*.md").Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Select(page => Path.GetRelativePath(Repository.PathOf("."), page)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Pages))]
    public void LinksLeadToAFileAndASection(string page)
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var target in Link().Matches(Repository.Read(page)).Select(m => m.Groups[1].Value).Where(t => !t.Contains("://", StringComparison.Ordinal)))
            {
                var (file, section) = target.Split('#') is [var f, var s] ? (f, s) : (target, null);
                var path = file.Length == 0 ? Repository.PathOf(page) : Path.Combine(Path.GetDirectoryName(Repository.PathOf(page))!, file);
                Assert.That(Path.Exists(path), Is.True, $"{page}: {target}");
                if (section is not null) { Assert.That(Sections(File.ReadAllText(path)), Does.Contain(section), $"{page}: {target}"); }
            }
        }
    }

    private static IEnumerable<string> Sections(string page)
        => Heading().Matches(page).Select(m => Regex.Replace(m.Groups[1].Value.ToLowerInvariant(), @"[^\w -]", "").Replace(' ', '-'));

    [GeneratedRegex(@"\[[^\]]*\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
