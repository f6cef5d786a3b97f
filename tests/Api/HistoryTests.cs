using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>What a series was in earlier releases, and what is new since a moment; never what a reader may not see.</summary>
public sealed class HistoryTests
{
    private const string Series = "/api/v1/data/counts?area=PE&size=MICRO&period=2016,2017";
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task AHistoryTellsEachVintageOnce()
    {
        using var office = new Office();
        var first = await office.Release(Peru);
        var second = await office.Release(Peru.Replace("1836848", "1836849", StringComparison.Ordinal));
        var withdrawn = await office.Release(Peru.Replace("1836848", "1836850", StringComparison.Ordinal));
        var third = await office.Release(Peru.Replace("1836848", "1836851", StringComparison.Ordinal));
        var embargoed = await office.Release(Peru.Replace("1836848", "1836852", StringComparison.Ordinal), DateTime.UtcNow.AddDays(1));
        using var gone = await office.Post("publisher", $"/api/v1/releases/{withdrawn}/withdraw", new { reason = "Prueba.", successor = second });
        Assert.That((int)gone.StatusCode, Is.EqualTo(200));
        var history = await Observations(office, null, $"{Series}&includeHistory=true");
        var whole = await Observations(office, "reader", $"{Series}&includeHistory=true&release={embargoed}");
        var then = await Observations(office, null, $"{Series}&includeHistory=true&release={second}");
        using (Assert.EnterMultipleScope())
        {
            // 2016 never changed; of 2017 neither the withdrawn vintage nor the embargoed one is told.
            Assert.That(history.Where(o => (string)o["TIME_PERIOD"]! == "2016").Select(o => (string)o["RELEASE"]!), Is.EqualTo((string[])[first]));
            Assert.That(history.Where(o => (string)o["TIME_PERIOD"]! == "2017").Select(o => ((string)o["RELEASE"]!, (decimal)o["OBS_VALUE"]!)), Is.EqualTo(((string, decimal)[])[(first, 1_836_848m), (second, 1_836_849m), (third, 1_836_851m)]));
            Assert.That(history.Where(o => (string)o["TIME_PERIOD"]! == "2017").Select(o => o["VALID_TO"] is null), Is.EqualTo((bool[])[false, false, true]));
            Assert.That(whole.Select(o => (string)o["RELEASE"]!), Does.Contain(embargoed).And.Not.Contain(withdrawn));
            Assert.That(SaidInSdmx(await office.Server.Client.GetStringAsync("/sdmx/2.1/data/counts/.PE.....MICRO....?startPeriod=2016&endPeriod=2017&includeHistory=true&format=structurespecificdata")), Is.EquivalentTo(Said(history)));
            Assert.That((await SdmxError(office, $"/sdmx/2.1/data/counts/all?release={withdrawn}")), Is.EqualTo((410, $"Release {withdrawn} was withdrawn: Prueba. Read {second} in its place.")));
            Assert.That(then.Select(o => (string)o["RELEASE"]!).Distinct(), Is.EqualTo((string[])[first, second]));
        }
    }

    [Test]
    public async Task UpdatedAfterTellsOnlyWhatIsNew()
    {
        using var office = new Office();
        await office.Release(Peru);
        var moment = DateTime.UtcNow;
        await Task.Delay(1100);
        // One figure changes.
        var second = await office.Release(Peru.Replace("1836848", "1836849", StringComparison.Ordinal));
        var address = $"{Series}&updatedAfter={moment.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}";
        var updated = await Observations(office, null, address);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(updated.Select(o => ((string)o["TIME_PERIOD"]!, (string)o["ACTION"]!, (decimal)o["OBS_VALUE"]!, (string)o["RELEASE"]!)), Is.EqualTo(((string, string, decimal, string)[])[("2017", "R", 1_836_849m, second)]));
            Assert.That(await Observations(office, null, $"{Series}&updatedAfter=2001-01-01"), Has.Count.EqualTo(2).And.All.Matches<JsonNode?>(o => (string?)o!["ACTION"] == "A"));
            Assert.That(await Observations(office, null, $"{Series}&updatedAfter={DateTime.UtcNow.AddDays(1):yyyy-MM-dd}"), Is.Empty);
            Assert.That(await office.Server.Client.GetStringAsync($"{address}&format=csv"), Does.Contain(",R," + second));
            var sdmx = await office.Server.Client.GetStringAsync($"/sdmx/2.1/data/counts/.PE.....MICRO....?startPeriod=2016&format=structurespecificdata&updatedAfter={moment:yyyy-MM-ddTHH:mm:ss.fffZ}");
            Assert.That(SaidInSdmx(sdmx), Is.EquivalentTo(Said(updated)));
            Assert.That(sdmx, Does.Contain("action=\"Replace\""));
        }
    }

    private static IEnumerable<string> Said(IEnumerable<JsonNode> observations)
        => observations.Select(o => $"{o["RELEASE"]} {o["TIME_PERIOD"]} {o["OBS_VALUE"]} from {o["VALID_FROM"]} to {o["VALID_TO"]}");

    private static IEnumerable<string> SaidInSdmx(string xml)
        => from set in XDocument.Parse(xml).Descendants().Where(e => e.Name.LocalName == "DataSet")
           from obs in set.Descendants("Obs")
           select $"{set.Attribute("RELEASE")!.Value} {obs.Attribute("TIME_PERIOD")!.Value} {obs.Attribute("OBS_VALUE")!.Value} from {Valid(set, "validFromDate")} to {Valid(set, "validToDate")}";

    private static string? Valid(XElement set, string name) => set.Attributes().FirstOrDefault(a => a.Name.LocalName == name)?.Value;

    private static async Task<(int, string)> SdmxError(Office office, string path)
    {
        using var answer = await office.Server.Client.GetAsync(path);
        return ((int)answer.StatusCode, XDocument.Parse(await answer.Content.ReadAsStringAsync()).Descendants().Last(e => e.Name.LocalName == "Text").Value);
    }

    private static async Task<List<JsonNode>> Observations(Office office, string? principal, string path)
    {
        using var answer = await office.Send(principal, HttpMethod.Get, path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), text);
        return [.. JsonNode.Parse(text)!["observations"]!.AsArray().Select(o => o!)];
    }
}
