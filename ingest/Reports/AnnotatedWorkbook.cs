using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest.Reports;

/// <summary>
/// The office's own workbook with what was found in it: each wrong cell coloured and commented, and a sheet in front that lists everything. Its sheets, formats and other cells stay
/// as they are. A text file comes back as a workbook made of it, and so does an XLS.
/// </summary>
public static class AnnotatedWorkbook
{
    // So many texts of a cell as Excel takes.
    private const int LongestText = 32_000;

    /// <summary>Writes it.</summary>
    /// <param name="source">The office's file; null for a register, which is not kept: only the list is written then.</param>
    /// <param name="report">What was found.</param>
    /// <param name="layout">How a text file is written.</param>
    /// <param name="language">es, pt or en.</param>
    /// <param name="target">Path of the workbook to write.</param>
    public static void Write(string? source, SubmissionReport report, Profiles.Layout? layout, string language, string target)
    {
        // What no reader can read is not opened a second time; what only this writer cannot (a part that declares entities, a broken drawing) is left out for the list.
        if (report.Findings.Any(f => f.Code == "F01")) { source = null; }
        try { WriteMarked(source, report, layout, language, target); }
        catch (Exception e) when (source is not null && e is System.Xml.XmlException or InvalidDataException or OpenXmlPackageException or FileFormatException or UriFormatException or FormatException or KeyNotFoundException)
        {
            WriteMarked(null, report, layout, language, target);
        }
    }

    private static void WriteMarked(string? source, SubmissionReport report, Profiles.Layout? layout, string language, string target)
    {
        if (source is not null && IsWorkbook(source)) { File.Copy(source, target, overwrite: true); } else { PlainWorkbook.Write(source, report.FileName, layout, target); }
        using var document = SpreadsheetDocument.Open(target, isEditable: true);
        var workbook = document.WorkbookPart!;
        var styles = new MarkStyles(workbook);
        foreach (var sheet in workbook.Workbook!.Sheets!.Elements<Sheet>().ToList())
        {
            var part = source is null || !PlainText(source) ? sheet.Name!.Value : null;
            var marks = CellMarks.Of(report, part, language);
            if (sheet.Id?.Value is not { } id || workbook.GetPartById(id) is not WorksheetPart worksheet) { continue; }
            if (marks.Count > 0 || IsSelected(worksheet)) { Colour(worksheet, marks, styles); }
            if (marks.Count > 0) { CellComments.Add(worksheet, [.. marks.Values.SelectMany(m => m)]); }
        }
        styles.Save();
        AddList(workbook, report, source is not null && PlainText(source) ? PlainWorkbook.TextSheet : null, language);
        workbook.Workbook.Save();
    }

    /// <summary>Whether a file is an XLSX.</summary>
    public static bool IsWorkbook(string path)
    {
        Span<byte> start = stackalloc byte[2];
        using var stream = File.OpenRead(path);
        return stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start.SequenceEqual("PK"u8);
    }

    private static bool PlainText(string path) => SourceFile.Probe(path, "", []) is not { Kind: FileKind.Workbook };

    private static bool IsSelected(WorksheetPart worksheet)
    {
        using var reader = OpenXmlReader.Create(worksheet);
        while (reader.Read() && reader.ElementType != typeof(SheetData))
        {
            if (reader.ElementType == typeof(SheetView) && reader.IsStartElement && ((SheetView)reader.LoadCurrentElement()!).TabSelected?.Value == true) { return true; }
        }
        return false;
    }

    // Row by row, so that a sheet of 100,000 rows is not held whole.
    private static void Colour(WorksheetPart worksheet, IReadOnlyDictionary<int, IReadOnlyList<CellMark>> marks, MarkStyles styles)
    {
        var copy = new MemoryStream();
        using (var reader = OpenXmlReader.Create(worksheet))
        using (var writer = OpenXmlWriter.Create(copy))
        {
            var last = 0;
            while (reader.Read())
            {
                if (reader.ElementType == typeof(Row) && reader.IsStartElement)
                {
                    var row = (Row)reader.LoadCurrentElement()!;
                    var number = (int)(row.RowIndex?.Value ?? (uint)(last + 1));
                    foreach (var missing in marks.Keys.Where(r => r > last && r < number).Order()) { writer.WriteElement(Marked(new Row { RowIndex = (uint)missing }, marks[missing], styles)); }
                    writer.WriteElement(marks.TryGetValue(number, out var here) ? Marked(row, here, styles) : row);
                    last = number;
                }
                else if (reader.ElementType == typeof(SheetView) && reader.IsStartElement)
                {
                    // The list is what is open; of two selected sheets whatever is typed goes into both.
                    var view = (SheetView)reader.LoadCurrentElement()!;
                    view.TabSelected = null;
                    writer.WriteElement(view);
                }
                else if (reader.IsStartElement)
                {
                    writer.WriteStartElement(reader, reader.Attributes, reader.NamespaceDeclarations);
                    if (reader.GetText() is { Length: > 0 } text) { writer.WriteString(text); }
                }
                else if (reader.IsEndElement)
                {
                    if (reader.ElementType == typeof(SheetData)) { foreach (var missing in marks.Keys.Where(r => r > last).Order()) { writer.WriteElement(Marked(new Row { RowIndex = (uint)missing }, marks[missing], styles)); } }
                    writer.WriteEndElement();
                }
            }
        }
        copy.Position = 0;
        worksheet.FeedData(copy);
    }

    private static Row Marked(Row row, IReadOnlyList<CellMark> marks, MarkStyles styles)
    {
        foreach (var mark in marks)
        {
            var address = $"{CellAddress.ColumnName(mark.Column)}{mark.Row.ToString(CultureInfo.InvariantCulture)}";
            var cell = row.Elements<Cell>().FirstOrDefault(c => string.Equals(c.CellReference?.Value, address, StringComparison.OrdinalIgnoreCase));
            if (cell is null)
            {
                cell = new Cell { CellReference = address };
                var after = row.Elements<Cell>().LastOrDefault(c => CellAddress.Parse(c.CellReference?.Value ?? "A1") is var (_, _, column) && column < mark.Column);
                if (after is null) { row.InsertAt(cell, 0); } else { row.InsertAfter(cell, after); }
            }
            cell.StyleIndex = styles.Of(cell.StyleIndex?.Value ?? 0, mark.Severity);
        }
        return row;
    }

    // The list stands in front; what counts sheets by their place counts one more.
    private static void AddList(WorkbookPart workbook, SubmissionReport report, string? textSheet, string language)
    {
        var part = workbook.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(part)) { WriteList(writer, report, textSheet, language); }
        var sheets = workbook.Workbook!.Sheets!;
        var names = sheets.Elements<Sheet>().Select(s => s.Name!.Value!).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var name = Enumerable.Range(1, int.MaxValue).Select(i => i == 1 ? "Observatorio" : $"Observatorio {i}").First(n => !names.Contains(n));
        sheets.InsertAt(new Sheet { Name = name, SheetId = sheets.Elements<Sheet>().Max(s => s.SheetId?.Value ?? 0) + 1, Id = workbook.GetIdOfPart(part) }, 0);
        foreach (var defined in workbook.Workbook.DefinedNames?.Elements<DefinedName>().Where(d => d.LocalSheetId is not null) ?? []) { defined.LocalSheetId = defined.LocalSheetId!.Value + 1; }
        foreach (var view in workbook.Workbook.BookViews?.Elements<WorkbookView>() ?? [])
        {
            view.ActiveTab = 0;
            view.FirstSheet = 0;
        }
    }

    private static void WriteList(OpenXmlWriter writer, SubmissionReport report, string? textSheet, string language)
    {
        var widths = new[] { 8.0, 8, 18, 24, 10, 80, 80 };
        writer.WriteStartElement(new Worksheet());
        writer.WriteStartElement(new Columns());
        for (var i = 0; i < widths.Length; i++) { writer.WriteElement(new Column { Min = (uint)(i + 1), Max = (uint)(i + 1), Width = widths[i], CustomWidth = true }); }
        writer.WriteEndElement();
        writer.WriteStartElement(new SheetData());
        var row = 0u;
        Line(CheckCatalogue.Say("summary", language, ("file", report.FileName), ("errors", CheckCatalogue.Count(report.Errors, "error", language)), ("warnings", CheckCatalogue.Count(report.Warnings, "warning", language))));
        Line([.. CheckCatalogue.Say("list_columns", language).Split('|')]);
        var links = new List<(string Cell, string Target)>();
        foreach (var finding in report.Findings)
        {
            var (message, action) = CheckCatalogue.Describe(finding, language);
            Line(CheckCatalogue.SeverityOf(finding), finding.Code, finding.Cell, finding.Value ?? "", finding.Places.ToString(CultureInfo.InvariantCulture), message, action);
            if ((finding.Part ?? textSheet) is { } sheet && finding is { Row: { } at, Column: { } column }) { links.Add(($"C{row}", $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'!{CellAddress.ColumnName(column)}{at}")); }
        }
        writer.WriteEndElement();
        if (links.Count > 0)
        {
            writer.WriteStartElement(new Hyperlinks());
            foreach (var (cell, target) in links) { writer.WriteElement(new Hyperlink { Reference = cell, Location = target }); }
            writer.WriteEndElement();
        }
        writer.WriteEndElement();

        void Line(params IReadOnlyList<string> texts)
        {
            writer.WriteStartElement(new Row { RowIndex = ++row });
            for (var i = 0; i < texts.Count; i++) { writer.WriteElement(PlainWorkbook.TextCell($"{CellAddress.ColumnName(i + 1)}{row}", texts[i].Length > LongestText ? texts[i][..LongestText] : texts[i])); }
            writer.WriteEndElement();
        }
    }
}
