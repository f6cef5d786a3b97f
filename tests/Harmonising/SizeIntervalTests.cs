using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Harmonising;

/// <summary>
/// Bands that no one has seen: random firms are tabulated in random bands, with and without their staff, rounding and units without a class. What the star says of the
/// target classes must hold the truth, and be as narrow as those facts allow; that is found here by trying all distributions of the units of a band.
/// </summary>
public sealed class SizeIntervalTests
{
    private static readonly (string Scheme, string Class, int Low, int High)[] Targets =
    [
        ("CMN3", "S_LE9", 0, 10), ("CMN3", "S10T49", 10, 50), ("CMN3", "S_GE50", 50, Open),
        ("CAN702E", "S10T49", 10, 50), ("CAN702E", "S50T99", 50, 100), ("CAN702E", "S100T199", 100, 200), ("CAN702E", "S_GE200", 200, Open),
        ("SBS", "S10T19", 10, 20), ("SBS", "S20T49", 20, 50), ("SBS", "S50T249", 50, 250), ("SBS", "S_GE250", 250, Open),
    ];

    private const int Open = 1_000_000;
    private const int Cells = 40;

    /// <summary>One cell of a table: a year, with the units of each band and what is printed of them.</summary>
    private sealed record Cell(string Period, IReadOnlyList<int>[] Sizes, int Unclassified);

    [Test]
    public void TheTruthLiesInTheNarrowestInterval([Range(1, 8)] int seed) => Draw(new Random(seed));

    [Test]
    [Category("Soak")]
    public void TheTruthLiesInTheNarrowestInterval100000Times()
    {
        // A thousand schemes of bands, each with a hundred tables.
        for (var seed = 1000; seed < 2000; seed++) { Draw(new Random(seed), 100); }
    }

    // Units without a class that round to none may be some, and then the band of the same limits is not the class by itself.
    [Test]
    public void ARoundedZeroOfUnclassifiedUnitsIsSome()
    {
        using var work = WorkWarehouse.OpenInMemory();
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("f.csv"), Synthetic.Csv([new Figure("S_LE9", "20"), new Figure("S10T49", "10"), new Figure("S50T249", "0"), new Figure("S_GE250", "0"), new Figure("_U", "0")]));
        Synthetic.Harmonise(work, 1, Synthetic.Profile("CHL-SII-TRTRAB", "inside", "\"rounding\": [{ \"indicator\": \"ENTR\", \"to\": 10 }],"), folder.File("f.csv"));
        var figure = Star.Classes(work, "SYNTHETIC", "ENTR", "2020", "PE")["CMN3|S10T49"];
        Assert.That((figure.Value, figure.Low, figure.High), Is.EqualTo(((decimal?)null, (decimal?)5m, (decimal?)20m)));
    }

    private static void Draw(Random random, int count = Cells)
    {
        var edges = Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(8) == 0 ? random.Next(2, 12) : (int)Math.Exp(random.NextDouble() * 6.2) + 1).Distinct().Order().ToList();
        List<(int Low, int High)> bands = [.. edges.Prepend(0).Zip(edges.Append(Open))];
        var staffKnown = random.Next(2) == 0;
        var rounding = staffKnown ? 1 : new[] { 1, 5, 10 }[random.Next(3)];
        var cells = Enumerable.Range(0, count).Select(i => new Cell((1980 + i).ToString(CultureInfo.InvariantCulture), [.. bands.Select(b => Units(random, b))], random.Next(3) == 0 ? random.Next(1, 9) : 0)).ToList();

        using var work = WorkWarehouse.OpenInMemory();
        AddScheme(work, bands);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("f.csv"), Synthetic.Csv(cells.SelectMany(c => Printed(c, bands, rounding, staffKnown))));
        var extra = "\"classifiedBy\": \"EMPN\", " + (rounding > 1 ? $"\"rounding\": [{{ \"indicator\": \"ENTR\", \"to\": {rounding} }}]," : "");
        Synthetic.Harmonise(work, 1, Synthetic.Profile("TEST-BANDS", "inside", extra), folder.File("f.csv"));

        using (Assert.EnterMultipleScope())
        {
            foreach (var cell in cells)
            {
                var said = Star.Classes(work, "SYNTHETIC", "ENTR", cell.Period, "PE");
                var staff = Star.Classes(work, "SYNTHETIC", "EMPN", cell.Period, "PE");
                foreach (var target in Targets)
                {
                    var name = $"{target.Scheme}|{target.Class} {cell.Period} of {string.Join(' ', bands)} {(staffKnown ? "with staff" : $"rounded to {rounding}")}: "
                        + string.Join("; ", cell.Sizes.Select(s => string.Join(' ', s))) + $" + {cell.Unclassified}";
                    var (low, high) = Narrowest(cell, bands, target, rounding, staffKnown);
                    var figure = said[$"{target.Scheme}|{target.Class}"];
                    Assert.That((figure.Value ?? figure.Low, figure.Value is { } exact && figure.High is null ? exact : figure.High), Is.EqualTo(((decimal?)low, (decimal?)high)), name);

                    Assert.That(((figure.Low ?? 0) % 1, (figure.High ?? 0) % 1), Is.EqualTo((0m, 0m)), name);
                    foreach (var end in staff.Values.SelectMany(f => new[] { f.Low, f.High })) { Assert.That((end ?? 0) % 1, Is.Zero, "staff of " + name); }

                    if (!staffKnown && rounding == 1)
                    {
                        var figureOfStaff = staff[$"{target.Scheme}|{target.Class}"];
                        Assert.That((figureOfStaff.Value ?? figureOfStaff.Low, figureOfStaff.Value is { } known && figureOfStaff.High is null ? known : figureOfStaff.High), Is.EqualTo(Staff(cell, bands, target)), "staff of " + name);
                    }
                    var inside = cell.Sizes.SelectMany(s => s).Where(s => s >= target.Low && s < target.High).Sum();
                    if (staff.GetValueOrDefault($"{target.Scheme}|{target.Class}") is { Reason: not "MISSING_PART" } sum)
                    {
                        Assert.That(inside, Is.GreaterThanOrEqualTo(sum.Value ?? sum.Low ?? 0).And.LessThanOrEqualTo(sum.Value ?? sum.High ?? decimal.MaxValue), "staff of " + name);
                    }
                }
            }
        }
    }

    private static List<int> Units(Random random, (int Low, int High) band)
    {
        var high = Math.Min(band.High, band.Low + 400);
        // Mostly near one end, where the limits bite; often none at all.
        return [.. Enumerable.Range(0, random.Next(4) == 0 ? 0 : random.Next(1, 12)).Select(_ => random.Next(3) switch { 0 => band.Low, 1 => high - 1, _ => random.Next(band.Low, high) })];
    }

    private static IEnumerable<Figure> Printed(Cell cell, List<(int Low, int High)> bands, int rounding, bool staffKnown)
    {
        foreach (var (band, sizes) in bands.Zip(cell.Sizes))
        {
            yield return new Figure(Code(band), Text(((sizes.Count + (rounding / 2)) / rounding) * rounding)) { Period = cell.Period };
            if (staffKnown) { yield return new Figure(Code(band), Text(sizes.Sum())) { Period = cell.Period, Indicator = "EMPN" }; }
        }
        yield return new Figure("_U", Text(cell.Unclassified / rounding * rounding)) { Period = cell.Period };

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    // For each band all ways to set y units below the target, x in it and z above it, as far as the printed facts allow; bands say nothing of each other.
    private static (int Low, int High) Narrowest(Cell cell, List<(int Low, int High)> bands, (string Scheme, string Class, int Low, int High) target, int rounding, bool staffKnown)
    {
        var (low, high) = (0, 0);
        foreach (var (band, sizes) in bands.Zip(cell.Sizes))
        {
            var (from, to) = (Math.Max(band.Low, target.Low), Math.Min(band.High, target.High));
            if (from >= to) { continue; }
            var possible = new HashSet<int>();
            foreach (var n in Counts(sizes.Count, rounding))
            {
                for (var x = 0; x <= n; x++)
                {
                    for (var z = 0; z <= n - x; z++)
                    {
                        var y = n - x - z;
                        if ((y > 0 && band.Low >= from) || (z > 0 && band.High <= to)) { continue; }
                        long least = ((long)y * band.Low) + ((long)x * from) + ((long)z * to), most = ((long)y * (from - 1)) + ((long)x * (to - 1)) + ((long)z * (band.High - 1));
                        if (!staffKnown || (least <= sizes.Sum() && sizes.Sum() <= most)) { possible.Add(x); }
                    }
                }
            }
            low += possible.Min();
            high += possible.Max();
        }
        return (low, high + Counts(cell.Unclassified / rounding * rounding, rounding).Max());
    }

    // Units of a band that lies in the target have its staff; of those that only touch it none or all may be in the target; units without a class may have any staff.
    private static (decimal?, decimal?) Staff(Cell cell, List<(int Low, int High)> bands, (string Scheme, string Class, int Low, int High) target)
    {
        var touching = bands.Zip(cell.Sizes).Select(b => (Band: b.First, Units: b.Second.Count)).Where(b => b.Band.Low < target.High && target.Low < b.Band.High).ToList();
        var low = touching.Where(b => b.Band.Low >= target.Low && b.Band.High <= target.High).Sum(b => b.Units * b.Band.Low);
        var open = cell.Unclassified > 0 || (target.High == Open && touching.Exists(b => b.Units > 0 && b.Band.High == Open));
        return (low, open ? null : touching.Sum(b => (decimal)b.Units * (Math.Min(b.Band.High, target.High) - 1)));
    }

    // The numbers that are printed alike.
    private static IEnumerable<int> Counts(int count, int rounding)
    {
        if (rounding == 1) { return [count]; }
        var printed = (count + (rounding / 2)) / rounding * rounding;
        return Enumerable.Range(Math.Max(0, printed - rounding), 2 * rounding).Where(n => n >= printed - (rounding / 2.0) && n <= printed + (rounding / 2.0));
    }

    private static string Code((int Low, int High) band) => band.High == Open ? $"S_GE{band.Low}" : $"S{band.Low}T{band.High - 1}";

    private static void AddScheme(DuckDBConnection work, List<(int Low, int High)> bands)
    {
        work.Execute("insert into dim_size_scheme by name select 'TEST-BANDS' as code, 'national' as role, 'employment' as criterion, 'persons_employed' as variable, 'Test' as name_es, 'PE' as ref_area, nextval('code_id') as scheme_id");
        foreach (var (i, code) in bands.Select(Code).Concat(["_T", "_U"]).Index())
        {
            work.Execute("insert into dim_size_class by name select 'TEST-BANDS' as scheme, $code as code, $i::smallint as sort, $code as name_es, nextval('code_id') as size_class_id", new { code, i });
        }
        foreach (var band in bands)
        {
            work.Execute("insert into size_class_bound by name select 'TEST-BANDS' as scheme, $code as class, 'employment' as criterion, $low as low, $high as high, 'PERSONS' as unit", new { code = Code(band), low = band.Low, high = band.High == Open ? (int?)null : band.High });
        }
    }
}
