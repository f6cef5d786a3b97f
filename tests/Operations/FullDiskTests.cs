using System.Text;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>A disk that is full, or takes no writing: the sender is told, nothing accepted is lost, and work goes on by itself once there is room.</summary>
public sealed class FullDiskTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task AnUploadThatDoesNotFitIsRefusedWhole()
    {
        using var disk = new SmallDisk(64);
        using var office = new Office(Path.Combine(disk.Path, "data"));
        var release = await office.Release(Peru);
        disk.Fill(leftKibibytes: 512);
        using var refused = await office.Upload("pe-produce", new byte[2 << 20], "grande.csv", "pe-produce-estrato", "?lang=en");
        var problem = await Office.Json(refused);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)refused.StatusCode, Is.EqualTo(507), problem.ToString());
            Assert.That(refused.Headers.RetryAfter, Is.Not.Null);
            Assert.That((string)problem["title"]!, Is.EqualTo("The server has no room on its disk."));
            Assert.That(Directory.EnumerateFiles(office.Workspace.TemporaryFolder), Is.Empty);
            Assert.That(Directory.EnumerateFiles(office.Workspace.IncomingFolder), Is.Empty);
            Assert.That(await office.Server.Client.GetStringAsync("/api/v1/data/counts?area=PE&size=MICRO&period=2017&format=csv"), Does.Contain(",1836848,"));
        }
        disk.Free();
        Assert.That(await office.Release(Peru.Replace("1836848", "1836849", StringComparison.Ordinal)), Is.Not.EqualTo(release));
    }

    [Test]
    public async Task JobsWaitForRoomAndThenGoOn()
    {
        using var disk = new SmallDisk(64);
        using var office = new Office(Path.Combine(disk.Path, "data"));
        var first = await office.Release(Peru);
        var submission = await office.UploadAndWait("pe-produce", Encoding.UTF8.GetBytes(Peru.Replace("1836848", "1836849", StringComparison.Ordinal)), "b.csv");
        var id = (long)submission["id"]!;
        disk.Fill(leftKibibytes: 200);
        using (var approved = await office.Send("ana", HttpMethod.Post, $"/api/v1/submissions/{id}/approve")) { Assert.That((int)approved.StatusCode, Is.EqualTo(200)); }
        using (var asked = await office.Post("publisher", "/api/v1/releases", new { notes = "when there is room" })) { Assert.That((int)asked.StatusCode, Is.EqualTo(202)); }
        await Until(office, ready => (string)ready["jobs"]! == "waiting: full");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(office.Server.Log, Does.Contain("The jobs wait until the workspace can be written again."));
            Assert.That(new Ledger(office.Workspace).Find(id)!.Status, Is.EqualTo(SubmissionStatus.Approved), "It is not at fault.");
            Assert.That(Release.CurrentId(office.Workspace), Is.EqualTo(first));
            Assert.That(await office.Server.Client.GetStringAsync("/api/v1/data/counts?area=PE&size=MICRO&period=2017&format=csv"), Does.Contain(",1836848,"));
        }
        disk.Free();
        await Until(office, ready => (string)ready["jobs"]! == "running" && (string)ready["release"]! != first);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.Server.Client.GetStringAsync("/api/v1/data/counts?area=PE&size=MICRO&period=2017&format=csv"), Does.Contain(",1836849,"));
            Assert.That(new Ledger(office.Workspace).Releases(), Has.Count.EqualTo(2));
            Assert.That(AuditLog.Verify(office.Workspace).Broken, Is.Null);
            Assert.That(Directory.EnumerateFileSystemEntries(office.Workspace.TemporaryFolder), Is.Empty);
        }
    }

    [Test]
    public async Task AWorkspaceThatIsReadOnlyIsReadAndNotWritten()
    {
        using var disk = new SmallDisk(64);
        using (var office = new Office(Path.Combine(disk.Path, "data"))) { await office.Release(Peru); }
        var data = Path.Combine(disk.ReadOnly(), "data");
        using (Assert.EnterMultipleScope())
        {
            foreach (var reading in (string[])["status", "releases", "verify", "profiles"]) { Assert.That(IngestProgram.Run(reading, "--data", data, "--lang", "en").Code, Is.Zero, reading); }
            var (code, output) = IngestProgram.Run("ingest", TestWorkspace.Sample("uy-ine-directorio/uy_ine_empresas_por_tamano.csv"), "--data", data, "--lang", "en");
            Assert.That(code, Is.EqualTo(2), output);
            Assert.That(output, Does.Contain("read-only").And.Not.Contain("   at "));
            var refused = Assert.Throws<InvalidOperationException>(() => ServerProcess.Start(data, "--samples", "none"))!.Message;
            Assert.That(refused, Does.Contain("Mount it for writing, then try again").And.Not.Contain("   at "));
        }
    }

    private static async Task Until(Office office, Func<JsonNode, bool> condition)
    {
        JsonNode? ready = null;
        for (var patience = 0; patience < 1200; patience++)
        {
            ready = await office.Get("reader", "/health/ready");
            if (condition(ready)) { return; }
            await Task.Delay(100);
        }
        throw new TimeoutException($"It does not come to that: {ready}\n{office.Server.Log}");
    }
}
