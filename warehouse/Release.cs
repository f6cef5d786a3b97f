using System.Text.Json;
using DuckDB.NET.Data;

namespace Observatorio.Warehouse;

/// <summary>Where the releases of a workspace are. They need no ledger: a copy of the folder serves readers as well.</summary>
public static class Release
{
    /// <summary>Name of a release's DuckDB file.</summary>
    public const string DatabaseName = "observatorio.duckdb";

    /// <summary>Name of a release's manifest.</summary>
    public const string ManifestName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The id of the current release; null before the first.</summary>
    public static string? CurrentId(Workspace workspace)
    {
        var pointer = CurrentFile(workspace);
        return File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : null;
    }

    /// <summary>Makes a complete release the current one; readers see the old pointer or the new one and nothing between.</summary>
    public static void PointTo(Workspace workspace, string releaseId)
        => Durable.Replace(workspace, CurrentFile(workspace), System.Text.Encoding.UTF8.GetBytes(releaseId));

    /// <summary>The file that names the current release.</summary>
    public static string CurrentFile(Workspace workspace) => Path.Combine(workspace.ReleasesFolder, "current");

    /// <summary>The DuckDB file of a release.</summary>
    public static string DatabaseFile(Workspace workspace, string releaseId) => Path.Combine(workspace.ReleasesFolder, releaseId, DatabaseName);

    /// <summary>What a release consists of; null if there is no such release.</summary>
    public static ReleaseManifest? Manifest(Workspace workspace, string releaseId)
    {
        var file = Path.Combine(workspace.ReleasesFolder, releaseId, ManifestName);
        return File.Exists(file) ? JsonSerializer.Deserialize<ReleaseManifest>(File.ReadAllBytes(file), Json) : null;
    }

    /// <summary>Ids of all releases, oldest first.</summary>
    public static IReadOnlyList<string> Ids(Workspace workspace)
        => [.. Directory.EnumerateDirectories(workspace.ReleasesFolder).Select(d => Path.GetFileName(d))
            .Where(id => File.Exists(Path.Combine(workspace.ReleasesFolder, id, ManifestName)))
            .OrderBy(id => Manifest(workspace, id)!.CreatedAt)];

    /// <summary>Makes a view of the figures of a fact table of an attached release, with the codes of their key in place of the ids: what is compared with another release or leaves this one needs them.</summary>
    /// <param name="connection">To which the release is attached.</param>
    /// <param name="view">Name of the view.</param>
    /// <param name="database">Name of the release there.</param>
    /// <param name="fact">The table.</param>
    public static void NameCodedFigures(DuckDBConnection connection, string view, string database, string fact)
        => Sql.Run(connection, typeof(Release).Assembly, "release/coded-key.sql", ("view", view), ("database", database), ("fact", fact));
}
