using Dapper;

namespace Observatorio.Warehouse;

/// <summary>A publication that was announced.</summary>
/// <param name="PlanId">Its number.</param>
/// <param name="Day">When, as <c>2027-03-31</c>.</param>
/// <param name="Notes">What it will hold, for readers.</param>
public sealed record PlannedRelease(long PlanId, string Day, string Notes);

/// <summary>When something is to be published, said before there is a release.</summary>
/// <param name="workspace">Whose.</param>
public sealed class ReleaseCalendar(Workspace workspace)
{
    /// <summary>What is announced and neither cancelled nor past, the nearest first.</summary>
    /// <param name="from">The first day, as <c>2027-03-31</c>.</param>
    public IReadOnlyList<PlannedRelease> From(string from)
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<PlannedRelease>("select plan_id as PlanId, day as Day, notes as Notes from planned_release where cancelled_at is null and day >= @from order by day, plan_id", new { from })];
    }

    /// <summary>Announces a publication.</summary>
    public PlannedRelease Announce(Actor actor, string day, string notes)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var id = connection.ExecuteScalar<long>("insert into planned_release (day, notes, by, at) values (@day, @notes, @by, @at) returning plan_id", new { day, notes, by = actor.Principal, at = LedgerFile.Format(DateTime.UtcNow) }, transaction);
        AuditLog.Append(connection, transaction, actor, "calendar.announce", $"{id}", new { day, notes });
        transaction.Commit();
        return new PlannedRelease(id, day, notes);
    }

    /// <summary>Takes an announcement back.</summary>
    /// <returns>False where there is none.</returns>
    public bool Cancel(Actor actor, long planId)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var cancelled = connection.Execute("update planned_release set cancelled_at = @at where plan_id = @planId and cancelled_at is null", new { planId, at = LedgerFile.Format(DateTime.UtcNow) }, transaction) > 0;
        if (cancelled) { AuditLog.Append(connection, transaction, actor, "calendar.cancel", $"{planId}"); }
        transaction.Commit();
        return cancelled;
    }
}
