using System.Globalization;
using System.Text;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest.Drafting;

/// <summary>One sheet or text file as a grid of texts, from its first row.</summary>
/// <param name="Name">Of the sheet; null for a text file.</param>
/// <param name="Rows">The first rows; null is an empty cell.</param>
public sealed record DraftSheet(string? Name, IReadOnlyList<string?[]> Rows)
{
    /// <summary>The text in a cell, from row and column 0; null where there is none.</summary>
    public string? At(int row, int column) => column < Rows[row].Length && Rows[row][column]?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>How many columns the widest row has.</summary>
    public int Width { get; } = Rows.Count == 0 ? 0 : Rows.Max(r => r.Length);
}

/// <summary>A file of which nothing is known yet, and how its text is written.</summary>
/// <param name="Sheets">Its sheets.</param>
/// <param name="IsWorkbook">Whether it is an Excel workbook.</param>
/// <param name="Encoding">Of a text file.</param>
/// <param name="Delimiter">Of a text file.</param>
/// <param name="Quoted">Whether quotes in a text file enclose fields.</param>
/// <param name="NulsAtEnd">Whether a text file ends in NUL bytes.</param>
public sealed record DraftGrid(IReadOnlyList<DraftSheet> Sheets, bool IsWorkbook, string Encoding = "utf-8", string Delimiter = ",", bool Quoted = true, bool NulsAtEnd = false)
{
    // A layout shows in its first rows; the labels of a long table mostly too.
    private const int MostRows = 20_000;
    private const int RowsToGuess = 200;

    private static readonly string[] Delimiters = [";", "\t", "|", ","];

    /// <summary>Reads a file; null with a finding where no reader can.</summary>
    public static DraftGrid? Read(DuckDBConnection connection, string path, string fileName, List<Finding> findings)
    {
        if (SourceFile.Probe(path, fileName, findings) is not { } file) { return null; }
        if (file.Kind == FileKind.Workbook)
        {
            return WorkbookFile.Load(connection, file, findings) is { } sheets ? new DraftGrid([.. sheets.Select(s => Sheet(connection, s))], IsWorkbook: true) : null;
        }
        var scan = TextScan.Of(path);
        if (FileReader.LineTooLong(scan) is { } tooLong)
        {
            findings.Add(tooLong);
            return null;
        }
        var encoding = scan.ValidUtf8 ? "utf-8" : "windows-1252";
        System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var delimiter = Delimiters.MaxBy(d => Fit(path, encoding, d))!;
        // A quote that stands within fields, and encloses none, is an ordinary character.
        return new DraftGrid([new DraftSheet(null, Rows(path, encoding, delimiter, MostRows))], IsWorkbook: false, encoding, delimiter, NulsAtEnd: scan.FirstNulLine == 0 && scan.ContentBytes < scan.Bytes);
    }

    private static DraftSheet Sheet(DuckDBConnection connection, RawTable raw)
    {
        var rows = connection.Query($"select * from {raw.Table} order by rowid limit {MostRows.ToString(CultureInfo.InvariantCulture)}")
            .Select(r => ((IDictionary<string, object?>)r).Where(c => c.Key != "fields").Select(c => c.Value as string).ToArray());
        // In its head a merged cell stands in each of the cells that it covers.
        return new DraftSheet(raw.Name, [.. raw.Head, .. rows.Skip(raw.Head.Count - (raw.FirstRow - 1))]);
    }

    // How many rows have the same number of fields, and how many fields that is.
    private static double Fit(string path, string encoding, string delimiter)
    {
        var counts = Rows(path, encoding, delimiter, RowsToGuess).Select(r => r.Length).Where(l => l > 1).GroupBy(l => l).OrderByDescending(g => g.Count() * g.Key).FirstOrDefault();
        return counts is null ? 0 : counts.Count() * Math.Sqrt(counts.Key);
    }

    private static List<string?[]> Rows(string path, string encoding, string delimiter, int most)
    {
        using var reader = new StreamReader(path, TextFile.EncodingOf(encoding, "draft"));
        using var parser = TextFile.Parser(reader, delimiter, quoted: true);
        var rows = new List<string?[]>();
        // The parser passes over blank lines, and a row is known by its place in the file.
        while (rows.Count < most && parser.Read())
        {
            while (rows.Count < parser.RawRow - 1 && parser.Record!.All(f => !f.Contains('\n', StringComparison.Ordinal)) && rows.Count < most) { rows.Add([]); }
            rows.Add([.. parser.Record!.Select(f => f.Replace("\0", "", StringComparison.Ordinal)).Select(f => f.Length == 0 ? null : f)]);
        }
        return rows;
    }
}
