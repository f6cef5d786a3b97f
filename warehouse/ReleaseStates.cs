using System.Text.Json;

namespace Observatorio.Warehouse;

/// <summary>What may change of a release, whose files never do: whether it is under embargo, and whether it was withdrawn.</summary>
/// <param name="ReleaseId">Which release.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="EmbargoUntil">UTC; before this only those who may read embargoed releases know of it. Null for none.</param>
/// <param name="WithdrawnAt">UTC; null while it stands.</param>
/// <param name="WithdrawnReason">Why.</param>
/// <param name="Successor">The release to read in its place.</param>
public sealed record ReleaseState(string ReleaseId, DateTime CreatedAt, DateTime? EmbargoUntil = null, DateTime? WithdrawnAt = null, string? WithdrawnReason = null, string? Successor = null)
{
    /// <summary>Since when everybody may read it.</summary>
    public DateTime PublicAt => EmbargoUntil is { } end && end > CreatedAt ? end : CreatedAt;

    /// <summary>Whether its embargo has not ended.</summary>
    public bool IsEmbargoed(DateTime now) => EmbargoUntil is { } end && end > now;
}

/// <summary>The states of all releases, in one file beside them: a copy of the folder needs no ledger.</summary>
public static class ReleaseStates
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    // Requests and the job runner write states and pointer: from what the ledger says to the pointer it is one step, or the older of two would have the last word.
    private static readonly Lock Changing = new();

    /// <summary>The file.</summary>
    public static string FileOf(Workspace workspace) => Path.Combine(workspace.ReleasesFolder, "states.json");

    /// <summary>All releases, oldest first.</summary>
    public static IReadOnlyList<ReleaseState> Read(Workspace workspace)
        => File.Exists(FileOf(workspace))
            ? JsonSerializer.Deserialize<List<ReleaseState>>(File.ReadAllBytes(FileOf(workspace)), Json)!
            : Directory.Exists(workspace.ReleasesFolder) ? [.. Release.Ids(workspace).Select(id => new ReleaseState(id, Release.Manifest(workspace, id)!.CreatedAt))] : [];

    /// <summary>The release that everybody reads: the newest that is public and stands. Null for none.</summary>
    public static ReleaseState? CurrentOf(IEnumerable<ReleaseState> states, DateTime now) => states.Where(s => s.WithdrawnAt is null && !s.IsEmbargoed(now)).MaxBy(s => s.PublicAt);

    /// <summary>Writes what the ledger says, and points to the release that is current by it.</summary>
    public static void Publish(Workspace workspace)
    {
        lock (Changing)
        {
            var states = new Ledger(workspace).ReleaseStates();
            Durable.Replace(workspace, FileOf(workspace), JsonSerializer.SerializeToUtf8Bytes(states, Json));
            Point(workspace, states);
        }
    }

    /// <summary>Points to the release that is current by now: an embargo may have ended.</summary>
    public static void Point(Workspace workspace)
    {
        lock (Changing) { Point(workspace, Read(workspace)); }
    }

    private static void Point(Workspace workspace, IReadOnlyList<ReleaseState> states)
    {
        var current = CurrentOf(states, DateTime.UtcNow)?.ReleaseId;
        if (current is not null && current != Release.CurrentId(workspace)) { Release.PointTo(workspace, current); }
        if (current is null) { File.Delete(Release.CurrentFile(workspace)); }
    }
}
