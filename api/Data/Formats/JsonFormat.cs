using System.Text.Json;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data.Formats;

/// <summary>Tidy records as JSON; what a figure has nothing of is left out, but for OBS_VALUE.</summary>
public static class JsonFormat
{
    /// <summary>Writes an answer.</summary>
    public static async Task Write(DataAnswer answer)
    {
        var (http, release, query) = (answer.Http, answer.Release, answer.Query);
        http.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        var table = AnswerTable.Of(release, query, answer.Figures.Figures);
        var names = table.Columns.Select(c => JsonEncodedText.Encode(c.Name)).ToArray();
        var count = 0L;
        json.WriteStartObject();
        WriteRelease(json, release);
        json.WriteString("dataflow", query.Selection.Dataflow);
        json.WriteStartArray("observations");
        foreach (var row in table.Rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i].Number is { } number) { json.WriteNumber(names[i], number); }
                else if (row[i].Text is { } text) { json.WriteString(names[i], text); }
                else if (table.Columns[i].Always) { json.WriteNull(names[i]); }
            }
            json.WriteEndObject();
            count++;
            if (AnswerFlow.IsFull(http)) { await AnswerFlow.Send(http, json); }
        }
        json.WriteEndArray();
        json.WriteNumber("count", count);
        if (answer.Figures.Next is { } next) { json.WriteString("next", Paging.Link(http, release, next)); }
        WriteHidden(json, release, query.Language, answer.Figures.Summary);
        json.WriteStartArray("synthetic");
        foreach (var dataset in answer.Figures.Summary.Synthetic) { json.WriteStringValue(dataset); }
        json.WriteEndArray();
        json.WriteEndObject();
        await AnswerFlow.Send(http, json);
    }

    /// <summary>Writes which release an answer comes from.</summary>
    public static void WriteRelease(Utf8JsonWriter json, OpenRelease release)
    {
        json.WriteStartObject("release");
        json.WriteString("id", release.Id);
        json.WriteString("published", UtcText.Of(release.CreatedAt));
        json.WriteEndObject();
    }

    /// <summary>Writes what the quality filter hid, and why.</summary>
    public static void WriteHidden(Utf8JsonWriter json, OpenRelease release, string language, AnswerSummary summary)
    {
        json.WriteStartObject("hidden");
        json.WriteNumber("count", summary.HiddenCount);
        json.WriteStartArray("reasons");
        foreach (var reason in summary.Hidden)
        {
            json.WriteStartObject();
            json.WriteString("code", reason.Reason);
            json.WriteString("text", release.Codes["REASON"].Find(reason.Reason)?.Name(language) ?? "");
            json.WriteNumber("count", reason.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
