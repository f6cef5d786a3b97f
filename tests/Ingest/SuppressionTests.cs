using CsCheck;
using Google.OrTools.LinearSolver;
using Observatorio.Ingest.Registers;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Ingest;

/// <summary>What is hidden in the counts of a register cannot be found from what is shown of them.</summary>
public sealed class SuppressionTests
{
    private const string Register = """
        {
          "numbers": [{ "name": "SALES", "of": ["VENTAS"] }, { "name": "STAFF", "of": ["PO"] }],
          "dimensions": [{ "component": "REF_AREA", "column": "DEP" }, { "component": "ACTIVITY", "column": "RAMA" }, { "component": "SIZE_CLASS", "column": "STAFF", "classes": true }],
          "measures": [{ "indicator": "ENTR" }, { "indicator": "TURN", "sum": "SALES" }],
          "fixed": { "TIME_PERIOD": "2022" },
          "suppression": { "minimum": 3, "dominance": 0.8, "counts": true }
        }
        """;

    private static readonly Gen<List<(string Area, string Activity, int Staff, int Sales)>> Units =
        Gen.Select(Generators.AnyOf("Salto", "Rivera", "Rocha"), Generators.AnyOf("01", "10"), Generators.AnyOf(1, 1, 1, 2, 7, 30, 200), Gen.Int[1, 1000], (a, v, s, t) => (a, v, s, t)).List[20, 120];

    [Test]
    public void NoSumOfWhatIsShownFixesWhatIsHidden() => Units.Sample(Attack, iter: 25, threads: 1);

    [Test, Category("Soak")]
    public void NoSumOfWhatIsShownFixesWhatIsHidden_1000Registers() => Units.Sample(Attack, iter: 1000, threads: 1);

    [Test]
    public void ATableWhoseHiddenCellsAllHaveCompanyIsStillSolvedTogether()
    {
        // Two squares of hidden cells that one more hidden cell joins: each row and column has two or three, and yet that one follows from the sums.
        var table = new int[4, 4];
        HashSet<(int, int)> hidden = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3), (1, 2)];
        var cells = new List<CountedCell>();
        var place = new Dictionary<(int, int), int>();
        for (var r = 0; r < 4; r++) { for (var c = 0; c < 4; c++) { place[(r, c)] = cells.Count; cells.Add(new CountedCell(10 + table[r, c], hidden.Contains((r, c)))); } }
        var sums = new List<CellSum>();
        for (var i = 0; i < 4; i++)
        {
            cells.Add(new CountedCell(40, false));
            sums.Add(new CellSum(cells.Count - 1, [.. Enumerable.Range(0, 4).Select(c => place[(i, c)])]));
            cells.Add(new CountedCell(40, false));
            sums.Add(new CellSum(cells.Count - 1, [.. Enumerable.Range(0, 4).Select(r => place[(r, i)])]));
        }
        Assert.That(SecondarySuppression.Find(cells, sums, 3), Is.Not.Empty);
    }

    private static void Attack(List<(string Area, string Activity, int Staff, int Sales)> units)
    {
        using var memory = WorkWarehouse.OpenInMemory();
        using var folder = new TemporaryFolder();
        var file = folder.File("registro.csv");
        File.WriteAllLines(file, units.Select(u => $"{u.Area},{u.Activity},{u.Staff},{u.Sales}").Prepend("DEP,RAMA,PO,VENTAS"));
        var profile = RegisterTests.Profile(Register);
        using var counted = CountedFile.Of(memory, profile, file, "registro.csv", folder.File("counted"));
        var rows = File.ReadLines(counted.Path!).Skip(2).Select(l => l.Split(',')).Select(f => (Area: f[0], Activity: f[1], Size: f[2], Units: f[3], Sales: f[4])).ToList();
        foreach (var figure in (Func<(string Area, string Activity, string Size, string Units, string Sales), string>[])[r => r.Units, r => r.Sales])
        {
            using var solver = Solver.CreateSolver("GLOP");
            var finest = rows.Where(r => r is { Area: not "UY", Activity: not "_T", Size: not "_T" }).ToDictionary(r => (r.Area, r.Activity, r.Size), r => solver.MakeNumVar(0, double.PositiveInfinity, $"{r}"));
            var sums = rows.Select(r => (Row: r, Parts: finest.Where(f => r.Area is "UY" || r.Area == f.Key.Area).Where(f => r.Activity is "_T" || r.Activity == f.Key.Activity).Where(f => r.Size is "_T" || r.Size == f.Key.Size).Select(f => f.Value).ToList())).ToList();
            foreach (var (row, parts) in sums.Where(s => figure(s.Row)[0] != '['))
            {
                var value = double.Parse(figure(row), System.Globalization.CultureInfo.InvariantCulture);
                var shown = solver.MakeConstraint(value, value);
                foreach (var part in parts) { shown.SetCoefficient(part, 1); }
            }
            foreach (var (row, parts) in sums.Where(s => figure(s.Row)[0] == '['))
            {
                solver.Objective().Clear();
                foreach (var part in parts) { solver.Objective().SetCoefficient(part, 1); }
                var (low, high) = (Solve(minimise: true), Solve(minimise: false));
                Assert.That(high - low, Is.GreaterThan(0.5), $"{row} is known to be {low} from the rest of\n{string.Join('\n', rows)}");
            }

            double Solve(bool minimise)
            {
                solver.Objective().SetOptimizationDirection(!minimise);
                var result = solver.Solve();
                Assert.That(result, Is.EqualTo(Solver.ResultStatus.OPTIMAL).Or.EqualTo(Solver.ResultStatus.UNBOUNDED));
                return result == Solver.ResultStatus.UNBOUNDED ? double.PositiveInfinity : solver.Objective().Value();
            }
        }
    }
}
