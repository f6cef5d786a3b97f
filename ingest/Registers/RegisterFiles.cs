using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest.Registers;

/// <summary>A text file of a register, where DuckDB can read it.</summary>
/// <param name="Name">As the office calls it.</param>
/// <param name="Path">Where its bytes are, in UTF-8.</param>
/// <param name="Header">Its header texts, in order.</param>
public sealed record RegisterText(string Name, string Path, IReadOnlyList<string> Header)
{
    /// <summary>The place of a column from 1, by its header (case and blanks do not matter); 0 where there is none.</summary>
    public int Find(string header)
    {
        for (var i = 0; i < Header.Count; i++)
        {
            if (Staging.TablePlan.Normal(Header[i]) == Staging.TablePlan.Normal(header)) { return i + 1; }
        }
        return 0;
    }
}

/// <summary>Finds the files of a register in what the office sent: one text file, or a ZIP of several.</summary>
public static class RegisterFiles
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>The largest that a register may be when unpacked, in bytes.</summary>
    public const long Largest = 32L << 30;

    // So much of a text tells in which encoding it is.
    private const int Sniffed = 1 << 22;

    static RegisterFiles() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Whether a file is a ZIP that is no workbook.</summary>
    public static bool IsZip(string path)
    {
        Span<byte> start = stackalloc byte[2];
        using (var stream = File.OpenRead(path)) { if (stream.ReadAtLeast(start, 2, throwOnEndOfStream: false) < 2 || !start.SequenceEqual("PK"u8)) { return false; } }
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return !zip.Entries.Any(e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException) { return false; }
    }

    /// <summary>How many of the columns that a layout names its file of units has, and how many it lacks; null where there is no such file.</summary>
    public static (int Matched, int Missing)? Nearness(string path, RegisterLayout layout)
    {
        try
        {
            var header = ReadHeader(path, layout, layout.File);
            if (header is null) { return null; }
            var text = new RegisterText("", "", header);
            var named = RegisterColumns.OfUnits(layout).ToList();
            var matched = named.Count(c => text.Find(c) > 0);
            return (matched, named.Count - matched);
        }
        catch (InvalidDataException) { return null; }
    }

    /// <summary>Puts a text of the register where DuckDB reads it, unpacked and in UTF-8, with progress by the byte.</summary>
    /// <param name="path">What the office sent.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="layout">How it is written.</param>
    /// <param name="pattern">Regular expression on the name in a ZIP; null for its only file.</param>
    /// <param name="folder">For what has to be unpacked or written anew.</param>
    /// <returns>Null where there is no such file.</returns>
    public static RegisterText? Open(string path, string fileName, RegisterLayout layout, string? pattern, string folder)
    {
        if (ReadHeader(path, layout, pattern) is not { } header) { return null; }
        if (!IsZip(path) && EncodingOf(path, pattern, layout) is UTF8Encoding) { return new RegisterText(fileName, path, header); }
        var target = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        var name = fileName;
        WithText(path, pattern, (entry, stream) =>
        {
            name = entry ?? fileName;
            using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
            var encoding = EncodingOf(path, pattern, layout);
            Copy(encoding is UTF8Encoding ? stream : Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8), to);
        });
        return new RegisterText(name, target, header);
    }

    private static void Copy(Stream from, Stream to)
    {
        var buffer = new byte[1 << 20];
        long total = 0;
        int read;
        while ((read = from.Read(buffer)) > 0)
        {
            total += read;
            if (total > Largest) { throw new InvalidDataException("larger than a register may be"); }
            to.Write(buffer.AsSpan(0, read));
        }
    }

    private static List<string>? ReadHeader(string path, RegisterLayout layout, string? pattern)
    {
        List<string>? header = null;
        var encoding = EncodingOf(path, pattern, layout);
        WithText(path, pattern, (_, stream) =>
        {
            using var reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: encoding is UTF8Encoding, 1 << 16);
            using var parser = TextFile.Parser(reader, layout.Delimiter, layout.Quoted);
            for (var row = 0; row < layout.HeaderRow; row++)
            {
                if (!parser.Read()) { return; }
            }
            header = [.. parser.Record!];
        });
        return header;
    }

    private static void WithText(string path, string? pattern, Action<string?, Stream> use)
    {
        if (!IsZip(path))
        {
            using var file = File.OpenRead(path);
            use(null, file);
            return;
        }
        using var zip = ZipFile.OpenRead(path);
        var entries = zip.Entries.Where(e => e.Length > 0 && (pattern is null || Regex.IsMatch(e.FullName, pattern, RegexOptions.None, Patience))).ToList();
        // Of two files that fit, none is known to be the one.
        if (entries is not [var entry]) { return; }
        using var stream = entry.Open();
        use(entry.Name, stream);
    }

    // Offices publish the same register now in one encoding and now in another: letters beyond ASCII that are valid UTF-8 are nothing else.
    private static Encoding EncodingOf(string path, string? pattern, RegisterLayout layout)
    {
        var declared = TextFile.EncodingOf(layout.Encoding, layout.Name);
        if (declared is UTF8Encoding) { return declared; }
        var start = new byte[Sniffed];
        WithText(path, pattern, (_, stream) => start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        if (Ascii.IsValid(start)) { return declared; }
        // A letter may be cut at the end of what was looked at.
        var whole = start.Length < Sniffed ? start.Length : Array.FindLastIndex(start, b => b < 0x80) + 1;
        return System.Text.Unicode.Utf8.IsValid(start.AsSpan(0, whole)) ? new UTF8Encoding(false) : declared;
    }
}
