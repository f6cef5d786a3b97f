using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>The address is the state: a control changes it, and whoever opens it sees the same.</summary>
public sealed class ExploreTests
{
    [TestCase("es", "todo")]
    [TestCase("pt", "tudo")]
    [TestCase("en", "all")]
    public async Task AControlWorkedByKeysChangesTheAddressAndKeepsItsPlace(string language, string all)
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/{language}/explore?area=CL,BR&scheme=CMN3&size=S_LE9");
        await page.Locator(".stage svg .line").First.WaitForAsync();
        await page.Locator("button[name=chart-line]").FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("button[name=chart-bar][aria-pressed=true]").WaitForAsync();
        await page.Locator(".stage svg rect[class^=c]").First.WaitForAsync();
        await page.Locator("input[name=quality][value=all]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.WaitForURLAsync(u => u.Contains("quality=bounded", StringComparison.Ordinal));
        await page.Locator("input[name=quality][value=bounded]:checked:focus").WaitForAsync();
        var (address, drawn) = (page.Url, await page.Locator(".stage svg").InnerHTMLAsync());
        await using var other = await Browser.Open(SampleServer.Address);
        var again = await other.Go(new Uri(address).PathAndQuery);
        await again.Locator(".stage svg rect[class^=c]").First.WaitForAsync();
        await again.Locator(".controls input").First.WaitForAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(address, Does.EndWith($"/{language}/explore?area=CL,BR&scheme=CMN3&size=S_LE9&quality=bounded&chart=bar"), "what is not usual, and nothing else");
            Assert.That(await again.Locator(".stage svg").InnerHTMLAsync(), Is.EqualTo(drawn));
            Assert.That(await again.Locator(".controls").InnerTextAsync(), Does.Contain(all));
            Assert.That(visit.Complaints.Concat(other.Complaints), Is.Empty);
        }
    }

    [TestCase("")]
    [TestCase("CMN3")]
    public async Task OnlyClassesThatHaveFiguresAreOffered(string scheme)
    {
        var query = "area=CL,PE&dataset=*" + (scheme.Length > 0 ? $"&scheme={scheme}" : "");
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/es/explore?{query}");
        await page.Locator(".classes input").First.WaitForAsync();
        var sizes = await page.Locator(".classes input").EvaluateAllAsync<string[]>("list => list.map(i => i.name.slice(5))");
        Assert.That(sizes, Is.Not.Empty);
        foreach (var size in sizes)
        {
            Assert.That(await SampleServer.Client.GetStringAsync($"/api/v1/data/counts/count?{query}&indicator=ENTR&activity=_T&sex=_T&freq=A&quality=all&size={size}"), Does.Match("\"count\":[1-9]"), size);
        }
    }
}
