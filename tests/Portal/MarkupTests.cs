using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Observatorio.Tests.Checking;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>
/// Markup in every field that an office, a reviewer or an analyst can fill stays text in every view that shows it. The browser is told to pass
/// over the Content-Security-Policy, so that nothing but the portal itself keeps a planted script from running.
/// </summary>
public sealed class MarkupTests
{
    private const string Planted = "<img src=x onerror=hit()>";
    private const string Size = "SIZE_CLASS,Micro,";

    [Test]
    public async Task WhatPeopleWriteIsNeverMarkup()
    {
        using var office = new Office();
        TinyTables.AddProfile(office.Workspace, "tiny", ("\"^Cuadro 1$\"", "\".*\""), ("Empresas por tamaño, para probar los controles", Planted), ("Oficina de prueba", Planted), ("Cifras inventadas.", Planted), ("tests/broken", "javascript:hit()"), (Size, $"SIZE_CLASS,{Planted},"));
        await using var desk = await Desk.Of(office, "uy-ine", "es", bypassPolicy: true);

        // A sheet, a figure, a file and the header of a layout that none reads.
        var card = await desk.Drop($"{Planted}.xlsx", Sheets(micro: Planted));
        Assert.That(await card.Locator("td.here").First.InnerTextAsync(), Is.EqualTo(Planted));
        await Check(desk, "an error", card);
        card = await desk.Drop("unseen.csv", Encoding.UTF8.GetBytes($"Year;{Planted};Firms\n2022;{Planted};210.300\n2023;x;8.412\n"));
        await desk.Press("wizard.open", card);
        await card.Locator(".gaps").WaitForAsync();
        await Check(desk, "a draft", card);

        // Sent, talked about, approved and published; another one turned down.
        await office.UploadAndWait("uy-ine", Sheets(micro: 90_000), $"{Planted}.xlsx");
        await Says(office.Post("uy-ine", "/api/v1/submissions/1/comments", new { reason = Planted }));
        await Says(office.Post("ana", "/api/v1/submissions/1/approve", new { }));
        await office.Until("uy-ine", 1, s => s == "approved");
        await office.UploadAndWait("uy-ine", Sheets(micro: 90_001), "b.xlsx");
        await Says(office.Post("ana", "/api/v1/submissions/2/reject", new { reason = Planted }));
        await office.UploadAndWait("uy-ine", Sheets(micro: 90_002), "c.xlsx");
        await Says(office.Post("publisher", "/api/v1/releases", new { notes = Planted }));
        await Says(office.Send("uy-ine", HttpMethod.Put, "/api/v1/contacts/UY_TINY", JsonContent.Create(new { entries = (object[])[new { role = Planted, unit = Planted, email = "\"<img>\"@x.example" }] })));
        await office.Ready();
        var code = (string)(await Says(office.Post("uy-ine", "/api/v1/questions", new { dataset = "UY_TINY", series = Planted, text = Planted })))["code"]!;
        await Says(office.Post("uy-ine", "/api/v1/questions/1/answer", new { answer = Planted }));

        const string Number = "area=UY&dataset=UY_TINY&indicator=ENTR&scheme=URY-BANDS&size=S1T4&activity=_T&period=2021";
        var address = Uri.EscapeDataString(Planted);
        foreach (var (view, shows) in ((string, bool)[])[
            ("", false), ("country/UY", true), ("explore?area=UY&dataset=*", true), ("explore?area=UY&chart=table&dataset=*", true), ("indicator/ENTR", false), ($"number/counts?{Number}", true), ("releases", true), ($"question/{code}", true),
            ($"search?q={address}", true), ($"studies?q={address}", false), ($"explore?indicator={address}&area={address}", false), ($"compare?indicator={address}", true), ($"country/{address}", true), ($"indicator/{address}", true), ($"question/{address}", true)])
        {
            await desk.Go(view);
            await desk.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Check(desk, view, shows ? desk.Page.Locator("main") : null);
        }

        await desk.Go("send");
        foreach (var entry in await desk.Page.Locator(".mine details.release").AllAsync())
        {
            await entry.Locator("summary").First.ClickAsync();
            await entry.Locator(".comments").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }
        await Check(desk, "my submissions", desk.Page.Locator(".mine"));
        await Check(desk, "questions", desk.Page.Locator(".asked"));
        await using var reviewer = await Desk.Of(office, "ana", "es", "review", bypassPolicy: true);
        await reviewer.Page.Locator("details.release summary").First.ClickAsync();
        await reviewer.Page.Locator("details.release .tables").First.WaitForAsync();
        await Check(reviewer, "the queue", reviewer.Page.Locator("details.release").First);
    }

    private static async Task Check(Desk desk, string where, ILocator? shown)
    {
        if (shown is not null) { await Assertions.Expect(shown).ToContainTextAsync(Planted); }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await desk.Page.EvaluateAsync<bool>("() => 'wasHit' in window"), Is.False, $"{where}: a script ran");
            Assert.That(await desk.Page.Locator("body img, body script, body iframe, [onerror], [href^='javascript:' i]").CountAsync(), Is.Zero, $"{where}: an element was made");
        }
    }

    private static async Task<JsonNode> Says(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        Assert.That(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    private static byte[] Sheets(object micro)
    {
        var sheet = TinyTables.Sheet(Planted, 2021, micro);
        return TinyTables.Workbook(new SampleSheet(Planted, [.. sheet.Rows.Select(r => r.Select(c => c is "Micro" ? Planted : c).ToArray())]));
    }
}
