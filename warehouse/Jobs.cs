using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>Work that is to be done on a workspace by its one writer.</summary>
/// <param name="JobId">Its number: jobs are done in this order.</param>
/// <param name="Kind"><c>check</c>, <c>load</c>, <c>take</c> (both at once, for who works on this machine) or <c>publish</c>.</param>
/// <param name="Subject">The submission, or what is said of the release, as JSON.</param>
/// <param name="Principal">Who asked for it.</param>
/// <param name="State"><c>pending</c>, <c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="Note">Why it failed, or what came of it.</param>
public sealed record Job(long JobId, string Kind, string Subject, string Principal, string State, string? Progress, string? Note);

/// <summary>The queue of a workspace. It is in the ledger: what was accepted survives the end of any process.</summary>
/// <param name="workspace">Whose.</param>
public sealed class Jobs(Workspace workspace)
{
    private const string Columns = "job_id as JobId, kind as Kind, subject as Subject, principal as Principal, state as State, progress as Progress, note as Note";

    /// <summary>Puts work at the end of the queue.</summary>
    public long Add(string kind, string subject, string principal)
    {
        using var connection = LedgerFile.Connect(workspace);
        return Add(connection, null, kind, subject, principal);
    }

    /// <summary>The same within a transaction: with what gives rise to it, or not at all.</summary>
    public static long Add(SqliteConnection connection, SqliteTransaction? transaction, string kind, string subject, string principal)
        => connection.ExecuteScalar<long>("insert into job (kind, subject, principal, state, created_at) values (@kind, @subject, @principal, 'pending', @at) returning job_id", new { kind, subject, principal, at = Now() }, transaction);

    /// <summary>What a process left running when it ended is to be done again: every job can be. It is counted, for the job itself may be what ended it.</summary>
    public void Requeue()
    {
        using var connection = LedgerFile.Connect(workspace);
        connection.Execute("update job set state = 'pending', interruptions = interruptions + 1 where state = 'running'");
    }

    /// <summary>What this process could not go on with is to be done again, and the job is not at fault: the workspace took no writing, or the process is stopped.</summary>
    public void PutBack()
    {
        using var connection = LedgerFile.Connect(workspace);
        connection.Execute("update job set state = 'pending' where state = 'running'");
    }

    /// <summary>Forgets the interruptions of a job that was shown not to be their cause.</summary>
    public void Clear(long jobId)
    {
        using var connection = LedgerFile.Connect(workspace);
        connection.Execute("update job set interruptions = 0 where job_id = @jobId", new { jobId });
    }

    /// <summary>How often a process ended while it did a job, since it was last cleared of that.</summary>
    public long Interruptions(long jobId)
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.ExecuteScalar<long>("select interruptions from job where job_id = @jobId", new { jobId });
    }

    /// <summary>Takes the oldest work that waits; null where none does.</summary>
    public Job? Take()
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.QueryFirstOrDefault<Job>($"update job set state = 'running', started_at = @at where job_id = (select min(job_id) from job where state = 'pending') returning {Columns}", new { at = Now() });
    }

    /// <summary>Says how far a job is.</summary>
    public void Tell(long jobId, string progress)
    {
        using var connection = LedgerFile.Connect(workspace);
        connection.Execute("update job set progress = @progress where job_id = @jobId", new { jobId, progress });
    }

    /// <summary>Ends a job.</summary>
    public void End(long jobId, bool done, string? note = null)
    {
        using var connection = LedgerFile.Connect(workspace);
        connection.Execute("update job set state = @state, ended_at = @at, note = @note where job_id = @jobId", new { jobId, state = done ? "done" : "failed", at = Now(), note });
    }

    /// <summary>How many jobs wait.</summary>
    public long Waiting()
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.ExecuteScalar<long>("select count(*) from job where state = 'pending'");
    }

    /// <summary>A job, or null.</summary>
    public Job? Find(long jobId)
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.QueryFirstOrDefault<Job>($"select {Columns} from job where job_id = @jobId", new { jobId });
    }

    /// <summary>The jobs that were added after one, in their order; after 0 all.</summary>
    public IReadOnlyList<Job> After(long jobId)
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<Job>($"select {Columns} from job where job_id > @jobId order by job_id", new { jobId })];
    }

    /// <summary>The newest job of a submission; null where it has none.</summary>
    public Job? NewestOf(long submissionId)
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.QueryFirstOrDefault<Job>($"select {Columns} from job where kind in ('check', 'load', 'take') and subject = @subject order by job_id desc limit 1", new { subject = submissionId.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }

    private static string Now() => LedgerFile.Format(DateTime.UtcNow);
}
