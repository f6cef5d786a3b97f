using System.Text;
using DuckDB.NET.Data;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Support;

/// <summary>A real workspace of one test: archive, ledger and work warehouse in a temporary folder, locked for writing.</summary>
public sealed class TestWorkspace : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private IDisposable? writer;
    private DuckDBConnection? work;

    /// <summary>The workspace; its files are beside, not in, the folder for files to send.</summary>
    public Workspace Workspace => field ??= EmptyWarehouse.Into(Workspace.Open(folder.File("data")));

    /// <summary>What was received, and what became of it.</summary>
    public IReadOnlyList<SubmissionEntry> Submissions => new Ledger(Workspace).Submissions();

    /// <summary>The open work warehouse.</summary>
    public DuckDBConnection Work
    {
        get
        {
            writer ??= Workspace.LockForWriting();
            return work ??= WorkWarehouse.Open(Workspace);
        }
    }

    /// <summary>Path of a file outside the workspace.</summary>
    public string File(string name) => folder.File(name);

    /// <summary>Writes a file to send, UTF-8 without a mark.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file to send.</summary>
    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    /// <summary>Ingests a file with a profile that comes with the program.</summary>
    public IngestReport? Ingest(string path, string profile) => Ingest(path, Shipped(profile));

    /// <summary>Ingests a file.</summary>
    public IngestReport? Ingest(string path, Profile profile)
        => Observatorio.Ingest.Submissions.Ingest(Workspace, Work, profile, path, Path.GetFileName(path), "test");

    /// <summary>Lets go of the work warehouse and of the lock, as a process does that ends.</summary>
    public void Close()
    {
        work?.Dispose();
        writer?.Dispose();
        (work, writer) = (null, null);
    }

    /// <summary>A profile that comes with the program.</summary>
    public static Profile Shipped(string id) => ProfileFolder.Read(Path.Combine(ProfileFolder.Shipped, id));

    /// <summary>A sample that comes with the program.</summary>
    public static string Sample(string path) => Path.Combine(Samples.Shipped, path);

    /// <summary>Closes the workspace and removes it.</summary>
    public void Dispose()
    {
        Close();
        folder.Dispose();
    }
}
