using System.Globalization;
using CsCheck;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Harmonising;

/// <summary>Totals that the source leaves out are the sums of their parts, or say why they are not known.</summary>
public sealed class RollUpTests
{
    private static readonly string[] Areas = ["PE-LIM", "PE-CUS", "PE-PUN", "PE-TAC", "PE-PIU"];
    private static readonly string[] Classes = ["MICRO", "SMALL", "MEDIUM", "LARGE"];

    private static readonly string[] Ways =
    [
        """[{ "component": "REF_AREA", "to": "PE" }, { "component": "SIZE_CLASS", "to": "_T" }]""",
        """[{ "component": "SIZE_CLASS", "to": "_T" }, { "component": "REF_AREA", "to": "PE" }]""",
    ];

    // Most cells are figures; some are suppressed, missing or zero, and some rows are not there at all (an empty text).
    private static readonly Gen<string> Cell = Gen.Frequency(
        (30, Gen.Int[0, 1_000_000].Select(v => v.ToString(CultureInfo.InvariantCulture))), (2, Gen.Const("x")), (2, Gen.Const("n")), (2, Gen.Const("-")), (2, Gen.Const("")));

    // One file holds many partitions at once: a class and a year each.
    private static readonly Gen<List<Figure>> Files = Cell.Array[Areas.Length * Classes.Length * 12].Select(cells => cells
        .Select((text, i) => new Figure(Classes[i / Areas.Length % Classes.Length], text) { Area = Areas[i % Areas.Length], Period = (2000 + (i / (Areas.Length * Classes.Length))).ToString(CultureInfo.InvariantCulture) })
        .Where(f => f.Value.Length > 0).ToList());

    [Test]
    public void ASumOverAreasIsTheSumOfItsPartsOrSaysWhyNot([Values("unknown", "zero")] string absent) => Files.Sample(figures =>
    {
        using var work = Load(figures, $$"""[{ "component": "REF_AREA", "to": "PE" }]""", absent);
        foreach (var period in figures.GroupBy(f => f.Period))
        {
            var star = Star.Classes(work, "SYNTHETIC", "ENTR", period.Key, "PE");
            var everywhere = period.Select(f => f.Area).Distinct().Count();
            foreach (var parts in period.GroupBy(f => f.Size))
            {
                Same(Expected([.. parts.Select(p => p.Value)], complete: absent == "zero" || parts.Count() == everywhere), star[$"PER-30056|{parts.Key}"], $"{period.Key} {parts.Key}: {string.Join(' ', parts.Select(p => p.Value))}");
            }
        }
    }, iter: 4, threads: 1);

    [Test]
    public void ASumOverClassesIsTheSumOfItsParts() => Files.Sample(figures =>
    {
        using var work = Load(figures, """[{ "component": "SIZE_CLASS", "to": "_T" }]""", "zero");
        foreach (var parts in figures.Where(f => f.Area == Areas[0]).GroupBy(f => f.Period))
        {
            Same(Expected([.. parts.Select(p => p.Value)], complete: true), Star.Classes(work, "SYNTHETIC", "ENTR", parts.Key, Areas[0])["PER-30056|_T"], parts.Key);
        }
    }, iter: 4, threads: 1);

    // However the parts are cut, the whole is the same: areas first or classes first.
    [Test]
    public void TheGrandTotalDoesNotDependOnTheWay() => Gen.Int[0, 1_000_000].Array[Areas.Length * Classes.Length].Sample(values =>
    {
        var figures = values.Select((v, i) => new Figure(Classes[i % Classes.Length], v.ToString(CultureInfo.InvariantCulture)) { Area = Areas[i / Classes.Length] }).ToList();
        foreach (var order in Ways)
        {
            using var work = Load(figures, order);
            Same(((decimal)values.Sum(v => (long)v), "aggregated", null), Star.Classes(work, "SYNTHETIC", "ENTR", "2020", "PE")["PER-30056|_T"], order);
        }
    }, iter: 3, threads: 1);

    [Test]
    public void TheOrderOfRowsIsIrrelevant() => Gen.Select(Files, Gen.Int).Sample((figures, seed) =>
    {
        const string RollUps = """[{ "component": "REF_AREA", "to": "PE" }, { "component": "SIZE_CLASS", "to": "_T" }]""";
        var shuffled = figures.ToArray();
        new Random(seed).Shuffle(shuffled);
        using var one = Load(figures, RollUps, "zero");
        using var other = Load(shuffled, RollUps, "zero");
        var (first, second) = (Star.Lines(one, "source_row"), Star.Lines(other, "source_row"));
        Assert.That(first, Has.Count.GreaterThan(figures.Count));
        Assert.That(second, Is.EqualTo(first));
    }, iter: 4, threads: 1);

    private static (decimal?, string, string?) Expected(IReadOnlyList<string> parts, bool complete)
        => !complete ? (null, "refused", "MISSING_PART")
            : parts.Contains("x") ? (null, "refused", "SUPPRESSED_PART")
            : parts.Contains("n") ? (null, "refused", "MISSING_PART")
            : (parts.Sum(p => p == "-" ? 0 : decimal.Parse(p, CultureInfo.InvariantCulture)), "aggregated", null);

    private static void Same((decimal? Value, string Method, string? Reason) expected, StarFigure actual, string what)
        => Assert.That((actual.Value, actual.Method, actual.Reason, actual.Low, actual.High), Is.EqualTo((expected.Value, expected.Method, expected.Reason, (decimal?)null, (decimal?)null)), what);

    private static DuckDB.NET.Data.DuckDBConnection Load(IEnumerable<Figure> figures, string rollUps, string absent = "unknown")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("f.csv"), Synthetic.Csv(figures));
        var work = WorkWarehouse.OpenInMemory();
        Synthetic.Harmonise(work, 1, Synthetic.Profile("PER-30056", extra: $"\"absent\": \"{absent}\", \"rollUps\": {rollUps},"), folder.File("f.csv"));
        return work;
    }
}
