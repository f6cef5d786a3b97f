using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>Which figures follow each other: in pages, and in an order that is asked for.</summary>
public sealed class SequenceTests
{
    private const string Chile = "counts?dataset=CL_SII_TRTRAB&indicator=ENTR&activity=_T";

    [Test]
    public async Task ACursorGoesOnWithItsOwnQueryAndNoOther()
    {
        const string sorted = Chile + "&limit=10&order=-OBS_VALUE";
        var (plain, ordered) = (await Cursor($"{Chile}&limit=10"), await Cursor(sorted));
        using (Assert.EnterMultipleScope())
        {
            foreach (var query in (string[])[$"{sorted}&cursor={plain}", $"{Chile}&limit=10&cursor={ordered}", $"{Chile}&limit=10&order=OBS_VALUE&cursor={ordered}", $"{Chile}&limit=10&quality=exact&cursor={plain}", $"performance?area=CL&limit=10&cursor={plain}"])
            {
                Assert.That(await Detail($"{query}&lang=en"), Does.Contain("another query"), query);
            }
            // What changes no sequence may change.
            using var next = await SampleServer.Client.GetAsync($"/api/v1/data/{Chile.Replace("?", "?limit=5&labels=both&lang=pt&format=csv&", StringComparison.Ordinal)}&cursor={plain}");
            Assert.That((int)next.StatusCode, Is.EqualTo(200));
        }
    }

    [TestCase("OBS_STATUSES", "counts?area=PE,CL,MX&quality=bounded")]
    [TestCase("-INTERVAL_KIND", "counts?scheme=CMN3&quality=bounded&period=2021")]
    public async Task WhatHasNoListIsSortedByItsText(string order, string query)
    {
        var texts = (await Records.Ask($"{query}&order={order}", "json")).Select(r => r.GetValueOrDefault(order.TrimStart('-'), "")).ToList();
        var filled = texts.Where(t => t.Length > 0).ToList();
        Assert.That(filled.Distinct().Count(), Is.GreaterThan(1), "There is something to sort.");
        Assert.That(texts, Is.EqualTo((order[0] == '-' ? filled.OrderDescending(StringComparer.Ordinal) : filled.Order(StringComparer.Ordinal)).Concat(texts.Where(t => t.Length == 0))));
    }

    private static async Task<string> Cursor(string query)
    {
        using var first = await SampleServer.Client.GetAsync($"/api/v1/data/{query}&format=csv");
        var link = first.Headers.GetValues("Link").Single();
        return System.Web.HttpUtility.ParseQueryString(new Uri(new Uri(SampleServer.Address), link[1..link.IndexOf('>', StringComparison.Ordinal)]).Query)["cursor"]!;
    }

    private static async Task<string?> Detail(string query)
    {
        using var response = await SampleServer.Client.GetAsync($"/api/v1/data/{query}");
        Assert.That((int)response.StatusCode, Is.EqualTo(400), query);
        return (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"];
    }
}
