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

    /// <summary>Held by the one process that writes; says which.</summary>
    public string LockFile => Path.Combine(Root, "writer.lock");

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
    /// <exception cref="NotWritableException">They cannot be made.</exception>
    public static Workspace Open(string? option = null)
    {
        var workspace = Named(option);
        NotWritableException.Guard(workspace.Root, () => workspace.MakeFolders());
        return workspace;
    }

    private void MakeFolders()
    {
        foreach (var folder in new[] { ArchiveFolder, ReleasesFolder, ProfilesFolder, TemporaryFolder, IncomingFolder, ReportsFolder })
        {
            Directory.CreateDirectory(folder);
        }
    }

    /// <summary>
    /// Makes this process the workspace's only writer until the result is disposed. DuckDB itself lets one
    /// process alone open a file for writing; this lock says so before anything is touched, and says who holds it.
    /// </summary>
    /// <exception cref="WorkspaceBusyException">Another process is writing.</exception>
    /// <exception cref="NotWritableException">The folder cannot be written.</exception>
    public IDisposable LockForWriting() => WriterLock.Take(this);
}
