using System.IO.Compression;
using System.Xml;

namespace Observatorio.Ingest.Reading;

/// <summary>The parts of an XLSX workbook, for what ExcelDataReader does not hand over.</summary>
public static class WorkbookParts
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    /// <summary>How its parts are read: nothing outside them is looked at.</summary>
    public static XmlReaderSettings Settings => new() { DtdProcessing = DtdProcessing.Prohibit, IgnoreWhitespace = true };

    /// <summary>Its sheets in their order, which is the order in which they are read.</summary>
    public static IReadOnlyList<ZipArchiveEntry?> Sheets(ZipArchive zip)
    {
        var targets = Elements(zip.GetEntry("xl/_rels/workbook.xml.rels"), "Relationship", xml => (Id: xml.GetAttribute("Id"), Target: xml.GetAttribute("Target")))
            .ToDictionary(r => r.Id ?? "", r => r.Target ?? "");
        return Elements(zip.GetEntry("xl/workbook.xml"), "sheet", xml => xml.GetAttribute("id", Relations) ?? "")
            .Select(id => targets.TryGetValue(id, out var target) ? zip.GetEntry(target.StartsWith('/') ? target[1..] : "xl/" + target) : null)
            .ToList();
    }

    private static List<T> Elements<T>(ZipArchiveEntry? entry, string name, Func<XmlReader, T> read)
    {
        var found = new List<T>();
        if (entry is null) { return found; }
        using var stream = entry.Open();
        using var xml = XmlReader.Create(stream, Settings);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == name) { found.Add(read(xml)); }
        }
        return found;
    }
}
