using System.Globalization;
using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Warehouse;

/// <summary>Makes releases: frozen files under a new name, and a pointer to the current one that changes at once.</summary>
public static class ReleasePublisher
{
    /// <summary>The last step: the release is whole, and the pointer to the current one changes.</summary>
    public const string Pointing = "point";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>
    /// Publishes what the star holds now. The files are complete and on disk before anything points to them.
    /// </summary>
    /// <param name="workspace">Whose; the caller holds its writer lock.</param>
    /// <param name="work">Its work warehouse.</param>
    /// <param name="principal">Who publishes.</param>
    /// <param name="notes">What it holds, for readers.</param>
    /// <param name="progress">Told each step as it begins.</param>
    /// <param name="embargoUntil">UTC; before this it is not public.</param>
    /// <param name="job">The job that does it; null where none does.</param>
    public static ReleaseEntry Publish(Workspace workspace, DuckDBConnection work, string principal, string notes, Action<string>? progress = null, DateTime? embargoUntil = null, long? job = null)
    {
        var ledger = new Ledger(workspace);
        var now = After(ledger.Releases(), DateTime.UtcNow);
        var entry = new ReleaseEntry(NextId(ledger, now), now, principal, notes, ledger.Submissions() is [.., var last] ? last.SubmissionId : 0, embargoUntil);
        var folder = Path.Combine(workspace.TemporaryFolder, entry.ReleaseId);
        try
        {
            Write(workspace, work, entry, folder, progress);
            var target = Path.Combine(workspace.ReleasesFolder, entry.ReleaseId);
            // A process that ended between folder and ledger left a release that nobody has seen.
            if (Directory.Exists(target)) { Directory.Delete(target, recursive: true); }
            Durable.Move(folder, target);
        }
        finally
        {
            // Where it failed; on a full disk the room is needed.
            if (Directory.Exists(folder)) { Directory.Delete(folder, recursive: true); }
        }
        ledger.AddRelease(entry, Superseded(work), job);
        progress?.Invoke(Pointing);
        ReleaseStates.Publish(workspace);
        return entry;
    }

    // All files of a release, with checksums and signature, flushed to the disk.
    private static void Write(Workspace workspace, DuckDBConnection work, ReleaseEntry entry, string folder, Action<string>? progress)
    {
        Directory.CreateDirectory(folder);
        var database = Path.Combine(folder, Release.DatabaseName);
        var assembly = typeof(ReleasePublisher).Assembly;
        progress?.Invoke("tables");
        work.Execute($"attach {Sql.Literal(database)} as release");
        try
        {
            Sql.Run(work, assembly, "release/derived.sql");
            Sql.Run(work, assembly, "release/dimensions.sql");
            Sql.Run(work, assembly, "release/preferred.sql");
            foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values) { Sql.Run(work, assembly, "release/facts.sql", ("fact", fact), ("derived", fact == "fact_performance" ? "union all by name from derived" : "")); }
            Sql.Run(work, assembly, "release/availability.sql");
            work.Execute(
                "create table release.release_info as select $id as release_id, $at::timestamp as created_at, $notes as notes, $last as last_submission",
                new { id = entry.ReleaseId, at = entry.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), notes = entry.Notes, last = entry.LastSubmission });
            foreach (var table in work.Query<string>("select table_name from duckdb_tables() where database_name = 'release' order by 1").ToList())
            {
                progress?.Invoke(table);
                work.Execute($"copy release.{table} to {Sql.Literal(Path.Combine(folder, table + ".parquet"))} (format parquet, compression zstd)");
            }
            foreach (var (dataflow, fact) in WorkWarehouse.FactTableOfDataflow)
            {
                progress?.Invoke(dataflow);
                WriteDataflow(work, fact, Path.Combine(folder, dataflow + ".csv.gz"), "written", "format csv, header true, compression gzip");
                WriteDataflow(work, fact, Path.Combine(folder, dataflow + ".parquet"), "nearest", "format parquet, compression zstd");
            }
            work.Execute("checkpoint release");
        }
        finally
        {
            work.Execute("detach release");
        }
        progress?.Invoke("checksums");
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(f => new ReleaseFile(Path.GetFileName(f), new FileInfo(f).Length, Archive.HashOf(f)));
        var manifest = new ReleaseManifest(entry.ReleaseId, entry.CreatedAt, entry.Notes, [.. files]) { Audit = AuditLog.Head(workspace) };
        File.WriteAllBytes(Path.Combine(folder, Release.ManifestName), JsonSerializer.SerializeToUtf8Bytes(manifest, Json));
        ReleaseSignature.Sign(workspace, folder);
        foreach (var file in Directory.EnumerateFiles(folder)) { Durable.FlushFile(file); }
        Durable.FlushFolder(folder);
    }

    // A submission or table whose figures were all published already brought none, and is not superseded for that.
    private static SupersededFigures Superseded(DuckDBConnection work)
    {
        var gone = work.Query<(long Submission, string? Table)>(Sql.Text(typeof(ReleasePublisher).Assembly, "release/superseded.sql")).ToList();
        return new SupersededFigures(gone.Where(g => g.Table is null).Select(g => g.Submission).ToHashSet(), [.. gone.Where(g => g.Table is not null).Select(g => new SupersededTable(g.Submission, g.Table!))]);
    }

    // Whole dataflows as files, for who wants all of it.
    private static void WriteDataflow(DuckDBConnection work, string fact, string file, string number, string options)
    {
        Release.NameCodedFigures(work, "coded_figure", "release", fact);
        Sql.Run(work, typeof(ReleasePublisher).Assembly, "release/dataflow-file.sql", ("fact", fact), ("file", Sql.Literal(file)), ("number", number), ("options", options));
    }

    // A clock that was set back must not make a new release older than the one before it, which would stay the current one.
    private static DateTime After(IReadOnlyList<ReleaseEntry> releases, DateTime now) => releases is [.., { CreatedAt: var last }] && last >= now ? last.AddSeconds(1) : now;

    private static string NextId(Ledger ledger, DateTime now)
    {
        var prefix = now.Year.ToString(CultureInfo.InvariantCulture) + ".";
        var last = ledger.Releases().Where(r => r.ReleaseId.StartsWith(prefix, StringComparison.Ordinal))
            .Select(r => int.Parse(r.ReleaseId.AsSpan(prefix.Length), CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        return prefix + (last + 1).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>What a release consists of; every file with its SHA-256.</summary>
/// <param name="ReleaseId">Such as <c>2026.1</c>.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="Notes">What it holds, for readers.</param>
/// <param name="Files">Its files but the manifest itself.</param>
public sealed record ReleaseManifest(string ReleaseId, DateTime CreatedAt, string Notes, IReadOnlyList<ReleaseFile> Files)
{
    /// <summary>The audit log as it was at publishing; null in a manifest of an older program.</summary>
    public AuditHead? Audit { get; init; }
}

/// <summary>One file of a release.</summary>
/// <param name="Name">Within the release's folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
public sealed record ReleaseFile(string Name, long Bytes, string Sha256)
{
    /// <summary>Whether the file in a folder is still this one.</summary>
    public bool Holds(string folder) => Path.Combine(folder, Name) is var file && File.Exists(file) && new FileInfo(file).Length == Bytes && Archive.HashOf(file) == Sha256;
}
