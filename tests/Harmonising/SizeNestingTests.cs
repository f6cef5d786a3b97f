using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Harmonising;

/// <summary>One expectation: what a class of a target scheme is, seen from a source scheme; the sums are written as their table writes the classes.</summary>
public sealed record Nesting(string Scheme, string Target, string Class, string Expected, string Low, string High);

/// <summary>
/// What follows from counts alone for every source scheme and target class. A source has one count a class, each a power of
/// two, so that a sum tells which classes are in it.
/// </summary>
public sealed partial class SizeNestingTests
{
    // Our own table covers the schemes of the samples; classes are written by code.
    private static readonly List<(Nesting Row, string ZeroUnits)> Own = [.. Read(Path.Combine(Repository.Root, "tests", "Harmonising", "nesting.csv"),
        csv => (new Nesting(csv["from"]!, csv["to"]!, csv["class"]!, csv["outcome"]!, csv["certain"]!, csv["possible"]!), csv["zero_units"]!))];

    // What the shared table says and this program cannot express, each with its reason.
    private static readonly Dictionary<string, string> NotCovered = Read(Path.Combine(Repository.Root, "tests", "Harmonising", "not-covered.csv"),
        csv => (Key: csv["scheme"]! + "|" + csv["target"]!, Reason: csv["reason"]!)).ToDictionary(r => r.Key, r => r.Reason);

    private static IEnumerable<string> OwnSchemes() => Own.Select(o => o.Row.Scheme).Distinct();

    [TestCaseSource(nameof(OwnSchemes))]
    public void SchemesOfTheSamples(string scheme)
    {
        var rows = Own.Where(o => o.Row.Scheme == scheme).ToList();
        using var work = WorkWarehouse.OpenInMemory();
        Compare(work, 1, scheme, rows[0].ZeroUnits, [.. rows.Select(r => r.Row)]);
    }

    [Test]
    public void EverySchemeOfTheSharedTable()
    {
        var all = Read(Repository.SharedFile("reference", "golden_size_nesting.csv"), csv =>
            (Sector: csv["sector"]!, Row: new Nesting(csv["source_scheme"]!, csv["target_scheme"]!, csv["target_class"]!, csv["expected"]!, csv["low_is_sum_of"]!, csv["high_is_sum_of"]!)));
        Assert.That(all, Has.Count.EqualTo(298));
        var covered = all.Where(r => !NotCovered.ContainsKey($"{r.Row.Scheme}|{r.Row.Target}") && !NotCovered.ContainsKey($"{r.Row.Scheme}|*") && !NotCovered.ContainsKey($"*|{r.Row.Target}|{r.Row.Class}")).Select(r => r.Row).ToList();
        Assert.That(all.Count - covered.Count, Is.EqualTo(NotCoveredRows), "not-covered.csv has grown or shrunk: say so here.");
        using var work = WorkWarehouse.OpenInMemory();
        using (Assert.EnterMultipleScope())
        {
            foreach (var (i, scheme) in covered.GroupBy(r => r.Scheme).Index()) { Compare(work, i + 1, scheme.Key, null, [.. scheme]); }
        }
    }

    private const int NotCoveredRows = 38;

    private static void Compare(DuckDBConnection work, int submission, string scheme, string? zeroUnits, IReadOnlyList<Nesting> rows)
    {
        var dataset = $"SYNTHETIC_{submission}";
        var zeros = zeroUnits ?? work.ExecuteScalar<string?>("select zero_units from dim_size_scheme where code = $scheme", new { scheme });
        var classes = work.Query<(string Code, decimal? Low, decimal? High)>(
            """
            select c.code, min(b.low), max(b.high)
            from dim_size_class c left join size_class_bound b on b.scheme = c.scheme and b.class = c.code and b.criterion in ('employment', 'sales')
            where c.scheme = $scheme and c.code not in ('_T', '_U', '_Z', 'S_CONF') and not exists (select 1 from dim_size_class k where k.scheme = c.scheme and k.parent = c.code)
            group by c.code, c.sort order by c.sort
            """, new { scheme }).ToList();
        Assert.That(classes, Is.Not.Empty, $"{scheme} has no classes in warehouse/reference.");
        var values = classes.Select((c, i) => (c.Code, Value: 1m + (1L << (20 - i)))).ToDictionary(c => c.Code, c => c.Value);
        using var folder = new TemporaryFolder();
        var file = folder.File("f.csv");
        File.WriteAllText(file, Synthetic.Csv(classes.Select(c => new Figure(c.Code, values[c.Code].ToString(CultureInfo.InvariantCulture)))));
        Synthetic.Harmonise(work, submission, Synthetic.Profile(scheme, string.IsNullOrEmpty(zeros) ? null : zeros, id: dataset), file);
        var star = Star.Classes(work, dataset, "ENTR", "2020", "PE");
        foreach (var row in rows)
        {
            foreach (var target in TargetClasses(work, row))
            {
                Assert.That(Describe(star.GetValueOrDefault($"{row.Target}|{target}")), Is.EqualTo(Expect(row, target, Sum)), $"{scheme} ({zeros}) to {row.Target} {target}");
            }
        }

        decimal Sum(string labels) => labels.Split(" + ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Sum(label => values[ClassOf(label)]);

        // The shared table names a class by its bounds; ours by its code.
        string ClassOf(string label)
        {
            if (values.ContainsKey(label)) { return label; }
            if (Sales().Match(label) is { Success: true } sales)
            {
                var edge = decimal.Parse(sales.Groups["number"].Value, CultureInfo.InvariantCulture) * (sales.Groups["unit"].Value == "k" ? 1_000 : 1_000_000);
                return classes.First(c => sales.Groups["side"].Value == ">" ? c.Low == edge : c.High == edge).Code;
            }
            var match = Bounds().Match(label);
            var low = int.Parse(match.Groups["low"].Value, CultureInfo.InvariantCulture);
            decimal? high = match.Groups["open"].Success ? null : (match.Groups["high"].Success ? int.Parse(match.Groups["high"].Value, CultureInfo.InvariantCulture) : low) + 1;
            return classes.FirstOrDefault(c => c.Low == low && c.High == high).Code ?? throw new KeyNotFoundException($"{scheme} has no class {label}.");
        }
    }

    private static IEnumerable<string> TargetClasses(DuckDBConnection work, Nesting row) => row.Class is "*" or "I..V"
        ? work.Query<string>("select code from dim_size_class where scheme = $Target and (parent is null or parent = 'MIPYME') and code not in ('_T', '_U', '_Z')", new { row.Target })
        : [row.Class];

    private static string Expect(Nesting row, string target, Func<string, decimal> sum) => row.Expected switch
    {
        "exact" when row.Class == "I..V" && target == "MIPYME" => $"aggregated {sum("MICRO + SMALL + MEDIUM_A + MEDIUM_B")}",
        "exact" when row.Class == "I..V" => $"aggregated {sum(new Dictionary<string, string> { ["I"] = "MICRO", ["II"] = "SMALL", ["III"] = "MEDIUM_A", ["IV"] = "MEDIUM_B", ["V"] = "LARGE" }[target])}",
        "exact" => $"aggregated {sum(row.High)}",
        "bounded" => $"bounded [{sum(row.Low)}, {sum(row.High)}] NESTING",
        "refused" => "refused with a reason",
        "no_data" => "nothing",
        var other => throw new ArgumentException(other),
    };

    private static string Describe(StarFigure? figure) => figure switch
    {
        null => "nothing",
        { Method: "refused", Reason: not null, Value: null, Low: null, High: null } => "refused with a reason",
        { Method: "bounded", Value: null } => $"bounded [{Star.Text(figure.Low)}, {Star.Text(figure.High)}] {figure.IntervalKind}",
        { Low: null, High: null } => $"{figure.Method} {Star.Text(figure.Value)}",
        _ => figure.ToString(),
    };

    private static List<T> Read<T>(string file, Func<CsvReader, T> read)
    {
        using var csv = new CsvReader(new StreamReader(file), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<T>();
        while (csv.Read()) { rows.Add(read(csv)); }
        return rows;
    }

    [GeneratedRegex(@"(?<side><=|>)(?<number>[0-9.]+)(?<unit>[kM])$")]
    private static partial Regex Sales();

    [GeneratedRegex(@"(^|[ S])(?<low>\d+)(-(?<high>\d+)|(?<open>\+))?$")]
    private static partial Regex Bounds();
}
