using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Reading;

/// <summary>Reads delimited text into a raw table.</summary>
public static class TextFile
{
    static TextFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The first rows of the file as <paramref name="layout"/> splits them.</summary>
    public static IReadOnlyList<string?[]> Head(SourceFile file, Layout layout, TextScan scan)
    {
        var head = new List<string?[]>();
        using var parser = Parser(file, layout, scan);
        while (head.Count < RawTable.HeadRows && parser.Read())
        {
            head.Add([.. parser.Record!.Select(field => field.Length == 0 ? null : field)]);
        }
        return head;
    }

    /// <summary>
    /// Loads the rows below <paramref name="skip"/>. DuckDB's own reader does it where the file is plain enough for
    /// both readers to agree (a test holds them to it); CsvHelper does it everywhere else.
    /// </summary>
    /// <param name="connection">Where the raw table is made.</param>
    /// <param name="file">What to read.</param>
    /// <param name="layout">How it is laid out.</param>
    /// <param name="scan">What its bytes told.</param>
    /// <param name="head">Its first rows.</param>
    /// <param name="columns">How many columns the table has.</param>
    /// <param name="skip">How many rows above the data are not loaded.</param>
    /// <param name="findings">Where a fault is told.</param>
    /// <param name="allowFast">False to use CsvHelper in any case.</param>
    /// <returns>The table; null after a finding F01, where a quotation mark swallows rows.</returns>
    public static RawTable? Load(
        DuckDBConnection connection, SourceFile file, Layout layout, TextScan scan, IReadOnlyList<string?[]> head, int columns, int skip, List<Finding> findings, bool allowFast = true)
    {
        RawTable.CreateNotes(connection);
        if (allowFast && IsPlain(layout, scan) && LoadFast(connection, file, layout, columns, skip))
        {
            return new RawTable(1, null, columns, skip + 1, head);
        }
        RawTable.Create(connection, 1, columns);
        using var appender = connection.CreateAppender("temp", "main", "raw_1");
        using var parser = Parser(file, layout, scan);
        for (var row = 0; row < skip; row++) { parser.Read(); }
        while (parser.Read())
        {
            var record = parser.Record!;
            if (layout.Quoted && scan.Quotes && SwallowsRows(parser, columns))
            {
                findings.Add(new Finding("F01", Row: parser.Row) { Args = new Dictionary<string, string?> { ["why"] = "quotes", ["what"] = null } });
                return null;
            }
            var line = appender.CreateRow();
            for (var i = 0; i < columns; i++)
            {
                if (i < record.Length && record[i].Length > 0) { line.AppendValue(record[i]); } else { line.AppendNullValue(); }
            }
            // Trailing empty fields are no fault: count up to the last field that holds something.
            var fields = record.Length;
            while (fields > columns && record[fields - 1].Length == 0) { fields--; }
            line.AppendValue((ushort)Math.Min(fields, ushort.MaxValue)).EndRow();
        }
        return new RawTable(1, null, columns, skip + 1, head);
    }

    // A quotation mark that does not close takes the rows below it into its field, up to the next mark or the end of the file:
    // then the record has an odd number of marks, or a line of the field looks like a row of the table.
    private static bool SwallowsRows(CsvParser parser, int columns)
    {
        var text = parser.RawRecord.AsSpan().TrimEnd("\r\n");
        if (!text.Contains('"')) { return false; }
        var severalLines = text.ContainsAny('\n', '\r');
        var open = text.Count('"') % 2 == 1 && (severalLines || parser.Record!.Length < columns || LastFieldOpens(text, parser.Delimiter));
        return open || (severalLines && columns > 1 && parser.Record!.Any(field => field.Split('\n').Skip(1).Any(line => line.AsSpan().Count(parser.Delimiter) >= columns - 1)));
    }

    private static bool LastFieldOpens(ReadOnlySpan<char> record, string delimiter)
        => record[(record.LastIndexOf(delimiter) is var at and >= 0 ? at + delimiter.Length : 0)..].StartsWith("\"");

    private static bool IsPlain(Layout layout, TextScan scan)
        => scan is { ValidUtf8: true, Quotes: false, BlankLines: false, LoneCarriageReturns: false, MixedLineEnds: false, FirstNulLine: 0 }
            && scan.ContentBytes == scan.Bytes
            && layout.Encoding == "utf-8";

    private static bool LoadFast(DuckDBConnection connection, SourceFile file, Layout layout, int columns, int skip)
    {
        var types = string.Join(", ", Enumerable.Range(1, columns).Select(i => $"'c{i}': 'varchar'"));
        try
        {
            Sql.Run(connection, typeof(TextFile).Assembly, "read-text.sql",
                ("file", Sql.Literal(file.Path)), ("delimiter", Sql.Literal(Delimiter(layout))), ("skip", skip.ToString(CultureInfo.InvariantCulture)),
                ("columns", "{" + types + "}"), ("fields", columns.ToString(CultureInfo.InvariantCulture)));
            return true;
        }
        catch (DuckDBException)
        {
            return false; // Not as plain as it looked, such as a row with a field too many: CsvHelper tells where.
        }
    }

    private static string Delimiter(Layout layout) => layout.Delimiter == "\\t" ? "\t" : layout.Delimiter;

    private static CsvParser Parser(SourceFile file, Layout layout, TextScan scan)
    {
        Stream stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        if (layout.NulsAtEnd && scan.ContentBytes < scan.Bytes) { stream = new LeadingPart(stream, scan.ContentBytes); }
        var reader = new StreamReader(stream, EncodingOf(layout.Encoding, layout.Name), detectEncodingFromByteOrderMarks: layout.Encoding == "utf-8", 1 << 16);
        return Parser(reader, layout.Delimiter, layout.Quoted);
    }

    /// <summary>CsvHelper's parser as all delimited text is read here.</summary>
    public static CsvParser Parser(TextReader reader, string delimiter, bool quoted)
        => new(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter == "\\t" ? "\t" : delimiter,
            Mode = quoted ? CsvMode.RFC4180 : CsvMode.NoEscape,
            BadDataFound = null,
            IgnoreBlankLines = false,
            BufferSize = 1 << 16,
        });

    /// <summary>The encoding that a layout names.</summary>
    /// <exception cref="ProfileException">It is none of those that files may have.</exception>
    public static Encoding EncodingOf(string name, string layout) => name switch
    {
        "utf-8" => new UTF8Encoding(false),
        "latin1" => Encoding.Latin1,
        "windows-1252" => Encoding.GetEncoding(1252),
        _ => throw new ProfileException($"Layout {layout}: encoding '{name}' is not one of utf-8, latin1, windows-1252."),
    };

    // The first bytes of a stream, for files whose tail is padding.
    private sealed class LeadingPart(Stream inner, long length) : Stream
    {
        private long left = length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
            left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) { inner.Dispose(); }
            base.Dispose(disposing);
        }
    }
}
