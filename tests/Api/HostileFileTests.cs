using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Files made to harm, sent as an office would: each fails with a sentence, its report and its workbook can be had, and the server goes on.</summary>
public sealed class HostileFileTests
{
    private const string Laughs = """<!DOCTYPE w [<!ENTITY a "ja ja ja ja ja ja ja ja ja ja"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY x "&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;">]>""";

    // Every part of a workbook that some reader takes up.
    private static readonly string[] Parts = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels", "xl/styles.xml"];

    // One server for those that leave nothing behind which another would stumble over.
    private static readonly Lazy<Office> Shared = new(Tiny);

    /// <summary>Stops the shared server.</summary>
    [OneTimeTearDown]
    public static void Stop()
    {
        if (Shared.IsValueCreated) { Shared.Value.Dispose(); }
    }

    [Test]
    public async Task ABombIsNotUnpacked()
    {
        var office = Shared.Value;
        BadFiles.WriteZipBomb(office.File("bomba.xlsx"));
        await Fails(office, await File.ReadAllBytesAsync(office.File("bomba.xlsx")), "bomba.xlsx");
        Assert.That(office.Server.MemoryMiB, Is.LessThan(900));
    }

    [Test]
    public async Task EntitiesAreNotExpanded([ValueSource(nameof(Parts))] string part)
    {
        var office = Shared.Value;
        var file = With(part, xml => Declared(xml, Laughs, "&x;"));
        await Fails(office, file, "risas.xlsx", mayPass: true);
        Assert.That(office.Server.MemoryMiB, Is.LessThan(900));
    }

    [Test]
    public async Task NothingOutsideTheFileIsReadOrFetched([ValueSource(nameof(Parts))] string part)
    {
        var office = Shared.Value;
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("secreto.txt"), "CANARIO");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var doctype = $"""<!DOCTYPE w [<!ENTITY x SYSTEM "file://{folder.File("secreto.txt")}"><!ENTITY % y SYSTEM "http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/y"> %y;]>""";
        var texts = await Fails(office, With(part, xml => Declared(xml, doctype, "&x;")), "fuera.xlsx", mayPass: true);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(texts, Does.Not.Contain("CANARIO"));
            Assert.That(listener.Pending(), Is.False, "Nothing was fetched.");
        }
    }

    [Test]
    public async Task NamesWithinAFileAreNoPaths()
    {
        using var office = Tiny();
        TinyTables.AddProfile(office.Workspace, "tiny", ("\"^Cuadro 1$\"", "\".\""));
        var before = Files(office);
        await File.WriteAllBytesAsync(office.File("nombres.xlsx"), With("xl/workbook.xml", xml => xml.Replace("Cuadro 1", "../../fuera", StringComparison.Ordinal)));
        using (var zip = ZipFile.Open(office.File("nombres.xlsx"), ZipArchiveMode.Update))
        {
            using var stray = new StreamWriter(zip.CreateEntry("../../../fuera.txt").Open());
            await stray.WriteAsync("fuera");
        }
        await office.UploadAndWait("uy-ine", await File.ReadAllBytesAsync(office.File("nombres.xlsx")), "nombres.xlsx", "tiny");
        using var annotated = await office.Send("uy-ine", HttpMethod.Get, "/api/v1/submissions/1/annotated");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)annotated.StatusCode, Is.EqualTo(200));
            Assert.That(Files(office).Except(before).Select(f => Path.GetFileName(f)), Is.EquivalentTo((string[])["nombres.xlsx"]), "Nothing but what the test itself wrote.");
        }
    }

    [Test]
    public async Task TextsOfAFileAreNoFormulasInWhatComesBack()
    {
        using var office = Tiny();
        TinyTables.AddProfile(office.Workspace, "tiny", ("\"^Cuadro 1$\"", "\".\""));
        await office.UploadAndWait("uy-ine", TinyTables.Workbook(TinyTables.Sheet("=1+1", 2022, "=HYPERLINK(\"http://x\")")), "=cmd.xlsx", "tiny");
        await office.UploadAndWait("uy-ine", TinyTables.Workbook(TinyTables.Sheet("=1+1", 2022, 90_000)), "=bien.xlsx", "tiny");
        using var annotated = await office.Send("uy-ine", HttpMethod.Get, "/api/v1/submissions/1/annotated");
        using var zip = new ZipArchive(await annotated.Content.ReadAsStreamAsync());
        var formulas = zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Select(e => new StreamReader(e.Open()).ReadToEnd()).Where(x => x.Contains("<f>", StringComparison.Ordinal) || x.Contains(":f>", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(formulas, Is.Empty);
            foreach (var path in (string[])["/1/report?format=csv", "/2/figures"])
            {
                using var csv = await office.Send("uy-ine", HttpMethod.Get, "/api/v1/submissions" + path);
                var text = await csv.Content.ReadAsStringAsync();
                Assert.That(text, Does.Contain("1+1"), path);
                Assert.That(text, Does.Not.Match("(?m)(^|,)\"?=").And.Not.Contain(",=HYPERLINK"), path);
            }
        }
    }

    [Test]
    public async Task ControlCharactersOfACellLeaveTheWorkbookThatComesBackWhole()
    {
        using var office = new Office();
        var csv = (await File.ReadAllTextAsync(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"))).Replace("1836848", "x\u0001\u000b", StringComparison.Ordinal);
        var submission = await office.UploadAndWait("pe-produce", Encoding.UTF8.GetBytes(csv), "control.csv");
        using var annotated = await office.Send("pe-produce", HttpMethod.Get, $"/api/v1/submissions/{submission["id"]}/annotated");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)annotated.StatusCode, Is.EqualTo(200), await annotated.Content.ReadAsStringAsync());
            Assert.That(Directory.EnumerateFileSystemEntries(office.Workspace.TemporaryFolder), Is.Empty);
        }
    }

    private static Office Tiny()
    {
        var office = new Office();
        TinyTables.AddProfile(office.Workspace);
        return office;
    }

    // The submission ends, report and workbook can be had, and what they say is given back.
    private static async Task<string> Fails(Office office, byte[] file, string name, bool mayPass = false)
    {
        var submission = await office.UploadAndWait("uy-ine", file, name, "tiny");
        var texts = new StringBuilder();
        foreach (var path in (string[])["report", "report?format=html", "annotated", "figures"])
        {
            using var answer = await office.Send("uy-ine", HttpMethod.Get, $"/api/v1/submissions/{submission["id"]}/{path}");
            Assert.That((int)answer.StatusCode, Is.EqualTo(200).Or.EqualTo(path == "figures" ? 404 : 200), $"{path}: {await answer.Content.ReadAsStringAsync()}");
            if (path != "annotated") { texts.Append(await answer.Content.ReadAsStringAsync()); continue; }
            using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());
            foreach (var entry in zip.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.Ordinal))) { texts.Append(await new StreamReader(entry.Open()).ReadToEndAsync()); }
        }
        Assert.That((string)submission["status"]!, mayPass ? Is.EqualTo("failed").Or.EqualTo("awaiting_review") : Is.EqualTo("failed"));
        Assert.That((int)(await office.Server.Client.GetAsync("/health/live")).StatusCode, Is.EqualTo(200));
        Assert.That(AuditLog.Verify(office.Workspace).Broken, Is.Null);
        return texts.ToString();
    }

    private static byte[] With(string part, Func<string, string> change)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("libro.xlsx");
        File.WriteAllBytes(path, TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, 90_000)));
        string xml;
        using (var zip = ZipFile.OpenRead(path))
        {
            using var reader = new StreamReader((zip.GetEntry(part) ?? zip.Entries.First(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal))).Open());
            xml = reader.ReadToEnd();
            part = zip.GetEntry(part) is null ? zip.Entries.First(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).FullName : part;
        }
        Workbook.ReplacePart(path, part, stream => stream.Write(Encoding.UTF8.GetBytes(change(xml))));
        return File.ReadAllBytes(path);
    }

    // The declaration goes before the root, and the entity into its first text, or into the root where there is none.
    private static string Declared(string xml, string doctype, string entity)
    {
        var root = xml.IndexOf('<', xml.IndexOf("?>", StringComparison.Ordinal) + 1);
        var end = xml.LastIndexOf("</", StringComparison.Ordinal);
        return xml[..root] + doctype + (end > root ? xml[root..end] + entity + xml[end..] : xml[root..]);
    }

    private static List<string> Files(Office office)
    {
        var root = Path.GetDirectoryName(office.Workspace.Root)!;
        return [.. Directory.EnumerateFiles(Path.GetDirectoryName(root)!, "fuera*").Concat(Directory.EnumerateFiles(root)).Concat(Directory.EnumerateFiles(office.Workspace.Root, "fuera*", SearchOption.AllDirectories))];
    }

    [Test]
    public async Task ANameIsKeptAsItLooks()
    {
        using var office = new Office();
        foreach (var (sent, kept) in ((string, string)[])[("a\u202Excod.csv", "axcod.csv"), ("\u200Fa\u2066b.csv", "ab.csv"), ("../../a\u0007.csv", "a.csv")])
        {
            using var answer = await office.Upload("pe-produce", File.ReadAllBytes(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv")), sent, query: "?dryRun=true");
            Assert.That((string)(await Office.Json(answer))["fileName"]!, Is.EqualTo(kept));
        }
    }
}
