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
            where i.code in ('SHR_ENTR', 'SHR_EMPN', 'EMPN_ENTR', 'GR_ENTR', 'GR_EMPN') and c.code <> '_T'
            """).ToList();
        Assert.That(rows, Has.Count.GreaterThan(300));
        Assert.That(rows.Count(r => r.Value is null), Is.GreaterThan(50));
        // What may be anything is not said.
        Assert.That(rows.Where(r => r.Indicator.StartsWith("GR_", StringComparison.Ordinal) && r is { Low: -100, High: null }), Is.Empty);
        using (Assert.EnterMultipleScope())
        {
            foreach (var row in rows)
            {
                var (low, high) = Limits(connection, row.Scheme, row.Class);
                var all = truth[row.Period].Sizes;
                var inside = all.Where(s => s >= low && s < high).ToList();
                if (row.Indicator == "EMPN_ENTR" && inside.Count == 0) { continue; }
                var before = (truth.GetValueOrDefault(Text(int.Parse(row.Period, CultureInfo.InvariantCulture) - 1)).Sizes ?? []).Where(s => s >= low && s < high).ToList();
                if (row.Indicator.StartsWith("GR_", StringComparison.Ordinal) && before.Count == 0) { continue; }
                var ratio = row.Indicator switch { "GR_ENTR" => 100.0 * inside.Count / before.Count - 100, "GR_EMPN" => 100.0 * inside.Sum() / before.Sum() - 100, "SHR_ENTR" => 100.0 * inside.Count / all.Length, "SHR_EMPN" => 100.0 * inside.Sum() / all.Sum(), _ => (double)inside.Sum() / inside.Count };
                Assert.That(ratio, Is.InRange((double)(row.Low ?? row.Value!.Value) - 0.0051, (double)(row.High ?? (row.Low is null ? row.Value!.Value : decimal.MaxValue)) + 0.0051), $"{row} of {string.Join(' ', all)}");
            }
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    [Test]
    public async Task GrowthIsOnTheYearBeforeAndNeverAcrossABreak()
    {
        var counts = (await Ask("counts?dataset=CL_SII_TRTRAB&indicator=ENTR&area=CL,CL-AI&activity=_T&size=S10T49")).ToDictionary(o => (o.Area, o.Period), o => o.Value!.Value);
        var growth = await Ask("performance?dataset=CL_SII_TRTRAB&indicator=GR_ENTR&area=CL,CL-AI&activity=_T&size=S10T49&quality=all");
        Assert.That(growth, Has.Count.GreaterThan(30));
        using (Assert.EnterMultipleScope())
        {
            foreach (var change in growth.Where(g => g.Method != "refused"))
            {
                var before = counts[(change.Area, (int.Parse(change.Period, CultureInfo.InvariantCulture) - 1).ToString(CultureInfo.InvariantCulture))];
                Assert.That(change.Value, Is.EqualTo(100 * counts[(change.Area, change.Period)] / before - 100).Within(0.0051m), change.ToString());
            }
            Assert.That(growth.Where(g => g.Method == "refused").Select(g => $"{g.Area} {g.Period} {g.Reason}"), Is.EqualTo((string[])["CL-AI 2010 ACROSS_BREAK"]));
        }
        var proof = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/lineage/performance?dataset=CL_SII_TRTRAB&indicator=GR_ENTR&area=CL&period=2024&size=S10T49"))!["figure"]!;
        Assert.That(proof["inputs"]!.AsArray().Select(i => $"{i!["key"]!["INDICATOR"]} {i["key"]!["TIME_PERIOD"]}"), Is.EqualTo((string[])["ENTR 2023", "ENTR 2024"]));
    }

    [Test]
    public async Task ADensityIsOverTheInhabitantsThatItsProofNames()
    {
        var count = (await Ask("counts?dataset=CL_SII_TRTRAB&indicator=ENTR&area=CL&period=2023&activity=_T&size=_T")).Single();
        var density = (await Ask("performance?dataset=CL_SII_TRTRAB&indicator=ENTR_DENS&area=CL&period=2023&size=_T")).Single();
        var proof = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/lineage/performance?dataset=CL_SII_TRTRAB&indicator=ENTR_DENS&area=CL&period=2023&size=_T&scheme=CHL-SII-TRTRAB"))!["figure"]!;
        var population = (decimal)proof["rates"]![0]!["value"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(population, Is.InRange(19_000_000m, 20_500_000m));
            Assert.That(density.Value, Is.EqualTo(1000 * count.Value / population).Within(0.0051m));
            Assert.That((string)proof["rates"]![0]!["source"]!, Does.Contain("SP.POP.TOTL"));
            Assert.That(proof["inputs"]!.AsArray(), Has.Count.EqualTo(1));
        }
    }

    // Known firms: turnover and staff of each class, and so their productivity over that of the large.
    [Test]
    public void WhatIsRelativeIsOverTheLargeClassOfTheScheme()
    {
        using var workspace = new TestWorkspace();
        var figures = ((string, int, int)[])[("S_LE10", 100, 5000), ("S11T30", 200, 30000), ("S31T50", 300, 60000), ("S_GE51", 400, 100000), ("_T", 1000, 195000)];
        File.WriteAllText(workspace.File("f.csv"), Synthetic.Csv(figures.SelectMany(f => new List<Figure>
        {
            new(f.Item1, f.Item2.ToString(CultureInfo.InvariantCulture)) { Indicator = "EMPN" },
            new(f.Item1, f.Item3.ToString(CultureInfo.InvariantCulture)) { Indicator = "TURN" },
        })));
        Synthetic.Harmonise(workspace.Work, 1, Synthetic.Profile("PRY-STAFF", "inside", "\"currency\": \"PEN\", "), workspace.File("f.csv"));
        var release = ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "");
        using var connection = Observatorio.Warehouse.Sql.Connect(Release.DatabaseFile(workspace.Workspace, release.ReleaseId), ";ACCESS_MODE=READ_ONLY");
        var rows = connection.Query<(string Class, decimal? Value)>(
            """
            select c.code, f.value from fact_performance f join dim_indicator i on i.indicator_id = f.indicator join dim_size_class c on c.size_class_id = f.size_class
            where i.code = 'TURN_GAP' and f.own_scheme order by c.sort
            """).Select(r => $"{r.Class} {r.Value:0.00}");
        Assert.That(rows, Is.EqualTo((string[])["S_LE10 20.00", "S11T30 60.00", "S31T50 80.00", "S_GE51 100.00", "MIPYME 63.33", "_T 78.00"]));
    }

    // Brazil's births of companies with local units and the active enterprises of its demography are of two universes.
    [Test]
    public async Task ARatioAcrossUniversesIsRefusedWithItsReason()
    {
        var refused = await Ask("performance?area=BR&dataset=BR_SIDRA_9949&indicator=BIRTH_RT&activity=_T&size=_T&period=2019&quality=all");
        Assert.That(refused.Select(r => $"{r.Method} {r.Reason} {r.Value}"), Is.EqualTo((string[])["refused OTHER_UNIVERSE "]));
    }

    private static (decimal Low, decimal High) Limits(DuckDB.NET.Data.DuckDBConnection connection, string scheme, string code)
        => connection.QuerySingle<(decimal, decimal)>("select low, coalesce(high, 1000000000) from size_class_bound where scheme = $scheme and class = $code and criterion = 'employment'", new { scheme, code });

    private sealed record Observation(string Area, string Scheme, string Class, string Period, decimal? Value, string Method, string? Reason);

    private static async Task<List<Observation>> Ask(string query)
        => [.. JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/" + query))!["observations"]!.AsArray()
            .Select(o => new Observation((string)o!["REF_AREA"]!, (string)o["SIZE_SCHEME"]!, (string)o["SIZE_CLASS"]!, (string)o["TIME_PERIOD"]!, (decimal?)o["OBS_VALUE"], (string)o["METHOD"]!, (string?)o["REASON"]))];
}
