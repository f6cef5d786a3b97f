using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Observatorio.Ingest;

namespace Observatorio.Tests.Checking;

/// <summary>A formula as Excel saves it: with its result, with an error, or without either.</summary>
public sealed record Formula(string Text, object? Result);

/// <summary>A number that its cell shows in percent.</summary>
public sealed record Percent(double Number);

/// <summary>A text with a raised mark behind it.</summary>
public sealed record Raised(string Text, string Mark);

/// <summary>One sheet of a workbook: texts, numbers, dates and formulas, and what is hidden of it.</summary>
public sealed record SampleSheet(string Name, IReadOnlyList<object?[]> Rows)
{
    public bool Hidden { get; init; }

    public int HiddenRow { get; init; }

    public int HiddenColumn { get; init; }

    /// <summary>Ranges such as <c>A3:A7</c>.</summary>
    public IReadOnlyList<string> Merged { get; init; } = [];
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
        ["clean-percent"] = file => Write(file, Table with { Rows = [.. Table.Rows.Select((cells, i) => i < 2 ? cells : [.. cells[..3], new Percent(Convert.ToDouble(cells[3], CultureInfo.InvariantCulture) / 100)])] }, Notes),
        ["clean-raised"] = file => Write(file, With(5, 3, new Raised("1600", "1"))),
        ["clean-merged"] = file => Write(file, Table with { Rows = [.. Table.Rows.Select((cells, i) => i < 3 ? cells : [null, .. cells[1..]])], Merged = ["A3:A7"] }, Notes),
        ["clean-again"] = file => Write(file, Table with { Rows = [.. Table.Rows.Take(4), Table.Rows[1], .. Table.Rows.Skip(4)] }),
        ["clean-newline"] = file => Write(file, With(2, 3, "Empresas\n")),
        ["C01-percent"] = file => Write(file, With(5, 3, new Percent(1600))),
        ["C02-workbook"] = file => Write(file, Table with { Rows = [.. Table.Rows.Select((cells, i) => (object?[])[.. cells.Take(3), .. Sales![i]])] }),
        ["C03-count"] = file => Write(file, With(5, 3, new DateTime(1904, 5, 18, 0, 0, 0, DateTimeKind.Unspecified))),
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

    // Thousands of pesos: what is typed as text with a point may be a thousand times as much.
    private static readonly object?[][] Sales = [[], ["Ventas (miles)"], ["51.234"], [24000], [30000.5], [90000], [144051.734]];

    private static SampleSheet With(int row, int column, object value)
        => Table with { Rows = [.. Table.Rows.Select((cells, i) => i + 1 == row ? [.. cells.Select((cell, j) => j + 1 == column ? value : cell)] : cells)] };

    /// <summary>Writes a workbook.</summary>
    public static void Write(string file, params IReadOnlyList<SampleSheet> sheets)
    {
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.Workbook = new Workbook();
        // The second format shows a number as a date, the third in percent.
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = new Stylesheet(
            new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellStyleFormats(new CellFormat()),
            new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }, new CellFormat { NumberFormatId = 10, ApplyNumberFormat = true }));
        var list = book.Workbook.AppendChild(new Sheets());
        foreach (var sheet in sheets)
        {
            var part = book.AddNewPart<WorksheetPart>();
            var data = new SheetData(sheet.Rows.Select((cells, i) => ToRow(cells, i + 1, hidden: i + 1 == sheet.HiddenRow)));
            part.Worksheet = sheet.HiddenColumn > 0
                ? new Worksheet(new Columns(new Column { Min = (uint)sheet.HiddenColumn, Max = (uint)sheet.HiddenColumn, Width = 0, Hidden = true, CustomWidth = true }), data)
                : new Worksheet(data);
            if (sheet.Merged.Count > 0) { part.Worksheet.AppendChild(new MergeCells(sheet.Merged.Select(m => new MergeCell { Reference = m }))); }
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
        Percent percent => new Cell { CellReference = address, StyleIndex = 2, CellValue = new CellValue(percent.Number) },
        Raised raised => new Cell
        {
            CellReference = address,
            DataType = CellValues.InlineString,
            InlineString = new InlineString(new Run(new Text(raised.Text)), new Run(new RunProperties(new VerticalTextAlignment { Val = VerticalAlignmentRunValues.Superscript }), new Text(raised.Mark))),
        },
        Formula { Result: string error } formula => new Cell { CellReference = address, DataType = CellValues.Error, CellFormula = new CellFormula(formula.Text), CellValue = new CellValue(error) },
        Formula { Result: null } formula => new Cell { CellReference = address, CellFormula = new CellFormula(formula.Text) },
        Formula formula => new Cell { CellReference = address, CellFormula = new CellFormula(formula.Text), CellValue = NumberOf(formula.Result) },
        _ => new Cell { CellReference = address, CellValue = NumberOf(value) },
    };

    private static CellValue NumberOf(object number) => new(Convert.ToString(number, CultureInfo.InvariantCulture)!);
}
