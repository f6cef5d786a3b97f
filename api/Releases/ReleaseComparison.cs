using Dapper;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>A figure that differs between two releases.</summary>
public sealed record FigureDifference(
    string Dataflow, string RefArea, string Dataset, string Indicator, string SizeScheme, string SizeClass, string Activity, string Sex, string UnitMeasure, string PriceBase, string TimePeriod, decimal? Before, decimal? After, long? Submission);

/// <summary>What differs between two releases.</summary>
/// <param name="From">The older.</param>
/// <param name="To">The newer.</param>
/// <param name="Counts">How many figures are new, changed and gone.</param>
/// <param name="Differences">The largest of them, each with the submission that brought it.</param>
public sealed record ReleaseDifference(string From, string To, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<FigureDifference> Differences);

/// <summary>Sets two releases beside each other, figure by figure.</summary>
public static class ReleaseComparison
{
    private const int MostDifferences = 1000;

    /// <summary>What differs between two releases of a workspace.</summary>
    public static ReleaseDifference Of(Workspace workspace, string from, string to)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal) { ["changed"] = 0, ["gone"] = 0, ["new"] = 0 };
        // A database is attached once.
        if (from == to) { return new ReleaseDifference(from, to, counts, []); }
        using var memory = Sql.Connect(":memory:");
        foreach (var (name, id) in ((string, string)[])[("older", from), ("newer", to)])
        {
            memory.Execute($"attach {Sql.Literal(Release.DatabaseFile(workspace, id))} as {name} (read_only)");
            foreach (var (dataflow, fact) in WorkWarehouse.FactTableOfDataflow) { Release.NameCodedFigures(memory, $"{name}_{dataflow}", name, fact); }
        }
        Sql.Run(memory, typeof(ReleaseComparison).Assembly, "Releases/difference.sql");
        foreach (var (kind, figures) in memory.Query<(string, long)>("select kind, count(*) from difference group by kind")) { counts[kind] = figures; }
        return new ReleaseDifference(from, to, counts, [.. memory.Query<FigureDifference>(Sql.Text(typeof(ReleaseComparison).Assembly, "Releases/largest-differences.sql"), new { most = MostDifferences })]);
    }
}
