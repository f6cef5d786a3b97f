using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>What a careful reader of the figures looks at: ranges of periods, statuses of estimates and of converted money, whole estimates, codes before names, and errors that say what there is.</summary>
public sealed class ReaderTests
{
    private const string Estimates = "counts?area=CL-AI&dataset=CL_SII_TRTRAB&scheme=CAN702E&size=MIPYME&activity=_T&period=2010";

    [TestCase("counts", "2000", "2030")]
    [TestCase("performance", "2007", "2009")]
    [TestCase("counts", "2018-08", "2018")]
    public async Task ARangeOfPeriodsIsFromItsFirstDayToItsLast(string dataflow, string from, string to)
    {
        var range = await Count($"{dataflow}/count?period={from}..{to}");
        Assert.That(range, Is.GreaterThan(0).And.EqualTo(await Count($"{dataflow}/count?from={from}&to={to}")));
    }

    [TestCase("counts?period=2015..2012", "period", "2015")]
    [TestCase("counts?period=2012..2013-13", "period", "2013-13")]
    [TestCase("counts?period=2012..", "period", "2012..")]
    [TestCase("counts?from=2015&to=2012", "to", "2015")]
    [TestCase("counts?size=gigante&scheme=CMN3", "size", "S10T49")]
    [TestCase("counts?columns=FOO", "columns", "FREQ")]
    [TestCase("counts?order=FOO", "order", "FREQ")]
    public async Task AnErrorSaysWhatIsWrongAndWhatThereIs(string query, string parameter, string said)
    {
        foreach (var language in (string[])["es", "pt", "en"])
        {
            var problem = await Problem($"data/{query}&lang={language}", 400);
            Assert.That((string?)problem["parameter"], Is.EqualTo(parameter));
            Assert.That((string?)problem["detail"], Does.Contain(said).And.Not.Contain("{"));
        }
    }

    [Test]
    public async Task WhatIsNotThereIsAnsweredWithWhatIs()
    {
        var first = (string)JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/releases"))!.AsArray()[^1]!["releaseId"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Problem("comparability?scheme=FOO", 400))["nearest"]!.AsArray(), Is.Not.Empty);
            Assert.That((await Problem("codelists/FOO", 404))["nearest"]!.AsArray(), Is.Not.Empty);
            Assert.That((await Problem("data/counts?release=1999.1", 404))["nearest"]!.ToJsonString(), Does.Contain(first));
            Assert.That((string?)(await Problem("data/counts?asOf=2020-01-01&lang=en", 404))["detail"], Does.Match($"2020-01-01 .* {first}, is of 20"));
        }
        foreach (var (address, form) in ((string, string)[])[("2.1/categoryscheme/all/all/latest", "code=\"501\""), ("3.0/reporting", "\"code\":501")])
        {
            using var response = await SampleServer.Client.GetAsync($"/sdmx/{address}");
            Assert.That((int)response.StatusCode, Is.EqualTo(501));
            Assert.That(await response.Content.ReadAsStringAsync(), Does.Contain(form));
        }
    }

    [Test]
    public async Task AnEstimateKeepsTheBreakAndItsProofSaysTheSame()
    {
        var shown = (await Records.Ask($"{Estimates}&quality=all", "json")).Single();
        var proof = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/lineage/{Estimates}"))!["figure"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((shown["METHOD"], shown["OBS_STATUS"], shown["OBS_STATUSES"]), Is.EqualTo(("estimated", "B", "B I")));
            Assert.That(((string?)proof["method"], (string?)proof["obsStatus"], (string?)proof["obsStatuses"]), Is.EqualTo(("estimated", "B", "B I")));
            Assert.That(((double)proof["value"]!).ToString("G15", System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(shown["OBS_VALUE"]));
        }
    }

    [Test]
    public async Task EstimatesOfUnitsAreWhole()
    {
        var text = await SampleServer.Client.GetStringAsync("/api/v1/data/counts?scheme=CAN702E,SBS,CMN3&quality=all&format=csv&columns=METHOD,OBS_VALUE");
        var estimates = text.Split("\r\n").Where(l => l.StartsWith("estimated,", StringComparison.Ordinal)).ToList();
        Assert.That(estimates, Is.Not.Empty);
        Assert.That(estimates, Has.None.Contains("."));
    }

    [Test]
    public async Task LastIsOfEachFrequency()
    {
        var last = await Records.Ask("counts?indicator=ENTR&scheme=*&last=1&dataset=BO_FUNDEMPRESA_BASE&activity=_T&area=BO&size=_T", "json");
        Assert.That(last.Select(r => r["FREQ"] + " " + r["TIME_PERIOD"]).Distinct(), Does.Contain("A 2017").And.Contain("M 2018-08"));
    }

    [Test]
    public async Task ACodeIsThatCodeBeforeItIsANameOfAnother()
    {
        var one = await Records.Ask("performance?quality=all&scheme=*&size=I", "json");
        var alias = await Records.Ask("performance?quality=all&scheme=CAN702E&size=I", "json");
        Assert.That(one.Select(r => r["SIZE_CLASS"]).Distinct(), Is.EqualTo((string[])["I"]));
        Assert.That(alias.Select(r => r["SIZE_CLASS"]).Distinct(), Is.EqualTo((string[])["S_LE9"]));
    }

    [Test]
    public async Task WhatIsNotConvertedSaysSoOrStaysWhatItWas()
    {
        var refused = (await Records.Ask("performance?dataset=CL_SII_TRAM5&indicator=TURN&size=MICRO&period=2023&convert=PPP&quality=all&area=CL&activity=_T", "json")).Single();
        Assert.That((refused["METHOD"], refused["REASON"], refused["OBS_STATUS"]), Is.EqualTo(("refused", "NOT_IN_PPP", "O")));
        const string hidden = "performance?dataset=CL_SII_TRTRAB&indicator=TURN&period=2023&quality=all";
        var before = (await Records.Ask(hidden, "json")).Where(r => r["OBS_STATUS"] == "Q").Select(Said).ToList();
        var converted = (await Records.Ask($"{hidden}&convert=USD", "json")).Where(r => r["OBS_STATUS"] == "Q").ToList();
        Assert.That(before, Is.Not.Empty);
        Assert.That(converted.Select(Said), Is.EqualTo(before));
        Assert.That(converted.Where(r => r.ContainsKey("CONVERSION_FACTOR") || r["METHOD"] == "converted"), Is.Empty);

        static string Said(IReadOnlyDictionary<string, string> r) => string.Join(' ', r["REF_AREA"], r["SIZE_CLASS"], r["ACTIVITY"], r["METHOD"], r["OBS_STATUSES"]);
    }

    private static async Task<long> Count(string query) => (long)JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/{query}"))!["count"]!;

    private static async Task<JsonNode> Problem(string address, int status)
    {
        using var response = await SampleServer.Client.GetAsync($"/api/v1/{address}");
        Assert.That((int)response.StatusCode, Is.EqualTo(status), address);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
