using Microsoft.Playwright;
using Observatorio.Ingest;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>The portal in the system's Chromium on loopback: how soon its front page is usable with an empty cache, what it weighs, and how long a chart takes after a control changed.</summary>
public static class PortalPages
{
    private const int Runs = 9;

    // Each gives a query that the page has not asked before.
    private static readonly string[] Controls =
    [
        "button[name=chart-bar]", "button[name=chart-line]", "input[name=quality][value=exact]", "input[name=area-BR]", "button[name=chart-heat]", "input[name=area-EC]", "button[name=chart-map]", "input[name=area-BO]", "button[name=chart-table]", "input[name=area-UY]", "button[name=chart-line]", "input[name=area-AR]",
    ];

    /// <summary>Measures it on the samples.</summary>
    public static async Task<IReadOnlyList<Measurement>> Measure(string folder)
    {
        var workspace = Workspace.Open(Path.Combine(folder, "portal"));
        Samples.IngestAll(workspace, Samples.Shipped, _ => { }, (_, _) => { });
        using var server = Server.Start(workspace.Root);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        var address = server.Client.BaseAddress!.ToString();
        var visits = new List<Visit>();
        for (var run = 0; run <= Runs; run++) { visits.Add(await Front(browser, address)); }
        var updates = await Updates(browser, address);
        // The server's first answers are those of a started program: they are measured apart.
        var (first, usual) = (visits[0], visits[1..]);
        var weight = $"{usual[^1].Bytes / 1000.0:0.0} kB compressed in {usual[^1].Requests} answers, and {usual[^1].MapBytes / 1000.0:0.0} kB of map; bar 250 kB without the map";
        return
        [
            new Measurement("front page, from navigation to sentences and charts, empty cache", null, Measurement.Median(usual.Select(v => v.Milliseconds)), "1 s", $"{weight}; {Runs} runs"),
            new Measurement("the same, the first visit after the server started", null, first.Milliseconds, "1 s", "one run"),
            new Measurement("chart in Explore, from a changed control to the new chart drawn", null, Measurement.Median(updates), "150 ms", $"slowest {updates.Max():0} ms; {updates.Count} changes, each a query not asked before"),
        ];
    }

    private sealed record Visit(double Milliseconds, long Bytes, long MapBytes, int Requests);

    private static async Task<Visit> Front(IBrowser browser, string address)
    {
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        var requests = new List<IRequest>();
        page.RequestFinished += (_, request) => requests.Add(request);
        await page.GotoAsync(address);
        await page.Locator("main:not([aria-busy]) .charts").WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var shown = await page.EvaluateAsync<double>("performance.getEntriesByName('view.shown')[0].startTime");
        var sizes = new List<(string Url, int Bytes)>();
        foreach (var request in requests) { sizes.Add((request.Url, (await request.SizesAsync()).ResponseBodySize)); }
        return new Visit(shown, sizes.Where(s => !IsMap(s.Url)).Sum(s => s.Bytes), sizes.Where(s => IsMap(s.Url)).Sum(s => s.Bytes), sizes.Count);

        static bool IsMap(string url) => url.Contains("/assets/map-", StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<double>> Updates(IBrowser browser, string address)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1280, Height = 900 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(address + "es/explore");
        for (var before = 1; before <= Controls.Length; before++)
        {
            await Until(before);
            await page.Locator(Controls[before - 1]).ClickAsync();
        }
        await Until(Controls.Length + 1);
        // The first is the view's own.
        return (await page.EvaluateAsync<double[]>("performance.getEntriesByName('explore.update').map(e => e.duration)"))[1..];

        async Task Until(int updates)
        {
            while (await page.EvaluateAsync<int>("performance.getEntriesByName('explore.update').length") < updates) { await Task.Delay(20); }
        }
    }
}
