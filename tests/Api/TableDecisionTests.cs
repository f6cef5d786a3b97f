using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>Each table of a file has its own state: errors stop it, a reviewer approves or rejects it, a release holds it, a later file supersedes it.</summary>
public sealed class TableDecisionTests
{
    private static readonly string[] First = ["Cuadro 1"];
    private static readonly string[] Second = ["Cuadro 2"];
    private static readonly string[] Both = ["Cuadro 1", "Cuadro 2"];
    private static readonly string[] Ninth = ["Cuadro 9"];

    [Test]
    public async Task TablesAreDecidedOneByOne()
    {
        using var office = Tiny();
        var sent = await office.UploadAndWait("uy-ine", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2021, 90_000), TinyTables.Sheet("Cuadro 2", 2022, 91_000), TinyTables.Sheet("Cuadro 3", 2023, "muchas")), "tablas.xlsx");
        Assert.That(States(sent), Is.EqualTo("Cuadro 1 awaiting_review, Cuadro 2 awaiting_review, Cuadro 3 failed"));
        using var unknown = await office.Post("ana", "/api/v1/submissions/1/approve", new { tables = Ninth });
        using var first = await office.Post("ana", "/api/v1/submissions/1/approve", new { tables = First });
        using var again = await office.Post("ana", "/api/v1/submissions/1/reject", new { reason = "tarde", tables = First });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)unknown.StatusCode, Is.EqualTo(404));
            Assert.That(((string)(await Office.Json(first))["status"]!, States(await Office.Json(first))), Is.EqualTo(("awaiting_review", "Cuadro 1 approved, Cuadro 2 awaiting_review, Cuadro 3 failed")));
            Assert.That((int)again.StatusCode, Is.EqualTo(409));
        }
        using var second = await office.Post("ana", "/api/v1/submissions/1/reject", new { reason = "El año no está cerrado.", tables = Second });
        var done = await office.Until("uy-ine", 1, s => s == "approved");
        Assert.That(States(done), Is.EqualTo("Cuadro 1 approved, Cuadro 2 rejected, Cuadro 3 failed"));
        Assert.That((string)done["tables"]![1]!["note"]!, Is.EqualTo("El año no está cerrado."));
        await office.Publish();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(States(await office.Get("uy-ine", "/api/v1/submissions/1")), Is.EqualTo("Cuadro 1 released, Cuadro 2 rejected, Cuadro 3 failed"));
            Assert.That(await Micro(office, 2021), Is.EqualTo(90_000));
            Assert.That(await Micro(office, 2022), Is.Null);
        }
        // A rebuild leaves the rejected table out as well.
        office.Server.Dispose();
        using (office.Workspace.LockForWriting()) { Observatorio.Ingest.Submissions.Rebuild(office.Workspace); }
        office.KillAndRestart();
        await Take(office, TinyTables.Workbook(TinyTables.Sheet("Cuadro 4", 2020, 80_000)), 2);
        await office.Publish();
        Assert.That((await Micro(office, 2021), await Micro(office, 2022)), Is.EqualTo(((decimal?)90_000, (decimal?)null)));
    }

    [Test]
    public async Task TablesOfTheSamePeriodAreDecidedTogether()
    {
        using var office = Tiny();
        var half = TinyTables.Sheet("Cuadro 1", 2022, 90_000);
        var sent = await office.UploadAndWait("uy-ine", TinyTables.Workbook(half with { Rows = [.. half.Rows.Take(4)] }, half with { Name = "Cuadro 2", Rows = [half.Rows[0], half.Rows[1], .. half.Rows.Skip(4)] }), "tablas.xlsx");
        Assert.That(sent["tables"]![0]!["together"]!.ToJsonString(), Is.EqualTo("[\"Cuadro 2\"]"));
        using var one = await office.Post("ana", "/api/v1/submissions/1/approve", new { tables = First });
        using var both = await office.Post("ana", "/api/v1/submissions/1/approve", new { tables = Both });
        Assert.That(((int)one.StatusCode, (int)both.StatusCode), Is.EqualTo((409, 200)));
    }

    [Test]
    public async Task ALaterFileSupersedesTheTablesThatItReplaces()
    {
        using var office = Tiny();
        await Take(office, TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2021, 90_000), TinyTables.Sheet("Cuadro 2", 2022, 91_000)), 1);
        await office.Publish();
        await Take(office, TinyTables.Workbook(TinyTables.Sheet("Cuadro 2", 2022, 92_000, medium: 1601, small: 8001, large: 401)), 2);
        await office.Publish();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(States(await office.Get("uy-ine", "/api/v1/submissions/1")), Is.EqualTo("Cuadro 1 released, Cuadro 2 superseded"));
            Assert.That(States(await office.Get("uy-ine", "/api/v1/submissions/2")), Is.EqualTo("Cuadro 2 released"));
        }
    }

    private static Office Tiny()
    {
        var office = new Office();
        TinyTables.AddProfile(office.Workspace);
        return office;
    }

    private static async Task Take(Office office, byte[] workbook, long id)
    {
        await office.UploadAndWait("uy-ine", workbook, "tablas.xlsx");
        using var approved = await office.Send("ana", HttpMethod.Post, $"/api/v1/submissions/{id}/approve");
        Assert.That((int)approved.StatusCode, Is.EqualTo(200), await approved.Content.ReadAsStringAsync());
        await office.Until("uy-ine", id, s => s == "approved");
    }

    private static string States(JsonNode submission) => string.Join(", ", submission["tables"]!.AsArray().Select(t => $"{t!["name"]} {t["status"]}"));

    private static async Task<decimal?> Micro(Office office, int year)
    {
        var answer = JsonNode.Parse(await office.Server.Client.GetStringAsync($"/api/v1/data/counts?area=UY&size=S1T4&period={year}"));
        return answer!["observations"]!.AsArray().Select(o => (decimal?)o!["OBS_VALUE"]).FirstOrDefault();
    }
}
