using System.Globalization;
using Dapper;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Harmonising;

/// <summary>National activities as ISIC Rev.4: exact only where all sources map wholly into the target, otherwise between two ends (METHOD.md, Activity).</summary>
public sealed class ActivityIntervalTests
{
    /// <summary>The classifications of the samples and two that no sample has.</summary>
    [TestCase("ISIC31", "division")]
    [TestCase("ISIC3", "section")]
    [TestCase("SCIAN18", "division")]
    [TestCase("CNAE20", "division")]
    [TestCase("CIIU4CL", "division")]
    [TestCase("CAEB", "section")]
    [TestCase("ISIC31", "class")]
    [TestCase("SCIAN23", "division", "class")]
    public void TheTruthLiesInTheNarrowestInterval(string system, string level, string? from = null)
    {
        using var work = WorkWarehouse.OpenInMemory();
        var random = new Random(7);
        // An economy: so many enterprises in each pair of activities that share a class; the office sees only the sums of its own activities.
        var economy = work.Query<(string Source, string Target)>(
            "select l.source_code, l.target_code from activity_link l join dim_activity s on s.code = l.source_code where s.system = $system and l.level = $level and s.level = $from order by 1, 2", new { system, level, from = from ?? level })
            .Select(l => (l.Source, l.Target, Count: random.Next(3) == 0 ? 0 : random.Next(1, 1000))).ToList();
        Assert.That(economy, Has.Count.GreaterThan(15));
        var sources = economy.GroupBy(l => l.Source).ToDictionary(g => g.Key, g => g.Sum(l => l.Count));
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("f.csv"), Synthetic.Csv(sources.Select(s => new Figure("_T", s.Value.ToString(CultureInfo.InvariantCulture)) { Activity = s.Key })));
        Synthetic.Harmonise(work, 1, Synthetic.Profile("_Z", extra: $"\"activitySystem\": \"{system}\","), folder.File("f.csv"));

        var figures = Figures(work);
        var refused = 0;
        using (Assert.EnterMultipleScope())
        {
            // Divisions reach their sections too: what lies in two divisions of one section lies wholly in it.
            var sections = level == "division" ? economy.Select(l => (l.Source, Target: l.Target[..1], l.Count)).ToList() : [];
            foreach (var target in economy.Concat(sections).GroupBy(l => l.Target))
            {
                var peers = target.Key.Length == 1 && level == "division" ? sections : economy;
                var touching = target.Select(l => l.Source).Distinct().ToList();
                var (low, high) = (touching.Where(s => peers.Where(l => l.Source == s).All(l => l.Target == target.Key)).Sum(s => sources[s]), touching.Sum(s => sources[s]));
                if (!figures.TryGetValue(target.Key, out var figure)) { continue; }
                // A section with a division that nothing of the national classification reaches is not covered by it, and says so.
                if (figure.Refused) { refused++; continue; }
                Assert.That((figure.Low, figure.High), Is.EqualTo(((decimal)low, (decimal)high)), target.Key);
                Assert.That(target.Sum(l => l.Count), Is.InRange(low, high), target.Key);
                Assert.That(figure.Exact, Is.EqualTo(low == high), target.Key);
            }
            Assert.That(refused, Is.LessThanOrEqualTo(1));
            Assert.That(figures.Keys.Count(economy.Select(l => l.Target).Contains), Is.GreaterThan(15));
        }
    }

    // METHOD.md: looking forwards only is wrong. Of the divisions of Rev.4 that receive one that goes nowhere else, these lack other sources.
    [Test]
    public void SevenDivisionsThatReceiveAWholeOneAreNotComplete()
    {
        using var work = WorkWarehouse.OpenInMemory();
        var links = work.Query<(string Source, string Target)>("select source_code, target_code from activity_link where level = 'division' and source_code like 'ISIC31\\_%' escape '\\'").Distinct().ToList();
        var single = links.GroupBy(l => l.Source).Where(g => g.Count() == 1).Select(g => g.Key).ToHashSet();
        var receiving = links.GroupBy(l => l.Target).Where(g => g.Any(l => single.Contains(l.Source))).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(links.Select(l => l.Source).Distinct().Count(), Is.EqualTo(62));
            Assert.That(single, Has.Count.EqualTo(17));
            Assert.That(receiving, Has.Count.EqualTo(16));
            Assert.That(receiving.Where(g => !g.All(l => single.Contains(l.Source))).Select(g => g.Key[1..]).Order(), Is.EqualTo((string[])["03", "24", "35", "38", "77", "85", "94"]));
        }
    }

    [Test]
    public void AtClassLevelTooLookingForwardsIsWrong()
    {
        using var work = WorkWarehouse.OpenInMemory();
        var links = work.Query<(string Source, string Target)>("select source_code, target_code from activity_link where level = 'class' and source_code like 'ISIC31\\_%' escape '\\'").Distinct().ToList();
        var single = links.GroupBy(l => l.Source).Where(g => g.Count() == 1).Select(g => g.Key).ToHashSet();
        var receiving = links.GroupBy(l => l.Target).Where(g => g.Any(l => single.Contains(l.Source))).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(links.Select(l => l.Source).Distinct().Count(), Is.EqualTo(298));
            Assert.That(single, Has.Count.EqualTo(128));
            Assert.That(receiving, Has.Count.EqualTo(122));
            Assert.That(receiving.Count(g => !g.All(l => single.Contains(l.Source))), Is.EqualTo(29));
        }
    }

    [Test]
    public void AMissingSourceRefusesAndASuppressedOneSaysSo()
    {
        using var work = WorkWarehouse.OpenInMemory();
        using var folder = new TemporaryFolder();
        var sources = work.Query<string>("select code from dim_activity where system = 'CNAE20' and level = 'section' order by code").ToList();
        // Brazil's M and K share an activity: Rev.4's M needs both. The second year hides K, the third has no row of it.
        var rows = from year in (int[])[2020, 2021, 2022]
                   from source in sources
                   where year != 2022 || source != "CNAE20_K"
                   select new Figure("_T", year == 2021 && source == "CNAE20_K" ? "x" : "10") { Activity = source, Period = year.ToString(CultureInfo.InvariantCulture) };
        File.WriteAllText(folder.File("f.csv"), Synthetic.Csv(rows));
        Synthetic.Harmonise(work, 1, Synthetic.Profile("_Z", extra: "\"activitySystem\": \"CNAE20\","), folder.File("f.csv"));
        StarFigure Of(string activity, string period) => Star.Current(work, new StarKey("SYNTHETIC", "ENTR", "PE", "_Z", "_T", activity, period))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((Of("M", "2020").Low, Of("M", "2020").High, Of("M", "2020").IntervalKind, Of("M", "2020").Reason), Is.EqualTo((10m, 20m, "ALLOCATION", "ALLOCATED")));
            Assert.That((Of("M", "2021").Method, Of("M", "2021").Reason, Of("M", "2021").Status), Is.EqualTo(("refused", "SUPPRESSED_PART", "Q")));
            Assert.That((Of("M", "2022").Method, Of("M", "2022").Reason), Is.EqualTo(("refused", "MISSING_PART")));
            Assert.That((Of("C", "2021").Method, Of("C", "2021").Value), Is.EqualTo(("aggregated", 10m)));
        }
    }

    private static Dictionary<string, (decimal Low, decimal High, bool Exact, bool Refused)> Figures(DuckDB.NET.Data.DuckDBConnection work)
        => work.Query<(string Code, decimal? Value, decimal? Low, decimal? High, string? Reason)>(
            "select v.code, f.value, f.value_low, f.value_high, n.code from fact_enterprise_count f join dim_activity v on v.activity_id = f.activity left join dim_code n on n.list = 'REASON' and n.code_id = f.reason where f.own_scheme and v.system = 'ISIC4' and v.level in ('section', 'division', 'class')")
            .ToDictionary(f => f.Code, f => (f.Value ?? f.Low ?? -1, f.Value ?? f.High ?? -1, f.Value is not null, f.Reason == "MISSING_PART"));
}
