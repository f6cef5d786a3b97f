using System.Globalization;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>The query language: patterns, the last of series, columns, wide tables, order, pages, counts and what is available.</summary>
public sealed class QueryTests
{
    private const string Chile = "counts?dataset=CL_SII_TRTRAB&indicator=ENTR&activity=_T";

    [Test]
    public async Task AStarMeansAllCodesThatBeginSo()
    {
        var regions = await Records.Ask("counts?area=CL-*&dataset=CL_SII_TRTRAB&period=2024&size=_T", "json");
        Assert.That(Codes(regions, "REF_AREA"), Has.Count.GreaterThan(10));
        Assert.That(Codes(regions, "REF_AREA"), Is.All.StartWith("CL-"));
    }

    [Test]
    public async Task TwoDotsMeanARange()
    {
        var sections = await Records.Ask("counts?dataset=EC_INEC_VENTAS&area=EC&size=_T&activity=C..F", "json");
        var years = await Records.Ask($"{Chile}&area=CL&size=_T&period=2010..2013", "json");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Codes(sections, "ACTIVITY"), Is.SubsetOf((string[])["C", "D", "E", "F"]));
            Assert.That(Codes(sections, "ACTIVITY"), Has.Count.GreaterThan(2));
            Assert.That(Codes(years, "TIME_PERIOD"), Is.EqualTo((string[])["2010", "2011", "2012", "2013"]));
        }
    }

    [Test]
    public async Task ChildrenAndTreesFollowTheList()
    {
        var parts = await Records.Ask($"{Chile}&area=CL:children&size=_T&period=2024", "json");
        var tree = await Records.Ask($"{Chile}&area=CL:tree&size=_T&period=2024", "json");
        Assert.That(Codes(tree, "REF_AREA"), Is.EquivalentTo(Codes(parts, "REF_AREA").Append("CL")));
        Assert.That(parts, Is.Not.Empty);
    }

    [Test]
    public async Task ARegionMeansItsMembersOnTheDay()
    {
        var then = await Records.Ask("counts?area=CAN:members@2005-12-31&dataset=preferred&quality=all", "json");
        var now = await Records.Ask("counts?area=CAN:members&dataset=preferred&quality=all", "json");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Codes(now, "REF_AREA"), Is.SubsetOf((string[])["BO", "CO", "EC", "PE"]));
            // Venezuela was a member until 2006.
            Assert.That(Codes(then, "REF_AREA"), Is.SupersetOf(Codes(now, "REF_AREA")));
            Assert.That((string?)(await Problem("counts?area=CAM:members"))["nearest"]![0], Is.EqualTo("CAN"));
            Assert.That((string?)(await Problem("counts?activity=C:grandchildren"))["parameter"], Is.EqualTo("activity"));
        }
    }

    [Test]
    public async Task LastMeansTheLatestPeriodsOfEachSeries()
    {
        var all = await Records.Ask($"{Chile}&area=CL*&quality=all", "json");
        foreach (var (parameter, nonEmpty) in ((string, bool)[])[("last=2", false), ("lastNonEmpty=2", true)])
        {
            var last = await Records.Ask($"{Chile}&area=CL*&quality=all&{parameter}", "json");
            var expected = all.GroupBy(Series).SelectMany(g => g.Where(o => !nonEmpty || o.ContainsKey("OBS_VALUE") || o.ContainsKey("VALUE_LOW")).TakeLast(2)).Select(Text);
            Assert.That(last.Select(Text), Is.EqualTo(expected), parameter);
        }
    }

    [Test]
    public async Task ColumnsComeAsTheyAreAsked()
    {
        var csv = await SampleServer.Client.GetStringAsync($"/api/v1/data/{Chile}&area=CL&size=_T&period=2024&format=csv&columns=time_period,OBS_VALUE,REF_AREA&labels=both&lang=es");
        Assert.That(csv.ReplaceLineEndings("\n"), Does.Match("^TIME_PERIOD,OBS_VALUE,REF_AREA,REF_AREA_NAME\n2024,[0-9]+,CL,Chile\n$"));
        Assert.That(await SampleServer.Client.GetStringAsync($"/api/v1/data/{Chile}&area=CL&size=_T&period=2024&format=csv&columns=REF_AREA,OBS_STATUS&labels=name&lang=en"), Does.Contain("REF_AREA,OBS_STATUS\r\nChile,"));
        Assert.That((string?)(await Problem($"{Chile}&columns=VALUE"))["detail"], Does.Contain("OBS_VALUE"));
    }

    [TestCase("period", "TIME_PERIOD")]
    [TestCase("size", "SIZE_CLASS")]
    [TestCase("area", "REF_AREA")]
    public async Task AWideTableHasTheValuesOfTheRecords(string pivot, string component)
    {
        var query = $"{Chile}&area=CL,CL-RM&from=2020";
        var records = await Records.Ask(query, "json");
        var wide = await Records.Ask($"{query}&pivot={pivot}", "json");
        var cells = wide.SelectMany(row => records.Select(r => r[component]).Distinct().Where(row.ContainsKey).Select(code => (Rest(row), code, row[code])));
        Assert.That(wide, Has.Count.LessThan(records.Count));
        Assert.That(cells, Is.EquivalentTo(records.Where(r => r.ContainsKey("OBS_VALUE")).Select(r => (Rest(r), r[component], r["OBS_VALUE"]))));

        string Rest(IReadOnlyDictionary<string, string> row) => string.Join('|', Observatorio.Api.Data.FigureColumn.Key.Where(k => k.Name != component).Select(k => row[k.Name]));
    }

    [Test]
    public async Task IndicatorsSideBySideKeepTheirUnits()
    {
        var wide = await Records.Ask("performance?dataset=CL_SII_TRTRAB&indicator=EMPE,EMPE_ENTR&sex=_T&area=CL&activity=_T&period=2024&size=_T&pivot=indicator", "json");
        Assert.That(wide, Has.Count.EqualTo(1));
        Assert.That(wide[0].Keys.Where(k => k.Contains(':', StringComparison.Ordinal) && !k.EndsWith("_STATUS", StringComparison.Ordinal)).ToList(), Has.Count.EqualTo(2).And.All.Match("^(EMPE|EMPE_ENTR):[A-Z0-9_]+$"));
    }

    [Test]
    public async Task OrderIsByTheColumnsAsked()
    {
        var sorted = await Records.Ask($"{Chile}&area=CL-*&size=_T&order=-TIME_PERIOD,-OBS_VALUE", "json");
        var expected = sorted.OrderByDescending(r => r["TIME_PERIOD"], StringComparer.Ordinal).ThenByDescending(r => double.Parse(r["OBS_VALUE"], CultureInfo.InvariantCulture));
        Assert.That(sorted, Has.Count.GreaterThan(100));
        Assert.That(sorted.Select(Text), Is.EqualTo(expected.Select(Text)));
    }

    [TestCase("")]
    [TestCase("&order=-OBS_VALUE")]
    [TestCase("&lastNonEmpty=5")]
    [TestCase("&quality=all&convert=USD:2018")]
    public async Task PagesTogetherAreTheWhole(string form)
    {
        var query = $"performance?dataset=CL_SII_TRTRAB&indicator=TURN&activity=_T&size=_T,S10T49{form}".Replace("&convert", "&area=CL-*&convert", StringComparison.Ordinal);
        var whole = await Records.Ask(query, "json");
        var pages = new List<string>();
        for (string? address = $"/api/v1/data/{query}&limit=97"; address is not null;)
        {
            var answer = await SampleServer.Client.GetByteArrayAsync(address);
            var page = Records.OfJson(answer);
            pages.AddRange(page.Select(Text));
            address = (string?)JsonNode.Parse(answer)!["next"];
            Assert.That(page, Has.Count.EqualTo(97).Or.Count.EqualTo(whole.Count % 97));
        }
        Assert.That(whole, Has.Count.GreaterThan(97));
        Assert.That(pages, Is.EqualTo(whole.Select(Text)));
    }

    [Test]
    public async Task APageOfCsvNamesTheNextInItsHeader()
    {
        using var first = await SampleServer.Client.GetAsync($"/api/v1/data/{Chile}&format=csv&limit=10");
        var link = first.Headers.GetValues("Link").Single();
        Assert.That(link, Does.Match("^</api/v1/data/counts\\?.*cursor=.*>; rel=\"next\"$"));
        using var next = await SampleServer.Client.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        Assert.That((await next.Content.ReadAsStringAsync()).Split("\r\n"), Has.Length.EqualTo(12));
        Assert.That((string?)(await Problem($"{Chile}&limit=10&cursor=abc"))["parameter"], Is.EqualTo("cursor"));
    }

    [Test]
    public async Task ACountIsWhatTheDataHave()
    {
        foreach (var query in (string[])[$"{Chile}&quality=exact", $"{Chile}&scheme=CMN3&quality=bounded", "performance?quality=exact&convert=PPP&area=CL", "counts?area=VE"])
        {
            var data = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/{query}"))!;
            var count = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/{query.Replace("?", "/count?", StringComparison.Ordinal)}"))!;
            Assert.That(((long)count["count"]!, count["hidden"]!.AsArray().Sum(h => (long)h!["count"]!)), Is.EqualTo(((long)data["count"]!, (long)data["hidden"]!["count"]!)), query);
        }
    }

    [Test]
    public async Task WhatIsAvailableIsWhatTheDataHave()
    {
        const string query = "counts?area=CL,PE&scheme=CMN3&quality=bounded&from=2010";
        var records = await Records.Ask(query, "json");
        var exact = await Available($"{query}&mode=exact");
        foreach (var component in Observatorio.Api.Data.FigureColumn.Key.Select(k => k.Name))
        {
            Assert.That(exact[component], Is.EquivalentTo(records.GroupBy(r => r[component]).Select(g => (g.Key, g.LongCount()))), component);
        }
        // As a menu needs it: the areas that could be chosen in place of these two.
        var open = await Available(query);
        var others = await Records.Ask(query.Replace("area=CL,PE&", "", StringComparison.Ordinal), "json");
        Assert.That(open["REF_AREA"].Select(a => a.Code), Is.EquivalentTo(Codes(others, "REF_AREA")));
        Assert.That(open["REF_AREA"], Has.Count.GreaterThan(exact["REF_AREA"].Count));
    }

    [Test]
    public async Task OneEmptySeriesLosesNoOther()
    {
        var both = await Records.Ask("performance?area=PE,CL,VE&indicator=TURN,EMPN,WAGES&dataset=preferred", "json");
        Assert.That(Codes(both, "REF_AREA"), Does.Contain("CL"));
    }

    [TestCase("counts?last=0", "last")]
    [TestCase("counts?last=1&lastNonEmpty=1", "lastNonEmpty")]
    [TestCase("counts?limit=1000000", "limit")]
    [TestCase("counts?order=VALOR", "order")]
    [TestCase("counts?pivot=sexo", "pivot")]
    [TestCase("counts?pivot=size&order=OBS_VALUE", "order")]
    [TestCase("counts?format=json-stat&columns=REF_AREA", "format")]
    [TestCase("counts?format=sdmx-csv&convert=USD", "format")]
    [TestCase("counts?format=sdmx-generic&labels=both", "format")]
    [TestCase("counts?updatedAfter=ayer", "updatedAfter")]
    [TestCase("counts?includeHistory=true&last=1", "last")]
    [TestCase("counts?cursor=MjAyNi4xOzE", "cursor")]
    [TestCase("counts?area=ZZ-*", "area")]
    [TestCase("counts/count?format=csv", "format")]
    [TestCase("counts/availability?mode=all", "mode")]
    public async Task WhatCannotBeAskedIsSaid(string query, string parameter)
    {
        foreach (var language in (string[])["es", "pt", "en"])
        {
            var problem = await Problem($"{query}&lang={language}");
            Assert.That(((string?)problem["parameter"], (string?)problem["language"]), Is.EqualTo((parameter, language)), problem.ToString());
            Assert.That((string?)problem["detail"], Is.Not.Null.And.Not.Contain("{"));
        }
    }

    private static async Task<Dictionary<string, List<(string Code, long Figures)>>> Available(string query)
        => JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/{query.Replace("?", "/availability?", StringComparison.Ordinal)}"))!["components"]!.AsArray()
            .ToDictionary(c => (string)c!["id"]!, c => c!["codes"]!.AsArray().Select(v => ((string)v!["code"]!, (long)v["figures"]!)).ToList());

    private static async Task<JsonNode> Problem(string query)
    {
        using var response = await SampleServer.Client.GetAsync($"/api/v1/data/{query}");
        Assert.That((int)response.StatusCode, Is.EqualTo(400), query);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }

    private static List<string> Codes(IEnumerable<IReadOnlyDictionary<string, string>> records, string component) => [.. records.Select(r => r[component]).Distinct()];

    private static string Series(IReadOnlyDictionary<string, string> record) => string.Join('|', Observatorio.Api.Data.FigureColumn.Key.Where(k => k.Name != "TIME_PERIOD").Select(k => record[k.Name]));

    private static string Text(IReadOnlyDictionary<string, string> record) => string.Join('|', record.Select(c => $"{c.Key}={c.Value}"));
}
