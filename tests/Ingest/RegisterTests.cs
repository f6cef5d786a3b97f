using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using Dapper;
using Observatorio.Ingest.Profiles;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>Registers and survey extracts: one row a unit, counted and not kept.</summary>
public sealed class RegisterTests
{
    [TestCase("denue_layout_2014.csv", 14, "2014-12", 14)]
    [TestCase("denue_layout_2026.csv", 34, "2026-04", 2)]
    public void BothLayoutsOfTheMexicanDirectory(string file, int establishments, string period, int smallest)
    {
        using var workspace = new TestWorkspace();
        var report = workspace.Ingest(Repository.SharedFile("real", "mex", file), "mx-denue")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Findings.Errors(report), Is.Empty, Findings.Text(report));
            Assert.That(Star.Current(workspace.Work, new StarKey("MX_DENUE", "ESTA", "MX", "MEX-DENUE", "_T", "_T", period))!.Value, Is.EqualTo(establishments));
            Assert.That(Star.Current(workspace.Work, new StarKey("MX_DENUE", "ESTA", "MX", "MEX-DENUE", "S_LE5", "_T", period))!.Value, Is.EqualTo(smallest));
        }
    }

    [Test]
    public void EveryDepartmentOfTheMicroBusinessSurveyHasItsExpandedTotal()
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(TestWorkspace.Sample("co-emicron/emicron_2024_microdatos_sinteticos.zip"), "co-emicron");
        using var csv = new CsvReader(new StreamReader(Repository.SharedFile("real", "col", "derived_emicron2024_tamano_x_depto.csv")), CultureInfo.InvariantCulture);
        var rows = csv.GetRecords<EmicronRow>().ToList();
        var areas = TestWorkspace.Shipped("co-emicron").Labels.Where(l => l.Component == "REF_AREA").ToDictionary(l => l.Label, l => l.Code);
        var compared = 0;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(decimal.Round(rows.Sum(r => r.micronegocios_expandidos)), Is.EqualTo(5_297_252));
            foreach (var department in rows.GroupBy(r => r.cod_depto))
            {
                var (counts, staff) = (Figure(workspace, "ENTR", areas[department.Key]), Figure(workspace, "EMPN", areas[department.Key]));
                if (counts.Status == "Q") { continue; }
                compared++;
                Assert.That(counts.Value, Is.EqualTo(department.Sum(r => r.micronegocios_expandidos)), department.Key);
                Assert.That(staff.Value, Is.EqualTo(department.Sum(r => r.ocupados_expandidos)).Within(0.01m), department.Key);
            }
            Assert.That(compared, Is.GreaterThanOrEqualTo(20));
        }
    }

    [Test]
    public void NothingOfARowIsKept()
    {
        using var workspace = new TestWorkspace();
        var zip = Zip(workspace, ("unidades.csv", "ID,DEP,PESO,TAXNO\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"{i},Salto,2.5,SECRETO-{i}\n"))), ("personal.csv", "UNIDAD,QUIEN\n1,SECRETO-A\n1,SECRETO-B\n"));
        var report = workspace.Ingest(zip, Profile(Joined))!;
        Assert.That(report.Loaded, Is.True, Findings.Text(report));
        workspace.Close();
        var secret = "SECRETO"u8.ToArray();
        using (Assert.EnterMultipleScope())
        {
            foreach (var file in Directory.EnumerateFiles(workspace.Workspace.Root, "*", SearchOption.AllDirectories)) { Assert.That(File.ReadAllBytes(file).AsSpan().IndexOf(secret), Is.EqualTo(-1), file); }
            Assert.That(Directory.EnumerateFileSystemEntries(workspace.Workspace.TemporaryFolder), Is.Empty);
        }
    }

    [Test]
    public void AWeightedUnitCountsAsManyTimesAndItsWorkersAreCounted()
    {
        using var workspace = new TestWorkspace();
        var zip = Zip(workspace, ("unidades.csv", "ID,DEP,PESO\n1,Salto,2.5\n2,Salto,1.5\n3,Rivera,4\n"), ("personal.csv", "UNIDAD,QUIEN\n" + string.Concat(Enumerable.Repeat("1,x\n", 5)) + "9,y\n"));
        var report = workspace.Ingest(zip, Profile(Joined))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Findings.Select(f => f.Code), Does.Contain("R04"));
            Assert.That(Tiny(workspace, "ENTR", "UY", "_T").Value, Is.EqualTo(8));
            // One owner and five workers are six: the second band.
            Assert.That(Tiny(workspace, "ENTR", "UY-SA", "S5T19").Value, Is.EqualTo(2.5m));
            Assert.That(Tiny(workspace, "EMPN", "UY-SA", "_T").Value, Is.EqualTo((6 * 2.5m) + 1.5m));
        }
    }

    [Test]
    public void ANumberIsSortedIntoTheClassesOfItsScheme()
    {
        var random = new Random(3);
        var staff = Enumerable.Range(0, 500).Select(_ => (int)Math.Exp(random.NextDouble() * 7) - 1).ToList();
        foreach (var (scheme, bounds) in ((string, (string, int, int)[])[])[
            ("CMN3", [("S0", 0, 1), ("S1T9", 1, 10), ("S10T49", 10, 50), ("S_GE50", 50, int.MaxValue)]),
            ("SBS", [("S_LE9", 0, 10), ("S10T19", 10, 20), ("S20T49", 20, 50), ("S50T249", 50, 250), ("S_GE250", 250, int.MaxValue)]),
            ("URY-BANDS", [("S1T4", 1, 5), ("S5T19", 5, 20), ("S20T99", 20, 100), ("S_GE100", 100, int.MaxValue)])])
        {
            using var workspace = new TestWorkspace();
            var file = workspace.Write("registro.csv", "ID,DEP,PO\n" + string.Concat(staff.Select((s, i) => $"{i},Salto,{s}\n")));
            var report = workspace.Ingest(file, Profile(Numbered, scheme))!;
            Assert.That(Findings.Errors(report), Is.Empty, Findings.Text(report));
            foreach (var (code, low, high) in bounds)
            {
                Assert.That(Star.Current(workspace.Work, new StarKey("UY_TINY", "ENTR", "UY", scheme, code, "_T", "2022"))?.Value ?? 0, Is.EqualTo(staff.Count(s => s >= low && s < high)), $"{scheme} {code}");
            }
        }
    }

    [Test]
    public void SalesAreSortedIntoClassesInUnitsOfAccountAtTheRatesOfTheYear()
    {
        using var workspace = new TestWorkspace();
        // The strata of CAN Decision 702 are in dollars: 100,000 and 1, 2 and 5 millions.
        var rate = workspace.Work.ExecuteScalar<decimal>("select value from rate where kind = 'FX' and ref_area = 'UY' and year = 2012");
        decimal[] dollars = [99_999, 100_001, 999_999, 1_000_001, 2_000_001, 5_000_001];
        var file = workspace.Write("registro.csv", "ID,DEP,PO\n" + string.Concat(dollars.Select((d, i) => $"{i},Salto,{(d * rate).ToString(CultureInfo.InvariantCulture)}\n")));
        var report = workspace.Ingest(file, Profile(Numbered.Replace("2022", "2012", StringComparison.Ordinal), "CAN702V"))!;
        Assert.That(Findings.Errors(report), Is.Empty, Findings.Text(report));
        Assert.That(((string[])["I", "II", "III", "IV", "V"]).Select(c => Star.Current(workspace.Work, new StarKey("UY_TINY", "ENTR", "UY", "CAN702V", c, "_T", "2012"))?.Value ?? 0), Is.EqualTo(new decimal[] { 1, 2, 1, 1, 1 }));
    }

    [Test]
    public void TheStandardErrorIsThatOfTheSample()
    {
        using var workspace = new TestWorkspace();
        // Two strata: three and two units of weight 10 and 20. In Salto two of the first and one of the second.
        var file = workspace.Write("encuesta.csv", "ID,DEP,PESO,ESTRATO\n1,Salto,10,A\n2,Salto,10,A\n3,Rivera,10,A\n4,Salto,20,B\n5,Rivera,20,B\n");
        var report = workspace.Ingest(file, Profile("""
            { "dimensions": [{ "component": "REF_AREA", "column": "DEP" }], "measures": [{ "indicator": "ENTR" }], "weight": "PESO", "design": { "strata": "ESTRATO" }, "fixed": { "TIME_PERIOD": "2022" } }
            """))!;
        Assert.That(Findings.Errors(report), Is.Empty, Findings.Text(report));
        // n/(n-1) (Σz² - (Σz)²/n) by stratum: 3/2 (200 - 400/3) + 2 (400 - 400/2).
        var expected = Math.Sqrt((1.5 * (200 - (400.0 / 3))) + (2 * (400 - 200)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(StdErr("UY-SA"), Is.EqualTo(expected).Within(0.001));
            Assert.That(StdErr("UY"), Is.Zero.Within(0.001), "All units of each stratum have one weight: their sum does not vary.");
        }

        double? StdErr(string area) => workspace.Work.ExecuteScalar<double?>("select std_err from fact_enterprise_count f join dim_area a on a.area_id = f.ref_area where a.code = $area and own_scheme and closed_by is null", new { area });
    }

    [Test]
    public void TheSameRegisterTwiceChangesNothingAndARebuildFromTheCountsGivesTheSame()
    {
        using var workspace = new TestWorkspace();
        var file = TestWorkspace.Sample("mx-denue/denue_sintetico.csv");
        workspace.Ingest(file, "mx-denue");
        var before = Star.Lines(workspace.Work);
        Assert.That(workspace.Ingest(file, "mx-denue"), Is.Null);
        workspace.Close();
        using (workspace.Workspace.LockForWriting()) { Observatorio.Ingest.Submissions.Rebuild(workspace.Workspace); }
        Assert.That(Star.Lines(workspace.Work), Is.EqualTo(before));
    }

    [Test]
    public void QuotedLineBreaksLatinLettersAndARaggedRow()
    {
        using var workspace = new TestWorkspace();
        var text = "ID,DEP,PO\n1,Salto,3\n2,\"Paysandú\",4\n";
        var fine = workspace.Ingest(workspace.Write("latin.csv", Encoding.Latin1.GetBytes(text)), Profile("{ \"encoding\": \"windows-1252\"," + Numbered[1..], labels: "REF_AREA,Paysandú,,UY-PA,\n"))!;
        var ragged = workspace.Ingest(workspace.Write("ragged.csv", "ID,DEP,PO\n1,Salto,3\n2,Salto,4,5\n"), Profile(Numbered))!;
        var invalid = workspace.Ingest(workspace.Write("invalid.csv", Encoding.Latin1.GetBytes(text)), Profile(Numbered))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Findings.Errors(fine), Is.Empty, Findings.Text(fine));
            Assert.That(ragged.Findings.Select(f => (f.Code, f.Row)), Is.EqualTo(((string, long?)[])[("F06", 3)]));
            Assert.That(Findings.Errors(invalid), Is.EqualTo((string[])["F02"]));
            Assert.That(workspace.Submissions.Select(s => s.Status), Is.EqualTo((string[])["approved", "failed", "failed"]));
        }
    }

    /// <summary>Units with weights, and their workers in another file.</summary>
    public const string Joined = """
        {
          "file": "unidades", "weight": "PESO",
          "joins": [{ "file": "personal", "keys": { "ID": "UNIDAD" }, "count": "TRABAJADORES" }],
          "numbers": [{ "name": "PERSONAS", "of": ["TRABAJADORES"], "plus": 1 }],
          "dimensions": [{ "component": "REF_AREA", "column": "DEP" }, { "component": "SIZE_CLASS", "column": "PERSONAS", "classes": true }],
          "measures": [{ "indicator": "ENTR" }, { "indicator": "EMPN", "sum": "PERSONAS" }],
          "fixed": { "TIME_PERIOD": "2022" }
        }
        """;

    /// <summary>Units with a number by which they are classed.</summary>
    public const string Numbered = """
        {
          "numbers": [{ "name": "STAFF", "of": ["PO"] }],
          "dimensions": [{ "component": "REF_AREA", "column": "DEP" }, { "component": "SIZE_CLASS", "column": "STAFF", "classes": true }],
          "measures": [{ "indicator": "ENTR" }],
          "fixed": { "TIME_PERIOD": "2022" }
        }
        """;

    /// <summary>The profile of the broken samples with a register layout in place of its table.</summary>
    public static Profile Profile(string register, string scheme = "URY-BANDS", string labels = "")
    {
        var tiny = Checking.BrokenSample.ProfileOf("clean").Files;
        var dataset = tiny["dataset.json"].Replace("URY-BANDS", scheme, StringComparison.Ordinal).Replace("\"universe\": \"FORMAL\"", "\"universe\": \"SAMPLE\"", StringComparison.Ordinal)
            .Replace("\"currency\"", "\"thresholds\": { \"C05\": 1 }, \"currency\"", StringComparison.Ordinal);
        return ProfileFolder.Parse("tiny", new Dictionary<string, string> { ["dataset.json"] = dataset, ["registro.register.json"] = register, ["labels.csv"] = string.Concat(tiny["labels.csv"].Split('\n').Where(l => !l.StartsWith("SIZE_CLASS", StringComparison.Ordinal)).Select(l => l + "\n")) + labels });
    }

    private static string Zip(TestWorkspace workspace, params (string Name, string Text)[] files)
    {
        using (var zip = ZipFile.Open(workspace.File("registro.zip"), ZipArchiveMode.Create))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }
        return workspace.File("registro.zip");
    }

    private static StarFigure Tiny(TestWorkspace workspace, string indicator, string area, string size) => Star.Current(workspace.Work, new StarKey("UY_TINY", indicator, area, "URY-BANDS", size, "_T", "2022"))!;

    private static StarFigure Figure(TestWorkspace workspace, string indicator, string area) => Star.Current(workspace.Work, new StarKey("CO_EMICRON", indicator, area, "COL-EMICRON", "_T", "_T", "2024"))!;

#pragma warning disable IDE1006, CA1812
    private sealed record EmicronRow(string cod_depto, string clase_te, string personas, int n_muestra, decimal micronegocios_expandidos, decimal ocupados_expandidos);
#pragma warning restore IDE1006, CA1812
}
