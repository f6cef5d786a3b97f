using System.Globalization;
using System.Text;
using CsvHelper;
using Observatorio.Ingest.Checking;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary><c>docs/checks.md</c> is made from the catalogue of checks, so that it cannot say anything else.</summary>
public sealed class ChecksPageTests
{
    private static readonly (string Group, string Title)[] Groups =
    [
        ("file", "The file as such"), ("register", "Registers and surveys"), ("cell", "Cells"), ("table", "Within a table"), ("time", "From period to period"), ("cross", "Against other data"),
    ];

    [Test]
    public void ThePageIsTheCatalogue()
    {
        var page = new StringBuilder(
            """
            # Checks

            Generated from `ingest/checks/catalogue.csv` and `thresholds.csv` by `make golden`; do not edit.

            All checks run in one pass over a file, and each finding names the cell. An **E** (error) stops the file; a **W** (warning) travels with the figures to the report; an **I** informs. Words in braces are filled in from the finding; words in brackets appear only where what they name is known.

            *Threshold* is the limit of the check; a dataset may have its own in `thresholds` of its [profile](profiles.md). *Written in* tells where the rule is; the catalogue also holds rules that are not written yet, which find nothing.


            """);
        foreach (var (group, title) in Groups)
        {
            page.Append("## ").Append(title).Append("\n\n| Code | Severity | Threshold | Title | Message | What to do | Written in |\n|---|---|---|---|---|---|---|\n");
            foreach (var check in CheckCatalogue.Checks.Values.Where(c => c.Group == group))
            {
                var texts = check.Texts["en"];
                page.Append(CultureInfo.InvariantCulture, $"| {check.Code} | {check.Severity} | {check.Threshold} | {texts.Title} | {Cell(texts.Message)} | {Cell(texts.Action)} | {WrittenIn(check)} |\n");
            }
            page.Append('\n');
        }
        page.Append("## Further limits\n\n| Name | Value | Meaning |\n|---|---|---|\n");
        using var csv = new CsvReader(new StringReader(Repository.Read("ingest/checks/thresholds.csv")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        while (csv.Read()) { page.Append(CultureInfo.InvariantCulture, $"| {csv["check"]}.{csv["name"]} | {csv["value"]} | {csv["note"]} |\n"); }
        Golden.MatchesFile("docs/checks.md", page.ToString());
    }

    [Test]
    public void EveryGroupIsOnThePage()
        => Assert.That(CheckCatalogue.Checks.Values.Select(c => c.Group).Distinct(), Is.EquivalentTo(Groups.Select(g => g.Group)));

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string WrittenIn(Check check)
    {
        var sql = $"{check.Code}_{check.Name}.sql";
        if (File.Exists(Repository.PathOf($"ingest/checks/{sql}"))) { return $"[{sql}](../ingest/checks/{sql})"; }
        return Directory.EnumerateFiles(Repository.PathOf("ingest"), "*.cs", SearchOption.AllDirectories).Any(file => File.ReadAllText(file).Contains($"\"{check.Code}\"", StringComparison.Ordinal))
            ? "the program"
            : "not written yet";
    }
}
