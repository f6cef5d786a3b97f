using Observatorio.Ingest.CommandLine;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>The command line against a server: decisions by name, and everything else that the API does.</summary>
public sealed class RemoteCommandTests
{
    [Test]
    public async Task AFileGoesFromAnOfficeToAReleaseByCommands()
    {
        using var office = new Office();
        TinyTables.AddProfile(office.Workspace);
        await File.WriteAllBytesAsync(office.File("tablas.xlsx"), TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2021, 90_000), TinyTables.Sheet("Cuadro 2", 2022, 91_000)));
        var sent = Run("uy-ine", "send", office.File("tablas.xlsx"), "--wait");
        Assert.That(sent.Output, Does.Contain("awaiting_review"));
        var own = Run("uy-ine", "approve", "1");
        var one = Run("ana", "approve", "1", "--table", "Cuadro 1");
        var other = Run("ana", "reject", "1", "--table", "Cuadro 2", "--reason", "El año no está cerrado.");
        await office.Until("uy-ine", 1, s => s == "approved");
        var receipt = Run("uy-ine", "request", "GET", "/api/v1/submissions/1/receipt", "--out", office.File("recibo.json"));
        var announced = Run("publisher", "request", "POST", "/api/v1/calendar", "--json", """{"day":"2099-01-31","notes":"Uruguay."}""");
        var drafted = Run("ana", "request", "POST", "/api/v1/profiles/draft", "--file", office.File("tablas.xlsx"));
        var nothing = Run("ana", "request", "GET", "/api/v1/submissions/99");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Code, Is.EqualTo(2));
            Assert.That((one.Code, other.Code), Is.EqualTo((0, 0)), one.Output + other.Output);
            Assert.That(other.Output, Does.Contain("\"status\": \"approved\"").And.Contain("El año no está cerrado."));
            Assert.That(receipt.Code, Is.Zero, receipt.Output);
            Assert.That(IngestProgram.Run("verify", "--receipt", office.File("recibo.json"), "--data", office.Workspace.Root).Code, Is.Zero);
            Assert.That(announced.Output, Does.Contain("2099-01-31"));
            Assert.That(drafted.Output, Does.Contain("xlsx.layout.json"));
            Assert.That((nothing.Code, nothing.Output), Is.EqualTo((2, nothing.Output)));
            Assert.That(nothing.Output, Does.Contain("99").And.Not.Contain(office.KeyOf("ana")));
        }

        (int Code, string Output) Run(string principal, params string[] arguments)
            => IngestProgram.Run([.. arguments, "--url", office.Server.Client.BaseAddress!.ToString(), "--key", office.KeyOf(principal), "--lang", "es"]);
    }

    [Test]
    public async Task WithoutAServerAWorkspaceIsDecidedOnAndPublished()
    {
        using var office = new Office();
        TinyTables.AddProfile(office.Workspace);
        await office.UploadAndWait("uy-ine", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2021, 90_000), TinyTables.Sheet("Cuadro 2", 2022, 91_000)), "tablas.xlsx", "tiny");
        office.Server.Dispose();
        var none = Run("approve", "9");
        var unknown = Run("reject", "1", "--table", "Cuadro 3", "--reason", "no");
        var one = Run("approve", "1", "--table", "Cuadro 1");
        var other = Run("reject", "1", "--table", "Cuadro 2", "--reason", "The year is not closed.");
        var late = Run("approve", "1");
        var published = Run("publish");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(none, Is.EqualTo((2, "There is no submission 9 in this workspace.\n")));
            Assert.That(unknown.Output, Does.Contain("Tables: Cuadro 1, Cuadro 2."));
            Assert.That(one, Is.EqualTo((0, "1 tablas.xlsx: awaiting_review\n")));
            Assert.That(other, Is.EqualTo((0, "1 tablas.xlsx: approved\n")));
            Assert.That((late.Code, published.Code), Is.EqualTo((2, 0)), late.Output + published.Output);
            Assert.That(new Observatorio.Warehouse.Ledger(office.Workspace).Find(1)!.LoadOrder, Is.EqualTo(1));
            Assert.That(Observatorio.Warehouse.AuditLog.Read(office.Workspace, null, 100).Where(a => a.Action.StartsWith("submission.approved", StringComparison.Ordinal)).Select(a => a.Who), Is.EqualTo((string[])[Environment.UserName]));
        }

        (int Code, string Output) Run(params string[] arguments) => IngestProgram.Run([.. arguments, "--data", office.Workspace.Root, "--lang", "en"]);
    }

    [Test]
    public async Task WithoutAServerAWorkspaceIsAskedAllThatTheApiDoes()
    {
        using var office = new Office();
        TinyTables.AddProfile(office.Workspace);
        await office.UploadAndWait("uy-ine", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2021, 90_000)), "tablas.xlsx", "tiny");
        var busy = ServerProcess.Request(office.Workspace.Root, "GET", "/api/v1/me");
        office.Server.Dispose();
        var me = ServerProcess.Request(office.Workspace.Root, "GET", "/api/v1/me");
        var approved = ServerProcess.Request(office.Workspace.Root, "POST", "/api/v1/submissions/1/approve");
        var published = ServerProcess.Request(office.Workspace.Root, "POST", "/api/v1/releases", "--json", """{"notes":"Uruguay."}""");
        var withdrawn = ServerProcess.Request(office.Workspace.Root, "POST", $"/api/v1/releases/{DateTime.UtcNow.Year}.1/withdraw", "--json", """{"reason":"A wrong year."}""");
        var unknown = ServerProcess.Request(office.Workspace.Root, "GET", "/api/v1/submissions/9", "--lang", "en");
        var elsewhere = ServerProcess.Request(office.Workspace.Root, "GET", "//127.0.0.1:9/x", "--lang", "en");
        var nowhere = ServerProcess.Request(office.File("none"), "GET", "/api/v1/me");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(busy.Code, Is.EqualTo(ExitCodes.Busy), busy.Output);
            Assert.That(me.Output, Does.Contain(Environment.UserName).And.Contain("publisher"));
            Assert.That((approved.Code, approved.Output.TrimEnd().Split('\n')[^1]), Is.EqualTo((0, "load done")), approved.Output);
            Assert.That((published.Code, published.Output.TrimEnd().Split('\n')[^1]), Is.EqualTo((0, $"publish done {DateTime.UtcNow.Year}.1")), published.Output);
            Assert.That((withdrawn.Code, Release.CurrentId(office.Workspace)), Is.EqualTo((0, (string?)null)), withdrawn.Output);
            Assert.That((unknown.Code, nowhere.Code), Is.EqualTo((ExitCodes.Usage, ExitCodes.Usage)), unknown.Output + nowhere.Output);
            Assert.That((elsewhere.Code, elsewhere.Output), Is.EqualTo((ExitCodes.Usage, "\"//127.0.0.1:9/x\" is no address of this server: write, for example, /api/v1/releases.\n")));
            Assert.That(new Principals(office.Workspace).Find(Environment.UserName), Is.Null);
            Assert.That(Directory.Exists(office.File("none")), Is.False);
        }
    }
}
