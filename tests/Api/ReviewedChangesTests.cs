using System.Text;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>What a reviewer reads before deciding: changes by what they do to national and regional totals, with the history of each figure, and what becomes of every figure.</summary>
public sealed class ReviewedChangesTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task ChangesAreRankedByTheTotalsThatTheyMove()
    {
        using var office = new Office();
        await Take(office, TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, 90_000)), 1);
        await Take(office, TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, 91_000)), 2);
        // Medium enterprises grow by a quarter, micro-enterprises by a fiftieth: these move the total more.
        await office.UploadAndWait("uy-ine", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, 93_000, medium: 2000)), "tablas.xlsx");
        var report = await office.Get("ana", "/api/v1/submissions/3/report");
        var changes = report["changes"]!.AsArray();
        var total = report["totals"]!.AsArray().Single(t => (string)t!["area"]! == "UY" && (string)t["indicator"]! == "ENTR")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(changes.Select(c => ((string)c!["sizeClass"]!, (decimal)c["oldValue"]!, (decimal)c["newValue"]!, (decimal)c["percent"]!)), Is.EqualTo(((string, decimal, decimal, decimal)[])[("_T", 101_000, 103_400, 2.38m), ("S1T4", 91_000, 93_000, 2.2m), ("S20T99", 1600, 2000, 25m)]));
            // 2000 and 400 of 91000 + 8000 + 1600 + 400.
            Assert.That(changes.Select(c => (decimal)c!["nationalEffect"]!), Is.EqualTo((decimal[])[2.3762m, 1.9802m, 0.396m]));
            Assert.That((string)changes[1]!["table"]!, Is.EqualTo("Cuadro 1"));
            Assert.That(changes[1]!["vintages"]!.AsArray().Select(v => ((long)v!["submission"]!, (decimal)v["value"]!)), Is.EqualTo(((long, decimal)[])[(1, 90_000), (2, 91_000)]));
            Assert.That(((decimal)total["before"]!, (decimal)total["after"]!, (decimal)total["percent"]!), Is.EqualTo((101_000m, 103_400m, 2.3762m)));
        }
    }

    [Test]
    public async Task ARegionalTotalIsOfThoseThatCountTheSame()
    {
        using var office = new Office();
        // Two countries, made alike: enterprises of one concept and universe.
        await Take(office, TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, 90_000)), 1);
        TinyTables.AddProfile(office.Workspace, "tiny-py", ("\"UY\"", "\"PY\""), ("UY_TINY", "PY_TINY"));
        using (var sent = await office.Upload("both", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, 190_000)), "py.xlsx", "tiny-py")) { Assert.That((int)sent.StatusCode, Is.EqualTo(202), await sent.Content.ReadAsStringAsync()); }
        await office.Until("ana", 2, s => s == "awaiting_review");
        using (var approved = await office.Send("ana", HttpMethod.Post, "/api/v1/submissions/2/approve")) { Assert.That((int)approved.StatusCode, Is.EqualTo(200)); }
        await office.Until("ana", 2, s => s == "approved");
        await office.UploadAndWait("uy-ine", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, 96_000)), "tablas.xlsx", "tiny");
        var report = await office.Get("ana", "/api/v1/submissions/3/report");
        var region = report["totals"]!.AsArray().Single(t => (string)t!["area"]! == "MERCOSUR" && (string)t["indicator"]! == "ENTR")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((decimal)region["before"]!, (decimal)region["after"]!, (int)region["countries"]!), Is.EqualTo((300_000m, 306_000m, 2)));
            Assert.That(((decimal)report["changes"]![0]!["nationalEffect"]!, (decimal)report["changes"]![0]!["regionalEffect"]!), Is.EqualTo((6m, 2m)));
        }
    }

    [Test]
    public async Task EveryFigureIsToldWithWhatBecomesOfIt()
    {
        using var office = new Office();
        await office.UploadAndWait("pe-produce", Encoding.UTF8.GetBytes(Peru), "peru.csv");
        using var answer = await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1/figures");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n');
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines[0], Is.EqualTo("TABLE,ROW,COLUMN,REF_AREA,INDICATOR,SIZE_SCHEME,SIZE_CLASS,ACTIVITY,SEX,TIME_PERIOD,OBS_VALUE,VALUE_LOW,VALUE_HIGH,METHOD,REASON"));
            Assert.That(lines, Has.Member("peru.csv,17,3,PE,ENTR,PER-30056,MICRO,_T,_T,2017,1836848.0,,,reported,"));
            Assert.That(lines, Has.Some.Match(",CMN3,S10T49,_T,_T,2017,,,,refused,OTHER_CRITERION$"));
        }
        using var html = await office.Send("ana", HttpMethod.Get, "/api/v1/submissions/1/report?format=html&lang=es");
        Assert.That(await html.Content.ReadAsStringAsync(), Does.Contain("Totales que se mueven"));
    }

    private static async Task<JsonNode> Take(Office office, byte[] workbook, long id)
    {
        TinyTables.AddProfile(office.Workspace);
        await office.UploadAndWait("uy-ine", workbook, "tablas.xlsx", "tiny");
        using var approved = await office.Send("ana", HttpMethod.Post, $"/api/v1/submissions/{id}/approve");
        Assert.That((int)approved.StatusCode, Is.EqualTo(200), await approved.Content.ReadAsStringAsync());
        return await office.Until("uy-ine", id, s => s == "approved");
    }
}
