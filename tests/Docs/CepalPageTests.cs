using System.Globalization;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>The page that sets our shares beside CEPAL's: what it prints of ours is what the API answers, and of real sources alone.</summary>
public sealed class CepalPageTests
{
    private static IEnumerable<TestCaseData> Cases() => Rows().Select(r => new TestCaseData(r[1], r[3], r[4], r[5]));

    private static IEnumerable<string[]> Rows() => File.ReadLines(Path.Combine(Repository.Root, "docs", "cepal.md"))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 7 && cells[5].StartsWith('`'));

    [TestCaseSource(nameof(Cases))]
    public async Task TheFigureIsWhatTheQueryAnswers(string what, string ours, string percent, string query)
    {
        var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/performance?" + query.Trim('`')))!;
        var figure = answer["observations"]!.AsArray().Single()!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((decimal)figure["OBS_VALUE"]!, Is.EqualTo(decimal.Parse(percent, CultureInfo.InvariantCulture)), $"{what} {ours}");
            Assert.That(answer["synthetic"]!.AsArray(), Is.Empty);
        }
    }

    [Test]
    public void WhatCepalPrintsIsAsPublished()
    {
        var published = File.ReadLines(Repository.SharedFile("reference", "published_headline_counts.csv")).Where(l => l.StartsWith("LATAM,2016,", StringComparison.Ordinal)).Select(l => l.Split(',')).ToList();
        Assert.That(published, Has.Count.EqualTo(12));
        foreach (var row in Rows())
        {
            var parts = row[1].Split(", ");
            var size = parts[1] == "large" ? "grande" : "micro";
            var unit = parts[0] switch { "Enterprises" => "% enterprises", "Jobs" => "% employment", _ => "% production" };
            Assert.That(row[2], Is.EqualTo(published.Single(p => p[3] == size && p[5] == unit)[4]), row[1]);
        }
    }
}
