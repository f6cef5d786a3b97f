using System.Diagnostics;
using Observatorio.Api.Serving;
using Observatorio.Ingest;
using Observatorio.Warehouse;

namespace Observatorio.Api.Submissions;

/// <summary>
/// Does the workspace's jobs in the background, one after the other, for the process that holds its writer lock. Queries are answered from releases and never wait for it.
/// </summary>
/// <param name="workspace">Whose.</param>
/// <param name="configuration"><c>Retention:Days</c>: after so many days the files of submissions that came to nothing go (<see cref="Retention"/>); 0, the default, for never.</param>
/// <param name="lifetime">Of the process.</param>
/// <param name="log">Told what a person should know.</param>
public sealed class JobRunner(Workspace workspace, IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<JobRunner> log) : BackgroundService
{
    // A job that another process put into the queue is noticed so soon.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // A disk that is full is looked at again so soon.
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private Stopwatch? sinceForgetting;

    private readonly SemaphoreSlim waiting = new(0);
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Why no job is done now though the process is well, such as a full disk; null while they are done.</summary>
    public NotWritable? Waits { get; private set; }

    /// <summary>Says that there is a job, so that it begins at once.</summary>
    public void Wake() => waiting.Release();

    /// <summary>Runs something on the workspace between two jobs, in a thread of its own that leaves the processor to readers.</summary>
    public async Task<T> InTurn<T>(Func<T> work, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            return await Task.Factory.StartNew(() =>
            {
                LowPriority.ForThisThread();
                return work();
            }, stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally { turn.Release(); }
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        new Jobs(workspace).Requeue();
        new IncomingFiles(workspace).Sweep();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var jobs = new SubmissionJobs(workspace, why => Rebuilding(log, why, null), (job, e) => Failed(log, job.JobId, job.Kind, job.Subject, e));
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    if (Waits is not null) { new Jobs(workspace).PutBack(); }
                    if (!await InTurn(() => DoNext(jobs), stoppingToken))
                    {
                        Forget();
                        // An embargo may have ended.
                        ReleaseStates.Point(workspace);
                        await waiting.WaitAsync(LookAgain, stoppingToken);
                    }
                    Waits = null;
                }
                catch (Exception e) when (NotWritableException.KindOf(e) is { } kind)
                {
                    if (Waits != kind) { Waiting(log, e.Message, e); }
                    Waits = kind;
                    await waiting.WaitAsync(TryAgain, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        catch (Exception e)
        {
            // A queue that stands still while the server answers would look like work: better none at all.
            Stopped(log, e);
            lifetime.StopApplication();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A stop that was asked for is not held against the job that it interrupts.
        new Jobs(workspace).PutBack();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        waiting.Dispose();
        turn.Dispose();
    }

    private bool DoNext(SubmissionJobs jobs)
    {
        if (jobs.Next() is not { } job) { return false; }
        using var trace = Telemetry.Source.StartActivity($"job {job.Kind}");
        var begun = Stopwatch.GetTimestamp();
        var outcome = jobs.Do(job) ? "done" : "failed";
        var took = Stopwatch.GetElapsedTime(begun);
        trace?.SetTag("outcome", outcome);
        Telemetry.JobDuration.Record(took.TotalSeconds, new("kind", job.Kind), new("outcome", outcome));
        Ended(log, job.JobId, job.Kind, outcome, took.TotalMilliseconds, null);
        return true;
    }

    private static readonly Action<ILogger, long, string, string, double, Exception?> Ended = LoggerMessage.Define<long, string, string, double>(LogLevel.Debug, new EventId(3), "Job {Job} ({Kind}) is {Outcome} after {Milliseconds} ms.");

    private void Forget()
    {
        if (configuration.GetValue("Retention:Days", 0) is not (> 0 and var days) || sinceForgetting is { } since && since.Elapsed < OneDay) { return; }
        sinceForgetting = Stopwatch.StartNew();
        Retention.Forget(workspace, DateTime.UtcNow.AddDays(-days));
    }

    private static readonly Action<ILogger, string, Exception?> Waiting = LoggerMessage.Define<string>(LogLevel.Error, new EventId(4), "The jobs wait until the workspace can be written again. {Why}");

    private static readonly Action<ILogger, UnfitWarehouse, Exception?> Rebuilding = LoggerMessage.Define<UnfitWarehouse>(LogLevel.Warning, new EventId(2), "The work warehouse is made again from archive and ledger: {Why}. Queries go on meanwhile.");

    private static readonly Action<ILogger, long, string, string, Exception?> Failed = LoggerMessage.Define<long, string, string>(LogLevel.Error, new EventId(5), "Job {Job} ({Kind}) of {Subject} failed.");

    private static readonly Action<ILogger, Exception?> Stopped = LoggerMessage.Define(LogLevel.Critical, new EventId(1), "The jobs of the workspace cannot go on.");
}
