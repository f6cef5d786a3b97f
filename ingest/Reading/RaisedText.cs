using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Ingest.Reading;

/// <summary>
/// Takes the raised mark of a footnote off a figure. ExcelDataReader hands over a text without its formats, so that 186000 with a small 1 above it
/// would be 1860001: what a person reads as the figure is what stands on the line.
/// </summary>
public static partial class RaisedText
{
    /// <summary>Replaces the texts of all cells that hold a number and raised or lowered letters.</summary>
    public static void Drop(DuckDBConnection connection, string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var shared = new Dictionary<string, string>();
        if (zip.GetEntry("xl/sharedStrings.xml") is { } strings)
        {
            using var stream = strings.Open();
            using var xml = XmlReader.Create(stream, WorkbookParts.Settings);
            var index = 0;
            while (xml.Read())
            {
                if (xml is not { NodeType: XmlNodeType.Element, LocalName: "si" }) { continue; }
                if (OnTheLine(xml) is { } text) { shared[index.ToString(CultureInfo.InvariantCulture)] = text; }
                index++;
            }
        }
        var part = 0;
        foreach (var sheet in WorkbookParts.Sheets(zip))
        {
            part++;
            foreach (var (address, text) in sheet is null ? [] : Cells(sheet, shared).ToList())
            {
                if (CellAddress.Parse(address) is not var (_, row, column) || !Figure().IsMatch(text)) { continue; }
                var place = new { part, row, column, text };
                connection.Execute($"update raw_{part} set c{column} = $text where rowid = $row - 1", place);
                connection.Execute("delete from raw_note where part = $part and source_row = $row and source_col = $column and kind = 'text number'", place);
                connection.Execute("insert into raw_note values ($part, $row, $column, 'text number', $text)", place);
            }
        }
    }

    private static IEnumerable<(string Address, string Text)> Cells(ZipArchiveEntry sheet, Dictionary<string, string> shared)
    {
        using var stream = sheet.Open();
        using var xml = XmlReader.Create(stream, WorkbookParts.Settings);
        var (address, isShared) = ("", false);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element) { continue; }
            switch (xml.LocalName)
            {
                case "c":
                    (address, isShared) = (xml.GetAttribute("r") ?? "", xml.GetAttribute("t") == "s");
                    break;
                case "v" when isShared && xml.Read() && shared.TryGetValue(xml.Value, out var text):
                    yield return (address, text);
                    break;
                case "is" when OnTheLine(xml) is { } text:
                    yield return (address, text);
                    break;
                default:
                    break;
            }
        }
    }

    // What a rich text says without its raised and lowered letters; null where it has none.
    private static string? OnTheLine(XmlReader xml)
    {
        if (xml.IsEmptyElement) { return null; }
        var (depth, raised, any, text) = (xml.Depth, false, false, new StringBuilder());
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "r" }) { raised = false; }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "vertAlign" }) { any |= raised = xml.GetAttribute("val") is "superscript" or "subscript"; }
            else if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace && !raised) { text.Append(xml.Value); }
        }
        return any ? text.ToString() : null;
    }

    [GeneratedRegex(@"^\s*[-+]?[0-9][0-9.,'\s%]*$")]
    private static partial Regex Figure();
}
