using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>
/// The releases of a workspace that are read, kept open. A new pointer is noticed within a moment; a request keeps the release
/// that it began with.
/// </summary>
/// <param name="workspace">Whose releases.</param>
public sealed class OpenReleases(Workspace workspace) : IDisposable
{
    // So many older releases stay open beside the current one.
    private const int MostOlder = 4;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private readonly Lock changing = new();

    // Not the lock of the current one: opening an old release takes a while, and nobody else waits for it.
    private readonly Lock reopening = new();
    private readonly List<OpenRelease> older = [];
    private OpenRelease? current;
    private IReadOnlyList<ReleaseState> states = [];
    private long lookedAt;

    /// <summary>The release that queries are answered from; null before the first.</summary>
    public OpenRelease? Current
    {
        get
        {
            var now = Environment.TickCount64;
            if (current is not null && now - Interlocked.Read(ref lookedAt) < LookAgain.TotalMilliseconds) { return current; }
            lock (changing)
            {
                Interlocked.Exchange(ref lookedAt, now);
                var id = Release.CurrentId(workspace);
                states = ReleaseStates.Read(workspace);
                if (id != current?.Id)
                {
                    var previous = current;
                    current = id is null ? null : OpenRelease.Open(workspace, id);
                    previous?.Dispose();
                }
                return current;
            }
        }
    }

    /// <summary>What is known of each release, oldest first.</summary>
    public IReadOnlyList<ReleaseState> States
    {
        get
        {
            _ = Current;
            return states;
        }
    }

    /// <summary>A release that is there, opened; the current one or another.</summary>
    public OpenRelease Open(string id)
    {
        if (Current is { } now && now.Id == id) { return now; }
        lock (reopening)
        {
            var found = older.Find(r => r.Id == id);
            if (found is not null) { older.Remove(found); } else { found = OpenRelease.Open(workspace, id); }
            older.Add(found);
            if (older.Count > MostOlder)
            {
                older[0].Dispose();
                older.RemoveAt(0);
            }
            return found;
        }
    }

    /// <summary>Looks at the pointer with the next request: something is known to have changed.</summary>
    public void LookNow() => Interlocked.Exchange(ref lookedAt, 0);

    /// <summary>Closes them.</summary>
    public void Dispose()
    {
        current?.Dispose();
        foreach (var release in older) { release.Dispose(); }
    }
}

/// <summary>The release that a request is answered from: the current one, unless it names another.</summary>
/// <param name="releases">Those of the workspace.</param>
public sealed class ReleaseStore(OpenReleases releases)
{
    private OpenRelease? pinned;

    /// <summary>The release, the same throughout the request whatever is published meanwhile; null before the first.</summary>
    public OpenRelease? Current => pinned ??= releases.Current;

    /// <summary>Whether the request names its release.</summary>
    public bool IsChosen { get; private set; }

    /// <summary>Answers the rest of the request from a release that it names.</summary>
    public void Choose(OpenRelease release) => (pinned, IsChosen) = (release, true);
}
