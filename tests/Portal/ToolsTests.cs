using System.Diagnostics;
using System.Text;
using System.Xml.Linq;
using Microsoft.Playwright;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>A view taken along: downloads, pictures, lines for other programs, a citation, an embedded page; and what is found by words.</summary>
public sealed class ToolsTests
{
    private const string View = "explore?area=PE&size=MICRO,SMALL";

    [Test]
    public async Task FilesOfAViewHoldItsFigures()
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/es/{View}");
        var tools = page.Locator(".tools");
        await tools.WaitForAsync();
        var count = await page.Locator("circle[data-to]").CountAsync();
        Assert.That(count, Is.GreaterThan(10));
        var csv = Encoding.UTF8.GetString((await Save(page, tools.GetByText("CSV", new() { Exact = true }))).Bytes);
        var xlsx = await Save(page, tools.GetByText("XLSX"));
        var stat = await Save(page, tools.GetByText("JSON-stat"));
        var parquet = await Save(page, tools.GetByText("Parquet"));
        var svg = await Save(page, tools.GetByText("SVG"));
        var png = await Save(page, tools.GetByText("PNG"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(csv.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(count + 1));
            Assert.That(xlsx.Name, Does.EndWith(".xlsx"));
            Assert.That(Start(xlsx.Bytes), Is.EqualTo("PK"));
            Assert.That(Encoding.UTF8.GetString(stat.Bytes), Does.Contain("\"class\":\"dataset\""));
            Assert.That(parquet.Name, Does.EndWith(".parquet"));
            Assert.That(Start(parquet.Bytes), Is.EqualTo("PA"));
            // A picture stands by itself: its colours are its own.
            var picture = XDocument.Parse(Encoding.UTF8.GetString(svg.Bytes));
            var circles = picture.Descendants("{http://www.w3.org/2000/svg}circle").ToList();
            Assert.That(circles, Has.Count.EqualTo(count));
            Assert.That(circles.Select(c => (string)c.Attribute("fill")!), Has.All.StartsWith("rgb("));
            Assert.That(picture.Descendants().Attributes("class"), Is.Empty);
            Assert.That(Encoding.Latin1.GetString(png.Bytes, 1, 3), Is.EqualTo("PNG"));
            Assert.That(visit.Complaints, Is.Empty);
        }
    }

    [Test]
    public async Task TheLineForAnotherProgramGivesTheSameFigures()
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await visit.Go($"/en/{View}");
        var tools = page.Locator(".tools");
        var seen = new List<string>();
        foreach (var program in (string[])["R", "Python", "Excel", "curl", "API"])
        {
            await tools.GetByRole(AriaRole.Button, new() { Name = program, Exact = true }).ClickAsync();
            seen.Add(await tools.Locator("pre").First.InnerTextAsync());
        }
        await tools.GetByRole(AriaRole.Button, new() { Name = "curl", Exact = true }).ClickAsync();
        await tools.GetByRole(AriaRole.Button, new() { Name = PortalTexts.Of("tools.copy", "en") }).First.ClickAsync();
        var line = await page.EvaluateAsync<string>("navigator.clipboard.readText()");
        using var curl = Process.Start(new ProcessStartInfo("bash", ["-c", line]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var answered = await curl.StandardOutput.ReadToEndAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seen[0], Does.StartWith("x <- read.csv(\"http"));
            Assert.That(seen[1], Does.Contain("pd.read_csv(\"http"));
            Assert.That(seen[2], Does.StartWith("=WEBSERVICE(\"http"));
            Assert.That(seen[4], Does.StartWith("http"));
            Assert.That(answered.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(await page.Locator("circle[data-to]").CountAsync() + 1), line);
            // The line names the release: tomorrow it gives what it gives today.
            Assert.That(line, Does.Contain("release="));
        }
    }

    [Test]
    public async Task AViewIsCitedWithItsReleaseAndShownWithinAnotherPage()
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/pt/{View}");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var (cite, frame) = (await page.Locator(".cite").InnerTextAsync(), await page.Locator(".tools pre").Last.InnerTextAsync());
        Assert.That(cite, Does.Contain("/api/v1/releases/").And.Contain("/pt/explore?area=PE&size=MICRO,SMALL"));
        await page.Context.GrantPermissionsAsync(["local-network-access"]);
        await page.RouteAsync("http://127.0.0.1:1/", route => route.FulfillAsync(new() { ContentType = "text/html", Body = $"<!doctype html><title>Blog</title><link rel=icon href=data:,>{frame}" }));
        await page.GotoAsync("http://127.0.0.1:1/");
        await page.FrameLocator("iframe").Locator("svg .line").First.WaitForAsync();
        Assert.That(await page.FrameLocator("iframe").Locator("nav").IsVisibleAsync(), Is.False, "only the chart is shown there");
        Assert.That(visit.Complaints, Is.Empty);
    }

    [TestCase("es", "venta")]
    [TestCase("pt", "vendas")]
    [TestCase("en", "turnover")]
    public async Task WordsLeadToAnIndicator(string language, string word)
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/{language}");
        await page.GetByRole(AriaRole.Searchbox).FillAsync(word);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator($"main a[href='/{language}/indicator/TURN']").ClickAsync();
        await page.Locator("main code", new() { HasText = "performance/TURN" }).WaitForAsync();
        Assert.That(visit.Complaints, Is.Empty);
    }

    [Test]
    public async Task WhatNobodyConfirmedSaysSo()
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go("/es/studies");
        var study = page.Locator("article.study").Filter(new() { HasText = "Latin American Economic Outlook 2013" });
        Assert.That(await study.Locator("h2 .badge").InnerTextAsync(), Is.EqualTo("sin confirmar"));
        Assert.That(await page.Locator("article.study").Filter(new() { HasText = "SME Policy Index" }).Locator("h2 .badge").CountAsync(), Is.Zero);
    }

    private static string Start(byte[] bytes) => Encoding.Latin1.GetString(bytes, 0, 2);

    private static async Task<(string Name, byte[] Bytes)> Save(IPage page, ILocator button)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return (download.SuggestedFilename, await File.ReadAllBytesAsync(await download.PathAsync()));
    }
}
