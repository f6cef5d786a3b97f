using Dapper;
using Microsoft.Data.Sqlite;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Warehouse;

/// <summary>A ledger of an older program is brought to this one's schema step by step, with all that is in it; one of a newer program is refused.</summary>
public sealed class LedgerSchemaTests
{
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void AnOlderLedgerKeepsWhatItHolds(int version)
    {
        using var workspace = new TestWorkspace();
        using (var old = new SqliteConnection($"Data Source={workspace.Workspace.LedgerFile};Pooling=False"))
        {
            old.Open();
            for (var step = 1; step <= version; step++) { old.Execute(Sql.Text(typeof(LedgerFile).Assembly, $"ledger/{step}.sql")); }
            old.Execute($"pragma user_version = {version}");
            old.Execute(version == 1
                ? "insert into submission values (7, '2026-01-02T03:04:05.000Z', 'ana', 'a.csv', 'f00', 10, 'pe', 'csv', 'p00', 'r00', 'loaded', null)"
                : "insert into submission values (7, '2026-01-02T03:04:05.000Z', 'ana', 'a.csv', 'f00', 'f00', 10, 'pe', 'csv', 'p00', 'r00', 'PE', 'PE_X', null, 'awaiting_review', null, null, null, null)");
            old.Execute("insert into release (release_id, created_at, created_by, notes, last_submission) values ('2026.1', '2026-01-03T00:00:00.000Z', 'ana', 'n', 7)");
        }
        var ledger = new Ledger(workspace.Workspace);
        var entry = ledger.Submissions().Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((entry.SubmissionId, entry.FileName, entry.SentSha256, entry.Status), Is.EqualTo((7L, "a.csv", "f00", version == 1 ? "released" : "awaiting_review")));
            Assert.That(ledger.ReleaseStates().Single().ReleaseId, Is.EqualTo("2026.1"));
            Assert.That(new SubmissionTables(workspace.Workspace).Of(7), Is.Empty);
            using var now = LedgerFile.Connect(workspace.Workspace);
            Assert.That(now.ExecuteScalar<int>("pragma user_version"), Is.EqualTo(LedgerFile.Version));
            Assert.That(now.ExecuteScalar<string>("pragma integrity_check"), Is.EqualTo("ok"));
            Assert.That(Objects(now), Is.EqualTo(ObjectsOfANewOne()));
        }
        // One that was checked before tables had states is decided as a whole.
        if (version == 2) { Assert.That((new SubmissionTables(workspace.Workspace).Decide(new Actor("ana"), 7, SubmissionStatus.Approved, null, null).Done, ledger.Find(7)!.Status), Is.EqualTo((true, "approved"))); }
    }

    [Test]
    public void EveryStepHasItsFileAndNoFileIsLeftOut()
    {
        var steps = typeof(LedgerFile).Assembly.GetManifestResourceNames().Count(n => n.Contains(".ledger.", StringComparison.Ordinal));
        Assert.That(steps, Is.EqualTo(LedgerFile.Version));
    }

    private static List<string> Objects(SqliteConnection connection) => [.. connection.Query<string>("select type || ' ' || name from sqlite_master where name not like 'sqlite_%' order by 1")];

    private static List<string> ObjectsOfANewOne()
    {
        using var workspace = new TestWorkspace();
        using var connection = LedgerFile.Connect(workspace.Workspace);
        return Objects(connection);
    }
}
