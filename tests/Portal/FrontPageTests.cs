using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>The front page as a person sees it.</summary>
public sealed partial class FrontPageTests
{
    [TestCase("es", "Explorar")]
    [TestCase("pt", "Explorar")]
    [TestCase("en", "Explore")]
    public async Task ItSaysTheRegionInFiveSentencesAndFourCharts(string language, string explore)
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/{language}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.Locator(".sentences li").CountAsync(), Is.EqualTo(5));
            Assert.That(await page.Locator("figure.chart").CountAsync(), Is.EqualTo(4));
            Assert.That(await page.Locator("html").GetAttributeAsync("lang"), Is.EqualTo(language));
            Assert.That(await page.Locator("nav a").First.InnerTextAsync(), Is.EqualTo(explore));
            Assert.That(await page.Locator("main").InnerTextAsync(), Does.Not.Match(@"\bfront\.\w+|\bcolumn\.\w+|undefined|NaN"));
            Assert.That(visit.Complaints, Is.Empty);
            Assert.That(visit.Requested, Has.All.StartsWith(SampleServer.Address.TrimEnd('/')), "The portal calls nobody else.");
        }
        await visit.Picture($"front-{language}");
    }

    [Test]
    public async Task ANumberOfItsSentencesIsTheApisNumber()
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go("/es");
        var figure = page.Locator(".sentences a.figure").First;
        var query = new Uri(new Uri(SampleServer.Address), await figure.GetAttributeAsync("href")).Query;
        var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/performance" + query))!;
        var shown = decimal.Parse(Digits().Match(await figure.InnerTextAsync()).Value.Replace(',', '.'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(shown, Is.EqualTo((decimal)answer["observations"]!.AsArray().Single()!["OBS_VALUE"]!));
    }

    [Test]
    public async Task ItIsThePortalAtTheRootAndWithoutInlineScript()
    {
        var answer = await SampleServer.Client.GetAsync("/");
        var policy = string.Join("; ", answer.Headers.GetValues("Content-Security-Policy"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.IsSuccessStatusCode);
            Assert.That(policy, Does.Contain("script-src 'self'").And.Not.Contain("unsafe"));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.Not.Match("<script[^>]*>[^<]"));
        }
    }

    [TestCase("/es/embed/explore?area=PE", true)]
    [TestCase("/es/embed/send", false)]
    [TestCase("/es/embed/explore/send", false)]
    [TestCase("/es/embed//explore", false)]
    [TestCase("/es/embed", false)]
    [TestCase("/es/explore", false)]
    public async Task OnlyTheChartMadeForItMayBeShownInAPageOfSomebodyElse(string address, bool framed)
    {
        using var answer = await SampleServer.Client.GetAsync(address);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join("; ", answer.Headers.GetValues("Content-Security-Policy")), Does.EndWith(framed ? "frame-ancestors *" : "frame-ancestors 'none'"));
            Assert.That(answer.Headers.Contains("X-Frame-Options"), Is.EqualTo(!framed));
        }
    }

    [Test]
    public async Task NoOtherViewIsShownAtTheAddressForThat()
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go("/es/embed/send");
        Assert.That(await page.Locator("input[type=password]").CountAsync(), Is.Zero);
        await page.GotoAsync("/es/embed/explore?area=PE&size=MICRO&chart=table");
        var opened = await page.Context.RunAndWaitForPageAsync(() => page.Locator(".stage td a").First.ClickAsync());
        Assert.That((new Uri(opened.Url).AbsolutePath, new Uri(page.Url).AbsolutePath), Is.EqualTo(("/es/number/counts", "/es/embed/explore")));
    }

    [GeneratedRegex(@"\d+(,\d+)?")]
    private static partial Regex Digits();
}
