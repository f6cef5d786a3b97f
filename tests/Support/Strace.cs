namespace Observatorio.Tests.Support;

/// <summary>Debian's strace around a server: what it asks of the system, and a stop at a named point of it.</summary>
public static class Strace
{
    /// <summary>Notes what it asks of the system.</summary>
    /// <param name="log">Where; with the names of files, in the order of all threads.</param>
    /// <param name="calls">Which calls, such as <c>fsync</c>; <c>/^x</c> for all that begin so.</param>
    public static IReadOnlyList<string> Noting(string log, params IReadOnlyList<string> calls) => ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "40", "-o", log, "-e", "trace=" + string.Join(',', calls)];

    /// <summary>Holds it at the moment before it does something to a file or folder.</summary>
    /// <param name="log">Says that it is held: see <see cref="Holds"/>.</param>
    /// <param name="call">The call, of one file: strace does not see the files of those that take two, such as <c>rename</c>.</param>
    /// <param name="path">Of which file or folder.</param>
    /// <param name="time">Which time, from 1.</param>
    public static IReadOnlyList<string> HoldingAt(string log, string call, string path, int time) => ["strace", "-f", "--seccomp-bpf", "-qq", "-P", path, "-o", log, "-e", "trace=" + call, "-e", $"inject={call}:delay_enter=120s:when={time}"];

    /// <summary>Waits until it is held.</summary>
    /// <returns>False where it does not come to that.</returns>
    public static async Task<bool> Holds(string log, int time)
    {
        for (var patience = 0; patience < 600; patience++)
        {
            // A call that is over has its result in the line; the one that is held has not.
            if (File.Exists(log) && File.ReadAllText(log).Split('\n').Where(l => l.Contains('(', StringComparison.Ordinal)).ToList() is var calls && calls.Count >= time && !calls[time - 1].Contains(" = ", StringComparison.Ordinal)) { return true; }
            await Task.Delay(50);
        }
        return false;
    }
}
