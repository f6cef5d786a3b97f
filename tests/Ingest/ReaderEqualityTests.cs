using System.Text;
using CsCheck;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Ingest;

/// <summary>DuckDB's reader may take the place of CsvHelper only where both read the same, to the last cell.</summary>
public sealed class ReaderEqualityTests
{
    private static readonly Gen<string> Cell = Gen.Frequency(
        (6, Generators.AnyOf("", "1", "0111", "Micro", "1.234", "-5", "*", "s/d", "n.d.")),
        (3, Generators.AnyOf("Región de O’Higgins", "São Paulo", "Ñuñoa", "😀", "\u00A0", " a ", "\t", "NULL", "null", "NaN", "true", "#1", "--", "'", "\\", "\\n", "\u2028", "\u0085", "\u000B")),
        (1, Gen.String[Gen.Char.AlphaNumeric, 0, 40]),
        (1, Generators.AnyOf("\"a\"", "\"a,b\"", "\"a\nb\"", "\"\"", "\"a\"\"b\"", "a\"b")));

    private static readonly Gen<byte[]> Files =
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 30], Gen.Bool, Gen.Int[0, 9], Gen.Bool, Gen.Int[0, 9])
            .SelectMany((columns, rows, mark, style, lastBreak, ragged) => Gen.Select(Rows(columns, rows, ragged > 7), Generators.AnyOf("\n", "\r\n", "\r"), Generators.AnyOf("\n", "\r\n"))
                .Select((lines, first, second) =>
                {
                    var text = new StringBuilder(mark ? "\uFEFF" : "");
                    for (var i = 0; i < lines.Count; i++)
                    {
                        text.Append(lines[i]);
                        // Most files keep to one kind of line end, a few mix two or have the old one.
                        if (i < lines.Count - 1 || lastBreak) { text.Append(style < 6 ? second : style < 8 && i % 2 == 0 ? first : second); }
                    }
                    return Encoding.UTF8.GetBytes(text.ToString());
                }));

    private static readonly Layout Plain = new("csv", [new TableLayout(new HeaderLayout(1), [])]);

    [Test]
    public void RandomFilesAreReadAlike() => Check(150);

    [Test, Category("Soak")]
    public void ManyRandomFilesAreReadAlike() => Check(2_000);

    private static IEnumerable<string> TextSamples() => Directory.EnumerateFiles(Samples.Shipped, "*.*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".csv" or ".txt").Select(f => Path.GetRelativePath(Samples.Shipped, f)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(TextSamples))]
    public void SamplesAreReadAlike(string sample)
    {
        foreach (var delimiter in new[] { ",", ";", "\\t" })
        {
            Assert.That(Difference(TestWorkspace.Sample(sample), Plain with { Delimiter = delimiter }, skip: 1), Is.Null);
        }
    }

    [Test]
    public void AFirstLineOfOnlyAByteOrderMarkIsABlankLine()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("f.csv"), "\r\na,b\r\n1,2\r\n", new UTF8Encoding(true));
        for (var skip = 0; skip <= 2; skip++) { Assert.That(Difference(folder.File("f.csv"), Plain, skip), Is.Null); }
    }

    // A reader that never took the fast way would make all of this vain.
    [Test]
    public void PlainFilesTakeTheFastWay()
    {
        using var folder = new TemporaryFolder();
        using var duck = Sql.Connect(":memory:");
        duck.Execute("call enable_logging('QueryLog')");
        File.WriteAllText(folder.File("f.csv"), "a,b\r\n1,2\r\n3,\r\n");
        Load(duck, folder.File("f.csv"), Plain, 1, 2, allowFast: true);
        Assert.That(duck.Query<string>("select concat_ws('|', c1, coalesce(c2, '∅'), fields) from raw_1 order by rowid"), Is.EqualTo((string[])["1|2|2", "3|∅|2"]));
        // CsvHelper would have filled the table by an appender: only DuckDB's own reader leaves its name in the log.
        Assert.That(duck.Query<string>("select message from duckdb_logs where type = 'QueryLog'"), Has.Some.Contain("read_csv("));
    }

    private static void Check(int files)
    {
        using var folder = new TemporaryFolder();
        var number = 0;
        Files.Sample(bytes =>
        {
            var file = folder.File($"f{Interlocked.Increment(ref number)}.csv");
            File.WriteAllBytes(file, bytes);
            for (var skip = 0; skip <= 2; skip++)
            {
                if (Difference(file, Plain, skip) is { } difference) { throw new InvalidOperationException($"{difference}\nskip {skip}: {Encoding.UTF8.GetString(bytes).Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}"); }
            }
            File.Delete(file);
        }, iter: files, threads: 1);
    }

    private static string? Difference(string file, Layout layout, int skip)
    {
        using var duck = Sql.Connect(":memory:");
        var probed = SourceFile.Probe(file, "f.csv", []);
        if (probed is null) { return null; }
        var scan = TextScan.Of(file);
        var head = TextFile.Head(probed, layout, scan);
        var columns = head.Select(row => row.Length).DefaultIfEmpty(1).Max();
        var fast = Load(duck, file, layout, skip, columns, allowFast: true);
        var slow = Load(duck, file, layout, skip, columns, allowFast: false);
        if (fast.Count != slow.Count) { return $"{fast.Count} rows fast, {slow.Count} slow"; }
        for (var i = 0; i < fast.Count; i++)
        {
            if (fast[i] != slow[i]) { return $"row {i}: fast {fast[i]}, slow {slow[i]}"; }
        }
        return null;
    }

    private static List<string> Load(DuckDBConnection duck, string file, Layout layout, int skip, int columns, bool allowFast)
    {
        var source = SourceFile.Probe(file, "f.csv", [])!;
        var scan = TextScan.Of(file);
        var findings = new List<Finding>();
        return TextFile.Load(duck, source, layout, scan, TextFile.Head(source, layout, scan), columns, skip, findings, allowFast) is null
            ? [string.Join(' ', findings.Select(f => $"{f.Code} {f.Row}"))]
            : [.. duck.Query<string>("select to_json(r)::varchar from raw_1 r order by rowid")];
    }

    private static Gen<List<string>> Rows(int columns, int rows, bool ragged)
        => Gen.Select(Cell.Array[columns], Gen.Int[0, 40]).Select((cells, odd) => string.Join(',', ragged && odd == 0 ? cells[..^1] : ragged && odd == 1 ? [.. cells, "", ""] : ragged && odd == 2 ? [] : cells)).List[rows];
}
