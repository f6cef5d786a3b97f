using System.Text.RegularExpressions;
using Dapper;
using Google.OrTools.LinearSolver;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Harmonising;

/// <summary>
/// An attack on our own answers (METHOD.md, Size: never narrow a suppressed cell): every figure of a release, with the rules that its lineage tells, as equations, solved for each cell that the
/// source hides. What they leave open must be what the source's own printed cells leave open, which is less than its marks say: IBGE's masking fails in places.
/// </summary>
public sealed partial class SuppressedCellAttackTests
{
    private static readonly string[] Persons = ["EMPE", "EMPE_SURVIVOR", "EMPE_ENTRY", "EMPE_BIRTH", "EMPE_REENTRY", "EMPE_EXIT"];

    // What everybody knows of these tables, whoever prints them.
    private static readonly (string Whole, string[] Parts)[] Events = [("EMPE", ["EMPE_SURVIVOR", "EMPE_ENTRY"]), ("EMPE_ENTRY", ["EMPE_BIRTH", "EMPE_REENTRY"])];

    private sealed record Row(string Indicator, string Activity, string Scheme, string Size, decimal? Value, decimal? Low, decimal? High, string Method, string Statuses, string? Kind, string? Component, string? Detail, string? Inputs)
    {
        public (string, string, string) Key => (Indicator, Activity, $"{Scheme}|{Size}");

        public bool Hidden => Method == "reported" && Statuses.Contains('Q', StringComparison.Ordinal);
    }

    // Of IBGE's 148 hidden cells 16 follow from other printed ones: survivors and entries are the active, sections add to the total.
    [TestCase("2016", 18, 12)]
    [TestCase("2017", 20, 0)]
    [TestCase("2018", 46, 0)]
    [TestCase("2019", 30, 0)]
    [TestCase("2020", 30, 0)]
    [TestCase("2021", 4, 4)]
    public void OurAnswersLeaveOpenWhatTheSourceLeavesOpen(string year, int cells, int leaks)
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(Repository.SharedFile("real", "br", "empresas_ativas.xlsx"), "br-ibge-demografia");
        workspace.Ingest(Repository.SharedFile("real", "br", "pessoal_assalariado.xlsx"), "br-ibge-demografia");
        var release = ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "");
        var rows = Rows(Release.DatabaseFile(workspace.Workspace, release.ReleaseId), year);
        var hidden = rows.Where(r => r.Hidden).ToList();
        Assert.That(hidden, Has.Count.EqualTo(cells));
        using var source = Program(rows, oursToo: false, out var printed);
        using var all = Program(rows, oursToo: true, out var answered);
        var told = 0;
        using (Assert.EnterMultipleScope())
        {
            foreach (var cell in hidden)
            {
                var (low, high) = Range(source, printed[cell.Key]);
                var (ourLow, ourHigh) = Range(all, answered[cell.Key]);
                Assert.That((ourLow, ourHigh), Is.EqualTo((low, high)).Using<(double, double), (double, double)>((a, b) => Near(a.Item1, b.Item1) && Near(a.Item2, b.Item2)), $"{cell.Indicator} {cell.Activity} {cell.Size}");
                if (high - low < 0.5) { told++; }
            }
            Assert.That(told, Is.EqualTo(leaks), "What the source itself gives away.");

        }
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) <= 0.5 + (1e-7 * Math.Max(Math.Abs(a), Math.Abs(b)));

    private static List<Row> Rows(string database, string year)
    {
        using var connection = Sql.Connect(database, ";ACCESS_MODE=READ_ONLY");
        return connection.Query<Row>(
            """
            select i.code as Indicator, a.code as Activity, c.scheme as Scheme, c.code as Size, f.value as Value, f.value_low as Low, f.value_high as High, m.code as Method,
                (select string_agg(s.code, ' ') from dim_code s where s.list = 'OBS_STATUS' and f.obs_statuses & (1::uinteger << (s.code_id - 1)::uinteger) <> 0) as Statuses,
                r.kind as Kind, n.component as Component, r.detail as Detail, n.codes as Inputs
            from fact_performance f
            join dim_indicator i on i.indicator_id = f.indicator
            join dim_activity a on a.activity_id = f.activity
            join dim_size_class c on c.size_class_id = f.size_class
            join dim_period p on p.period_id = f.time_period
            join dim_code m on m.list = 'METHOD' and m.code_id = f.method
            left join harmonisation_rule r on r.rule_id = f.rule
            left join (select rule_id, min(component) as component, string_agg(code, ' + ' order by code) as codes from rule_input group by rule_id) n on n.rule_id = f.rule
            where p.code = $year and i.code in ('EMPE', 'EMPE_SURVIVOR', 'EMPE_ENTRY', 'EMPE_BIRTH', 'EMPE_REENTRY', 'EMPE_EXIT', 'SHR_EMPE')
            """, new { year }).ToList();
    }

    private static Solver Program(List<Row> rows, bool oursToo, out Dictionary<(string, string, string), Variable> cells)
    {
        var solver = Solver.CreateSolver("GLOP");
        var used = rows.Where(r => Persons.Contains(r.Indicator) && (oursToo || r.Method == "reported")).ToList();
        cells = used.ToDictionary(r => r.Key, r => r switch
        {
            { Value: { } value, Low: null } => solver.MakeNumVar((double)value, (double)value, ""),
            { Low: { } low } => solver.MakeNumVar((double)low, r.High is { } high ? (double)high : double.PositiveInfinity, ""),
            _ => solver.MakeNumVar(0, double.PositiveInfinity, ""),
        });
        var known = cells;
        foreach (var group in used.Where(r => r.Scheme == "BRA-IBGE-DEMOG-3").GroupBy(r => (r.Indicator, r.Activity)))
        {
            Sum((group.Key.Indicator, group.Key.Activity, "BRA-IBGE-DEMOG-3|_T"), group.Where(r => r.Size is "S0" or "S1T9" or "S_GE10").Select(r => r.Key));
        }
        foreach (var group in used.Where(r => r.Scheme == "BRA-IBGE-DEMOG-3").GroupBy(r => (r.Indicator, r.Size)))
        {
            Sum((group.Key.Indicator, "_T", $"BRA-IBGE-DEMOG-3|{group.Key.Size}"), group.Where(r => CnaeSection().IsMatch(r.Activity)).Select(r => r.Key));
        }
        foreach (var (whole, parts) in Events)
        {
            foreach (var row in used.Where(r => r.Indicator == whole && r.Scheme == "BRA-IBGE-DEMOG-3")) { Sum(row.Key, parts.Select(p => (p, row.Activity, row.Key.Item3))); }
        }
        if (!oursToo) { return solver; }
        foreach (var row in used.Where(r => r.Kind is not null && r.Inputs is not null))
        {
            var touching = row.Inputs!.Split(" + ").Select(code => InputOf(row, code)).ToList();
            switch (row.Kind)
            {
                case "same size" or "same activity" or "sum of size" or "sum of activity" or "nested size" or "nested activity":
                    Sum(row.Key, touching);
                    break;
                case "allocated activity" or "straddled size":
                    var inside = Inside().Match(row.Detail!).Groups[1].Value.Split(" + ", StringSplitOptions.RemoveEmptyEntries).Select(code => InputOf(row, code.Trim())).ToList();
                    Limit(row.Key, inside, 0, double.PositiveInfinity);
                    Limit(row.Key, touching, double.NegativeInfinity, 0);
                    break;
            }
        }
        // A share of a total says what it is a share of, to half its last digit.
        foreach (var share in rows.Where(r => r.Indicator == "SHR_EMPE"))
        {
            if (!known.TryGetValue(("EMPE", share.Activity, share.Key.Item3), out var part) || !known.TryGetValue(("EMPE", share.Activity, $"{share.Scheme}|_T"), out var whole)) { continue; }
            var (low, high) = share is { Value: { } value, Low: null } ? (value - 0.005m, value + 0.005m) : (share.Low ?? 0, share.High ?? 100);
            var least = solver.MakeConstraint(0, double.PositiveInfinity);
            least.SetCoefficient(part, 100);
            least.SetCoefficient(whole, -(double)low);
            var most = solver.MakeConstraint(double.NegativeInfinity, 0);
            most.SetCoefficient(part, 100);
            most.SetCoefficient(whole, -(double)high);
        }
        return solver;

        (string, string, string) InputOf(Row row, string code) => row.Component switch
        {
            "ACTIVITY" => (row.Indicator, code, row.Key.Item3),
            "SIZE_CLASS" => (row.Indicator, row.Activity, code.Contains('|', StringComparison.Ordinal) ? code : $"BRA-IBGE-DEMOG-3|{code}"),
            _ => row.Key,
        };

        void Sum((string, string, string) whole, IEnumerable<(string, string, string)> parts) => Limit(whole, parts, 0, 0);

        // whole - parts within the limits; a part that has no row is none.
        void Limit((string, string, string) whole, IEnumerable<(string, string, string)> parts, double low, double high)
        {
            var there = parts.Where(known.ContainsKey).Where(p => p != whole).ToList();
            if (there.Count == 0 || !known.TryGetValue(whole, out var total)) { return; }
            var constraint = solver.MakeConstraint(low, high);
            constraint.SetCoefficient(total, 1);
            foreach (var part in there) { constraint.SetCoefficient(known[part], -1); }
        }
    }

    private static (double Low, double High) Range(Solver solver, Variable cell)
    {
        solver.Objective().Clear();
        solver.Objective().SetCoefficient(cell, 1);
        return (Solve(false), Solve(true));

        double Solve(bool most)
        {
            solver.Objective().SetOptimizationDirection(most);
            var result = solver.Solve();
            Assert.That(result, Is.EqualTo(Solver.ResultStatus.OPTIMAL), "The answers contradict each other.");
            return solver.Objective().Value();
        }
    }

    [GeneratedRegex("^CNAE20_[A-Z]$")]
    private static partial Regex CnaeSection();

    [GeneratedRegex(@"^\[([^\]]*)\]")]
    private static partial Regex Inside();
}
