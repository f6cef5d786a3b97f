using System.Diagnostics;

namespace Observatorio.Tests.Support;

/// <summary>A file system of its own in memory, which a test fills or makes read-only. It takes root to mount one; elsewhere the test is passed over.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Mounts it.</summary>
    /// <param name="mebibytes">Its size.</param>
    public SmallDisk(int mebibytes)
    {
        Directory.CreateDirectory(Path);
        if (Mount("-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", Path) is { } refused)
        {
            folder.Dispose();
            Assert.Ignore($"No file system can be mounted here: {refused}");
        }
    }

    /// <summary>Where it is mounted.</summary>
    public string Path => folder.File("disk");

    private string View => folder.File("read-only");

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>Fills it until only so much is left.</summary>
    public void Fill(int leftKibibytes)
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var left = new DriveInfo(Path).AvailableFreeSpace - (leftKibibytes << 10);
        for (var block = new byte[4096]; left >= block.Length; left -= block.Length) { file.Write(block); }
    }

    /// <summary>Makes room again.</summary>
    public void Free() => File.Delete(Filler);

    /// <summary>The same files where nobody may write.</summary>
    /// <returns>Path of a read-only mount of the disk.</returns>
    public string ReadOnly()
    {
        Directory.CreateDirectory(View);
        Assert.That(Mount("--bind", Path, View), Is.Null);
        Assert.That(Mount("-o", "remount,bind,ro", View), Is.Null);
        return View;
    }

    /// <summary>Unmounts it.</summary>
    public void Dispose()
    {
        foreach (var mounted in ((string[])[View, Path]).Where(Directory.Exists))
        {
            using var process = Process.Start(new ProcessStartInfo("umount", ["--lazy", mounted]))!;
            process.WaitForExit();
        }
        folder.Dispose();
    }

    // What mount said against it; null where it did it.
    private static string? Mount(params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        var refused = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : refused.Trim();
    }
}
