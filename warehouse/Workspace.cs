namespace Observatorio.Warehouse;

/// <summary>
/// The folder that holds everything one observatory knows: the archive and the ledger (the truth), the work
/// warehouse (derived) and the releases (frozen). Nothing outside it is written.
/// </summary>
/// <param name="Root">Absolute path of the workspace folder.</param>
public sealed record Workspace(string Root)
{
    /// <summary>Received files, named by their SHA-256.</summary>
    public string ArchiveFolder => Path.Combine(Root, "archive");

    /// <summary>SQLite file of submissions, decisions and releases.</summary>
    public string LedgerFile => Path.Combine(Root, "ledger.sqlite");

    /// <summary>Files that were received and are not read yet, by their SHA-256.</summary>
    public string IncomingFolder => Path.Combine(Root, "incoming");

    /// <summary>What was found in each submission; may be deleted and made again by checking it again.</summary>
    public string ReportsFolder => Path.Combine(Root, "reports");

    /// <summary>The writable DuckDB warehouse; may be deleted and rebuilt from archive and ledger.</summary>
    public string WorkFile => Path.Combine(Root, "work.duckdb");

    /// <summary>One folder per release, each frozen once it is published.</summary>
    public string ReleasesFolder => Path.Combine(Root, "releases");

    /// <summary>Profiles that this workspace adds to the ones shipped with the program.</summary>
    public string ProfilesFolder => Path.Combine(Root, "profiles");

    /// <summary>Reference rows that this workspace adds to the ones shipped with the program; need not be there.</summary>
    public string ReferenceFolder => Path.Combine(Root, "reference");

    /// <summary>Half-written files; emptied whenever a writer opens the workspace.</summary>
    public string TemporaryFolder => Path.Combine(Root, "tmp");

    private string LockFile => Path.Combine(Root, "writer.lock");

    /// <summary>
    /// The workspace named by <paramref name="option"/>, else by the environment variable
    /// <c>OBSERVATORIO_DATA</c>, else <c>./var</c>, whether it is there or not.
    /// </summary>
    public static Workspace Named(string? option)
    {
        var root = option ?? Environment.GetEnvironmentVariable("OBSERVATORIO_DATA");
        return new Workspace(Path.GetFullPath(string.IsNullOrWhiteSpace(root) ? "var" : root));
    }

    /// <summary>The workspace that <see cref="Named"/> names. Creates the folders that are missing.</summary>
    public static Workspace Open(string? option = null)
    {
        var workspace = Named(option);
        foreach (var folder in new[] { workspace.ArchiveFolder, workspace.ReleasesFolder, workspace.ProfilesFolder, workspace.TemporaryFolder, workspace.IncomingFolder, workspace.ReportsFolder })
        {
            Directory.CreateDirectory(folder);
        }
        return workspace;
    }

    /// <summary>
    /// Makes this process the workspace's only writer until the result is disposed. DuckDB itself lets one
    /// process alone open a file for writing; this lock says so before anything is touched, and says who holds it.
    /// </summary>
    /// <exception cref="WorkspaceBusyException">Another process is writing.</exception>
    public IDisposable LockForWriting()
    {
        try
        {
            var file = new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            file.SetLength(0);
            file.Write(System.Text.Encoding.UTF8.GetBytes($"{Environment.ProcessId}"));
            file.Flush();
            foreach (var leftover in Directory.EnumerateFileSystemEntries(TemporaryFolder))
            {
                if (Directory.Exists(leftover)) { Directory.Delete(leftover, recursive: true); } else { File.Delete(leftover); }
            }
            return file;
        }
        catch (IOException)
        {
            throw new WorkspaceBusyException(Root, HolderOfLock());
        }
    }

    private string HolderOfLock()
    {
        try
        {
            using var file = new FileStream(LockFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (IOException)
        {
            return "?";
        }
    }
}

/// <summary>The workspace has a writer already: a server, or another command.</summary>
/// <param name="root">The workspace folder.</param>
/// <param name="holder">Process id of the writer, or <c>?</c>.</param>
public sealed class WorkspaceBusyException(string root, string holder)
    : Exception($"The workspace {root} is being written by process {holder}. Wait until it ends or stop it, then try again.");
