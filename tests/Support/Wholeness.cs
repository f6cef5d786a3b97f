using Observatorio.Warehouse;

namespace Observatorio.Tests.Support;

/// <summary>What must hold of a workspace whose server was killed, however often and whenever.</summary>
public static class Wholeness
{
    /// <summary>
    /// Waits for the jobs, stops the server and looks at everything: what was accepted is there and was processed, the audit log is whole, so is every release that the ledger knows, the current one is one of them, and the star is what
    /// a rebuild makes. Nothing half-written is left.
    /// </summary>
    /// <param name="office">The office; its server is stopped.</param>
    /// <param name="accepted">Submissions that were answered 202.</param>
    public static async Task Check(Office office, IReadOnlyCollection<long> accepted)
    {
        await office.Idle();
        foreach (var id in accepted) { await office.Until("pe-produce", id, s => s is not ("received" or "checking")); }
        office.Server.Dispose();
        var ledger = new Ledger(office.Workspace);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ledger.Submissions().Select(s => s.SubmissionId), Is.SupersetOf(accepted));
            Assert.That(ledger.Submissions().Where(s => accepted.Contains(s.SubmissionId)).Select(s => s.Status), Is.All.AnyOf("awaiting_review", "approved", "released", "superseded"));
            Assert.That(AuditLog.Verify(office.Workspace).Broken, Is.Null);
            var states = ledger.ReleaseStates();
            foreach (var state in states) { Assert.That(Release.Manifest(office.Workspace, state.ReleaseId)!.Files.Where(f => !f.Holds(Path.Combine(office.Workspace.ReleasesFolder, state.ReleaseId))), Is.Empty, state.ReleaseId); }
            Assert.That(Release.CurrentId(office.Workspace), Is.EqualTo(ReleaseStates.CurrentOf(states, DateTime.UtcNow)?.ReleaseId));
            using var writer = office.Workspace.LockForWriting();
            List<string> before;
            using (var work = WorkWarehouse.Open(office.Workspace)) { before = [.. Star.Lines(work)]; }
            Observatorio.Ingest.Submissions.Rebuild(office.Workspace);
            using (var work = WorkWarehouse.Open(office.Workspace)) { Assert.That(Star.Lines(work), Is.EqualTo(before)); }
            Assert.That(Directory.EnumerateFileSystemEntries(office.Workspace.TemporaryFolder), Is.Empty);
            Assert.That(Directory.EnumerateFileSystemEntries(office.Workspace.IncomingFolder), Is.Empty);
        }
    }
}
