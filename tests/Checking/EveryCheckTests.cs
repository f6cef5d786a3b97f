using System.Globalization;
using CsvHelper;
using Dapper;
using Observatorio.Ingest;
using Observatorio.Ingest.Checking;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Checking;

/// <summary>Every check of the catalogue against samples that break it and nothing else: <c>tests/broken</c> holds them and what is expected of them.</summary>
public sealed class EveryCheckTests
{
    /// <summary>What one sample must yield: a row of <c>expected.csv</c>.</summary>
    /// <param name="Sample">Its name, which begins with the code of the check.</param>
    /// <param name="Severity">E or W.</param>
    /// <param name="Cell">As its office names it.</param>
    /// <param name="Value">The text there.</param>
    /// <param name="Places">How many places have the fault.</param>
    /// <param name="Message">Complete, in English.</param>
    /// <param name="Unavoidable">The code of a second check that the same fault cannot but break, or empty.</param>
    /// <param name="Why">Why that is so.</param>
    public sealed record Expected(string Sample, string Severity, string Cell, string Value, long Places, string Message, string Unavoidable, string Why)
    {
        public string Code => Sample[..3];

        public override string ToString() => Sample;
    }

    private static readonly IReadOnlyList<Expected> All = BrokenSample.Rows<Expected>("expected.csv");

    private static readonly HashSet<string> ProgramWords = ["why", "part_kind", "kind", "members", "dimension", "direction", "class", "smaller_class", "component"];

    private static readonly string[] AccountOnly = ["F10"];

    private static readonly string[] OnlyLabels = ["C06"];

    private static readonly int[] FirstOfEqual = [5];

    private static readonly string[] NoExpectation = ["several"];

    // One row a finding of the sample with several faults: code, cell, value and places.
    private static readonly string[] SeveralFaults =
        ["C01 D5 n/d 2", "C04 D11 -120 1", "C06 B13 Salta 1", "C06 B14 Rio 1", "C08 A15 2190 2", "C11 E12 300.0 1", "F05 F2 Comentario 1", "F10   1"];

    private static readonly ILookup<string, string> Words = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "checks", "words.csv")).Skip(1)
        .Select(line => line.Split(',')).ToLookup(f => f[0], f => f[1]);

    private static IEnumerable<Expected> Samples => All;

    private static IEnumerable<string> CleanSamples => BrokenSample.Names.Where(n => n.StartsWith("clean", StringComparison.Ordinal));

    [TestCaseSource(nameof(Samples))]
    public void ASampleBreaksItsCheckAndNoOther(Expected expected)
    {
        var outcome = BrokenSample.Run(expected.Sample);
        var faults = Faults(outcome.Report);
        var finding = faults.FirstOrDefault(f => f.Code == expected.Code);
        Assert.That(finding, Is.Not.Null, Text(outcome.Report));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(CheckCatalogue.SeverityOf(finding!), Is.EqualTo(expected.Severity));
            Assert.That(finding!.Cell, Is.EqualTo(expected.Cell));
            Assert.That(finding.Value ?? "", Is.EqualTo(expected.Value));
            Assert.That(finding.Places, Is.EqualTo(expected.Places));
            Assert.That(CheckCatalogue.Describe(finding, "en").Message, Is.EqualTo(expected.Message));
            Assert.That(faults.Select(f => f.Code), Is.EquivalentTo((string[])[expected.Code, .. expected.Unavoidable.Split('|', StringSplitOptions.RemoveEmptyEntries)]), Text(outcome.Report));
            foreach (var fault in faults) { MessagesAreComplete(fault); }
            if (outcome.Before is { } before) { Assert.That(Faults(before), Is.Empty, $"The earlier edition is not clean:\n{Text(before)}"); }
            // An error keeps everything out of the star, a warning travels with the figures.
            Assert.That(outcome.Report.Loaded, Is.EqualTo(expected.Severity == "W"));
            Assert.That(outcome.StarAfter == outcome.StarBefore, Is.EqualTo(expected.Severity == "E"));
        }
    }

    [TestCaseSource(nameof(CleanSamples))]
    public void ACleanFileOfTheSameProfileHasNoFault(string sample)
    {
        var outcome = BrokenSample.Run(sample);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Faults(outcome.Report), Is.Empty, Text(outcome.Report));
            Assert.That(outcome.Report.Findings.Select(f => f.Code), Is.EqualTo(AccountOnly), "The account of cells is in every report.");
            Assert.That(outcome.Report.Loaded, Is.True);
            Assert.That(outcome.StarAfter, Is.Not.EqualTo(outcome.StarBefore));
        }
    }

    [Test]
    public void EveryCheckOfAFileHasASample()
        => Assert.That(All.Select(e => e.Code).Distinct(), Is.EquivalentTo(CheckCatalogue.Checks.Values.Where(c => c.Group != "cross").Select(c => c.Code)));

    /// <summary>A comma in a text that is not quoted would shift the texts of the other languages.</summary>
    [TestCase("catalogue.csv")]
    [TestCase("words.csv")]
    [TestCase("thresholds.csv")]
    public void EveryRowOfATableOfTheChecksIsWhole(string name)
    {
        using var csv = new CsvParser(new StreamReader(Path.Combine(AppContext.BaseDirectory, "checks", name)), CultureInfo.InvariantCulture);
        var widths = new List<int>();
        while (csv.Read()) { widths.Add(csv.Count); }
        Assert.That(widths, Has.Count.GreaterThan(1).And.All.EqualTo(widths[0]));
    }

    [Test]
    public void EverySampleHasItsExpectation()
        => Assert.That(All.Select(e => e.Sample), Is.EquivalentTo(BrokenSample.Names.Except(CleanSamples).Except(NoExpectation)));

    [Test]
    public void ASecondFindingIsExplained()
        => Assert.That(All.Where(e => e.Unavoidable.Length > 0 != e.Why.Length > 0).Select(e => e.Sample), Is.Empty);

    /// <summary>Faults of eight kinds come out together, and what has one cause is one finding that counts its places.</summary>
    [Test]
    public void AllFaultsOfAFileAreToldInOnePass()
    {
        var faults = Faults(BrokenSample.Run("several").Report);
        Assert.That(faults.Select(f => $"{f.Code} {f.Cell} {f.Value} {f.Places}"), Is.EquivalentTo(SeveralFaults));
    }

    /// <summary>A key that is there twice with equal figures is loaded, and counts once.</summary>
    [Test]
    public void EqualFiguresOfOneKeyEnterOnce()
    {
        using var memory = WorkWarehouse.OpenInMemory();
        var file = Path.Combine(BrokenSample.Folder, "C07-equal", "file.csv");
        var report = Pipeline.Run(memory, new PipelineInput(BrokenSample.ProfileOf("C07-equal"), file, "file.csv", new SubmissionHeader(1, DateTime.UtcNow, "0")));
        Assert.That(report.Loaded, Is.True);
        var rows = memory.Query<int>("select source_row::int from fact_enterprise_count where own_scheme and value = 1600");
        Assert.That(rows, Is.EqualTo(FirstOfEqual));
    }

    /// <summary>A file whose every label is wrong has a report that people can read to its end.</summary>
    [Test]
    public void ALongReportIsCutAndSaysSo()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("file.csv");
        File.WriteAllLines(file, ["Uruguay: empresas", "Año;Área;Tamaño;Empresas", .. Enumerable.Range(1, 230).Select(i => $"2022;Área {i.ToString(CultureInfo.InvariantCulture)};Total;{i.ToString(CultureInfo.InvariantCulture)}")]);
        using var memory = WorkWarehouse.OpenInMemory();
        var report = Pipeline.Run(memory, new PipelineInput(BrokenSample.ProfileOf("none"), file, "file.csv"));
        var labels = report.Findings.Where(f => f.Code == "C06").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(labels, Has.Count.EqualTo(CheckRunner.MostPerCheck + 1));
            Assert.That(labels[^1].Omitted, Is.EqualTo(30));
            Assert.That(labels.Sum(f => f.Places), Is.EqualTo(230));
            Assert.That(CheckCatalogue.Describe(labels[^1], "es").Message, Is.EqualTo("Otros 30 hallazgos de este control no se listan uno por uno."));
            Assert.That(Faults(report).Select(f => f.Code).Distinct(), Is.EqualTo(OnlyLabels));
        }
    }

    private static List<Finding> Faults(IngestReport report) => [.. report.Findings.Where(f => CheckCatalogue.SeverityOf(f) is "E" or "W")];

    private static string Text(IngestReport report)
        => string.Join('\n', report.Findings.Select(f => $"{CheckCatalogue.SeverityOf(f)} {f.Code} {f.Cell} '{f.Value}' {CheckCatalogue.Describe(f, "en").Message}"));

    // Nothing is left of the catalogue's placeholders, and what the program itself says is said in the reader's language.
    private static void MessagesAreComplete(Finding finding)
    {
        foreach (var language in CheckCatalogue.Languages)
        {
            var (message, action) = CheckCatalogue.Describe(finding, language);
            // The file's own text may hold anything.
            var own = finding.Value is { Length: > 0 } value ? message.Replace(value, "x", StringComparison.Ordinal) : message;
            Assert.That(own + action, Does.Not.Contain("?").And.Not.Contain("{").And.Not.Contain("}").And.Not.Contain("[").And.Not.Contain("]"), $"{finding.Code} in {language}");
            Assert.That(own, Does.Not.Contain("  ").And.Not.Contain("()"), $"{finding.Code} in {language}");
            Assert.That(action, Is.Not.Empty);
        }
        foreach (var (name, text) in finding.Args)
        {
            if (text is null || !ProgramWords.Contains(name)) { continue; }
            Assert.That(text.Split(", ").Except(Words[name]), Is.Empty, $"{finding.Code}: words.csv lacks a {name}.");
        }
    }
}
