using Microsoft.Playwright;

namespace Observatorio.Tests.Support;

/// <summary>One Chromium for all tests of the portal: the system's own, so that nothing is downloaded.</summary>
public static class Browser
{
    private static readonly Lazy<Task<IBrowser>> Shared = new(Launch);
    private static IPlaywright? playwright;

    /// <summary>Desktop and phone, as pictures are taken.</summary>
    public static readonly IReadOnlyList<(string Name, int Width, int Height)> Sizes = [("desktop", 1280, 900), ("phone", 390, 844)];

    /// <summary>A page with an empty cache, that gathers what goes wrong in it.</summary>
    /// <param name="address">The server's.</param>
    /// <param name="width">Of its window.</param>
    /// <param name="height">Of its window.</param>
    /// <param name="bypassPolicy">Whether the Content-Security-Policy is passed over.</param>
    public static async Task<Visit> Open(string address, int width = 1280, int height = 900, bool bypassPolicy = false)
    {
        var browser = await Shared.Value;
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, BaseURL = address, ReducedMotion = ReducedMotion.Reduce, AcceptDownloads = true, BypassCSP = bypassPolicy });
        return new Visit(context, await context.NewPageAsync());
    }

    /// <summary>Ends it, if it was started.</summary>
    public static async Task Close()
    {
        if (!Shared.IsValueCreated) { return; }
        await (await Shared.Value).CloseAsync();
        playwright?.Dispose();
    }

    private static async Task<IBrowser> Launch()
    {
        var chromium = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException("No Chromium: `make tools` installs it.");
        playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }
}

/// <summary>A person at the portal: the page, and all that its console complained of.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext context;

    /// <summary>Listens to a page.</summary>
    public Visit(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") { Complaints.Add(message.Text); } };
        page.PageError += (_, error) => Complaints.Add(error);
        page.Request += (_, request) => Requested.Add(request.Url);
        // On a machine that is busy with other tests what comes late still comes.
        page.SetDefaultTimeout(60_000);
        Assertions.SetDefaultExpectTimeout(30_000);
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings of the console.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Every address that was asked for.</summary>
    public List<string> Requested { get; } = [];

    /// <summary>Goes to a view and waits until it is shown.</summary>
    public async Task<IPage> Go(string address)
    {
        await Page.GotoAsync(address);
        await Shown();
        return Page;
    }

    /// <summary>Waits until the view is there.</summary>
    public Task Shown() => Page.Locator("main:not([aria-busy]) h1").First.WaitForAsync();

    /// <summary>Takes pictures for people to look at, at desktop and phone size.</summary>
    public async Task Picture(string name)
    {
        foreach (var (size, width, height) in Browser.Sizes)
        {
            await Page.SetViewportSizeAsync(width, height);
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Repository.Root, "screenshots", $"{name}-{size}.png"), FullPage = true });
        }
    }

    /// <summary>Ends the visit.</summary>
    public async ValueTask DisposeAsync() => await context.CloseAsync();
}
