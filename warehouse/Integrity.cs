namespace Observatorio.Warehouse;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Kind">What is wrong: a key of the words that tell it.</param>
/// <param name="File">Of which file or release, by its path within the workspace or, for a part of a release, within its releases.</param>
public sealed record Unsound(string Kind, string File);

/// <summary>Whether releases and archive are what was written. What should be there is asked of the ledger, and not of the folders.</summary>
public static class Integrity
{
    /// <summary>Looks at every release that the ledger knows or that has a folder: its files, its signature, and whether the audit log still has what it had then.</summary>
    public static IReadOnlyList<Unsound> Releases(Workspace workspace, out int count)
    {
        var known = File.Exists(workspace.LedgerFile) ? new Ledger(workspace).Releases().Select(r => r.ReleaseId) : [];
        var found = Directory.Exists(workspace.ReleasesFolder) ? Directory.EnumerateDirectories(workspace.ReleasesFolder).Where(d => File.Exists(Path.Combine(d, Release.ManifestName))).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        var ids = known.Union(found).ToList();
        count = ids.Count;
        if (count == 0) { return []; }
        var key = SigningKey.Public(workspace);
        return [.. key is null ? [new Unsound("file_missing", Path.GetFileName(SigningKey.KeyFile(workspace)))] : Array.Empty<Unsound>(), .. ids.SelectMany(id => Of(workspace, id, key))];
    }

    /// <summary>Reads every file of the archive: its name is the hash of what it holds. What the ledger names must be there.</summary>
    public static IReadOnlyList<Unsound> ArchiveFiles(Workspace workspace, out int count)
    {
        var archive = new Archive(workspace);
        var files = Directory.Exists(workspace.ArchiveFolder) ? Directory.EnumerateFiles(workspace.ArchiveFolder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList() : [];
        count = files.Count;
        var lacking = File.Exists(workspace.LedgerFile) ? archive.Lacking(new Ledger(workspace).Submissions()) : [];
        return [.. files.Where(f => Archive.HashOf(f) != Path.GetFileName(f)).Select(f => new Unsound("archive_changed", Within(f))), .. lacking.Select(sha => new Unsound("file_missing", Within(archive.PathOf(sha))))];

        string Within(string file) => Path.GetRelativePath(workspace.Root, file).Replace('\\', '/');
    }

    private static List<Unsound> Of(Workspace workspace, string id, string? key)
    {
        var folder = Path.Combine(workspace.ReleasesFolder, id);
        if (!Directory.Exists(folder)) { return [new Unsound("release_missing", id)]; }
        ReleaseManifest? manifest;
        try { manifest = Release.Manifest(workspace, id); }
        catch (System.Text.Json.JsonException) { return [Part("release_changed", Release.ManifestName)]; }
        if (manifest is null) { return [Part("file_missing", Release.ManifestName)]; }
        var wrong = manifest.Files.Where(f => !f.Holds(folder)).Select(f => Part(IsThere(f.Name) ? "release_changed" : "file_missing", f.Name)).ToList();
        if (!IsThere(ReleaseSignature.FileName)) { wrong.Add(Part("file_missing", ReleaseSignature.FileName)); }
        else if (key is not null && !ReleaseSignature.Holds(folder, key)) { wrong.Add(Part("release_changed", ReleaseSignature.FileName)); }
        if (manifest.Audit is { } head && !AuditLog.Has(workspace, head)) { wrong.Add(new Unsound("audit_cut", id)); }
        return wrong;

        bool IsThere(string name) => File.Exists(Path.Combine(folder, name));

        Unsound Part(string kind, string name) => new(kind, $"{id}/{name}");
    }
}
