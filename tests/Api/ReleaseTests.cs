using System.Text.Json.Nodes;
using System.Xml.Linq;
using Dapper;
using Observatorio.Api.Releases;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Releases are for ever: an older one answers as it did, an embargo hides one everywhere, a withdrawal takes it back and keeps its citation.</summary>
public sealed class ReleaseTests
{
    private const string Micro = "/api/v1/data/counts?area=PE&size=MICRO&period=2017";

    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task AnOlderReleaseAnswersAsItDid()
    {
        using var office = new Office();
        var first = await office.Release(Peru);
        var between = DateTime.UtcNow;
        await Task.Delay(1000);
        var second = await office.Release(Peru.Replace("1836848", "1836849", StringComparison.Ordinal));
        var difference = JsonNode.Parse(await office.Server.Client.GetStringAsync($"/api/v1/releases/{first}/diff/{second}"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Value(office, Micro), Is.EqualTo(1_836_849));
            Assert.That(await Value(office, $"{Micro}&release={first}"), Is.EqualTo(1_836_848));
            Assert.That(await Value(office, $"{Micro}&release={second}"), Is.EqualTo(1_836_849));
            Assert.That(await Value(office, $"{Micro}&asOf={DateTime.UtcNow:yyyy-MM-dd}"), Is.EqualTo(1_836_849));
            Assert.That(await Value(office, $"{Micro}&asOf={between:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}"), Is.EqualTo(1_836_848));
            Assert.That(await Value(office, $"{Micro}&asOf={between.AddHours(-3):yyyy-MM-dd'T'HH:mm:ss.fff}-03:00"), Is.EqualTo(1_836_848));
            Assert.That(await Status(office, null, $"{Micro}&asOf=2001-01-01"), Is.EqualTo(404));
            Assert.That(await Status(office, null, $"{Micro}&asOf=ayer"), Is.EqualTo(400));
            Assert.That(await Status(office, null, $"{Micro}&release=1999.1"), Is.EqualTo(404));
            var changed = difference["differences"]!.AsArray().Single(d => (string)d!["sizeClass"]! == "MICRO" && (string)d["sizeScheme"]! == "PER-30056" && (string)d["dataflow"]! == "counts")!;
            Assert.That(((decimal)changed["before"]!, (decimal)changed["after"]!, (long)changed["submission"]!), Is.EqualTo((1_836_848m, 1_836_849m, 2L)));
            // The catalogue and the proof too.
            Assert.That((string)JsonNode.Parse(await office.Server.Client.GetStringAsync($"/api/v1/lineage/counts?area=PE&size=MICRO&period=2017&release={first}"))!["release"]!, Is.EqualTo(first));
            Assert.That(await Status(office, null, $"/api/v1/datasets?release={first}"), Is.EqualTo(200));
        }
    }

    [Test]
    public async Task AnEmbargoHidesAReleaseFromAllButItsReaders()
    {
        using var office = new Office();
        var first = await office.Release(Peru);
        var second = await office.Release(Peru.Replace("1836848", "1836849", StringComparison.Ordinal), DateTime.UtcNow.AddDays(1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Value(office, Micro), Is.EqualTo(1_836_848));
            foreach (var path in (string[])[$"{Micro}&release={second}", $"/api/v1/datasets?release={second}", $"/api/v1/lineage/counts?area=PE&size=MICRO&period=2017&release={second}", $"/api/v1/releases/{second}", $"/api/v1/releases/{second}/files/manifest.json", $"/api/v1/releases/{first}/diff/{second}"])
            {
                Assert.That(await Status(office, null, path), Is.EqualTo(404), path);
                Assert.That(await Status(office, "pe-produce", path), Is.EqualTo(404), path);
                Assert.That(await Status(office, "reader", path), Is.EqualTo(200), path);
            }
            Assert.That(await office.Server.Client.GetStringAsync("/api/v1/releases"), Does.Not.Contain(second));
            Assert.That(await office.Server.Client.GetStringAsync("/api/v1/releases.atom"), Does.Not.Contain(second));
            using var withdrawn = await office.Post("publisher", $"/api/v1/releases/{first}/withdraw", new { reason = "Cifra de prueba.", successor = second });
            using var gone = await office.Server.Client.GetAsync($"{Micro}&release={first}");
            Assert.That(await office.Server.Client.GetStringAsync($"/api/v1/releases/{first}") + await gone.Content.ReadAsStringAsync(), Does.Contain("Cifra de prueba.").And.Not.Contain(second));
            Assert.That((string?)(await office.Get("reader", $"/api/v1/releases/{first}"))["successor"], Is.EqualTo(second));
            // A short embargo, to see it end.
            await office.Release(Peru.Replace("1836848", "1836850", StringComparison.Ordinal), DateTime.UtcNow.AddSeconds(5));
            for (var patience = 0; patience < 240 && await Value(office, Micro) != 1_836_850; patience++) { await Task.Delay(250); }
            Assert.That(await Value(office, Micro), Is.EqualTo(1_836_850), "The embargo has ended.");
        }
    }

    [Test]
    public async Task AWithdrawnReleaseIsGoneAndCanBeRestored()
    {
        using var office = new Office();
        var first = await office.Release(Peru);
        var second = await office.Release(Peru.Replace("1836848", "1836849", StringComparison.Ordinal));
        using var withdrawn = await office.Post("publisher", $"/api/v1/releases/{second}/withdraw", new { reason = "Cifra de prueba.", successor = first });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)withdrawn.StatusCode, Is.EqualTo(200), await withdrawn.Content.ReadAsStringAsync());
            Assert.That(await Value(office, Micro), Is.EqualTo(1_836_848));
            Assert.That(await Value(office, $"{Micro}&asOf={DateTime.UtcNow:yyyy-MM-dd}"), Is.EqualTo(1_836_848), "At the end of this day the one before is current.");
            using var gone = await office.Server.Client.GetAsync($"{Micro}&release={second}");
            Assert.That((int)gone.StatusCode, Is.EqualTo(410));
            Assert.That(await gone.Content.ReadAsStringAsync(), Does.Contain("Cifra de prueba.").And.Contain(first));
            var citation = JsonNode.Parse(await office.Server.Client.GetStringAsync($"/api/v1/releases/{second}"))!;
            Assert.That((string)citation["citation"]!, Does.Contain(second));
            using var restored = await office.Send("publisher", HttpMethod.Post, $"/api/v1/releases/{second}/restore");
            Assert.That(await Value(office, Micro), Is.EqualTo(1_836_849));
        }
    }

    [Test]
    public async Task FilesAreThoseOfTheSignedManifestAndNothingElse()
    {
        using var office = new Office();
        var id = await office.Release(Peru);
        var manifest = await office.Server.Client.GetByteArrayAsync($"/api/v1/releases/{id}/files/manifest.json");
        var signature = Convert.FromBase64String(await office.Server.Client.GetStringAsync($"/api/v1/releases/{id}/files/manifest.sig"));
        using var key = System.Security.Cryptography.ECDsa.Create();
        key.ImportFromPem(await office.Server.Client.GetStringAsync("/api/v1/signing-key"));
        var feed = XDocument.Parse(await office.Server.Client.GetStringAsync("/api/v1/releases.atom"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(key.VerifyData(manifest, signature, System.Security.Cryptography.HashAlgorithmName.SHA256), Is.True);
            var listed = JsonNode.Parse(manifest)!["files"]!.AsArray().Single(f => (string)f!["name"]! == "dim_indicator.parquet")!;
            Assert.That(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await office.Server.Client.GetByteArrayAsync($"/api/v1/releases/{id}/files/dim_indicator.parquet"))), Is.EqualTo((string)listed["sha256"]!));
            foreach (var name in (string[])["..%2F..%2Fledger.sqlite", "%2e%2e/current", "..%5c..%5csigning.pem", "nada.parquet"]) { Assert.That(await Status(office, null, $"/api/v1/releases/{id}/files/{name}"), Is.EqualTo(404), name); }
            Assert.That(feed.Root!.Elements().Count(e => e.Name.LocalName == "entry"), Is.EqualTo(1));
            // One byte more, and verify says so.
            var folder = Path.Combine(office.Workspace.ReleasesFolder, id);
            Assert.That(IngestProgram.Run("verify", "--data", office.Workspace.Root).Code, Is.Zero);
            await File.AppendAllTextAsync(Path.Combine(folder, "manifest.json"), " ");
            Assert.That(IngestProgram.Run("verify", "--data", office.Workspace.Root).Code, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task ControlCharactersAreRefusedAndOlderOnesLeaveTheFeedWhole()
    {
        using var office = new Office();
        using var refused = await office.Post("publisher", "/api/v1/releases", new { notes = "bad\u000bnote" });
        using var taken = await office.Post("publisher", "/api/v1/calendar", new { day = "2099-03-31", notes = "Una línea.\r\n\tY otra." });
        var id = await office.Release(Peru);
        // As an older program took it.
        new Ledger(office.Workspace).Withdraw(new Actor("publisher"), id, "a\u000bb\uFFFFc 🙂", null);
        ReleaseStates.Publish(office.Workspace);
        await Office.Until(async () => (await office.Get("publisher", $"/api/v1/releases/{id}"))["withdrawnReason"] is not null);
        var feed = XDocument.Parse(await office.Server.Client.GetStringAsync("/api/v1/releases.atom"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)refused.StatusCode, Is.EqualTo(400));
            Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("$.notes").And.Contain("caracteres de control"));
            Assert.That((int)taken.StatusCode, Is.EqualTo(201));
            Assert.That(feed.Descendants().Single(e => e.Name.LocalName == "summary").Value, Is.EqualTo("abc 🙂"));
        }
    }

    [Test]
    public void AsOfADayIsTheReleaseThatWasCurrentThen()
    {
        ReleaseState[] states = [new("2026.1", Day(1)), new("2026.2", Day(3), WithdrawnAt: Day(5)), new("2026.3", Day(2), EmbargoUntil: Day(7))];
        Assert.That(((int[])[0, 1, 2, 3, 4, 5, 6, 7]).Select(d => ReleaseChoice.CurrentAt(states, Day(d))?.ReleaseId), Is.EqualTo((string?[])[null, "2026.1", "2026.1", "2026.2", "2026.2", "2026.1", "2026.1", "2026.3"]));

        static DateTime Day(int days) => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(days);
    }

    [Test]
    public void ReleasesAreComparedByCodesAndNotByIds()
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(workspace.Write("a.csv", Peru), "pe-produce-estrato");
        var (first, second) = (Publish(workspace), Publish(workspace));
        using (var release = Sql.Connect(Release.DatabaseFile(workspace.Workspace, second)))
        {
            // As after a new code at the front of the short lists; and one figure that changed.
            release.Execute("update dim_code set code_id = code_id + 1 where list in ('SEX', 'UNIT_MEASURE', 'PRICE_BASE')");
            foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values) { release.Execute($"update {fact} set sex = sex + 1, unit_measure = unit_measure + 1, price_base = price_base + 1"); }
            release.Execute("update fact_enterprise_count set value = value + 5 where rowid = (select min(rowid) from fact_enterprise_count where value > 5)");
        }
        var difference = ReleaseComparison.Of(workspace.Workspace, first, second);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(difference.Counts, Is.EquivalentTo(new Dictionary<string, long> { ["changed"] = 1, ["gone"] = 0, ["new"] = 0 }));
            Assert.That(difference.Differences.Select(d => (d.Dataflow, d.UnitMeasure, d.After - d.Before)), Is.EqualTo(((string, string, decimal?)[])[("counts", "ENT", 5m)]));
        }
    }

    private static string Publish(TestWorkspace workspace) => ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "").ReleaseId;

    private static async Task<decimal> Value(Office office, string path) => (decimal)JsonNode.Parse(await office.Server.Client.GetStringAsync(path))!["observations"]![0]!["OBS_VALUE"]!;

    private static async Task<int> Status(Office office, string? principal, string path)
    {
        using var answer = await office.Send(principal, HttpMethod.Get, path);
        return (int)answer.StatusCode;
    }
}
