using Microsoft.Playwright;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>A person with a key at the portal, who reads it in one language.</summary>
public sealed class Desk : IAsyncDisposable
{
    private readonly Visit visit;
    private readonly string language;

    private Desk(Visit visit, string language) => (this.visit, this.language) = (visit, language);

    /// <summary>The page.</summary>
    public IPage Page => visit.Page;

    /// <summary>What the console complained of, but for answers that are refusals.</summary>
    public IEnumerable<string> Complaints => visit.Complaints.Where(c => !c.StartsWith("Failed to load resource", StringComparison.Ordinal));

    /// <summary>Sits down at a view and enters the key of a principal.</summary>
    public static async Task<Desk> Of(Office office, string principal, string language, string view = "send", bool bypassPolicy = false)
    {
        var desk = new Desk(await Browser.Open(office.Server.Client.BaseAddress!.ToString(), bypassPolicy: bypassPolicy), language);
        await desk.Page.AddInitScriptAsync("window.hit = () => { window.wasHit = true; }");
        await desk.visit.Go($"/{language}/{view}");
        await desk.Enter(office.KeyOf(principal));
        await desk.Page.Locator(".opened h2").First.WaitForAsync();
        return desk;
    }

    /// <summary>Types a key and enters.</summary>
    public async Task Enter(string key)
    {
        await Page.Locator("input[name=key]").FillAsync(key);
        await Press("send.enter");
    }

    /// <summary>A button by its words.</summary>
    public ILocator Button(string key, ILocator? within = null) => (within ?? Page.Locator("main")).GetByRole(AriaRole.Button, new() { Name = Text(key) });

    /// <summary>Presses the first button of these words.</summary>
    public Task Press(string key, ILocator? within = null) => Button(key, within).First.ClickAsync();

    /// <summary>Goes to another view.</summary>
    public Task Go(string view) => visit.Go($"/{language}/{view}");

    /// <summary>Words of the page in the desk's language.</summary>
    public string Text(string key) => PortalTexts.Of(key, language);

    /// <summary>Lets a file fall onto the page, and returns its card once it was read.</summary>
    public async Task<ILocator> Drop(string name, byte[] bytes)
    {
        var data = await Page.EvaluateHandleAsync(
            """
            ([name, text]) => {
              const data = new DataTransfer();
              data.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name));
              return data;
            }
            """, new[] { name, Convert.ToBase64String(bytes) });
        await Page.Locator(".drop").DispatchEventAsync("drop", new { dataTransfer = data });
        return await Read();
    }

    /// <summary>Chooses a file, and returns its card once it was read.</summary>
    public async Task<ILocator> Choose(string path)
    {
        await Page.Locator("#files").SetInputFilesAsync(path);
        return await Read();
    }

    /// <summary>What a button saves.</summary>
    public async Task<(string Name, byte[] Bytes)> Save(ILocator button)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return (download.SuggestedFilename, await File.ReadAllBytesAsync(await download.PathAsync()));
    }

    /// <summary>Takes pictures for people to look at.</summary>
    public Task Picture(string name) => visit.Picture(name);

    /// <summary>Leaves.</summary>
    public ValueTask DisposeAsync() => visit.DisposeAsync();

    private async Task<ILocator> Read()
    {
        var card = Page.Locator("article.file").First;
        await card.Locator("progress").WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 60_000 });
        return card;
    }
}
