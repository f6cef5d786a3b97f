using System.Diagnostics;
using System.Text.Json;
using Observatorio.Ingest;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Reports;
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

    [Test]
    public void AnApprovalThatCannotBeLoadedWaitsForItsReviewerAgain()
    {
        using var workspace = new TestWorkspace();
        var (data, ledger) = (workspace.Workspace, new Ledger(workspace.Workspace));
        var id = Keep(workspace, "check");
        Assert.That(DoNext(data), Is.True);
        var archived = new Archive(data).PathOf(ledger.Find(id)!.Sha256!);
        File.Move(archived, workspace.File("away"));
        new SubmissionTables(data).Decide(new Actor("ana"), id, SubmissionStatus.Approved, null, null);
        var faults = new List<Exception>();
        Assert.That(DoNext(data, faults), Is.False);
        var byCommand = IngestProgram.Run("approve", $"{id}", "--data", data.Root, "--lang", "en");
        var after = ledger.Find(id)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults.Single(), Is.TypeOf<FileNotFoundException>(), "The log has the fault itself.");
            Assert.That((byCommand.Code, byCommand.Output.Contains("It could not be done", StringComparison.Ordinal)), Is.EqualTo((1, true)), byCommand.Output);
            Assert.That((after.Status, after.DecidedBy, after.LoadOrder), Is.EqualTo((SubmissionStatus.AwaitingReview, (string?)null, (long?)null)));
            Assert.That(CheckCatalogue.NoteIn(after.Note, "pt"), Does.StartWith("Foi aprovado e não se pôde carregar"));
            Assert.That(new SubmissionTables(data).Of(id).Select(t => t.Status), Is.All.EqualTo(SubmissionStatus.AwaitingReview));
        }
        File.Move(workspace.File("away"), archived);
        byCommand = IngestProgram.Run("approve", $"{id}", "--data", data.Root, "--lang", "en");
        after = ledger.Find(id)!;
        Assert.That((byCommand.Code, after.Status, after.LoadOrder, after.Note), Is.EqualTo((0, SubmissionStatus.Approved, (long?)1, (string?)null)), byCommand.Output);
    }

    [Test]
    public void AFileStaysWhileAnySubmissionOfItWaitsAndNoLonger()
    {
        using var workspace = new TestWorkspace();
        var (data, ledger) = (workspace.Workspace, new Ledger(workspace.Workspace));
        var ids = ((string[])["take", "check", "check"]).Select(job => Keep(workspace, job)).ToList();
        Assert.That(DoNext(data), Is.True);
        Assert.That(Waiting(data), Is.EqualTo(1), "The second is not read yet.");
        ledger.Conclude(new Actor("office"), ids[1], SubmissionStatus.Withdrawn);
        Assert.That(DoNext(data), Is.True);
        Assert.That(Waiting(data), Is.EqualTo(1), "The third is not read yet.");
        ledger.Conclude(new Actor("office"), ids[2], SubmissionStatus.Withdrawn);
        Assert.That(DoNext(data), Is.True);
        Assert.That(Waiting(data), Is.Zero, "What was taken back is not kept.");
    }

    [Test]
    public void AFileThatIsGoneIsSaidToBe()
    {
        using var workspace = new TestWorkspace();
        var data = workspace.Workspace;
        var id = Keep(workspace, "check");
        foreach (var file in Directory.EnumerateFiles(data.IncomingFolder)) { File.Delete(file); }
        Assert.That(DoNext(data), Is.False);
        var after = new Ledger(data).Find(id)!;
        Assert.That((after.Status, CheckCatalogue.NoteIn(after.Note, "en")), Is.EqualTo((SubmissionStatus.Failed, "The file that was received is no longer on the server: send it again.")));
    }

    [Test]
    public async Task AJobWhoseFileEndsTheProcessThatTriesItIsGivenUp()
    {
        using var workspace = new TestWorkspace();
        var (data, jobs) = (workspace.Workspace, new Jobs(workspace.Workspace));
        var (bad, next) = (Keep(workspace, "check"), Keep(workspace, "check"));
        Interrupt(jobs, bad, times: 2);
        var done = Task.Run(() => DoNext(data));
        // As the system does with what takes all its memory.
        (await TrialOf(data, done)).Kill();
        Assert.That(await done, Is.False);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(jobs.NewestOf(bad) is { State: "failed", Note: { } note } ? note : null, Does.Contain("ends the program"));
            Assert.That(new Ledger(data).Find(bad) is { } failed ? (failed.Status, failed.Note) : default, Is.EqualTo((SubmissionStatus.Failed, SubmissionJobs.CheckFailed)));
            Assert.That(DoNext(data), Is.True, "The queue behind it goes on.");
            Assert.That(new Ledger(data).Find(next)!.Status, Is.EqualTo(SubmissionStatus.AwaitingReview));
        }
    }

    [TestCase("check", SubmissionStatus.AwaitingReview)]
    [TestCase("take", SubmissionStatus.Approved)]
    public void AJobIsDoneHoweverOftenItWasInterrupted(string kind, string status)
    {
        using var workspace = new TestWorkspace();
        var (data, id) = (workspace.Workspace, Keep(workspace, kind));
        var jobs = new Jobs(data);
        Interrupt(jobs, id, times: 30);
        Assert.That(DoNext(data), Is.True);
        Assert.That((new Ledger(data).Find(id)!.Status, jobs.Interruptions(jobs.NewestOf(id)!.JobId)), Is.EqualTo((status, 0L)));
    }

    [Test]
    public void AnApprovalIsLoadedHoweverOftenThatWasInterrupted()
    {
        using var workspace = new TestWorkspace();
        var (data, id) = (workspace.Workspace, Keep(workspace, "check"));
        Assert.That(DoNext(data), Is.True);
        new SubmissionTables(data).Decide(new Actor("ana"), id, SubmissionStatus.Approved, null, null);
        Interrupt(new Jobs(data), id, times: 30);
        Assert.That(DoNext(data), Is.True);
        Assert.That(new Ledger(data).Find(id)!.LoadOrder, Is.EqualTo(1));
    }

    [Test]
    public async Task ATrialEndsWithTheProcessThatHoldsIt()
    {
        using var workspace = new TestWorkspace();
        var id = Keep(workspace, "check");
        using var trial = IngestProgram.Start(Trial.Verb, $"{id}", "--data", workspace.Workspace.Root);
        trial.StandardInput.Close();
        var errors = await trial.StandardError.ReadToEndAsync();
        await trial.WaitForExitAsync();
        Assert.That((trial.ExitCode, errors), Is.EqualTo((137, "")));
    }

    [Test]
    public void AJobThatFindsNoMemoryFails()
    {
        using var workspace = new TestWorkspace();
        var (data, id) = (workspace.Workspace, Keep(workspace, "check"));
        File.WriteAllText(data.WorkFile, "no warehouse");
        using var writer = data.LockForWriting();
        var jobs = new SubmissionJobs(data, told: _ => throw new InsufficientMemoryException());
        Assert.That(jobs.Do(jobs.Next()!), Is.False);
        Assert.That(new Ledger(data).Find(id)!.Status, Is.EqualTo(SubmissionStatus.Failed));
    }

    [Test]
    public void ATrialWhoseAskerLeftChangesNothing([Values("read", "harmonise", "load")] string left)
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(workspace.Write("f.csv", Synthetic.Csv([new Figure("MICRO", "10")])), Synthetic.Profile("PER-30056"));
        var before = Star.Lines(workspace.Work);
        var next = workspace.Write("g.csv", Synthetic.Csv(((string[])["MICRO", "SMALL", "MEDIUM", "LARGE"]).Select(size => new Figure(size, "10"))));
        Assert.That(
            () => SubmissionReport.Try(workspace.Workspace, workspace.Work, Synthetic.Profile("PER-30056"), next, "g.csv", Archive.HashOf(next), stage => { if (stage == left) { throw new OperationCanceledException(); } }),
            Throws.TypeOf<OperationCanceledException>());
        Assert.That(Star.Lines(workspace.Work), Is.EqualTo(before));
        Assert.That(Directory.EnumerateFileSystemEntries(workspace.Workspace.TemporaryFolder), Is.Empty);
    }

    // Processes take a submission's job and end.
    private static void Interrupt(Jobs jobs, long submission, int times)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.That(jobs.Take()!.Subject, Is.EqualTo($"{submission}"));
            jobs.Requeue();
        }
    }

    // The process that tries a file of a workspace, once there is one.
    private static async Task<Process> TrialOf(Workspace workspace, Task meanwhile)
    {
        while (!meanwhile.IsCompleted)
        {
            foreach (var process in Process.GetProcessesByName("dotnet"))
            {
                if (LineOf(process.Id) is { } line && line.Contains(Trial.Verb, StringComparison.Ordinal) && line.Contains(workspace.Root, StringComparison.Ordinal)) { return process; }
            }
            await Task.Delay(5);
        }
        throw new InvalidOperationException("Nothing was tried.");
    }

    private static string? LineOf(int process)
    {
        try { return File.ReadAllText($"/proc/{process}/cmdline"); }
        catch (IOException) { return null; }
    }

    private static long Keep(TestWorkspace workspace, string job)
    {
        var data = workspace.Workspace;
        var path = Path.Combine(data.TemporaryFolder, "a");
        File.WriteAllText(path, Synthetic.Csv(((string[])["MICRO", "SMALL", "MEDIUM", "LARGE"]).Select(size => new Figure(size, "10"))));
        return new IncomingFiles(data).Keep(path, new Actor("office"), Observatorio.Ingest.Submissions.Describe(data, Synthetic.Profile("PER-30056"), "a.csv", Archive.HashOf(path), new FileInfo(path).Length), job);
    }

    private static bool DoNext(Workspace workspace, List<Exception>? faults = null)
    {
        using var writer = workspace.LockForWriting();
        var jobs = new SubmissionJobs(workspace, failed: (_, e) => faults?.Add(e));
        return jobs.Do(jobs.Next()!);
    }

    private static int Waiting(Workspace workspace) => Directory.EnumerateFiles(workspace.IncomingFolder).Count();
}
