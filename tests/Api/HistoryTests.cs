using System.Globalization;
using System.Text.Json.Nodes;
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
        }
    }

    private static async Task<List<JsonNode>> Observations(Office office, string? principal, string path)
    {
        using var answer = await office.Send(principal, HttpMethod.Get, path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), text);
        return [.. JsonNode.Parse(text)!["observations"]!.AsArray().Select(o => o!)];
    }
}
