using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>What the current release of a workspace holds of a dataset, for a check that has no work warehouse to look into: another process may be writing that.</summary>
public static class PublishedFigures
{
    private const string Attached = "published_release";
    private const string Coded = "published_coded";

    // No submission has it: numbers begin with 1, and 0 is that of the check itself.
    private const uint Submission = uint.MaxValue;

    /// <summary>Brings the office's own figures of the profile's dataset into an empty warehouse, where the checks over time look for them.</summary>
    /// <param name="memory">The empty warehouse.</param>
    /// <param name="workspace">Whose release; one without a release has nothing to bring.</param>
    /// <param name="profile">Whose dataset.</param>
    public static void Bring(DuckDBConnection memory, Workspace workspace, Profile profile)
    {
        if (Release.CurrentId(workspace) is not { } release) { return; }
        var assembly = typeof(PublishedFigures).Assembly;
        Datasets.Add(memory, profile, memory.ExecuteScalar<int>("select nextval('code_id')"));
        memory.Execute($"attach {Sql.Literal(Release.DatabaseFile(workspace, release))} as {Attached} (read_only)");
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values)
        {
            Release.NameCodedFigures(memory, Coded, Attached, fact);
            Sql.Run(memory, assembly, "published.sql", ("coded", Coded), ("release", Attached), ("fact", fact), ("dataset", Sql.Literal(profile.Dataset.Id)), ("submission", $"{Submission}"));
        }
        memory.Execute($"drop view {Coded}");
        memory.Execute($"detach {Attached}");
    }
}
