using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;

namespace Observatorio.Api.Data.Formats;

/// <summary>RFC 4180 with a header line; what is said of the answer as a whole stands in the headers of the response.</summary>
public static class CsvFormat
{
    /// <summary>Writes an answer.</summary>
    public static async Task Write(DataAnswer answer)
    {
        var response = answer.Http.Response;
        response.ContentType = "text/csv; charset=utf-8";
        var output = response.BodyWriter;
        var table = AnswerTable.Of(answer.Release, answer.Query, answer.Figures.Figures);
        for (var i = 0; i < table.Columns.Count; i++)
        {
            if (i > 0) { output.Write(","u8); }
            WriteText(output, table.Columns[i].Name);
        }
        output.Write("\r\n"u8);
        foreach (var row in table.Rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                if (i > 0) { output.Write(","u8); }
                if (row[i].Number is { } number) { WriteNumber(output, number); }
                else if (row[i].Text is { } text) { WriteText(output, text); }
            }
            output.Write("\r\n"u8);
            if (AnswerFlow.IsFull(answer.Http)) { await AnswerFlow.Send(answer.Http); }
        }
        await AnswerFlow.Send(answer.Http);
    }

    private static void WriteNumber(PipeWriter output, decimal number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(40), out var written);
        output.Advance(written);
    }

    // A text that a spreadsheet would take for a formula gets an apostrophe in front.
    private static void WriteText(PipeWriter output, string text)
        => WriteQuoted(output, text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text);

    /// <summary>Writes a text, quoted where it has a comma, a quote or a line break in it.</summary>
    public static void WriteQuoted(IBufferWriter<byte> output, string text)
    {
        if (text.AsSpan().IndexOfAny(",\"\r\n") >= 0) { text = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""; }
        Encoding.UTF8.GetBytes(text, output);
    }
}
