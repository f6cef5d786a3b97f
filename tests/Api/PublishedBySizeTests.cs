using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>
/// National figures by size, as ministries, offices and the press print them: answered with their number by the dataset that carries the source, or it is known why not.
/// <c>published-by-size.csv</c> says which dataset carries which source, <c>published-not-answered.csv</c> what of a carried source is not answered.
/// </summary>
public sealed class PublishedBySizeTests
{
    private sealed record Printed(string Source, string Area, string Period, string Indicator, decimal Value, int Decimals);

    [Test]
    public async Task EveryNationalRowIsAnsweredOrItsReasonIsKnown()
    {
        var rows = Read(Repository.SharedFile("reference", "published_by_size.csv"), csv => csv["sub_area"]!.Length > 0 || csv["activity"] != "_T" || csv["value"]!.Length == 0 || csv["ref_area"] == "LATAM" ? null : new Printed(
            $"{csv["ref_area"]} {csv["dataset"]}", csv["ref_area"]!, csv["period"]!, csv["indicator"]!, decimal.Parse(csv["value"]!, CultureInfo.InvariantCulture), csv["value"]!.Contains('.', StringComparison.Ordinal) ? csv["value"]!.Split('.')[1].Length : 0)).OfType<Printed>().ToList();
        var carried = Read(Path.Combine(Repository.Root, "tests", "Api", "published-by-size.csv"), csv => (Source: csv["published"]!, Ours: csv["ours"]!, Reason: csv["reason"]!)).ToDictionary(c => c.Source);
        var expected = Read(Path.Combine(Repository.Root, "tests", "Api", "published-not-answered.csv"), csv => $"{csv["published"]} {csv["period"]} {csv["indicator"]}: {csv["rows"]}, {csv["reason"]}");
        var unanswered = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var answered = new Dictionary<string, int>();
        foreach (var source in rows.GroupBy(r => r.Source))
        {
            Assert.That(carried, Does.ContainKey(source.Key));
            var (_, ours, reason) = carried[source.Key];
            Assert.That(ours.Length == 0, Is.EqualTo(reason.Length > 0), $"{source.Key}: either a dataset or a reason.");
            if (ours.Length == 0) { continue; }
            var figures = new List<(string Year, bool Share, decimal Value)>();
            foreach (var dataflow in (string[])["counts", "performance"])
            {
                var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/{dataflow}?area={source.First().Area}&dataset={ours.Replace('|', ',')}"))!;
                figures.AddRange(answer["observations"]!.AsArray().Where(o => o!["OBS_VALUE"] is not null)
                    .Select(o => (((string)o!["TIME_PERIOD"]!)[..4], ((string)o["INDICATOR"]!).StartsWith("SHR_", StringComparison.Ordinal), (decimal)o["OBS_VALUE"]!)));
            }
            foreach (var row in source)
            {
                var share = row.Indicator.StartsWith("SHARE_", StringComparison.Ordinal);
                // A share is printed with fewer decimals than it has.
                var within = share ? 0.501m / (decimal)Math.Pow(10, row.Decimals) : 0;
                if (figures.Exists(f => row.Period.StartsWith(f.Year, StringComparison.Ordinal) && f.Share == share && Math.Abs(f.Value - row.Value) <= within)) { answered[row.Area] = answered.GetValueOrDefault(row.Area) + 1; }
                else { unanswered[$"{row.Source} {row.Period} {row.Indicator}"] = unanswered.GetValueOrDefault($"{row.Source} {row.Period} {row.Indicator}") + 1; }
            }
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answered, Has.Count.GreaterThanOrEqualTo(8), string.Join(", ", answered));
            Assert.That(answered.Values.Sum(), Is.GreaterThanOrEqualTo(115));
            Assert.That(unanswered.Select(u => $"{u.Key}: {u.Value}"), Is.EquivalentTo(expected.Select(e => e[..e.IndexOf(',', StringComparison.Ordinal)])));
            Assert.That(expected.Select(e => e[(e.IndexOf(',', StringComparison.Ordinal) + 2)..]), Is.All.Not.Empty);
        }
    }

    private static List<T> Read<T>(string file, Func<CsvReader, T> read)
    {
        using var csv = new CsvReader(new StreamReader(file), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<T>();
        while (csv.Read()) { rows.Add(read(csv)); }
        return rows;
    }
}
