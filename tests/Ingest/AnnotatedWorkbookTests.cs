using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;
using Observatorio.Ingest;
using Observatorio.Ingest.Reports;
using Observatorio.Tests.Checking;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>The office's own file back: what was found stands in it, and all else is as it was.</summary>
public sealed class AnnotatedWorkbookTests
{
    [Test]
    public void AWorkbookKeepsItsSheetsFormatsAndOtherCells()
    {
        using var folder = new TemporaryFolder();
        var source = Styled(folder.File("source.xlsx"));
        var report = Report("libro.xlsx",
            new Finding("C01", "Cuadro 1", 3, 3, "n/d") { Args = new Dictionary<string, string?>() },
            new Finding("C09", "Cuadro 1", 9, 3) { Args = new Dictionary<string, string?> { ["rows"] = "9, 10" }, Places = 2 });
        var target = folder.File("annotated.xlsx");
        AnnotatedWorkbook.Write(source, report, null, "es", target);
        using var document = SpreadsheetDocument.Open(target, isEditable: false);
        var workbook = document.WorkbookPart!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"), Is.Empty);
            Assert.That(workbook.Workbook!.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value), Is.EqualTo((string[])["Observatorio", "Cuadro 1", "Notas"]));
            Assert.That(Values(target).Skip(1).ToList(), Is.EqualTo(Values(source)));
            // The list is open, and it alone.
            Assert.That(workbook.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<SheetView>()).Where(v => v.TabSelected?.Value == true), Is.Empty);
            // Marked in colour, with the number format that it had.
            Assert.That(Format(workbook, "C3").Fill, Is.EqualTo("FFFF9B9B"));
            Assert.That(Format(workbook, "C3").NumberFormat, Is.EqualTo(4));
            Assert.That(Format(workbook, "C10").Fill, Is.EqualTo("FFFFE699"));
            Assert.That(Format(workbook, "C4"), Is.EqualTo((4u, (string?)null)));
            var comments = SheetOf(workbook, "Cuadro 1").WorksheetCommentsPart!.Comments!.CommentList!.Elements<Comment>().ToDictionary(c => c.Reference!.Value!, c => c.InnerText);
            Assert.That(comments.Keys, Is.EquivalentTo((string[])["A1", "C3", "C9", "C10"]));
            Assert.That(comments["A1"], Is.EqualTo("De la oficina."));
            Assert.That(comments["C3"], Does.StartWith("C01: «n/d» no es una cifra"));
            Assert.That(SheetOf(workbook, "Observatorio").Worksheet!.InnerText, Does.Contain("1 error, 1 aviso").And.Contain("n/d"));
        }
    }

    [Test]
    public void ATextComesBackAsAWorkbookWithoutFormulas()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("f.csv"), "Uruguay: empresas por tamaño;;\nAño;Tamaño;Empresas\n2022;Micro;=1+1\n2022;\u0001raro;5\n");
        var profile = BrokenSample.ProfileOf("clean");
        var target = folder.File("annotated.xlsx");
        AnnotatedWorkbook.Write(folder.File("f.csv"), Report("f.csv", new Finding("C01", null, 3, 3, "=1+1")), profile.Layouts.Single(l => l.Format == "csv"), "en", target);
        using var document = SpreadsheetDocument.Open(target, isEditable: false);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new OpenXmlValidator().Validate(document).Select(e => e.Description), Is.Empty);
            Assert.That(Values(target)[1], Does.Contain("C3==1+1"));
            Assert.That(document.WorkbookPart!.WorksheetParts.SelectMany(p => p.Worksheet!.Descendants<CellFormula>()), Is.Empty);
        }
    }

    [Test]
    public void EverySampleWorkbookCanBeAnnotatedAnywhere()
    {
        foreach (var sample in Samples.List(Samples.Shipped).Where(s => s.File.EndsWith(".xlsx", StringComparison.Ordinal)).DistinctBy(s => s.File))
        {
            using var folder = new TemporaryFolder();
            var target = folder.File("annotated.xlsx");
            using (var source = SpreadsheetDocument.Open(sample.File, isEditable: false))
            {
                var sheets = source.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value!).ToList();
                AnnotatedWorkbook.Write(sample.File, Report("f.xlsx", [.. sheets.SelectMany(s => (Finding[])[new Finding("C01", s, 1, 1, "x"), new Finding("C01", s, 5000, 40, "x")])]), null, "pt", target);
            }
            using var document = SpreadsheetDocument.Open(target, isEditable: false);
            Assert.That(new OpenXmlValidator().Validate(document).Select(e => e.Description), Is.Empty, sample.File);
            Assert.That(Values(target).Skip(1).ToList(), Is.EqualTo(Values(sample.File)), sample.File);
        }
    }

    private static SubmissionReport Report(string name, params IReadOnlyList<Finding> findings) => new(1, name, "tiny", "xlsx", findings, Accounting.Nothing, SubmissionChanges.None);

    // A workbook with a format on its figures, a comment of its own, a defined name and a second sheet.
    private static string Styled(string path)
    {
        SampleWorkbook.Builders.First(b => b.Key.StartsWith("clean", StringComparison.Ordinal)).Value(path);
        using var document = SpreadsheetDocument.Open(path, isEditable: true);
        var workbook = document.WorkbookPart!;
        var styles = workbook.WorkbookStylesPart ?? workbook.AddNewPart<WorkbookStylesPart>();
        styles.Stylesheet = new Stylesheet(
            new Fonts(new Font()), new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
            new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())), new CellStyleFormats(new CellFormat()),
            new CellFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }, new CellFormat { NumberFormatId = 4, FontId = 0, FillId = 0, BorderId = 0, ApplyNumberFormat = true }));
        var sheet = SheetOf(workbook, "Cuadro 1");
        sheet.Worksheet!.InsertAt(new SheetViews(new SheetView { TabSelected = true, WorkbookViewId = 0 }), 0);
        workbook.Workbook!.InsertAt(new BookViews(new WorkbookView()), 0);
        foreach (var cell in sheet.Worksheet!.Descendants<Cell>().Where(c => c.CellReference!.Value![0] == 'C')) { cell.StyleIndex = 1; }
        var comments = sheet.AddNewPart<WorksheetCommentsPart>();
        comments.Comments = new Comments(new Authors(new Author("Oficina")), new CommentList(new Comment(new CommentText(new Run(new Text("De la oficina.")))) { Reference = "A1", AuthorId = 0 }));
        if (workbook.Workbook!.Sheets!.Elements<Sheet>().All(s => s.Name != "Notas"))
        {
            var notes = workbook.AddNewPart<WorksheetPart>();
            notes.Worksheet = new Worksheet(new SheetData());
            workbook.Workbook.Sheets!.Append(new Sheet { Name = "Notas", SheetId = 7, Id = workbook.GetIdOfPart(notes) });
        }
        return path;
    }

    private static WorksheetPart SheetOf(WorkbookPart workbook, string name) => (WorksheetPart)workbook.GetPartById(workbook.Workbook!.Sheets!.Elements<Sheet>().Single(s => s.Name == name).Id!.Value!);

    private static (uint NumberFormat, string? Fill) Format(WorkbookPart workbook, string address)
    {
        var cell = SheetOf(workbook, "Cuadro 1").Worksheet!.Descendants<Cell>().Single(c => c.CellReference == address);
        var stylesheet = workbook.WorkbookStylesPart!.Stylesheet!;
        var format = stylesheet.CellFormats!.Elements<CellFormat>().ElementAt((int)(cell.StyleIndex?.Value ?? 0));
        return (format.NumberFormatId?.Value ?? 0, stylesheet.Fills!.Elements<Fill>().ElementAt((int)(format.FillId?.Value ?? 0)).PatternFill?.ForegroundColor?.Rgb?.Value);
    }

    // Every cell with something in it, sheet by sheet, as another reader sees it.
    private static List<string> Values(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = ExcelReaderFactory.CreateReader(stream);
        var sheets = new List<string>();
        do
        {
            var cells = new List<string>();
            for (var row = 1; reader.Read(); row++)
            {
                for (var column = 0; column < reader.FieldCount; column++) { if (reader.GetValue(column) is { } value) { cells.Add($"{CellAddress.ColumnName(column + 1)}{row}={value}"); } }
            }
            sheets.Add(string.Join('|', cells));
        }
        while (reader.NextResult());
        return sheets;
    }
}
