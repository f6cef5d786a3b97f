using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>Every view, in three languages: it says what it is for, the console is quiet, axe finds nothing serious in light and dark, and it fits a phone.</summary>
public sealed partial class ViewTests
{
    private const string Peru = "area=PE&dataset=PE_PRODUCE_ESTRATO&indicator=ENTR&scheme=PER-30056&size=MICRO&activity=_T&period=2017";

    private static readonly string[] Languages = ["pt", "en", "es"];

    // View, and what must stand in it.
    private static readonly TestCaseData[] Views =
    [
        new("", ".sentences li"),
        new("explore", ".stage svg .line"),
        new("explore?chart=bar&scheme=CMN3&size=S_LE9&quality=all", ".stage svg rect"),
        new("explore?flow=performance&indicator=SHR_ENTR&chart=stack&area=CL,UY", ".stage svg rect"),
        new("explore?flow=performance&indicator=ENTR_DENS&chart=map&size=_T", ".stage svg path"),
        new("explore?chart=heat", ".stage table.heat td a"),
        new("explore?chart=table&area=BR&dataset=*", ".stage table td a"),
        new("explore?area=PE&from=1900&to=1901", ".stage .problem"),
        new("embed/explore?area=PE&size=MICRO", "svg .line"),
        new("country", "main .cards li"),
        new("country/PE", "figure.chart svg"),
        new("country/EC", "figure.chart svg"),
        new("indicator", "main .cards li"),
        new("indicator/ENTR", "figure.chart svg"),
        new("compare", ".matrix td button"),
        new("compare?indicator=ENTR&scheme=CMN3&cell=CL%7C2020", ".reasons li"),
        new("number/counts?" + Peru, "td.here"),
        new("releases", ".release"),
        new("search?q=peru", "main section li"),
        new("search?q=zzzz", "main .problem"),
        new("studies", "main .study"),
        new("send", "main input[type=password]"),
        new("review", "main input[type=password]"),
    ];

    [TestCaseSource(nameof(Views))]
    public async Task AViewShowsWhatItIsForAndIsAccessible(string view, string shown)
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        foreach (var language in Languages)
        {
            var page = await visit.Go($"/{language}/{view}".TrimEnd('/'));
            await page.Locator(shown).First.WaitForAsync(new() { State = WaitForSelectorState.Attached });
            // What comes a moment later is part of the view.
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            var text = await page.Locator("body").InnerTextAsync();
            using (Assert.EnterMultipleScope())
            {
                Assert.That(text, Does.Not.Match(@"undefined|NaN|\[object|\bnull\b"), language);
                Assert.That(text, Does.Not.Match(MissingText()), language);
                Assert.That(await page.Locator("html").GetAttributeAsync("lang"), Is.EqualTo(language));
            }
        }
        var light = await Axe.Faults(visit.Page);
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        var dark = await Axe.Faults(visit.Page, "color-contrast");
        await visit.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await visit.Picture("view-" + (view.Length == 0 ? "front" : NoWord().Replace(view, "-")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(light, Is.Empty);
            Assert.That(dark, Is.Empty, "in dark colours");
            // The last picture was taken at a phone's width.
            Assert.That(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"), Is.Zero, "wider than a phone");
            Assert.That(visit.Complaints, Is.Empty);
        }
    }

    /// <summary>A text that the catalogue lacks shows its key.</summary>
    [GeneratedRegex(@"\b(shell|menu|front|explore|number|mark|column|country|compare|grade|releases|diff|send|studies|search|tools|notes|origin|status|indicator|review|state|severity|method|theme|frame|sheet|wizard|publish|contact|kind|use)\.[a-z]+(\.[a-z]+)*\b")]
    private static partial Regex MissingText();

    [GeneratedRegex(@"\W+")]
    private static partial Regex NoWord();
}
