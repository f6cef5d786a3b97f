using System.IO.Compression;
using System.Xml;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Ingest.Reading;

/// <summary>
/// Notes the formulas of an XLSX workbook whose shown value cannot be trusted: those that were saved without their
/// result, those that fetch it from another workbook, and those that ended in an error. ExcelDataReader hands over
/// results only, and nothing at all for an error: its name is put into the raw table here, so that it is no empty cell.
/// </summary>
public static class FormulaScan
{
    /// <summary>Adds notes <c>no cached value</c>, <c>external link</c> and <c>error</c> for the cells of all sheets.</summary>
    public static void Note(DuckDBConnection connection, string path)
    {
        using var zip = ZipFile.OpenRead(path);
        using var notes = connection.CreateAppender("temp", "main", "raw_note");
        var part = 0;
        var errors = new List<(int Part, int Row, int Column, string Name)>();
        foreach (var sheet in WorkbookParts.Sheets(zip))
        {
            part++;
            if (sheet is null) { continue; }
            foreach (var (address, kind, formula) in Formulas(sheet))
            {
                if (CellAddress.Parse(address) is not var (_, row, column)) { continue; }
                notes.CreateRow().AppendValue((ushort)part).AppendValue((uint)row).AppendValue((ushort)column).AppendValue(kind).AppendValue(formula).EndRow();
                if (kind == "error") { errors.Add((part, row, column, formula)); }
            }
        }
        foreach (var (sheet, row, column, name) in errors)
        {
            connection.Execute($"update raw_{sheet} set c{column} = $name where rowid = $row", new { name, row = row - 1 });
        }
    }

    private static IEnumerable<(string Address, string Kind, string Formula)> Formulas(ZipArchiveEntry sheet)
    {
        using var stream = sheet.Open();
        using var xml = XmlReader.Create(stream, WorkbookParts.Settings);
        var address = "";
        string? formula = null;
        var (result, error) = (false, false);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                switch (xml.LocalName)
                {
                    case "c":
                        (address, formula, result, error) = (xml.GetAttribute("r") ?? "", null, false, xml.GetAttribute("t") == "e");
                        break;
                    case "f":
                        formula = xml.IsEmptyElement ? "" : TextOf(xml);
                        break;
                    case "v" when error:
                        yield return (address, "error", TextOf(xml));
                        result = true;
                        break;
                    case "v" or "is":
                        result = !xml.IsEmptyElement;
                        break;
                    default:
                        break;
                }
            }
            if (xml is { NodeType: XmlNodeType.EndElement, LocalName: "c" } && formula is not null)
            {
                if (!result) { yield return (address, "no cached value", formula); }
                else if (formula.Contains('[', StringComparison.Ordinal) && formula.Contains('!', StringComparison.Ordinal)) { yield return (address, "external link", formula); }
            }
        }
    }

    private static string TextOf(XmlReader xml) => xml.Read() && xml.NodeType == XmlNodeType.Text ? xml.Value : "";
}
