using System.Text;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>A copy of a workspace is whole, whatever is written while it is made, and nothing but a whole copy is restored.</summary>
public sealed class BackupTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task ABackupBesideABusyServerHasAllThatWasAccepted()
    {
        using var office = new Office(("Limits__WritesPerMinute", "100000"));
        var release = await office.Release(Peru);
        var accepted = new List<long>();
        using var stop = new CancellationTokenSource();
        var sending = Send(office, accepted, stop.Token);
        await Until(() => accepted.Count > 2);
        var before = accepted.ToArray();
        var (code, output) = IngestProgram.Run("backup", office.File("copy"), "--data", office.Workspace.Root, "--lang", "en");
        Assert.That(code, Is.Zero, output);
        await stop.CancelAsync();
        await sending;

        var restored = Workspace.Named(office.File("restored"));
        (code, output) = IngestProgram.Run("restore", office.File("copy"), "--data", restored.Root, "--lang", "en");
        Assert.That(code, Is.Zero, output);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.Contain("The audit log is whole"));
            Assert.That(new Ledger(restored).Submissions().Select(s => s.SubmissionId), Is.SupersetOf(before));
            Assert.That(Release.CurrentId(restored), Is.EqualTo(release));
        }
        // What was waiting is done there, and readers are answered.
        using var server = ServerProcess.Start(restored.Root, "--samples", "none");
        await Until(() => new Ledger(restored).Submissions().All(s => s.Status is not (SubmissionStatus.Received or SubmissionStatus.Checking)));
        Assert.That(new Ledger(restored).Submissions().Select(s => s.Status), Has.None.EqualTo(SubmissionStatus.Failed));
        Assert.That(await server.Client.GetStringAsync("/api/v1/data/counts?area=PE&size=MICRO&period=2017&format=csv"), Does.Contain(",1836848,"));
    }

    [Test]
    public void ABackupThatIsNotWholeIsNotRestored()
    {
        using var workspace = Loaded();
        var copy = workspace.File("copy");
        var target = workspace.File("restored");
        Assert.That(IngestProgram.Run("backup", copy, "--data", workspace.Workspace.Root).Code, Is.Zero);
        var archived = Directory.EnumerateFiles(Path.Combine(copy, "archive"), "*", SearchOption.AllDirectories).First();
        var bytes = File.ReadAllBytes(archived);
        bytes[^1] ^= 1;
        File.WriteAllBytes(archived, bytes);
        var (code, output) = IngestProgram.Run("restore", copy, "--data", target, "--lang", "en");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(output, Does.Contain($"archive/{Path.GetFileName(archived)[..2]}/{Path.GetFileName(archived)} is missing or not what was copied"));
            Assert.That(Directory.Exists(target), Is.False);
        }
        File.Delete(Path.Combine(copy, Backup.ManifestName));
        (code, output) = IngestProgram.Run("restore", copy, "--data", target, "--lang", "pt");
        Assert.That((code, output), Is.EqualTo((2, $"{copy} não é uma cópia: falta backup.json, que se escreve no fim.\n")));
    }

    [Test]
    public void NothingIsRestoredOrCopiedOverSomethingElse()
    {
        using var workspace = Loaded();
        var root = workspace.Workspace.Root;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(IngestProgram.Run("backup", root, "--data", root, "--lang", "en"), Is.EqualTo((2, $"{root} is not empty: name a new folder, so that nothing is mixed or lost.\n")));
            Assert.That(IngestProgram.Run("backup", workspace.File("copy"), "--data", workspace.File("none"), "--lang", "es").Code, Is.EqualTo(2));
            Assert.That(IngestProgram.Run("backup", workspace.File("copy"), "--data", root).Code, Is.Zero);
            Assert.That(IngestProgram.Run("restore", workspace.File("copy"), "--data", root).Code, Is.EqualTo(2));
        }
    }

    [TestCase("missing", "it is missing")]
    [TestCase("damaged", "it cannot be read")]
    [TestCase("rotten", "it cannot be read")]
    [TestCase("incomplete", "it lacks submissions")]
    public void AWarehouseThatIsNotWholeIsMadeAgainAndThatIsSaid(string how, string said)
    {
        using var workspace = Loaded();
        List<string> before;
        using (var work = WorkWarehouse.Open(workspace.Workspace)) { before = [.. Star.Lines(work)]; }
        var file = workspace.Workspace.WorkFile;
        switch (how)
        {
            case "missing": File.Delete(file); break;
            case "damaged":
                using (var stream = new FileStream(file, FileMode.Open)) { stream.SetLength(stream.Length / 2); }
                break;
            case "rotten":
                // A byte of every block behind the headers: only the blocks' own sums tell.
                var bytes = File.ReadAllBytes(file);
                for (var at = 16_384; at < bytes.Length; at += 262_144) { bytes[at] ^= 1; }
                File.WriteAllBytes(file, bytes);
                break;
            default:
                // As a process leaves it that ends while it makes the file again.
                File.Delete(file);
                WorkWarehouse.Open(workspace.Workspace).Dispose();
                break;
        }
        var (code, output) = IngestProgram.Run("publish", "--data", workspace.Workspace.Root, "--lang", "en");
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Contain($"The work warehouse is made again from archive and ledger: {said}."));
        using (var work = WorkWarehouse.Open(workspace.Workspace)) { Assert.That(Star.Lines(work), Is.EqualTo(before)); }
    }

    private static TestWorkspace Loaded()
    {
        var workspace = new TestWorkspace();
        workspace.Ingest(workspace.Write("peru.csv", Peru), "pe-produce-estrato");
        workspace.Close();
        return workspace;
    }

    private static async Task Send(Office office, List<long> accepted, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            using var answer = await office.Upload("pe-produce", Encoding.UTF8.GetBytes(Peru.Replace("1836848", $"{1_830_000 + i}", StringComparison.Ordinal)), $"{i}.csv");
            if ((int)answer.StatusCode == 202) { accepted.Add((long)(await Office.Json(answer))["id"]!); }
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var patience = 0; patience < 2400 && !condition(); patience++) { await Task.Delay(100); }
        Assert.That(condition(), Is.True);
    }
}
