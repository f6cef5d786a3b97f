using Observatorio.Ingest;
using Observatorio.Ingest.Checking;

namespace Observatorio.Tests.Support;

/// <summary>Assertions on what a report tells its office.</summary>
public static class Findings
{
    /// <summary>The codes of the findings that stop the file.</summary>
    public static IEnumerable<string> Errors(IngestReport report) => report.Findings.Where(f => CheckCatalogue.SeverityOf(f) == "E").Select(f => f.Code).Distinct();

    /// <summary>All findings as text, for the message of an assertion.</summary>
    public static string Text(IngestReport report)
        => string.Join('\n', report.Findings.Select(f => $"{CheckCatalogue.SeverityOf(f)} {f.Code} {f.Cell} '{f.Value}' {CheckCatalogue.Describe(f, "en").Message}"));

    /// <summary>Asserts that a file was stopped by a finding whose messages hold these texts.</summary>
    public static void Stopped(IngestReport report, string code, string spanish, string english)
    {
        var finding = report.Findings.FirstOrDefault(f => f.Code == code && CheckCatalogue.SeverityOf(f) == "E" && CheckCatalogue.Describe(f, "en").Message.Contains(english, StringComparison.Ordinal));
        Assert.That(finding, Is.Not.Null, $"No error {code} says '{english}':\n{Text(report)}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Loaded, Is.False);
            Assert.That(CheckCatalogue.Describe(finding!, "es").Message, Does.Contain(spanish));
            Assert.That(CheckCatalogue.Describe(finding!, "es").Action, Is.Not.Empty);
        }
    }
}
