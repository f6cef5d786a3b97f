using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>
/// The current release of a workspace, kept open. A new pointer is noticed within a moment; a request keeps the release
/// that it began with.
/// </summary>
/// <param name="workspace">Whose releases.</param>
public sealed class ReleaseStore(Workspace workspace) : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);
    private readonly Lock changing = new();
    private OpenRelease? current;
    private long lookedAt;

    /// <summary>The workspace behind it.</summary>
    public Workspace Workspace => workspace;

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
                if (id is not null && id != current?.Id)
                {
                    var previous = current;
                    current = OpenRelease.Open(workspace, id);
                    previous?.Dispose();
                }
                return current;
            }
        }
    }

    /// <summary>Closes the current release.</summary>
    public void Dispose() => current?.Dispose();
}
