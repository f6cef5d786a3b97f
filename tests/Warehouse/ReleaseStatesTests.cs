using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Warehouse;

/// <summary>States and pointer of the releases, written by requests and by the job runner at once.</summary>
public sealed class ReleaseStatesTests
{
    [Test]
    public void WritersAtOnceDisturbNobodyAndTheLedgerHasTheLastWord()
    {
        using var folder = new TemporaryFolder();
        var workspace = Workspace.Open(folder.File("data"));
        var ledger = new Ledger(workspace);
        foreach (var day in (int[])[1, 2]) { ledger.AddRelease(new ReleaseEntry($"2026.{day}", new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc), "test", "", 0), new SupersededFigures(new HashSet<long>(), [])); }
        ReleaseStates.Publish(workspace);
        Parallel.For(0, 60, turn =>
        {
            if (turn % 3 == 0) { ledger.Withdraw(new Actor("test"), "2026.2", turn % 2 == 0 ? "wrong" : null, null); }
            if (turn % 3 == 1) { ReleaseStates.Point(workspace); } else { ReleaseStates.Publish(workspace); }
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ReleaseStates.Read(workspace), Is.EqualTo(ledger.ReleaseStates()));
            Assert.That(Release.CurrentId(workspace), Is.EqualTo(ReleaseStates.CurrentOf(ledger.ReleaseStates(), DateTime.UtcNow)!.ReleaseId));
            Assert.That(Directory.EnumerateFiles(workspace.TemporaryFolder), Is.Empty);
        }
    }
}
