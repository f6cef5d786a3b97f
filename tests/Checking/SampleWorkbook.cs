using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Observatorio.Ingest;

namespace Observatorio.Tests.Checking;

/// <summary>A formula as Excel saves it: with its result, with an error, or without either.</summary>
public sealed record Formula(string Text, object? Result);

/// <summary>One sheet of a workbook: texts, numbers, dates and formulas, and what is hidden of it.</summary>
public sealed record SampleSheet(string Name, IReadOnlyList<object?[]> Rows)
{
    public bool Hidden { get; init; }

    public int HiddenRow { get; init; }

    public int HiddenColumn { get; init; }
}

/// <summary>The samples that are workbooks: built here, so that what is wrong with them can be read.</summary>
public static class SampleWorkbook
{
    private static readonly SampleSheet Table = new("Cuadro 1",
    [
        ["Uruguay: empresas por tamaño (cifras sintéticas)"],
        ["Año", "Tamaño", "Empresas", "Participación"],
        [2022, "Micro", 90000, 90.0],
        [2022, "Pequeña", 8000, 8.0],
        [2022, "Mediana", 1600, 1.6],
        [2022, "Grande", 400, 0.4],
        [2022, "Total", 100000, 100],
    ]);

    private static readonly SampleSheet Notes = new("Notas", [["Sin cifras"]]);

    /// <summary>How each sample is made, by its name.</summary>
    public static IReadOnlyDictionary<string, Action<string>> Builders { get; } = new Dictionary<string, Action<string>>
    {
        ["clean-workbook"] = file => Write(file, Table, Notes),
        ["F01-truncated"] = file =>
        {
            Write(file, Table);
            using var stream = File.OpenWrite(file);
            stream.SetLength(stream.Length / 2);
        },
        ["F04-sheet"] = file => Write(file, Table with { Name = "Cuadro 2" }),
        ["F05-sheet"] = file => Write(file, Table, new SampleSheet("Borrador", [["Provincia", "Empresas"], ["Salto", 5000]])),
        ["F07"] = file => Write(file, Table with { HiddenRow = 5 }),
        ["F07-column"] = file => Write(file, Table with { HiddenColumn = 4 }),
        ["F07-sheet"] = file => Write(file, Table with { Hidden = true }, Notes),
        ["F08"] = file => Write(file, With(5, 3, new Formula("SUM(D1:D4)", null))),
        ["F08-error"] = file => Write(file, With(5, 3, new Formula("Z9/0", "#DIV/0!"))),
        ["F08-link"] = file => Write(file, With(5, 3, new Formula("[1]Hoja1!B3", 1600))),
        ["C03-cell"] = file => Write(file, With(5, 4, new DateTime(2022, 6, 1, 0, 0, 0, DateTimeKind.Unspecified))),
    };

    private static SampleSheet With(int row, int column, object value)
        => Table with { Rows = [.. Table.Rows.Select((cells, i) => i + 1 == row ? [.. cells.Select((cell, j) => j + 1 == column ? value : cell)] : cells)] };

    /// <summary>Writes a workbook.</summary>
    public static void Write(string file, params IReadOnlyList<SampleSheet> sheets)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.Workbook = new Workbook();
        // The second format shows a number as a date.
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
            new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
            new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
        var list = book.Workbook.AppendChild(new Sheets());
        foreach (var sheet in sheets)
        {
            var part = book.AddNewPart<WorksheetPart>();
            var data = new SheetData(sheet.Rows.Select((cells, i) => ToRow(cells, i + 1, hidden: i + 1 == sheet.HiddenRow)));
            part.Worksheet = sheet.HiddenColumn > 0
                ? new Worksheet(new Columns(new Column { Min = (uint)sheet.HiddenColumn, Max = (uint)sheet.HiddenColumn, Width = 0, Hidden = true, CustomWidth = true }), data)
                : new Worksheet(data);
            var state = sheet.Hidden ? SheetStateValues.Hidden : SheetStateValues.Visible;
            list.AppendChild(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)list.ChildElements.Count + 1, Name = sheet.Name, State = state });
        }
    }

    private static Row ToRow(object?[] cells, int number, bool hidden)
    {
        var row = new Row { RowIndex = (uint)number, Hidden = hidden ? true : null };
        row.Append(cells.Select((value, i) => ToCell(value, CellAddress.Format(null, number, i + 1))).OfType<Cell>());
        return row;
    }

    private static Cell? ToCell(object? value, string address) => value switch
    {
        null => null,
        string text => new Cell { CellReference = address, DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) },
        DateTime date => new Cell { CellReference = address, StyleIndex = 1, CellValue = new CellValue(date.ToOADate()) },
        Formula { Result: string error } formula => new Cell { CellReference = address, DataType = CellValues.Error, CellFormula = new CellFormula(formula.Text), CellValue = new CellValue(error) },
        Formula { Result: null } formula => new Cell { CellReference = address, CellFormula = new CellFormula(formula.Text) },
        Formula formula => new Cell { CellReference = address, CellFormula = new CellFormula(formula.Text), CellValue = NumberOf(formula.Result) },
        _ => new Cell { CellReference = address, CellValue = NumberOf(value) },
    };

    private static CellValue NumberOf(object number) => new(Convert.ToString(number, CultureInfo.InvariantCulture)!);
}
