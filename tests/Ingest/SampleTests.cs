using System.Globalization;
using CsvHelper;
using Observatorio.Ingest;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>Every sample goes in without an error and with every cell read, and comes out with the totals that its README prints.</summary>
public sealed class SampleTests
{
    private static readonly IReadOnlyList<(StarKey Key, decimal Value)> Totals = ReadTotals();

    private static IEnumerable<string> Profiles() => Samples.List(Samples.Shipped).Select(s => s.Profile).Distinct();

    [TestCaseSource(nameof(Profiles))]
    public void GoesInWholeAndComesOutExactly(string profile)
    {
        using var workspace = new TestWorkspace();
        foreach (var sample in Samples.List(Samples.Shipped).Where(s => s.Profile == profile).OrderBy(s => s.Release))
        {
            var report = workspace.Ingest(sample.File, profile)!;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(Findings.Errors(report), Is.Empty, Findings.Text(report));
                Assert.That(report.Loaded, Is.True);
                Assert.That(report.Accounting.CellsRead, Is.GreaterThan(0));
                Assert.That(report.Accounting.CellsNotUnderstood, Is.Zero);
            }
        }
        var dataset = TestWorkspace.Shipped(profile).Dataset.Id;
        var expected = Totals.Where(t => t.Key.Dataset == dataset).ToList();
        Assert.That(expected, Has.Count.GreaterThanOrEqualTo(2), $"control-totals.csv has too few totals of {dataset}.");
        using (Assert.EnterMultipleScope())
        {
            foreach (var (key, value) in expected) { Assert.That(Star.Current(workspace.Work, key)?.Value, Is.EqualTo(value), key.ToString()); }
        }
    }

    private static List<(StarKey, decimal)> ReadTotals()
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(Repository.Root, "tests", "Ingest", "control-totals.csv")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var totals = new List<(StarKey, decimal)>();
        while (csv.Read())
        {
            totals.Add((new StarKey(csv["dataset"]!, csv["indicator"]!, csv["area"]!, csv["scheme"]!, csv["class"]!, csv["activity"]!, csv["period"]!), decimal.Parse(csv["value"]!, CultureInfo.InvariantCulture)));
        }
        return totals;
    }
}
