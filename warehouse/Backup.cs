using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>What a backup consists of; every file with its SHA-256.</summary>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Schema">Schema of the ledger.</param>
/// <param name="AuditRows">How long the audit log was.</param>
/// <param name="Releases">Which releases it has.</param>
/// <param name="Files">Its files but this manifest, by their path within.</param>
public sealed record BackupManifest(DateTime CreatedAt, int Schema, long AuditRows, IReadOnlyList<string> Releases, IReadOnlyList<ReleaseFile> Files);

/// <summary>
/// Copies of a workspace that are whole, whatever is written meanwhile. The ledger is copied by SQLite as of one moment, and everything it names never changes once it is there: archive files, releases. The warehouse
/// is not copied: it is made again from the two.
/// </summary>
public static class Backup
{
    /// <summary>Name of the manifest; a folder without it is no backup.</summary>
    public const string ManifestName = "backup.json";

    // A file that was waiting may be read and gone while the copy is made: then the ledger has moved on and is copied once more.
    private const int Tries = 20;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes a backup of a workspace into a folder that is new or empty; it appears there whole or not at all.</summary>
    public static BackupManifest Make(Workspace workspace, string folder)
    {
        var part = new Workspace(Path.GetFullPath(folder) + ".part");
        if (Directory.Exists(part.Root)) { Directory.Delete(part.Root, recursive: true); }
        Directory.CreateDirectory(part.Root);
        for (var tries = 1; !CopyLedger(workspace, part); tries++)
        {
            if (tries == Tries) { throw new IOException($"The files that wait in {workspace.IncomingFolder} change faster than they can be copied. Try again when fewer arrive."); }
        }
        var ledger = new Ledger(part);
        CopyTree(workspace.ArchiveFolder, part.ArchiveFolder);
        foreach (var release in ledger.Releases()) { CopyTree(Path.Combine(workspace.ReleasesFolder, release.ReleaseId), Path.Combine(part.ReleasesFolder, release.ReleaseId)); }
        foreach (var (from, to) in ((string, string)[])[(workspace.ProfilesFolder, part.ProfilesFolder), (workspace.ReferenceFolder, part.ReferenceFolder), (workspace.ReportsFolder, part.ReportsFolder)]) { CopyTree(from, to); }
        if (File.Exists(SigningKey.KeyFile(workspace))) { Copy(SigningKey.KeyFile(workspace), SigningKey.KeyFile(part)); }
        var lacking = new Archive(part).Lacking(ledger.Submissions());
        if (lacking.Count > 0) { throw new InvalidDataException($"The archive of {workspace.Root} lacks files that the ledger names: {string.Join(", ", lacking)}."); }
        var manifest = new BackupManifest(DateTime.UtcNow, LedgerFile.Version, AuditLog.Verify(part).Whole, [.. ledger.Releases().Select(r => r.ReleaseId)], []);
        LedgerFile.LetGo(part);
        manifest = manifest with
        {
            Files = [.. Directory.EnumerateFiles(part.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                .Select(f => new ReleaseFile(Path.GetRelativePath(part.Root, f).Replace('\\', '/'), new FileInfo(f).Length, Archive.HashOf(f)))],
        };
        Durable.Write(Path.Combine(part.Root, ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, Json));
        Durable.FlushFolder(part.Root);
        MoveInto(part.Root, folder);
        return manifest;
    }

    /// <summary>What a backup says that it has; null where the folder is none.</summary>
    public static BackupManifest? Manifest(string folder)
        => Path.Combine(folder, ManifestName) is var file && File.Exists(file) ? JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(file), Json) : null;

    /// <summary>The files of a backup that are not what was written.</summary>
    public static IReadOnlyList<string> Changed(string folder, BackupManifest manifest) => [.. manifest.Files.Where(f => !f.Holds(folder)).Select(f => f.Name)];

    /// <summary>Makes a workspace of a backup in a folder that is new or empty; it appears there whole or not at all, but for its warehouse.</summary>
    public static void Restore(string backup, BackupManifest manifest, string folder)
    {
        var part = new Workspace(Path.GetFullPath(folder) + ".part");
        if (Directory.Exists(part.Root)) { Directory.Delete(part.Root, recursive: true); }
        foreach (var file in manifest.Files) { Copy(Path.Combine(backup, file.Name), Path.Combine(part.Root, file.Name)); }
        Directory.CreateDirectory(part.TemporaryFolder);
        Directory.CreateDirectory(part.ReleasesFolder);
        ReleaseStates.Publish(part);
        LedgerFile.LetGo(part);
        MoveInto(part.Root, folder);
    }

    /// <summary>Whether a folder is there and has something in it.</summary>
    public static bool IsTaken(string folder) => File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any());

    // The ledger, and the files that have arrived and are not read: the one without the other would promise what is not there.
    private static bool CopyLedger(Workspace workspace, Workspace part)
    {
        using (var source = LedgerFile.Connect(workspace))
        using (var target = new SqliteConnection($"Data Source={part.LedgerFile};Pooling=False"))
        {
            target.Open();
            source.BackupDatabase(target);
            target.Execute("pragma journal_mode = delete; pragma synchronous = full");
        }
        foreach (var waits in new Ledger(part).Submissions().Where(s => s.Status is SubmissionStatus.Received or SubmissionStatus.Checking))
        {
            var from = new[] { Path.Combine(workspace.IncomingFolder, waits.SentSha256), new Archive(workspace).PathOf(waits.SentSha256) }.FirstOrDefault(File.Exists);
            if (from is null)
            {
                // Of a register that was counted the archive has the counts.
                if (waits.Sha256 is null) { return false; }
                continue;
            }
            try { Copy(from, Path.Combine(part.IncomingFolder, waits.SentSha256)); }
            catch (FileNotFoundException) { return false; }
        }
        return true;
    }

    private static void CopyTree(string from, string to)
    {
        if (!Directory.Exists(from)) { return; }
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            try { Copy(file, Path.Combine(to, Path.GetRelativePath(from, file))); }
            catch (FileNotFoundException)
            {
                // Retention may take away a file while others are copied; what the ledger needs is looked for afterwards.
            }
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to, overwrite: true);
        using var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static void MoveInto(string part, string folder)
    {
        if (Directory.Exists(folder)) { Directory.Delete(folder); }
        Directory.Move(part, folder);
        Durable.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(folder))!);
    }
}
