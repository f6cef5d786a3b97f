using System.Text;
using Dapper;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>What received files may take, which of them may go, and what a clock that was set back changes.</summary>
public sealed class RetentionTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task OnlyWhatCameToNothingIsForgotten()
    {
        using var office = new Office();
        var release = await office.Release(Peru);
        var failed = await office.UploadAndWait("pe-produce", Encoding.UTF8.GetBytes(Peru.Replace("1836848", "muchas", StringComparison.Ordinal)), "mala.csv", "pe-produce-estrato");
        Assert.That((string)failed["status"]!, Is.EqualTo(SubmissionStatus.Failed));
        var waiting = await office.UploadAndWait("pe-produce", Encoding.UTF8.GetBytes(Peru.Replace("1836848", "1836849", StringComparison.Ordinal)), "b.csv");
        office.Server.Dispose();
        var before = new Ledger(office.Workspace).Submissions();
        var kept = Retention.BytesKept(office.Workspace);
        using (var writer = office.Workspace.LockForWriting())
        {
            Assert.That(Retention.Forget(office.Workspace, DateTime.UtcNow.AddDays(-1)), Is.Empty, "None is old enough.");
            Assert.That(Retention.Forget(office.Workspace, DateTime.UtcNow), Is.EqualTo((long[])[(long)failed["id"]!]));
            Assert.That(Retention.Forget(office.Workspace, DateTime.UtcNow), Is.Empty, "It is told once.");
        }
        office.KillAndRestart();
        using var report = await office.Send("pe-produce", HttpMethod.Get, $"/api/v1/submissions/{failed["id"]}/report");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Retention.BytesKept(office.Workspace), Is.EqualTo(kept - (long)failed["bytes"]!));
            Assert.That(new Ledger(office.Workspace).Submissions(), Is.EqualTo(before), "The ledger forgets nothing.");
            Assert.That(AuditLog.Read(office.Workspace, null, 1).Single(), Has.Property("Action").EqualTo("submission.forget").And.Property("Subject").EqualTo($"{failed["id"]}"));
            Assert.That((int)report.StatusCode, Is.EqualTo(404));
        }
        // A copy has all that is needed, and does not ask for what went.
        var manifest = Backup.Make(office.Workspace, office.File("copy"));
        Backup.Restore(office.File("copy"), manifest, office.File("restored"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Backup.Changed(office.File("copy"), manifest), Is.Empty);
            Assert.That(Release.CurrentId(new Workspace(office.File("restored"))), Is.EqualTo(release));
        }
        // What waits can still be approved, what was released is made again from the archive, and what went may be sent again.
        using (var approved = await office.Send("ana", HttpMethod.Post, $"/api/v1/submissions/{waiting["id"]}/approve")) { Assert.That((int)approved.StatusCode, Is.EqualTo(200)); }
        File.Delete(office.Workspace.WorkFile);
        Assert.That(await office.Publish(), Is.Not.EqualTo(release));
        var again = await office.UploadAndWait("pe-produce", Encoding.UTF8.GetBytes(Peru.Replace("1836848", "muchas", StringComparison.Ordinal)), "mala.csv", "pe-produce-estrato");
        Assert.That((string)again["status"]!, Is.EqualTo(SubmissionStatus.Failed));
    }

    [Test]
    public async Task BeyondTheQuotaNothingIsTaken()
    {
        using var office = new Office(("Submissions__QuotaBytes", "20000"));
        await office.UploadAndWait("pe-produce", Encoding.UTF8.GetBytes(Peru), "a.csv");
        using var refused = await office.Upload("pe-produce", Encoding.UTF8.GetBytes(Peru + new string('\n', 20_000)), "b.csv");
        Assert.That((int)refused.StatusCode, Is.EqualTo(507));
    }

    [Test]
    public async Task OfAnUploadThatBreaksOffBehindItsFileNothingIsLeft()
    {
        using var office = new Office();
        // More than a client keeps back until it has more to send.
        var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1 << 18]), "file", "a.csv" }, { new StreamContent(new Endless()), "profile" } };
        var sending = office.Send("pe-produce", HttpMethod.Post, "/api/v1/submissions", form);
        Assert.That(() => Directory.EnumerateFiles(office.Workspace.TemporaryFolder).Count(), Is.EqualTo(1).After(20_000, 50), "The file is there, and its sender still at it.");
        office.Server.Client.CancelPendingRequests();
        Assert.That(async () => await sending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(() => Directory.EnumerateFiles(office.Workspace.TemporaryFolder), Is.Empty.After(20_000, 50));
    }

    // A sender who begins and does not go on.
    private sealed class Endless : MemoryStream
    {
        public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }

    [Test]
    public void AReleaseMadeAfterTheClockWasSetBackIsTheCurrentOne()
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(workspace.Write("peru.csv", Peru), "pe-produce-estrato");
        workspace.Close();
        var data = workspace.Workspace;
        Assert.That(IngestProgram.Run("publish", "--data", data.Root).Code, Is.Zero);
        var ahead = DateTime.UtcNow.AddDays(2);
        using (var ledger = LedgerFile.Connect(data)) { ledger.Execute("update release set created_at = @at", new { at = LedgerFile.Format(ahead) }); }
        ReleaseStates.Publish(data);
        var first = Release.CurrentId(data);
        Assert.That(first, Is.Not.Null, "What was public stays it, whatever the clock says.");
        Assert.That(IngestProgram.Run("publish", "--data", data.Root).Code, Is.Zero);
        var releases = new Ledger(data).Releases();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(releases, Has.Count.EqualTo(2));
            Assert.That(releases[1].CreatedAt, Is.GreaterThan(releases[0].CreatedAt));
            Assert.That(Release.CurrentId(data), Is.EqualTo(releases[1].ReleaseId).And.Not.EqualTo(first));
        }
    }
}
