using System.Globalization;
using System.Net;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Observatorio.Ingest;

namespace Observatorio.Tests.Support;

/// <summary>Draws a sheet of a real workbook as SVG, as a spreadsheet shows it: cells, fills, comments and the tabs of all sheets. For the guides.</summary>
public static class WorkbookPicture
{
    private const int RowHeight = 24;
    private const int Letter = 7;
    private const int WidestCell = 44;
    private const int NoteLetters = 46;

    private sealed record Drawn(int Row, int Column, string Text, string? Fill);

    /// <summary>The picture.</summary>
    /// <param name="file">The workbook.</param>
    /// <param name="sheetName">Which sheet.</param>
    /// <param name="columns">How many of its columns.</param>
    public static string Of(string file, string sheetName, int columns)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var book = document.WorkbookPart!;
        var names = book.Workbook!.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value!).ToList();
        var part = (WorksheetPart)book.GetPartById(book.Workbook.Sheets.Elements<Sheet>().Single(s => s.Name == sheetName).Id!.Value!);
        var cells = part.Worksheet!.Descendants<Cell>().Select(c => (Cell: c, At: CellAddress.Parse(c.CellReference!.Value!)!.Value)).Where(c => c.At.Column <= columns).Select(c => new Drawn(c.At.Row, c.At.Column, TextOf(book, c.Cell), FillOf(book, c.Cell))).ToList();
        var notes = part.WorksheetCommentsPart?.Comments!.CommentList!.Elements<Comment>().Select(c => (Cell: c.Reference!.Value!, Lines: Wrapped(c.InnerText))).ToList() ?? [];
        var widths = Enumerable.Range(1, columns).Select(c => Letter * Math.Clamp(cells.Where(d => d.Column == c).Select(d => d.Text.Length).DefaultIfEmpty(4).Max() + 2, 8, WidestCell)).ToList();
        var told = notes.DistinctBy(n => string.Join(' ', n.Lines)).ToList();
        var (left, rows) = (36, cells.Max(c => c.Row));
        var grid = left + widths.Sum();
        var width = grid + (notes.Count > 0 ? 16 + (NoteLetters * Letter) : 0);
        var height = Math.Max((rows + 2) * RowHeight, told.Sum(n => (n.Lines.Count * 17) + 30)) + RowHeight + 8;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n");
        for (var (c, x) = (0, left); c < columns; x += widths[c++]) { Box(x, 0, widths[c], "#eeeeee", CellAddress.ColumnName(c + 1), middle: true); }
        for (var r = 1; r <= rows; r++)
        {
            Box(0, r * RowHeight, left, "#eeeeee", r.ToString(CultureInfo.InvariantCulture), middle: true);
            for (var (c, x) = (0, left); c < columns; x += widths[c++])
            {
                var cell = cells.Find(d => d.Row == r && d.Column == c + 1);
                var most = (widths[c] / Letter) - 1;
                var text = cell?.Text.ReplaceLineEndings(" ") ?? "";
                Box(x, r * RowHeight, widths[c], cell?.Fill ?? "#ffffff", text.Length > most ? text[..(most - 1)] + "…" : text, middle: false);
                if (notes.Exists(n => n.Cell == CellAddress.Format(null, r, c + 1))) { svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{x + widths[c] - 8} {r * RowHeight} h8 v8 z\" fill=\"#c00000\"/>\n"); }
            }
        }
        var y = RowHeight;
        // A comment that several cells have is shown once.
        foreach (var (cell, lines) in told)
        {
            var tall = (lines.Count * 17) + 22;
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{grid + 10}\" y=\"{y}\" width=\"{NoteLetters * Letter}\" height=\"{tall}\" fill=\"#ffffe1\" stroke=\"#808080\"/>\n<text x=\"{grid + 18}\" y=\"{y + 16}\" font-weight=\"bold\">{cell}</text>\n");
            for (var i = 0; i < lines.Count; i++) { svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{grid + 18}\" y=\"{y + 33 + (17 * i)}\">{WebUtility.HtmlEncode(lines[i])}</text>\n"); }
            y += tall + 8;
        }
        var tab = 0;
        foreach (var name in names)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{tab}\" y=\"{height - RowHeight}\" width=\"{(name.Length + 3) * Letter}\" height=\"{RowHeight}\" fill=\"{(name == sheetName ? "#ffffff" : "#dddddd")}\" stroke=\"#808080\"/>\n<text x=\"{tab + 8}\" y=\"{height - 8}\">{WebUtility.HtmlEncode(name)}</text>\n");
            tab += (name.Length + 3) * Letter;
        }
        return svg.Append("</svg>\n").ToString();

        void Box(int x, int top, int wide, string fill, string text, bool middle)
            => svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x}\" y=\"{top}\" width=\"{wide}\" height=\"{RowHeight}\" fill=\"{fill}\" stroke=\"#c8c8c8\"/>\n<text x=\"{(middle ? x + (wide / 2) : x + 5)}\" y=\"{top + 16}\"{(middle ? " text-anchor=\"middle\"" : "")}>{WebUtility.HtmlEncode(text)}</text>\n");
    }

    private static string TextOf(WorkbookPart book, Cell cell)
        => cell.DataType?.Value == CellValues.SharedString ? book.SharedStringTablePart!.SharedStringTable!.Elements<SharedStringItem>().ElementAt(int.Parse(cell.CellValue!.Text, CultureInfo.InvariantCulture)).InnerText
            : cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "";

    private static string? FillOf(WorkbookPart book, Cell cell)
    {
        var styles = book.WorkbookStylesPart?.Stylesheet;
        if (cell.StyleIndex is null || styles is null) { return null; }
        var format = styles.CellFormats!.Elements<CellFormat>().ElementAt((int)cell.StyleIndex.Value);
        var colour = styles.Fills!.Elements<Fill>().ElementAt((int)(format.FillId?.Value ?? 0)).PatternFill?.ForegroundColor?.Rgb?.Value;
        return colour is { Length: 8 } ? "#" + colour[2..] : null;
    }

    private static List<string> Wrapped(string text)
    {
        var lines = new List<string>();
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length + word.Length + 1 > NoteLetters - 2) { lines.Add(line); line = ""; }
                line += (line.Length > 0 ? " " : "") + word;
            }
            lines.Add(line);
        }
        return lines;
    }
}
