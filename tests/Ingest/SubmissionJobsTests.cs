using System.Text.Json;
using Observatorio.Ingest;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Ingest;

/// <summary>Jobs that end in the middle or fail, and what is done about it.</summary>
public sealed class SubmissionJobsTests
{
    [Test]
    public void AReleaseWhoseJobEndedBeforeItSaidSoIsNotMadeTwice()
    {
        using var workspace = new TestWorkspace();
        var (data, jobs) = (workspace.Workspace, new Jobs(workspace.Workspace));
        workspace.Ingest(workspace.Write("f.csv", Synthetic.Csv([new Figure("MICRO", "10")])), Synthetic.Profile("PER-30056"));
        jobs.Add("publish", JsonSerializer.Serialize(new PublishRequest("once"), JsonSerializerOptions.Web), "ana");
        var job = jobs.Take()!;
        // The process ends once the ledger has the release, and before anything else.
        Assert.That(() => ReleasePublisher.Publish(data, workspace.Work, "ana", "once", step => { if (step == ReleasePublisher.Pointing) { throw new TimeoutException(); } }, job: job.JobId), Throws.TypeOf<TimeoutException>());
        workspace.Close();
        using var writer = data.LockForWriting();
        jobs.Requeue();
        var again = new SubmissionJobs(data);
        Assert.That(again.Do(again.Next()!), Is.True);
        var release = new Ledger(data).Releases().Single();
        Assert.That((Release.CurrentId(data), jobs.Find(job.JobId)!.Note), Is.EqualTo((release.ReleaseId, release.ReleaseId)));
    }
}
