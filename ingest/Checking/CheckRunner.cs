using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Checking;

/// <summary>Runs the checks that are SQL files over the staged observations.</summary>
public static class CheckRunner
{
    /// <summary>How many findings of one check are reported one by one; more are counted.</summary>
    public const int MostPerCheck = 200;

    private static readonly HashSet<string> PlaceColumns = ["part", "source_row", "source_col", "value", "severity", "places"];

    // The groups of the catalogue in the order in which they run, and what each wants to be prepared before it.
    private static readonly IReadOnlyList<(string Group, IReadOnlyList<Preparation> Before)> Groups =
    [
        ("cell", []),
        // What is wrong in itself makes nothing else wrong as well.
        ("time", [new("stage/doubtful-keys.sql", findings => findings.Exists(f => f.Code is "C04" or "C05" or "C07" or "C11")), new("stage/yearly-change.sql", _ => true)]),
        ("table", [new("stage/class-sums.sql", _ => true)]),
        ("cross", []),
    ];

    private static readonly ILookup<string, (string Code, string File)> FilesOf = typeof(CheckRunner).Assembly.GetManifestResourceNames()
            .Where(n => n.Contains(".checks.", StringComparison.Ordinal) && n.EndsWith(".sql", StringComparison.Ordinal))
            .Select(n => n[(n.IndexOf(".checks.", StringComparison.Ordinal) + 8)..])
            .Order(StringComparer.Ordinal)
            .Select(n => (Code: n[..3], File: $"checks/{n}"))
            .ToLookup(f => CheckCatalogue.Checks[f.Code].Group);

    /// <summary>
    /// Runs every check; each selects offending places as <c>part, source_row, source_col, value</c>, the number of further
    /// <c>places</c> with the same cause, and the arguments of its message.
    /// </summary>
    public static void Run(DuckDBConnection connection, DatasetSpec dataset, List<Finding> findings)
    {
        var limits = CheckCatalogue.Checks.Values.Select(c => (Name: c.Code, Value: c.Threshold)).Concat(CheckCatalogue.Limits.Select(l => (Name: l.Key, Value: (decimal?)l.Value)));
        foreach (var (name, common) in limits)
        {
            var limit = dataset.Thresholds.TryGetValue(name, out var own) ? own : common;
            connection.Execute($"set variable {Sql.Identifier("threshold." + name)} = {limit?.ToString(CultureInfo.InvariantCulture) ?? "null"}");
        }
        var parts = connection.Query<(int Part, string? Name)>("select part, name from table_window").Distinct().ToDictionary(p => p.Part, p => p.Name);
        foreach (var (group, before) in Groups)
        {
            foreach (var preparation in before.Where(p => p.Needed(findings))) { Sql.Run(connection, typeof(CheckRunner).Assembly, preparation.File); }
            foreach (var (code, file) in FilesOf[group])
            {
                foreach (var row in connection.Query(Sql.Text(typeof(CheckRunner).Assembly, file)).Cast<IDictionary<string, object?>>())
                {
                    // What a class is called depends on its scheme.
                    if (row.ContainsKey("size_class")) { row.TryAdd("scheme", dataset.SizeScheme); }
                    findings.Add(Accept(ToFinding(code, row, parts), dataset));
                }
            }
        }
    }

    /// <summary>Keeps the first <see cref="MostPerCheck"/> findings of each check and severity, and one that counts the others.</summary>
    public static IReadOnlyList<Finding> Shorten(IReadOnlyList<Finding> findings)
    {
        var omitted = findings.GroupBy(f => (f.Code, Severity: CheckCatalogue.SeverityOf(f))).SelectMany(g => g.Skip(MostPerCheck)).ToHashSet(ReferenceEqualityComparer.Instance);
        if (omitted.Count == 0) { return findings; }
        var counts = omitted.Cast<Finding>().GroupBy(f => (f.Code, Severity: CheckCatalogue.SeverityOf(f)))
            .Select(g => new Finding(g.Key.Code) { Severity = g.Key.Severity, Omitted = g.Count(), Places = g.Sum(f => f.Places) });
        return [.. findings.Where(f => !omitted.Contains(f)), .. counts];
    }

    private static Finding Accept(Finding finding, DatasetSpec dataset)
        => CheckCatalogue.SeverityOf(finding) == "E" && dataset.Accepted.FirstOrDefault(a => a.Check == finding.Code) is { } defect
            ? finding with { Severity = "W", Accepted = defect.Reason }
            : finding;

    private static Finding ToFinding(string code, IDictionary<string, object?> row, Dictionary<int, string?> parts)
        => new(
            code,
            row.TryGetValue("part", out var part) && part is not null ? parts.GetValueOrDefault(Convert.ToInt32(part, CultureInfo.InvariantCulture)) : null,
            row.TryGetValue("source_row", out var r) && r is not null ? Convert.ToInt64(r, CultureInfo.InvariantCulture) : null,
            row.TryGetValue("source_col", out var c) && c is not null ? Convert.ToInt32(c, CultureInfo.InvariantCulture) : null,
            row.TryGetValue("value", out var v) ? TextOf(v) : null)
        {
            Args = row.Where(a => !PlaceColumns.Contains(a.Key)).ToDictionary(a => a.Key, a => TextOf(a.Value)),
            Places = row.TryGetValue("places", out var n) && n is not null ? Convert.ToInt64(n, CultureInfo.InvariantCulture) : 1,
            Severity = row.TryGetValue("severity", out var s) ? s as string : null,
        };

    // Decimals of the star have sixteen places; people want those that say something.
    private static string? TextOf(object? value) => value switch
    {
        null => null,
        decimal number => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    // A file of SQL, and whether it is needed after what was found so far.
    private sealed record Preparation(string File, Predicate<List<Finding>> Needed);
}
