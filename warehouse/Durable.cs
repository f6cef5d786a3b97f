using System.Runtime.InteropServices;

namespace Observatorio.Warehouse;

/// <summary>What makes the name of a new file survive a power cut: .NET flushes files, and no folders.</summary>
public static partial class Durable
{
    /// <summary>Flushes a folder's entries to the disk. Elsewhere than on Unix the file system does it with the file.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) { return; }
        var handle = Open(folder, 0);
        if (handle < 0) { throw new IOException($"The folder {folder} cannot be opened (errno {Marshal.GetLastPInvokeError()})."); }
        try
        {
            if (Flush(handle) != 0) { throw new IOException($"The folder {folder} cannot be flushed to the disk (errno {Marshal.GetLastPInvokeError()})."); }
        }
        finally { _ = Close(handle); }
    }

    /// <summary>Flushes what was written to a file to the disk.</summary>
    public static void FlushFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Gives a flushed file, or a folder of flushed files, its name for good: after this it survives a power cut.</summary>
    /// <param name="path">What is moved, within one file system.</param>
    /// <param name="target">Its new name; a file there is replaced, and a folder there must not be.</param>
    public static void Move(string path, string target)
    {
        if (Directory.Exists(path)) { Directory.Move(path, target); } else { File.Move(path, target, overwrite: true); }
        FlushFolder(Path.GetDirectoryName(target)!);
    }

    /// <summary>Writes a new file, and has it on the disk before it comes back.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && mode is not null) { options.UnixCreateMode = mode; }
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Puts content in the place of a file, or makes it: whoever reads sees the old or the new and nothing between, also after a power cut. Each writer has a temporary name of its own.
    /// </summary>
    /// <param name="workspace">Where the temporary name is.</param>
    /// <param name="target">The file, within the workspace.</param>
    /// <param name="content">What it holds from now on.</param>
    /// <param name="mode">Who may read it, where the system knows such modes; null for the usual.</param>
    public static void Replace(Workspace workspace, string target, ReadOnlySpan<byte> content, UnixFileMode? mode = null)
    {
        var next = Path.Combine(workspace.TemporaryFolder, Guid.NewGuid().ToString("N"));
        try
        {
            Write(next, content, mode);
            Move(next, target);
        }
        catch
        {
            // On a full disk the room is needed.
            File.Delete(next);
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
