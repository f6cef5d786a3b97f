using System.IO.Compression;
using System.Net.Http.Json;
using System.Text;
using Microsoft.Playwright;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>What is behind the key, as the people do it who have one: an office sends, a reviewer decides, a publisher publishes.</summary>
public sealed class SendTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    private static Office office = null!;

    [OneTimeSetUp]
    public static void Open()
    {
        office = new Office();
        TinyTables.AddProfile(office.Workspace);
    }

    [OneTimeTearDown]
    public static void Close() => office.Dispose();

    [Test]
    public async Task AnOfficeMendsItsFileSendsItAndSeesItPublishedAndTheNextOneBesideIt()
    {
        await using var desk = await Desk.Of(office, "pe-produce", "es");
        var card = await desk.Drop("peru.csv", Encoding.UTF8.GetBytes(Peru.Replace("74085", "74.085", StringComparison.Ordinal)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await card.InnerTextAsync(), Does.Contain("pe-produce-estrato/csv"), "the profile is found by itself");
            Assert.That(await card.Locator(".severity-E td.here").InnerTextAsync(), Is.EqualTo("74.085"));
            Assert.That(await card.Locator(".severity-E tr:has(td.here) th").InnerTextAsync(), Is.EqualTo("15"));
        }
        await desk.Picture("send-error");
        await desk.Press("send.discard", card);

        // The file in order, with warnings that its office explains.
        card = await desk.Drop("peru.csv", Encoding.UTF8.GetBytes(Peru));
        await desk.Press("send.send", card);
        await card.GetByText(desk.Text("state.awaiting_review"), new() { Exact = true }).WaitForAsync();
        var warning = card.Locator(".severity-W").First;
        await warning.Locator("summary").ClickAsync();
        await warning.Locator("textarea").FillAsync("La ley cambió en 2013.");
        await desk.Press("send.accept", warning);
        await warning.Locator(".fine q").WaitForAsync();
        var (name, workbook) = await desk.Save(desk.Button("send.annotated", card));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(name, Is.EqualTo("peru-observatorio.xlsx"));
            Assert.That(new ZipArchive(new MemoryStream(workbook)).GetEntry("xl/workbook.xml"), Is.Not.Null);
            Assert.That(await desk.Page.Locator(".mine summary").First.InnerTextAsync(), Does.Contain("peru.csv").And.Contain(desk.Text("state.awaiting_review")));
        }

        await using (var reviewer = await Desk.Of(office, "ana", "es", "review"))
        {
            await reviewer.Page.Locator("section.publish").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            var entry = reviewer.Page.Locator("details.release").Filter(new() { HasText = "peru.csv" });
            await entry.Locator("summary").First.ClickAsync();
            Assert.That(await entry.Locator(".findings").InnerTextAsync(), Does.Contain("La ley cambió en 2013."));
            await entry.Locator("section textarea").Last.FillAsync("Gracias.");
            await reviewer.Press("review.comment", entry);
            await entry.Locator(".comments li").WaitForAsync();
            await reviewer.Picture("review-queue");
            await reviewer.Press("review.approve", entry);
            await entry.WaitForAsync(new() { State = WaitForSelectorState.Detached });
            Assert.That(reviewer.Complaints, Is.Empty);
        }
        await office.Until("pe-produce", 1, s => s == "approved");
        await Publish("es");

        // The next edition, beside what is published.
        card = await desk.Drop("peru-2.csv", Encoding.UTF8.GetBytes(Peru.Replace("1836848", "1836849", StringComparison.Ordinal)));
        var change = card.Locator(".changes tbody tr").Filter(new() { HasText = "2017" }).First;
        Assert.That(await change.InnerTextAsync(), Does.Contain("1\u00A0836\u00A0848").And.Contain("1\u00A0836\u00A0849"));
        Assert.That(desk.Complaints, Is.Empty);
        await AnAnalystAsksAndIsAnswered(desk);
    }

    [Test]
    public async Task TablesOfAWorkbookAreDecidedOneByOne()
    {
        await using var desk = await Desk.Of(office, "uy-ine", "pt");
        var card = await desk.Drop("tabelas.xlsx", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2021, 90_000), TinyTables.Sheet("Cuadro 2", 2022, 91_000), TinyTables.Sheet("Cuadro 3", 2023, "muitas")));
        Assert.That(await card.Locator(".severity-E td.here").First.InnerTextAsync(), Is.EqualTo("muitas"), "the cell of the third sheet");
        await desk.Press("send.sendanyway", card);
        await card.GetByText(desk.Text("state.awaiting_review"), new() { Exact = true }).WaitForAsync();

        await using var reviewer = await Desk.Of(office, "ana", "pt", "review");
        var entry = reviewer.Page.Locator("details.release").Filter(new() { HasText = "tabelas.xlsx" });
        await entry.Locator("summary").First.ClickAsync();
        await entry.GetByLabel("Cuadro 1").UncheckAsync();
        await reviewer.Press("review.reject", entry);
        await entry.Locator(".decisions p.problem").WaitForAsync();
        await entry.Locator("textarea[name=reason]").FillAsync("O ano não está fechado.");
        await reviewer.Press("review.reject", entry);
        await entry.Locator(".decisions").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await entry.Locator("summary").First.ClickAsync();
        Assert.That(await entry.Locator(".tables").InnerTextAsync(), Does.Contain("O ano não está fechado."));
        await reviewer.Press("review.approve", entry);
        await entry.WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await desk.Go("send");
        var mine = desk.Page.Locator(".mine details").Filter(new() { HasText = "tabelas.xlsx" });
        await mine.Locator("summary").First.ClickAsync();
        Assert.That(await mine.Locator(".tables").InnerTextAsync(), Does.Contain(desk.Text("state.failed")).And.Contain(desk.Text("state.rejected")).And.Contain("O ano não está fechado."));
        Assert.That(desk.Complaints.Concat(reviewer.Complaints), Is.Empty);
    }

    [Test]
    public async Task AnUnseenLayoutGetsAProfileThatReadsIt()
    {
        const string Unseen = "Year;Staff band;Firms\n2022;1 a 10;210.300\n2022;11 a 30;8.412\n2022;31 a 50;1.190\n2022;51 y más;1.604\n";
        await using var desk = await Desk.Of(office, "both", "en");
        var card = await desk.Drop("paraguay.csv", Encoding.UTF8.GetBytes(Unseen));
        await card.Locator(".problem").WaitForAsync();
        await desk.Press("wizard.open", card);
        await card.Locator("select[name=area]").SelectOptionAsync("PY");
        await card.Locator("input[name='dataset.json sizeScheme']").WaitForAsync();
        await card.Locator("input[name='dataset.json id']").FillAsync("PY_TRY");
        await desk.Picture("send-wizard");
        foreach (var field in await card.Locator(".gaps input").AllAsync())
        {
            if (await field.InputValueAsync() is { Length: > 0 }) { continue; }
            await field.FillAsync(await field.GetAttributeAsync("name") switch
            {
                "csv.layout.json Firms" => "ENTR",
                "dataset.json sizeScheme" => "PRY-STAFF",
                "dataset.json statUnit" => "ENT",
                "dataset.json countConcept" => "ACTIVE_YEAR",
                "dataset.json universe" => "FORMAL",
                "dataset.json refArea" => "PY",
                "labels.csv SIZE_CLASS: 1 a 10" => "S_LE10",
                "labels.csv SIZE_CLASS: 11 a 30" => "S11T30",
                "labels.csv SIZE_CLASS: 31 a 50" => "S31T50",
                "labels.csv SIZE_CLASS: 51 y más" => "S_GE51",
                _ => "PY_TRY",
            });
        }
        await card.Locator(".wizard .fine").WaitForAsync();
        var folder = Directory.CreateDirectory(Path.Combine(office.Workspace.ProfilesFolder, "draft-paraguay")).FullName;
        foreach (var button in await desk.Button("wizard.save", card).AllAsync())
        {
            var (name, bytes) = await desk.Save(button);
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes);
        }
        await desk.Button("send.again", card).Last.ClickAsync();
        await card.GetByText("draft-paraguay/csv").WaitForAsync();
        Assert.That(await card.Locator(".severity-E").CountAsync(), Is.Zero, await card.InnerTextAsync());
        Assert.That(desk.Complaints, Is.Empty);
    }

    [Test]
    public async Task AFileOfAHundredThousandRowsLeavesThePageResponsive()
    {
        var file = Workbook.Write(office.File("larga.xlsx"), "Cuadro 1");
        Workbook.ReplacePart(file, "xl/worksheets/sheet1.xml", part => Workbook.WriteSheet(part, writer =>
        {
            writer.Write("<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>Año</t></is></c><c r=\"B2\" t=\"inlineStr\"><is><t>Tamaño</t></is></c><c r=\"C2\" t=\"inlineStr\"><is><t>Empresas</t></is></c></row>");
            for (var row = 3; row < 100_003; row++) { writer.Write($"<row r=\"{row}\"><c r=\"A{row}\"><v>2021</v></c><c r=\"B{row}\" t=\"inlineStr\"><is><t>Micro</t></is></c><c r=\"C{row}\" t=\"inlineStr\"><is><t>x{row}</t></is></c></row>"); }
        }));
        await using var desk = await Desk.Of(office, "uy-ine", "es");
        await desk.Page.EvaluateAsync("() => { window.longest = 0; let last = performance.now(); setInterval(() => { const now = performance.now(); window.longest = Math.max(window.longest, now - last); last = now; }, 10); }");
        var card = await desk.Choose(file);
        Assert.That(await card.Locator(".severity-E td.here").CountAsync(), Is.GreaterThan(0), "findings beside their cells");
        Assert.That(await desk.Page.EvaluateAsync<double>("window.longest"), Is.LessThan(1000), "milliseconds in which nothing could be done");
    }

    [Test]
    public async Task AKeyThatIsNoneOpensNothing()
    {
        await using var visit = await Browser.Open(office.Server.Client.BaseAddress!.ToString());
        var page = await visit.Go("/en/send");
        await page.Locator("input[name=key]").FillAsync("obs_none");
        await page.GetByRole(AriaRole.Button, new() { Name = PortalTexts.Of("send.enter", "en"), Exact = true }).ClickAsync();
        await page.Locator("p.problem").WaitForAsync();
        Assert.That(await page.Locator(".drop").IsVisibleAsync(), Is.False);
    }

    private static async Task AnAnalystAsksAndIsAnswered(Desk desk)
    {
        using var saved = await office.Send("pe-produce", HttpMethod.Put, "/api/v1/contacts/PE_PRODUCE", JsonContent.Create(new { entries = (object[])[new { role = "Estadística", unit = "OEE", email = "oee@produce.example" }] }));
        await using var visit = await Browser.Open(office.Server.Client.BaseAddress!.ToString());
        var page = await visit.Go("/es/country/PE");
        Assert.That(await page.Locator(".contacts a").GetAttributeAsync("href"), Is.EqualTo("mailto:oee@produce.example"));
        await page.Locator("textarea[name=question]").FillAsync("¿Por qué baja la pequeña empresa en 2017?");
        await page.Locator("form.ask button").ClickAsync();
        await page.Locator("form.ask .fine a").WaitForAsync();
        await desk.Go("send");
        var asked = desk.Page.Locator(".asked article").Filter(new() { HasText = "¿Por qué baja" });
        await asked.Locator("textarea").FillAsync("Cambió el registro.");
        await desk.Press("asked.send", asked);
        await asked.Locator(".fine").WaitForAsync();
        await page.Locator("form.ask .fine a").ClickAsync();
        await page.GetByText("Cambió el registro.").WaitForAsync();
    }

    private static async Task Publish(string language)
    {
        await using var publisher = await Desk.Of(office, "publisher", language, "review");
        await publisher.Page.Locator("textarea[name=notes]").FillAsync("Perú.");
        await publisher.Press("publish.do");
        var link = publisher.Page.Locator(".publish a");
        await link.WaitForAsync(new() { Timeout = 60_000 });
        await link.ClickAsync();
        Assert.That(await publisher.Page.Locator("details.release[open]").InnerTextAsync(), Does.Contain("Perú."));
    }
}
