using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Observatorio.Ingest.Reading;

/// <summary>What one pass over a text file's bytes tells before it is parsed.</summary>
/// <param name="Bytes">Length of the file.</param>
/// <param name="ContentBytes">Length without a tail of NUL bytes.</param>
/// <param name="FirstNulLine">Line of the first NUL byte before that tail; 0 if there is none.</param>
/// <param name="LongestLine">Bytes of the longest line.</param>
/// <param name="LongestLineNumber">Its number, from 1.</param>
/// <param name="ByteOrderMark">Whether it starts with UTF-8's mark.</param>
/// <param name="ValidUtf8">Whether all of it is UTF-8.</param>
/// <param name="Quotes">Whether a double quote occurs.</param>
/// <param name="BlankLines">Whether an empty line occurs before the last.</param>
/// <param name="LoneCarriageReturns">Whether a carriage return occurs that no line feed follows.</param>
/// <param name="MixedLineEnds">Whether some lines end with a carriage return and others without.</param>
public sealed record TextScan(
    long Bytes, long ContentBytes, long FirstNulLine, long LongestLine, long LongestLineNumber,
    bool ByteOrderMark, bool ValidUtf8, bool Quotes, bool BlankLines, bool LoneCarriageReturns, bool MixedLineEnds)
{
    /// <summary>A longer line is not a table row; reading stops before it is held in memory.</summary>
    public const long LongestAllowed = 1 << 20;

    private static readonly SearchValues<byte> Marks = SearchValues.Create("\n\r\"\0"u8);

    /// <summary>Scans a file once, in blocks.</summary>
    public static TextScan Of(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var buffer = new byte[1 << 18];
        long position = 0, lineStart = 0, line = 1, longest = 0, longestLine = 1, contentEnd = 0, firstNul = 0, pendingNul = 0;
        bool quotes = false, blank = false, loneReturn = false, afterReturn = false, mark = false, valid = true, withReturn = false, withoutReturn = false;
        var carry = 0; // bytes of a character that a block border has cut, kept at the buffer's start
        int read;
        while ((read = file.Read(buffer, carry, buffer.Length - carry)) > 0)
        {
            var block = buffer.AsSpan(carry, read);
            if (position == 0) { mark = block.StartsWith("\uFEFF"u8); }
            var at = 0;
            int hit;
            while ((hit = block[at..].IndexOfAny(Marks)) >= 0)
            {
                at += hit;
                var here = position + at;
                if (hit > 0) { EndNuls(here); afterReturn = Returned(false); }
                switch (block[at])
                {
                    case (byte)'\n':
                        EndNuls(here + 1);
                        var length = here - lineStart - (afterReturn ? 1 : 0);
                        if (length > longest) { (longest, longestLine) = (length, line); }
                        // A byte order mark alone makes no line.
                        if (length == 0 || (mark && lineStart == 0 && length == 3)) { blank = true; }
                        if (afterReturn) { withReturn = true; } else { withoutReturn = true; }
                        (lineStart, line, afterReturn) = (here + 1, line + 1, false);
                        break;
                    case (byte)'\r':
                        EndNuls(here + 1);
                        Returned(false);
                        afterReturn = true;
                        break;
                    case (byte)'"':
                        EndNuls(here + 1);
                        quotes = true;
                        afterReturn = Returned(false);
                        break;
                    default:
                        if (pendingNul == 0) { pendingNul = line; }
                        afterReturn = Returned(false);
                        break;
                }
                at++;
            }
            if (at < block.Length) { EndNuls(position + block.Length); afterReturn = Returned(false); }
            position += read;
            if (valid) { valid = ValidSoFar(buffer.AsSpan(0, carry + read), out carry); }
            if (!valid) { carry = 0; }
        }
        if (carry > 0) { valid = false; }
        if (position - lineStart > longest && firstNul == 0 && pendingNul == 0) { (longest, longestLine) = (position - lineStart, line); }
        return new TextScan(position, contentEnd, firstNul, longest, longestLine, mark, valid, quotes, blank, loneReturn || afterReturn, withReturn && withoutReturn);

        // Content goes on at `end`: NUL bytes seen before it were no tail.
        void EndNuls(long end)
        {
            if (pendingNul > 0) { if (firstNul == 0) { firstNul = pendingNul; } pendingNul = 0; }
            contentEnd = end;
        }

        bool Returned(bool by)
        {
            if (afterReturn) { loneReturn = true; }
            return by;
        }
    }

    /// <summary>The first line that is not UTF-8, as Latin-1 shows its beginning; for a file of which <see cref="ValidUtf8"/> is false.</summary>
    public static (long Line, string Text) FirstInvalidLine(string path)
    {
        const int Shown = 60;
        var line = 0L;
        foreach (var text in File.ReadLines(path, Encoding.Latin1))
        {
            line++;
            if (!Utf8.IsValid(Encoding.Latin1.GetBytes(text))) { return (line, text.Length > Shown ? text[..Shown] + "…" : text); }
        }
        return (line, "");
    }

    private static bool ValidSoFar(Span<byte> bytes, out int carry)
    {
        carry = 0;
        if (Utf8.IsValid(bytes)) { return true; }
        // A character may be cut by the block's end: at most three bytes of it are here.
        for (var tail = 1; tail <= 3 && tail <= bytes.Length; tail++)
        {
            var lead = bytes[^tail];
            if ((lead & 0xC0) == 0x80) { continue; }
            var needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
            if (needed > tail && Utf8.IsValid(bytes[..^tail]))
            {
                bytes[^tail..].CopyTo(bytes);
                carry = tail;
                return true;
            }
            return false;
        }
        return false;
    }
}
