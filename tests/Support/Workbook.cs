using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Observatorio.Tests.Support;

/// <summary>Builds small Excel workbooks.</summary>
public static class Workbook
{
    /// <summary>
    /// A workbook of one sheet. Texts are written as texts, numbers as numbers, null as no cell; a text that begins with
    /// <c>=#</c> is a formula whose result is that error.
    /// </summary>
    public static string Write(string file, string sheetName, params IReadOnlyList<object?[]> rows)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook();
        var part = book.AddNewPart<WorksheetPart>();
        var data = new SheetData();
        part.Worksheet = new Worksheet(data);
        book.Workbook.AppendChild(new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = sheetName }));
        for (var i = 0; i < rows.Count; i++)
        {
            var row = new Row { RowIndex = (uint)i + 1 };
            for (var j = 0; j < rows[i].Length; j++)
            {
                if (ToCell(rows[i][j], Observatorio.Ingest.CellAddress.Format(null, i + 1, j + 1)) is { } cell) { row.AppendChild(cell); }
            }
            data.AppendChild(row);
        }
        return file;
    }

    /// <summary>A copy of a workbook with one part of its package replaced.</summary>
    public static void ReplacePart(string file, string part, Action<Stream> write)
    {
        using var zip = ZipFile.Open(file, ZipArchiveMode.Update);
        zip.GetEntry(part)!.Delete();
        using var stream = zip.CreateEntry(part, CompressionLevel.Fastest).Open();
        write(stream);
    }

    /// <summary>Writes a sheet's XML from the XML of its rows.</summary>
    public static void WriteSheet(Stream stream, Action<TextWriter> rows)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false));
        writer.Write("""<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>""");
        rows(writer);
        writer.Write("</sheetData></worksheet>");
    }

    private static Cell? ToCell(object? value, string address) => value switch
    {
        null => null,
        string text when text.StartsWith("=#", StringComparison.Ordinal)
            => new Cell { CellReference = address, DataType = CellValues.Error, CellFormula = new CellFormula("Z99+1"), CellValue = new CellValue(text[1..]) },
        string text => new Cell { CellReference = address, DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }) },
        _ => new Cell { CellReference = address, CellValue = new CellValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!) },
    };
}
