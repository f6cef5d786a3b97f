using System.Text;
using Observatorio.Ingest.CommandLine;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>Files that are damaged, hostile or simply wrong: each is told to its office in a sentence, and nothing of it is stored.</summary>
public sealed class BadInputTests
{
    private const string Csv = "pe-produce-estrato";
    private const string Xlsx = "pe-inei-estructura";
    private const string Header = "Año,Estrato empresarial,Número de empresas\r\n";
    private const string Good = Header + "2017,Micro empresa,1836848\r\n2017,Pequeña empresa,60702\r\n2017,Mediana empresa,2034\r\n2017,Gran empresa,9245\r\n";

    private static readonly object?[][] GoodRows =
    [
        ["PERÚ"], ["Perú: Empresas según segmento empresarial, 2012"], ["(Unidades)"], [],
        ["Segmento empresarial", "Número de empresas"],
        ["Total", 1575529], ["Microempresa", 1499101], ["Pequeña empresa", 61129], ["Mediana y grande empresa", 9527], ["Sin segmento", 5772],
    ];

    private static IEnumerable<TestCaseData> Cases()
    {
        yield return Case("An empty file", Csv, w => w.Write("f.csv", ""), "F01", "está vacío", "it is empty");
        yield return Case("Only a byte order mark", Csv, w => w.Write("f.csv", "\uFEFF"), "F03", "El encabezado no está", "The header is not where");
        yield return Case("Only blank lines", Csv, w => w.Write("f.csv", "\r\n\r\n\r\n"), "F03", "El encabezado no está", "The header is not where");
        yield return Case("A sheet without rows", Xlsx, w => Workbook.Write(w.File("f.xlsx"), "Cuadro 1", []), "F03", "El encabezado no está", "The header is not where");
        yield return Case("A sheet of only a header", Xlsx, w => Workbook.Write(w.File("f.xlsx"), "Cuadro 1", GoodRows[..5]), "F01", "no tiene ninguna cifra", "it holds no figure");
        yield return Case("A CSV of only a header", Csv, w => w.Write("f.csv", Header), "F01", "no tiene ninguna cifra", "it holds no figure");
        yield return Case("A PDF under an Excel name", Xlsx, w => w.Write("f.xlsx", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"), "F01", "(PDF)", "(PDF)");
        yield return Case("A ZIP that is no workbook", Xlsx, OtherZip, "F01", "(ZIP)", "(ZIP)");
        yield return Case("A truncated ZIP", Xlsx, Truncated, "F01", "está incompleto", "it is incomplete");
        yield return Case("A ZIP bomb", Xlsx, Bomb, "F01", "ocupa demasiado al descomprimirlo", "far too large when unpacked");
        yield return Case("A workbook whose sheet is no XML", Xlsx, w => Broken(w, "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row><c><v>1</"), "F01", "está dañado", "it is damaged");
        yield return Case("A workbook whose sheet expands entities", Xlsx, w => Broken(w, """<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"""), "F01", "está dañado", "it is damaged");
        yield return Case("A cell beyond the last column", Xlsx, w => Broken(w, SheetOf("""<row r="1"><c r="FXSHRXP1"><v>1</v></c></row>""")), "F01", "está dañado", "it is damaged");
        yield return Case("A row beyond the last", Xlsx, w => Broken(w, SheetOf("""<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c r="A2000000000"><v>1</v></c></row>""")), "F01", "está dañado", "it is damaged");
        yield return Case("A cell at the very end", Xlsx, w => Broken(w, SheetOf("""<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>""")), "F01", "ocupa demasiado al descomprimirlo", "far too large when unpacked");
        yield return Case("Merges that overlap", Xlsx, w => Broken(w, SheetOf(string.Concat(Enumerable.Range(1, 20_000).Select(i => $"""<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>""")), string.Concat(Enumerable.Range(1, 2000).Select(i => $"""<mergeCell ref="A{i}:A1048576"/>""")))), "F01", "está dañado", "it is damaged");
        yield return Case("A cell in the last column and 200 rows", Xlsx, w => Broken(w, SheetOf("""<row r="1"><c r="XFD1"><v>1</v></c></row>""" + string.Concat(Enumerable.Range(2, 199).Select(i => $"""<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>""")))), "F03", "El encabezado no está donde", "The header is not where");
        yield return Case("A formula error", Xlsx, w => Workbook.Write(w.File("f.xlsx"), "Cuadro 1", [.. GoodRows[..6], ["Microempresa", "=#REF!"], .. GoodRows[7..]]), "F08", "fórmulas con error", "formulas in error");
        yield return Case("A missing sheet", Xlsx, w => Workbook.Write(w.File("f.xlsx"), "Cuadro 9", GoodRows), "F04", "Falta la hoja", "The sheet");
        yield return Case("A NUL byte", Csv, w => w.Write("f.csv", Good.Replace("1836848", "18\06848", StringComparison.Ordinal)), "F02", "bytes nulos (línea 2)", "null bytes (line 2)");
        yield return Case("NUL bytes at the end", Csv, w => w.Write("f.csv", Good + "\0\0\0"), "F02", "bytes nulos", "null bytes");
        yield return Case("Bytes that are no UTF-8", Csv, w => w.Write("f.csv", Encoding.Latin1.GetBytes(Good)), "F02", "hay bytes que no existen en ella", "some bytes do not exist in it");
        yield return Case("A line of 10 MB", Csv, w => w.Write("f.csv", Good + "2018,Micro empresa," + new string('9', 10_000_000) + "\r\n"), "F01", "tiene una línea demasiado larga", "it has a line that is too long");
        yield return Case("A file of one endless line", Csv, w => w.Write("f.csv", new string('x', 3_000_000)), "F01", "tiene una línea demasiado larga", "it has a line that is too long");
        yield return Case("Another office's CSV", "cl-sii-trtrab", w => w.Write("f.txt", Good), "F03", "El encabezado no está donde", "The header is not where");
        yield return Case("A workbook for a profile of texts", Csv, w => Workbook.Write(w.File("f.xlsx"), "Cuadro 1", GoodRows), "F01", "el perfil no tiene diseño", "the profile has no layout");
        yield return Case("A text for a profile of workbooks", Xlsx, w => w.Write("f.csv", Good), "F01", "el perfil no tiene diseño", "the profile has no layout");
        yield return Case("Another table of the same workbook kind", Xlsx, w => Workbook.Write(w.File("f.xlsx"), "Cuadro 1", [.. GoodRows[..1], ["Perú: Empresas según segmento empresarial, 2019"], .. GoodRows[2..]]), "F09", "El título dice", "The title says");
        yield return Case("An OLE file of garbage", Xlsx, w => w.Write("f.xls", OleGarbage()), "F01", "está dañado", "it is damaged");
        yield return Case("A workbook with a password", Xlsx, w => w.Write("f.xlsx", BadFiles.EncryptedWorkbook()), "F01", "está protegido con contraseña", "it is protected by a password");
        yield return Case("UTF-16 with its mark", Csv, w => w.Write("f.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)]), "F01", "(UTF-16)", "(UTF-16)");
        yield return Case("UTF-16 without a mark", Csv, w => w.Write("f.csv", Encoding.Unicode.GetBytes(Good)), "F02", "hay bytes que no existen en ella", "some bytes do not exist in it");
        yield return Case("A row with a field too many", Csv, w => w.Write("f.csv", Good + "2018,Micro empresa,1900,5\r\n"), "F06", "La fila tiene 4 campos y el encabezado 3", "The row has 4 fields and the header 3");
        yield return Case("A row with a field too few", Csv, w => w.Write("f.csv", Good + "2018,Micro empresa\r\n"), "F06", "La fila tiene 2 campos y el encabezado 3", "The row has 2 fields and the header 3");
        yield return Case("A quote that stays open to the end", Csv, w => w.Write("f.csv", Good + "2018,\"Micro empresa,1900\r\n2019,Micro empresa,2000\r\n"), "F01", "unas comillas se abren y no se cierran", "a quotation mark opens and does not close");
        yield return Case("A quote that stays open in the last row", Csv, w => w.Write("f.csv", Good + "2018,Micro empresa,\"1900"), "F01", "unas comillas se abren y no se cierran", "a quotation mark opens and does not close");
        yield return Case("A quote that stays open until another one opens", Csv, w => w.Write("f.csv", Header + "2016,\"Micro empresa,1\r\n2017,Micro empresa,2\r\n2018,\"Micro empresa\",3\r\n2019,Micro empresa,4\r\n"), "F01", "unas comillas se abren y no se cierran", "a quotation mark opens and does not close");
        yield return Case("A quote that stays open in the header", Csv, w => w.Write("f.csv", "Año,\"Estrato empresarial,Número de empresas\r\n2016,Micro empresa,1728777\r\n2017,Micro empresa,1836848\r\n"), "F03", "El encabezado no está", "The header is not where");
        yield return Case("A thousands mark that the profile does not declare", Csv, w => w.Write("f.csv", Good + "2018,Micro empresa,1.900\r\n"), "C05", "si la marca es de miles, sería 1900", "if the mark is of the thousands it would be 1900");
        yield return Case("An unknown label", Csv, w => w.Write("f.csv", Good + "2018,Micro empreza,1900\r\n"), "C06", "la más parecida es «Micro empresa»", "the nearest is");
    }

    [TestCaseSource(nameof(Cases))]
    public void IsStoppedWithASentence(string profile, Func<TestWorkspace, string> write, string code, string spanish, string english)
    {
        using var workspace = new TestWorkspace();
        var report = workspace.Ingest(write(workspace), profile)!;
        Findings.Stopped(report, code, spanish, english);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Star.Count(workspace.Work), Is.Zero);
            Assert.That(workspace.Submissions.Single().Status, Is.EqualTo("failed"));
        }
    }

    // Rows of a million cells without anything in them are what a spreadsheet leaves behind: they cost no memory and change nothing.
    [Test]
    public void AMillionEmptyTrailingCellsOfATextAreNothing([Values("header", "row", "both")] string where)
    {
        using var workspace = new TestWorkspace();
        var commas = new string(',', 1_000_000);
        var lines = Good.TrimEnd().Split("\r\n");
        var text = string.Join("\r\n", lines.Select((line, i) => line + ((i == 0 && where != "row") || (i == 1 && where != "header") ? commas : "")));
        var report = workspace.Ingest(workspace.Write("f.csv", text), Csv)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Loaded, Is.True, Findings.Text(report));
            Assert.That(report.Accounting.CellsRead, Is.EqualTo(12));
        }
    }

    [Test]
    public void AMillionEmptyTrailingCellsOfASheetAreNothing()
    {
        using var workspace = new TestWorkspace();
        var file = Workbook.Write(workspace.File("f.xlsx"), "Cuadro 1", GoodRows);
        Workbook.ReplacePart(file, "xl/worksheets/sheet1.xml", stream => Workbook.WriteSheet(stream, sheet =>
        {
            for (var row = 0; row < 62; row++)
            {
                sheet.Write($"""<row r="{row + 1}">""");
                if (row < GoodRows.Length)
                {
                    for (var column = 0; column < GoodRows[row].Length; column++)
                    {
                        sheet.Write(GoodRows[row][column] is string text ? $"""<c t="inlineStr"><is><t>{text}</t></is></c>""" : $"<c><v>{GoodRows[row][column]}</v></c>");
                    }
                }
                for (var column = 3; column <= 16384; column++) { sheet.Write($"""<c r="{Observatorio.Ingest.CellAddress.ColumnName(column)}{row + 1}"/>"""); }
                sheet.Write("</row>");
            }
        }));
        var report = workspace.Ingest(file, Xlsx)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Loaded, Is.True, Findings.Text(report));
            Assert.That(report.Accounting.CellsRead, Is.EqualTo(10));
        }
    }

    [Test]
    public void TheCommandLineSaysSoAndLeavesTheStarAsItWas()
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(workspace.Write("good.csv", Good), Csv);
        var before = Star.Lines(workspace.Work);
        workspace.Close();
        var bad = workspace.Write("bad.csv", Good + "2018,\"Micro empresa,1900\r\n2019,Micro empresa,2000\r\n");
        var (code, output) = IngestProgram.Run("ingest", bad, "--profile", Csv, "--data", workspace.Workspace.Root);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Findings), output);
            Assert.That(output, Does.Contain("F01").And.Contain("1 error,").And.Not.Contain("   at ").And.Not.Contain("Exception"));
            Assert.That(workspace.Submissions.Select(s => s.Status), Is.EqualTo((string[])["approved", "failed"]));
            Assert.That(before, Is.Not.Empty);
            Assert.That(Star.Lines(workspace.Work), Is.EqualTo(before));
        }
    }

    // Without --profile the profile is looked for in the file itself, before anything is known to be well with it: what is wrong with it is told all the same.
    [TestCase("A ZIP bomb", ExitCodes.Findings, "F01")]
    [TestCase("A truncated ZIP", ExitCodes.Findings, "F01")]
    [TestCase("An OLE file of garbage", ExitCodes.Findings, "F01")]
    [TestCase("A line of 10 MB", ExitCodes.Findings, "F01")]
    [TestCase("Only a byte order mark", ExitCodes.Usage, "--profile")]
    [TestCase("UTF-16 without a mark", ExitCodes.Usage, "--profile")]
    public void LookingForAProfileInABadFileIsNoFault(string name, int exit, string text)
    {
        using var workspace = new TestWorkspace();
        var file = ((Func<TestWorkspace, string>)Cases().Single(c => c.TestName == name).Arguments[1]!)(workspace);
        var (code, output) = IngestProgram.Run("ingest", file, "--data", workspace.Workspace.Root);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(exit), output);
            Assert.That(output, Does.Contain(text).And.Not.Contain("   at "));
        }
    }

    private static TestCaseData Case(string name, string profile, Func<TestWorkspace, string> write, string code, string spanish, string english)
        => new TestCaseData(profile, write, code, spanish, english).SetName(name);

    private static string Truncated(TestWorkspace workspace)
    {
        var whole = File.ReadAllBytes(Workbook.Write(workspace.File("whole.xlsx"), "Cuadro 1", GoodRows));
        return workspace.Write("f.xlsx", whole[..(whole.Length / 2)]);
    }

    private static string OtherZip(TestWorkspace workspace)
    {
        using (var zip = System.IO.Compression.ZipFile.Open(workspace.File("f.xlsx"), System.IO.Compression.ZipArchiveMode.Create)) { zip.CreateEntry("notes.txt"); }
        return workspace.File("f.xlsx");
    }

    private static string Bomb(TestWorkspace workspace)
    {
        BadFiles.WriteZipBomb(workspace.File("f.xlsx"));
        Assert.That(new FileInfo(workspace.File("f.xlsx")).Length, Is.LessThan(25_000_000));
        return workspace.File("f.xlsx");
    }

    private static string SheetOf(string rows, string merges = "")
        => $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{(merges.Length > 0 ? $"<mergeCells>{merges}</mergeCells>" : "")}</worksheet>""";

    private static string Broken(TestWorkspace workspace, string sheet)
    {
        var file = Workbook.Write(workspace.File("f.xlsx"), "Cuadro 1", GoodRows);
        Workbook.ReplacePart(file, "xl/worksheets/sheet1.xml", stream => stream.Write(Encoding.UTF8.GetBytes(sheet)));
        return file;
    }

    private static byte[] OleGarbage()
    {
        var bytes = new byte[20_000];
        new Random(5).NextBytes(bytes);
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(bytes, 0);
        return bytes;
    }
}
