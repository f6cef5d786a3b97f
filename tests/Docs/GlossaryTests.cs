using System.Globalization;
using System.Text.RegularExpressions;
using System.Text;
using CsvHelper;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>The code lists in the glossary are those of the reference data.</summary>
public sealed partial class GlossaryTests
{
    private const string Page = "docs/glossary.md";

    [Test]
    public void ItsCodeListsAreTheReferenceData()
    {
        using var csv = new CsvReader(new StringReader(Repository.Read("warehouse/reference/code.csv")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<(string List, string Line)>();
        while (csv.Read()) { rows.Add((csv["list"]!, $"| `{csv["code"]}` | {csv["name_es"]} | {csv["name_pt"]} | {csv["name_en"]} | {Note(csv["note"]!)} |\n")); }

        var page = Repository.Read(Page);
        Assert.That(List().Count(page), Is.GreaterThan(5));
        Golden.MatchesFile(Page, List().Replace(page, match =>
        {
            var name = match.Groups["name"].Value;
            var table = new StringBuilder($"<!-- list {name} -->\n| Code | Español | Português | English | Note |\n|---|---|---|---|---|\n");
            foreach (var (_, line) in rows.Where(r => r.List == name)) { table.Append(line); }
            return table.Append("<!-- end -->").ToString();
        }));
    }

    // Where a list comes from is not a note on its codes.
    private static string Note(string note) => note == "own list" ? "" : note;

    [GeneratedRegex(@"<!-- list (?<name>\w+) -->.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex List();
}
