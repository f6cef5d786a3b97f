using System.Text.Json;

namespace Observatorio.Api.Data.Formats;

/// <summary>Answers go to their readers while they are written: one who reads slowly holds up the writing, and no memory fills.</summary>
public static class AnswerFlow
{
    // So much of an answer is held before it goes to its reader.
    private const int FlushedAt = 64 * 1024;

    /// <summary>Whether enough waits to be sent. Where the pipe cannot tell, a block is sent as the writer fills it.</summary>
    public static bool IsFull(HttpContext http) => http.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > FlushedAt };

    /// <summary>Sends what waits, and goes on when the reader has taken enough of it.</summary>
    public static async Task Send(HttpContext http, Utf8JsonWriter? json = null)
    {
        json?.Flush();
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
