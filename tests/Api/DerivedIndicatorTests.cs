using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Shares and ratios that a release computes: within one dataset, with their proof, and between certain ends where their inputs are.</summary>
public sealed class DerivedIndicatorTests
{
    [Test]
    public async Task EveryShareOfAnExactPartitionIsItsClassOverItsTotal()
    {
        var counts = await Ask("counts?dataset=CL_SII_TRTRAB&indicator=ENTR&activity=_T&scheme=CMN3,CHL-SII-TRTRAB");
        var shares = await Ask("performance?dataset=CL_SII_TRTRAB&indicator=SHR_ENTR&activity=_T&scheme=CMN3,CHL-SII-TRTRAB");
        var totals = counts.Where(o => o.Class == "_T").ToDictionary(o => (o.Area, o.Scheme, o.Period), o => o.Value!.Value);
        var values = counts.Where(o => o.Value is not null).ToDictionary(o => (o.Area, o.Scheme, o.Class, o.Period), o => o.Value!.Value);
        Assert.That(shares, Has.Count.GreaterThan(1000));
        foreach (var share in shares)
        {
            var expected = Math.Round(100 * values[(share.Area, share.Scheme, share.Class, share.Period)] / totals[(share.Area, share.Scheme, share.Period)], 2, MidpointRounding.AwayFromZero);
            Assert.That(share.Value, Is.EqualTo(expected).Within(0.0101m), share.ToString());
            Assert.That(share.Method, Is.EqualTo("derived"));
        }
    }

    [Test]
    public async Task TheProofOfAShareLeadsToItsClassItsTotalAndTheirCells()
    {
        var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/lineage/performance?dataset=CL_SII_TRTRAB&area=CL-RM&indicator=SHR_ENTR&period=2024&scheme=CMN3&size=S_GE50&activity=_T"))!["figure"]!;
        var inputs = answer["inputs"]!.AsArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)answer["rule"]!["kind"]!, Is.EqualTo("share"));
            Assert.That(inputs.Select(i => (string)i!["key"]!["SIZE_CLASS"]!), Is.EquivalentTo((string[])["S_GE50", "_T"]));
            Assert.That(inputs.Select(i => (string)i!["key"]!["INDICATOR"]!), Is.All.EqualTo("ENTR"));
            Assert.That(inputs[0]!["inputs"]!.AsArray().Select(i => i!["cell"]), Is.All.Not.Null.And.Not.Empty);
        }
    }

    // Of bands that cross limits and staff that is hidden, random ones: whatever the truth is, the ratio of the release holds it.
    [Test]
    public void IntervalsOfRatiosHoldTheTruth([Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        using var workspace = new TestWorkspace();
        var truth = new Dictionary<string, (int[] Sizes, int Unclassified)>();
        var figures = new List<Figure>();
        foreach (var year in Enumerable.Range(1990, 30).Select(y => y.ToString(CultureInfo.InvariantCulture)))
        {
            var sizes = Enumerable.Range(0, random.Next(5, 60)).Select(_ => (int)Math.Exp(random.NextDouble() * 6.5)).ToArray();
            truth[year] = (sizes, 0);
            foreach (var (code, low, high) in (IEnumerable<(string, int, int)>)[("S_LE10", 0, 10), ("S11T50", 11, 50), ("S51T250", 51, 250), ("S_GE251", 251, int.MaxValue)])
            {
                var inside = sizes.Where(s => s >= low && s <= high).ToList();
                figures.Add(new Figure(code, Text(inside.Count)) { Period = year });
                if (random.Next(2) == 0) { figures.Add(new Figure(code, Text(inside.Sum())) { Period = year, Indicator = "EMPN" }); }
            }
            figures.Add(new Figure("_T", Text(sizes.Length)) { Period = year });
            figures.Add(new Figure("_T", Text(sizes.Sum())) { Period = year, Indicator = "EMPN" });
        }
        File.WriteAllText(workspace.File("f.csv"), Synthetic.Csv(figures));
        Synthetic.Harmonise(workspace.Work, 1, Synthetic.Profile("MEX-INEGI", "inside", "\"classifiedBy\": \"EMPN\", "), workspace.File("f.csv"));
        var release = ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "");
        using var connection = Observatorio.Warehouse.Sql.Connect(Release.DatabaseFile(workspace.Workspace, release.ReleaseId), ";ACCESS_MODE=READ_ONLY");
        var rows = connection.Query<(string Indicator, string Scheme, string Class, string Period, decimal? Value, decimal? Low, decimal? High)>(
            """
            select i.code, c.scheme, c.code, p.code, f.value, f.value_low, f.value_high
            from fact_performance f join dim_indicator i on i.indicator_id = f.indicator join dim_size_class c on c.size_class_id = f.size_class join dim_period p on p.period_id = f.time_period
            where i.code in ('SHR_ENTR', 'SHR_EMPN', 'EMPN_ENTR') and c.code <> '_T'
            """).ToList();
        Assert.That(rows, Has.Count.GreaterThan(300));
        Assert.That(rows.Count(r => r.Value is null), Is.GreaterThan(50));
        using (Assert.EnterMultipleScope())
        {
            foreach (var row in rows)
            {
                var (low, high) = Limits(connection, row.Scheme, row.Class);
                var all = truth[row.Period].Sizes;
                var inside = all.Where(s => s >= low && s < high).ToList();
                if (row.Indicator == "EMPN_ENTR" && inside.Count == 0) { continue; }
                var ratio = row.Indicator switch { "SHR_ENTR" => 100.0 * inside.Count / all.Length, "SHR_EMPN" => 100.0 * inside.Sum() / all.Sum(), _ => (double)inside.Sum() / inside.Count };
                Assert.That(ratio, Is.InRange((double)(row.Low ?? row.Value!.Value) - 0.0051, (double)(row.High ?? (row.Low is null ? row.Value!.Value : decimal.MaxValue)) + 0.0051), $"{row} of {string.Join(' ', all)}");
            }
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static (decimal Low, decimal High) Limits(DuckDB.NET.Data.DuckDBConnection connection, string scheme, string code)
        => connection.QuerySingle<(decimal, decimal)>("select low, coalesce(high, 1000000000) from size_class_bound where scheme = $scheme and class = $code and criterion = 'employment'", new { scheme, code });

    private sealed record Observation(string Area, string Scheme, string Class, string Period, decimal? Value, string Method);

    private static async Task<List<Observation>> Ask(string query)
        => [.. JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/" + query))!["observations"]!.AsArray()
            .Select(o => new Observation((string)o!["REF_AREA"]!, (string)o["SIZE_SCHEME"]!, (string)o["SIZE_CLASS"]!, (string)o["TIME_PERIOD"]!, (decimal?)o["OBS_VALUE"], (string)o["METHOD"]!))];
}
