using System.Globalization;

namespace Observatorio.Warehouse;

/// <summary>Who writes a workspace.</summary>
/// <param name="Process">Id of the process, or <c>?</c> where it has not said yet.</param>
/// <param name="Host">On which machine.</param>
/// <param name="Since">Since when, UTC, as people read it.</param>
public sealed record Writer(string Process, string Host, string Since);

/// <summary>The lock of a workspace's one writer: a file that the system itself lets go of when the process ends, however it ends.</summary>
public static class WriterLock
{
    // What the system says of a file that another process has locked: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Takes it, and empties the folder of half-written files.</summary>
    public static IDisposable Take(Workspace workspace)
    {
        try
        {
            return NotWritableException.Guard(workspace.Root, () =>
            {
                // FileShare.None is the one way of sharing that .NET makes an exclusive lock of on Unix; so who holds it stands in a file beside it.
                var file = new FileStream(workspace.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                try
                {
                    File.WriteAllText(HolderFile(workspace), string.Join('\n', Environment.ProcessId.ToString(CultureInfo.InvariantCulture), Environment.MachineName, DateTime.UtcNow.ToString("u", CultureInfo.InvariantCulture)));
                    foreach (var leftover in Directory.EnumerateFileSystemEntries(workspace.TemporaryFolder))
                    {
                        if (Directory.Exists(leftover)) { Directory.Delete(leftover, recursive: true); } else { File.Delete(leftover); }
                    }
                    return file;
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            });
        }
        catch (IOException e) when (Held.Contains(e.HResult))
        {
            throw new WorkspaceBusyException(workspace.Root, HolderOf(workspace));
        }
    }

    private static string HolderFile(Workspace workspace) => workspace.LockFile + ".txt";

    private static Writer HolderOf(Workspace workspace)
    {
        try
        {
            return File.ReadAllText(HolderFile(workspace)).Split('\n') is [var process, var host, var since] ? new Writer(process, host, since) : new Writer("?", "?", "?");
        }
        catch (IOException)
        {
            return new Writer("?", "?", "?");
        }
    }
}

/// <summary>The workspace has a writer already: a server, or another command.</summary>
/// <param name="root">The workspace folder.</param>
/// <param name="writer">Which.</param>
public sealed class WorkspaceBusyException(string root, Writer writer)
    : Exception($"The workspace {root} is being written by process {writer.Process} on {writer.Host} since {writer.Since}. One server or command at a time writes a workspace: wait until that one ends or stop it, then try again.")
{
    /// <summary>The workspace folder.</summary>
    public string Root => root;

    /// <summary>Who holds it.</summary>
    public Writer Writer => writer;
}
