using System.Text.Json.Nodes;
using Dapper;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.CommandLine;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>A workbook as an office really sends it: each mistake is told once, with its cell, and nothing is lost in silence.</summary>
public sealed class MessyWorkbookTests
{
    private const string Sheet = "Cuadro 1";

    private static object?[][] Rows =>
    [
        ["Cuadro 1"], ["Perú: Empresas según segmento empresarial, 2012"], ["(Número de empresas)"], [],
        ["Segmento empresarial", "Número de empresas"],
        ["Total", 1575529], ["Microempresa", 1499101], ["Pequeña empresa", 61129], ["Mediana y grande empresa", 9527], ["Sin segmento", 5772],
        [], ["Nota: cifras del directorio."],
    ];

    [Test]
    public void TheSheetUnderAnotherNameIsTold() => Tells(Rows, "F04", null, "Hoja1", sheet: "Hoja1");

    [Test]
    public void AHeaderInAnotherRowIsFound() => Tells([[], .. Rows], "F03", "'Cuadro 1'!5", "parece estar en la fila 6");

    [Test]
    public void AnotherYearInTheTitleIsTold() => Tells(With(2, 1, "Perú: Empresas según segmento empresarial, 2013"), "F09", "'Cuadro 1'!A2", "2013");

    [Test]
    public void AMisspeltHeaderIsToldWithTheNearest() => Tells(With(5, 2, "Nro. de empresas"), "F04", "'Cuadro 1'!5", "Nro. de empresas");

    [Test]
    public void WhatStandsBelowAnEmptyRowIsNotLost() => Tells([.. Rows[..7], [], .. Rows[7..]], "F05", "'Cuadro 1'!A9", "Pequeña empresa");

    /// <summary>What is lost is told whatever stands where its label should be, with how many rows and how far they reach.</summary>
    [TestCase(null)]
    [TestCase("  ")]
    public void ALostLabelLosesNoRowsInSilence(string? label) => Tells(With(8, 1, label), "F05", "'Cuadro 1'!A8", "«A8», que contiene datos. Son 3 filas; hasta B10");

    [Test]
    public void TheLastRowWithoutItsLabelIsNotLost() => Tells(With(10, 1, null), "F05", "'Cuadro 1'!A10", "«A10», que contiene datos.");

    /// <summary>A line break, a hard blank or two blanks within a header are one blank, whatever reads it.</summary>
    [TestCase("Número de\nempresas")]
    [TestCase("Número\u00a0de  empresas")]
    public void BlanksOfAHeaderDoNotMatter(string header) => WhatAPersonReadsAlikeIsReadAlike(5, 2, header);

    // One cause, one finding: neither the sum nor the order of the classes is a second fault.
    [TestCase("1.499", "C05")]
    [TestCase(12.5, "C05")]
    [TestCase(-5, "C04")]
    public void AFigureThatIsWrongInItselfMakesNoOtherFault(object figure, string code) => Tells(With(7, 2, figure), code, "'Cuadro 1'!B7", "Empresas");

    [TestCase(5, 2, "Numero de empresas", Description = "without its accent")]
    [TestCase(7, 1, "  MICROEMPRESA ", Description = "in capitals, with blanks")]
    [TestCase(7, 1, "Microempresa 1/", Description = "with the mark of a footnote")]
    [TestCase(7, 1, "Microempresa (2)", Description = "with another")]
    [TestCase(4, 4, "  ", Description = "a blank where nobody sees it")]
    public void WhatAPersonReadsAlikeIsReadAlike(int row, int column, string text)
    {
        var (code, report) = Check(With(row, column, text));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Ok), report.ToJsonString());
            Assert.That((int)report["accounting"]!["cellsRead"]!, Is.EqualTo(10));
            Assert.That((int)report["accounting"]!["cellsNotUnderstood"]!, Is.Zero);
        }
    }

    [Test]
    public void AProvinceThatIsMissingIsToldByItsCode()
    {
        using var workspace = new TestWorkspace();
        var areas = workspace.Work.Query<string>("select code from dim_area where parent = 'PE' and code not like '%-\\_U' escape '\\' order by code").ToList();
        string[] classes = ["MICRO", "SMALL", "MEDIUM", "LARGE"];
        var figures = classes.Index().SelectMany(size => areas.Select(area => new Figure(size.Item, $"{100 - (20 * size.Index)}") { Area = area }).Where(f => f.Area != "PE-CUS")
            .Append(new Figure(size.Item, $"{(100 - (20 * size.Index)) * areas.Count}") { Area = "PE" }));
        var report = workspace.Ingest(workspace.Write("f.csv", Synthetic.Csv(figures)), Synthetic.Profile("PER-30056"))!;
        var finding = report.Findings.Single(f => f.Code != "F10");
        Assert.That((finding.Code, CheckCatalogue.SeverityOf(finding), finding.Args["lacking"], finding.Places), Is.EqualTo(("T02", "W", "PE-CUS", 4L)), Findings.Text(report));
    }

    private static object?[][] With(int row, int column, object? value)
    {
        var rows = Rows;
        var cells = rows[row - 1].ToList();
        while (cells.Count < column) { cells.Add(null); }
        cells[column - 1] = value;
        rows[row - 1] = [.. cells];
        return rows;
    }

    private static void Tells(object?[][] rows, string code, string? cell, string text, string sheet = Sheet)
    {
        var (exit, report) = Check(rows, sheet);
        var findings = report["findings"]!.AsArray().Where(f => (string?)f!["code"] != "F10").ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(exit, Is.EqualTo(ExitCodes.Findings));
            Assert.That((string?)report["profile"], Is.EqualTo("pe-inei-estructura"));
            Assert.That(findings.Select(f => (string?)f!["code"]), Is.EqualTo((string[])[code]), report.ToJsonString());
            Assert.That((string?)findings[0]!["cell"], Is.EqualTo(cell ?? ""));
            Assert.That((string?)findings[0]!["message"], Does.Contain(text));
        }
    }

    private static (int Exit, JsonNode Report) Check(object?[][] rows, string sheet = Sheet)
    {
        using var folder = new TemporaryFolder();
        var (exit, output) = IngestProgram.Run("check", Workbook.Write(folder.File("f.xlsx"), sheet, rows), "--data", folder.File("none"), "--format", "json");
        return (exit, JsonNode.Parse(output)!);
    }
}
