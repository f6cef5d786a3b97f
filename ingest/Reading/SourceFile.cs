using System.IO.Compression;

namespace Observatorio.Ingest.Reading;

/// <summary>What a file is, by its content; its name is never trusted.</summary>
public enum FileKind
{
    /// <summary>Delimited text.</summary>
    Text,

    /// <summary>An Excel workbook, XLSX or XLS.</summary>
    Workbook,
}

/// <summary>A file that an office sent, and what it is.</summary>
/// <param name="Path">Where its bytes are.</param>
/// <param name="Name">Its own name, for messages.</param>
/// <param name="Kind">What it is by its first bytes.</param>
public sealed record SourceFile(string Path, string Name, FileKind Kind)
{
    /// <summary>Whether some sheet of a workbook holds formulas, or errors that formulas left behind.</summary>
    public bool HasFormulas { get; init; }

    /// <summary>Whether some text of a workbook has raised or lowered letters in it.</summary>
    public bool HasRaisedText { get; init; }

    /// <summary>A workbook's parts, unpacked, may take this many bytes together.</summary>
    public const long LargestUnpacked = 1L << 30;

    private static readonly (byte[] Start, string What)[] Foreign =
    [
        ("%PDF"u8.ToArray(), "PDF"),
        ([0x1F, 0x8B], "gzip"),
        ("Rar!"u8.ToArray(), "RAR"),
        ([0x37, 0x7A, 0xBC, 0xAF], "7z"),
        ([0x89, 0x50, 0x4E, 0x47], "PNG"),
        ([0xFF, 0xD8, 0xFF], "JPEG"),
        ([0xFF, 0xFE], "UTF-16"),
        ([0xFE, 0xFF], "UTF-16"),
    ];

    /// <summary>Looks at the first bytes of a file; a file that no reader can read becomes a finding F01.</summary>
    public static SourceFile? Probe(string path, string name, List<Finding> findings)
    {
        Span<byte> start = stackalloc byte[8];
        int length;
        using (var stream = File.OpenRead(path)) { length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false); }
        start = start[..length];
        if (length == 0) { return Refuse("empty"); }
        foreach (var (bytes, what) in Foreign)
        {
            if (start.StartsWith(bytes)) { return Refuse("foreign", what); }
        }
        if (start.StartsWith("PK"u8)) { return ProbeZip(); }
        if (start.StartsWith(new byte[] { 0xD0, 0xCF, 0x11, 0xE0 })) { return new SourceFile(path, name, FileKind.Workbook); }
        return new SourceFile(path, name, FileKind.Text);

        SourceFile? ProbeZip()
        {
            try
            {
                using var zip = ZipFile.OpenRead(path);
                if (!zip.Entries.Any(e => e.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase))) { return Refuse("foreign", "ZIP"); }
                var (unpacked, formulas, raised) = Unpack(zip);
                return unpacked > LargestUnpacked ? Refuse("bomb") : new SourceFile(path, name, FileKind.Workbook) { HasFormulas = formulas, HasRaisedText = raised };
            }
            catch (InvalidDataException)
            {
                return Refuse("truncated");
            }
        }

        SourceFile? Refuse(string why, string? what = null)
        {
            findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = why, ["what"] = what } });
            return null;
        }
    }

    // The sizes in a zip's directory are the sender's word: count what really comes out, and stop in time.
    private static (long Bytes, bool Formulas, bool Raised) Unpack(ZipArchive zip)
    {
        long total = 0;
        var (formulas, raised) = (false, false);
        var buffer = new byte[1 << 16];
        foreach (var entry in zip.Entries)
        {
            var sheet = entry.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase);
            var texts = sheet || entry.FullName.Equals("xl/sharedStrings.xml", StringComparison.OrdinalIgnoreCase);
            using var stream = entry.Open();
            var kept = 0; // the end of the block before, so that no mark is cut
            int read;
            while ((read = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
            {
                total += read;
                if (total > LargestUnpacked) { return (total, formulas, raised); }
                var block = buffer.AsSpan(0, kept + read);
                formulas |= sheet && HasFormula(block);
                raised |= texts && block.IndexOf("vertAlign"u8) >= 0;
                kept = Math.Min(block.Length, "vertAlign".Length - 1);
                block[^kept..].CopyTo(buffer);
            }
        }
        return (total, formulas, raised);
    }

    // Excel writes <f>, other programs write the same with a prefix; an error that was pasted as a value has no formula.
    private static bool HasFormula(ReadOnlySpan<byte> xml)
        => xml.IndexOf("<f>"u8) >= 0 || xml.IndexOf("<f "u8) >= 0 || xml.IndexOf(":f>"u8) >= 0 || xml.IndexOf(":f "u8) >= 0 || xml.IndexOf(" t=\"e\""u8) >= 0;
}
