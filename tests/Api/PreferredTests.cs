using Dapper;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary><c>dataset=preferred</c>: the one to take for each country, indicator and year, in every scheme; where the reference data list none, the only one.</summary>
public sealed class PreferredTests
{
    [Test]
    public async Task WhatIsComputedIsPreferredWhereItsNumeratorIs()
    {
        const string query = "performance?area=CL&indicator=SHR_ENTR&scheme=SBS&size=S_LE9&activity=_T";
        var own = await Records.Ask($"{query}&dataset=CL_SII_TRTRAB", "json");
        var preferred = await Records.Ask($"{query}&dataset=preferred", "json");
        Assert.That(preferred.Select(r => r["TIME_PERIOD"]), Is.EqualTo(own.Select(r => r["TIME_PERIOD"])).And.Not.Empty);
    }

    [TestCase("counts?area=PY", "PY_MIC_BDMIPYMES")]
    [TestCase("counts?area=VE&indicator=ENTR", "VE_")]
    [TestCase("performance?area=BR&indicator=EMPE", "BR_")]
    [TestCase("performance?area=PE&indicator=SHR_ENTR", "PE_PRODUCE_ESTRATO")]
    public async Task TheOnlyDatasetOfACountryIsTheOneToTake(string query, string dataset)
    {
        var preferred = await Records.Ask($"{query}&dataset=preferred", "json");
        Assert.That(preferred.Select(r => r["DATASET"]).Distinct(), Is.All.StartWith(dataset).And.Not.Empty);
    }

    // A statistic in two years, a made-up dataset in another, and two statistics of which nothing says which.
    [Test]
    public void OfSeveralUnlistedNoneIsAndTheMadeUpOnlyAlone()
    {
        using var workspace = new TestWorkspace();
        Add(1, "FIRST", "transcribed", "2020", "2022");
        Add(2, "SECOND", "transcribed", "2022");
        Add(3, "MADE_UP", "synthetic", "2020", "2021", "2022");
        var release = ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "");
        using var connection = Sql.Connect(Release.DatabaseFile(workspace.Workspace, release.ReleaseId), ";ACCESS_MODE=READ_ONLY");
        foreach (var (fact, indicator) in ((string, string)[])[("fact_enterprise_count", "ENTR"), ("fact_performance", "SHR_ENTR")])
        {
            foreach (var own in (bool[])[true, false])
            {
                var preferred = connection.Query<string>(
                    $"""
                    select distinct p.code || ' ' || d.code from {fact} f join dim_dataset d on d.dataset_id = f.dataset join dim_indicator i on i.indicator_id = f.indicator join dim_period p on p.period_id = f.time_period
                    where f.preferred and i.code = $indicator and f.own_scheme = $own order by 1
                    """, new { indicator, own });
                Assert.That(preferred, Is.EqualTo((string[])["2020 FIRST", "2021 MADE_UP"]), $"{indicator} {own}");
            }
        }

        void Add(int submission, string id, string origin, params IReadOnlyList<string> years)
        {
            var file = workspace.File($"{id}.csv");
            File.WriteAllText(file, Synthetic.Csv(years.SelectMany(year => ((string, string)[])[("S_LE10", "90"), ("S11T30", "5"), ("S31T50", "3"), ("S_GE51", "2"), ("_T", "100")], (year, f) => new Figure(f.Item1, f.Item2) { Period = year })));
            Synthetic.Harmonise(workspace.Work, submission, Synthetic.Profile("PRY-STAFF", "inside", id: id, origin: origin), file);
        }
    }
}
