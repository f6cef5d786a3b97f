using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ExcelDataReader;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest.Reports;

/// <summary>A workbook made of a file that is none, or of an old XLS: its cells as they are, texts as texts.</summary>
public static class PlainWorkbook
{
    /// <summary>Name of the sheet that a text file becomes.</summary>
    public const string TextSheet = "Datos";

    /// <summary>Writes it.</summary>
    /// <param name="source">A text file or an XLS; null for an empty workbook.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="layout">How a text file is written; null where that is not known.</param>
    /// <param name="target">Path of the workbook.</param>
    public static void Write(string? source, string fileName, Layout? layout, string target)
    {
        using var document = SpreadsheetDocument.Create(target, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        workbook.Workbook = new Workbook(new Sheets());
        var file = source is null ? null : SourceFile.Probe(source, fileName, []);
        if (file is { Kind: FileKind.Workbook }) { CopyXls(workbook, source!); }
        else { AddSheet(workbook, TextSheet, file is null || layout is null ? [] : Rows(file, layout)); }
        workbook.Workbook.Save();
    }

    /// <summary>A cell that holds a text, whatever it looks like: no formula begins there.</summary>
    public static Cell TextCell(string address, string text)
        => new(new InlineString(new Text(XmlText.Allowed(text)) { Space = SpaceProcessingModeValues.Preserve })) { CellReference = address, DataType = CellValues.InlineString };

    private static IEnumerable<IReadOnlyList<object?>> Rows(SourceFile file, Layout layout)
    {
        using var reader = new StreamReader(file.Path, TextFile.EncodingOf(layout.Encoding, layout.Name));
        using var parser = TextFile.Parser(reader, layout.Delimiter, layout.Quoted);
        while (parser.Read()) { yield return [.. parser.Record!]; }
    }

    private static void CopyXls(WorkbookPart workbook, string source)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using var stream = File.OpenRead(source);
        using var reader = ExcelReaderFactory.CreateReader(stream);
        do { AddSheet(workbook, reader.Name, Cells(reader)); } while (reader.NextResult());

        static IEnumerable<IReadOnlyList<object?>> Cells(IExcelDataReader reader)
        {
            while (reader.Read()) { yield return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]; }
        }
    }

    private static void AddSheet(WorkbookPart workbook, string name, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var part = workbook.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(part))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            var number = 0u;
            foreach (var row in rows)
            {
                writer.WriteStartElement(new Row { RowIndex = ++number });
                for (var i = 0; i < row.Count; i++)
                {
                    if (row[i] is null or "") { continue; }
                    var address = $"{CellAddress.ColumnName(i + 1)}{number.ToString(CultureInfo.InvariantCulture)}";
                    writer.WriteElement(row[i] is double figure
                        ? new Cell(new CellValue(figure)) { CellReference = address, DataType = CellValues.Number }
                        : TextCell(address, Convert.ToString(row[i], CultureInfo.InvariantCulture)!));
                }
                writer.WriteEndElement();
            }
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        var sheets = workbook.Workbook!.Sheets!;
        sheets.Append(new Sheet { Name = XmlText.Allowed(name), SheetId = (uint)sheets.Elements<Sheet>().Count() + 1, Id = workbook.GetIdOfPart(part) });
    }
}
