using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>Views, in three languages: it says what it is for, the console is quiet, and axe finds nothing serious.</summary>
public sealed class ViewTests
{
    private const string Peru = "area=PE&dataset=PE_PRODUCE_ESTRATO&indicator=ENTR&scheme=PER-30056&size=MICRO&activity=_T&period=2017";

    // View, and what must stand in it.
    private static readonly (string View, string Shown)[] Views =
    [
        ("number/counts?" + Peru, "td.here"),
        ("releases", ".release"),
        ("search?q=peru", "main section li"),
        ("studies", "main .study"),
        ("send", "main input[type=password]"),
    ];

    private static IEnumerable<TestCaseData> Cases() => Views.SelectMany(v => ((string[])["es", "pt", "en"]).Select(l => new TestCaseData(l, v.View, v.Shown)));

    [TestCaseSource(nameof(Cases))]
    public async Task AViewShowsWhatItIsForAndIsAccessible(string language, string view, string shown)
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/{language}/{view}".TrimEnd('/'));
        await page.Locator(shown).First.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        var text = await page.Locator("body").InnerTextAsync();
        if (language == "es") { await visit.Picture("view-" + Regex.Replace(view.Length == 0 ? "front" : view, @"\W+", "-")); }
        var faults = await Axe.Faults(page);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Not.Match(@"undefined|NaN|\[object|\bnull\b"));
            // A text that the catalogue lacks shows its key.
            Assert.That(text, Does.Not.Match(@"\b(shell|menu|front|explore|number|mark|column|country|compare|grade|releases|diff|send|studies|search|tools|notes|origin|status)\.[a-z]+(\.[a-z]+)*\b"));
            Assert.That(faults, Is.Empty);
            Assert.That(visit.Complaints, Is.Empty);
        }
    }
}
