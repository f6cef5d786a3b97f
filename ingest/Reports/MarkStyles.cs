using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Observatorio.Ingest.Reports;

/// <summary>Styles of marked cells: those that the cells have, with another colour behind.</summary>
/// <param name="workbook">Whose stylesheet is added to.</param>
public sealed class MarkStyles(WorkbookPart workbook)
{
    private readonly Stylesheet stylesheet = StylesheetOf(workbook);
    private readonly Dictionary<(uint Style, string Severity), uint> made = [];
    private readonly Dictionary<string, uint> fills = [];

    /// <summary>The style that a cell of a style has once it is marked.</summary>
    public uint Of(uint style, string severity)
    {
        if (made.TryGetValue((style, severity), out var known)) { return known; }
        var formats = stylesheet.CellFormats!;
        var own = formats.Elements<CellFormat>().ElementAtOrDefault((int)style) ?? formats.Elements<CellFormat>().First();
        var marked = (CellFormat)own.CloneNode(true);
        marked.FillId = FillOf(severity);
        marked.ApplyFill = true;
        formats.Append(marked);
        formats.Count = (uint)formats.Elements<CellFormat>().Count();
        return made[(style, severity)] = formats.Count.Value - 1;
    }

    /// <summary>Writes the stylesheet back.</summary>
    public void Save() => workbook.WorkbookStylesPart!.Stylesheet!.Save();

    private uint FillOf(string severity)
    {
        if (fills.TryGetValue(severity, out var known)) { return known; }
        // Told apart by people who do not see red from green too: dark and light, and the comment says which it is.
        var colour = severity switch { "E" => "FFFF9B9B", "W" => "FFFFE699", _ => "FFDDEBF7" };
        stylesheet.Fills!.Append(new Fill(new PatternFill(new ForegroundColor { Rgb = colour }, new BackgroundColor { Indexed = 64 }) { PatternType = PatternValues.Solid }));
        stylesheet.Fills.Count = (uint)stylesheet.Fills.Elements<Fill>().Count();
        return fills[severity] = stylesheet.Fills.Count.Value - 1;
    }

    private static Stylesheet StylesheetOf(WorkbookPart workbook)
    {
        var part = workbook.WorkbookStylesPart ?? workbook.AddNewPart<WorkbookStylesPart>();
        part.Stylesheet ??= new Stylesheet();
        var sheet = part.Stylesheet;
        // In the order that the format prescribes; a program that writes none of them means the defaults.
        sheet.Fonts ??= new Fonts(new Font()) { Count = 1 };
        sheet.Fills ??= new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })) { Count = 2 };
        sheet.Borders ??= new Borders(new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder())) { Count = 1 };
        sheet.CellStyleFormats ??= new CellStyleFormats(new CellFormat()) { Count = 1 };
        sheet.CellFormats ??= new CellFormats(new CellFormat()) { Count = 1 };
        return sheet;
    }
}
