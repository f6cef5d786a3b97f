using Observatorio.Tests.Support;

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
}
