using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using ExcelDataReader;

namespace Observatorio.Ingest.Reading;

/// <summary>Reads the sheets of an Excel workbook into raw tables.</summary>
public static class WorkbookFile
{
    // A formula that failed shows one of these: text where the name was typed or pasted; what is an error to Excel, the reader leaves out (FormulaScan adds it).
    private static readonly HashSet<string> ErrorNames = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"];

    // A sheet may keep thousands of formatted but empty columns: wider ones are looked through first.
    private const int WideSheet = 500;

    // Where Excel's own sheets end; a cell beyond is nobody's, and room would be made for all those before it.
    private const int MostColumns = 16_384, MostRows = 1_048_576;

    // One cell at the end of an empty sheet is enough to make it so large: more cells than this, empty ones counted, are not looked through.
    private const long MostCells = 1L << 28;

    static WorkbookFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// Loads every sheet. Numbers become their shortest exact text, dates ISO text with a note, errors their own name with a note.
    /// </summary>
    /// <returns>The sheets in their order; null after a finding F01.</returns>
    public static IReadOnlyList<RawTable>? Load(DuckDBConnection connection, SourceFile file, List<Finding> findings)
    {
        RawTable.CreateNotes(connection);
        try
        {
            using var stream = File.OpenRead(file.Path);
            using var reader = ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { LeaveOpen = false });
            if (reader.ResultsCount == 0) { return Refuse("empty"); }
            var sheets = new List<RawTable>();
            do
            {
                if (Unfit(reader) is { } why) { return Refuse(why); }
                sheets.Add(LoadSheet(connection, reader, file.Path, sheets.Count + 1));
            }
            while (reader.NextResult());
            if (file.HasFormulas) { FormulaScan.Note(connection, file.Path); }
            if (file.HasRaisedText) { RaisedText.Drop(connection, file.Path); }
            return sheets;
        }
        catch (Exception e) when (e is not (DuckDBException or OutOfMemoryException))
        {
            // ExcelDataReader throws many kinds for a damaged workbook; none of them is the program's own fault here.
            return Refuse(e.GetType().Name.Contains("Password", StringComparison.Ordinal) ? "password" : "damaged");
        }

        IReadOnlyList<RawTable>? Refuse(string why)
        {
            findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = why, ["what"] = null } });
            return null;
        }
    }

    /// <summary>The first rows of every sheet; null after a finding F01.</summary>
    public static IReadOnlyList<RawTable>? Heads(SourceFile file, List<Finding> findings)
    {
        using var memory = Warehouse.Sql.Connect(":memory:");
        return Load(memory, file, findings);
    }

    // Why a sheet is not read; its size is known before any of its rows is, and no room has been made for them.
    private static string? Unfit(IExcelDataReader reader)
        => reader.FieldCount > MostColumns || reader.RowCount > MostRows || Overlap(reader.MergeCells ?? []) ? "damaged"
            : (long)reader.FieldCount * reader.RowCount > MostCells ? "bomb" : null;

    // Excel takes a sheet with such merges for damaged; what they cost here would grow with rows and merges at once.
    private static bool Overlap(IEnumerable<CellRange> merges)
    {
        var last = new int[MostColumns]; // of each column, the last row that a merge before this one takes
        Array.Fill(last, -1);
        foreach (var range in merges.Where(m => m.FromRow >= 0 && m.FromColumn >= 0).OrderBy(m => m.FromRow))
        {
            if (range.ToColumn >= MostColumns || range.ToColumn < range.FromColumn) { return true; }
            var columns = last.AsSpan(range.FromColumn, range.ToColumn - range.FromColumn + 1);
            if (columns.ContainsAnyInRange(range.FromRow, int.MaxValue)) { return true; }
            columns.Fill(range.ToRow);
        }
        return false;
    }

    private static RawTable LoadSheet(DuckDBConnection connection, IExcelDataReader reader, string path, int part)
    {
        var columns = reader.FieldCount > WideSheet ? FilledColumns(path, part) : Math.Max(1, reader.FieldCount);
        RawTable.Create(connection, part, columns);
        var head = new List<string?[]>();
        var hiddenSheet = reader.VisibleState is "hidden" or "veryhidden";
        var merged = (reader.MergeCells ?? []).Where(m => m.FromColumn == m.ToColumn && m.FromRow >= 0 && m.ToRow > m.FromRow).ToLookup(m => m.FromRow);
        var open = new List<(CellRange Range, string Text)>();
        using var notes = connection.CreateAppender("temp", "main", "raw_note");
        using var rows = connection.CreateAppender("temp", "main", $"raw_{part}");
        var texts = new string?[columns];
        var used = new bool[columns];
        uint row = 0;
        while (reader.Read())
        {
            row++;
            var row1 = rows.CreateRow();
            var filled = false;
            for (var i = 0; i < columns; i++)
            {
                texts[i] = CellText(reader, i, out var kind);
                if (texts[i] is { } text) { row1.AppendValue(text); filled = used[i] = true; } else { row1.AppendNullValue(); }
                if (kind is not null) { Note(row, i + 1, kind, texts[i]); }
            }
            row1.AppendValue((ushort)columns).EndRow();
            open.RemoveAll(m => m.Range.ToRow < row - 1);
            foreach (var (range, text) in open) { Note(row, range.FromColumn + 1, "merged", text); }
            open.AddRange(merged[(int)row - 1].Where(m => m.FromColumn < columns && texts[m.FromColumn] is not null).Select(m => (m, texts[m.FromColumn]!)));
            if (head.Count < RawTable.HeadRows) { head.Add((string?[])texts.Clone()); }
            if (filled && reader.RowHeight == 0) { Note(row, null, "hidden row", null); }
        }
        for (var i = 0; i < columns; i++)
        {
            if (used[i] && reader.GetColumnWidth(i) == 0) { Note(null, i + 1, "hidden column", null); }
        }
        if (hiddenSheet) { Note(null, null, "hidden sheet", null); }
        RepeatMergedCells(reader, head);
        return new RawTable(part, reader.Name, columns, 1, head);

        void Note(uint? atRow, int? atColumn, string kind, string? text)
        {
            var note = notes.CreateRow().AppendValue((ushort)part);
            if (atRow is { } r) { note.AppendValue(r); } else { note.AppendNullValue(); }
            if (atColumn is { } c) { note.AppendValue((ushort)c); } else { note.AppendNullValue(); }
            note.AppendValue(kind).AppendValue(text).EndRow();
        }
    }

    private static string? CellText(IExcelDataReader reader, int column, out string? note)
    {
        note = null;
        switch (reader.GetValue(column))
        {
            case null: return null;
            case string text:
                if (text.StartsWith('#') && ErrorNames.Contains(text)) { note = "error"; }
                else if (text.Any(char.IsAsciiDigit) && !text.Any(char.IsLetter)) { note = "text number"; }
                return string.IsNullOrWhiteSpace(text) ? null : text; // a blank is nothing that anybody sees
            case double number: return NumberFormats.IsPercent(reader.GetNumberFormatString(column)) ? NumberFormats.InPercent(number) : number.ToString("R", CultureInfo.InvariantCulture);
            case int number: return number.ToString(CultureInfo.InvariantCulture);
            case bool flag: return flag ? "TRUE" : "FALSE";
            case DateTime date:
                note = "date";
                return date.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            case TimeSpan time:
                note = "date";
                return time.ToString("c", CultureInfo.InvariantCulture);
            case var other: return Convert.ToString(other, CultureInfo.InvariantCulture);
        }
    }

    // The last column of a sheet that holds anything.
    private static int FilledColumns(string path, int part)
    {
        using var reader = ExcelReaderFactory.CreateReader(File.OpenRead(path));
        for (var i = 1; i < part; i++) { reader.NextResult(); }
        var last = 1;
        while (reader.Read())
        {
            for (var i = reader.FieldCount - 1; i >= last; i--)
            {
                if (reader.GetValue(i) is not null) { last = i + 1; }
            }
        }
        return last;
    }

    // A merged header cell says its text once; each column under it is meant.
    private static void RepeatMergedCells(IExcelDataReader reader, List<string?[]> head)
    {
        foreach (var range in (reader.MergeCells ?? []).Where(r => r.FromRow >= 0 && r.FromColumn >= 0)) // -1 for a merge of a single cell
        {
            for (var row = range.FromRow; row <= range.ToRow && row < head.Count; row++)
            {
                for (var column = range.FromColumn; column <= range.ToColumn && column < head[row].Length; column++)
                {
                    head[row][column] ??= head[range.FromRow][range.FromColumn];
                }
            }
        }
    }
}
