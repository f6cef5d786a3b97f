using System.Text.Json;
using Observatorio.Api.Data.Formats;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>
/// Writes data as SDMX-JSON 2.1. Codes are written as their places in lists that stand behind the figures, where all codes are known: so the answer streams.
/// </summary>
public static class DataJson
{
    /// <summary>Writes a message.</summary>
    public static async Task Write(DataMessage message)
    {
        var (http, layout, request) = (message.Http, message.Layout, message.Request);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        var values = new JsonValues(message.Release, request.Language);
        json.WriteStartObject();
        SdmxJson.WriteMeta(json, $"{message.Release.Id}-{request.Selection.Dataflow}", message.Release.CreatedAt, "data");
        json.WriteStartObject("data");
        json.WriteStartArray("dataSets");
        foreach (var set in message.Sets)
        {
            json.WriteStartObject();
            json.WriteNumber("structure", 0);
            json.WriteString("action", set.Action);
            if (set.ValidFrom is { } from) { json.WriteString("validFrom", UtcText.Of(from)); }
            if (set.ValidTo is { } to) { json.WriteString("validTo", UtcText.Of(to)); }
            if (request.HasAttributes)
            {
                json.WriteStartArray("attributes");
                json.WriteStringValue(set.Release);
                json.WriteEndArray();
            }
            json.WriteStartObject(layout.HasSeries ? "series" : "observations");
            var open = false;
            foreach (var (row, starts) in layout.Arrange(set.Rows))
            {
                if (starts)
                {
                    if (open) { EndSeries(json, request); }
                    open = true;
                    json.WriteStartObject(KeyOf(values, layout.InKey, row));
                    if (request.HasAttributes) { WriteAttributes(json, values, layout.OfSeries, row.OfSeries, "attributes"); }
                    if (request.HasObservations) { json.WriteStartObject("observations"); }
                }
                if (request.HasObservations)
                {
                    json.WriteStartArray(KeyOf(values, layout.InObservation, row));
                    WriteNumber(json, row.Value);
                    if (request.HasAttributes) { WriteAttributes(json, values, layout.OfObservation, layout.AttributesOf(row), null); }
                    json.WriteEndArray();
                }
                if (AnswerFlow.IsFull(http)) { await AnswerFlow.Send(http, json); }
            }
            if (open) { EndSeries(json, request); }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        JsonStructure.Write(json, message, values);
        json.WriteEndObject();
        json.WriteEndObject();
        await AnswerFlow.Send(http, json);
    }

    private static void EndSeries(Utf8JsonWriter json, SdmxDataRequest request)
    {
        if (request.HasObservations) { json.WriteEndObject(); }
        json.WriteEndObject();
    }

    private static string KeyOf(JsonValues values, IReadOnlyList<int> places, SdmxRow row)
        => string.Join(':', places.Select(i => values.PlaceOf(SdmxLayout.IdOf(i), row.Codes[i])));

    private static void WriteAttributes(Utf8JsonWriter json, JsonValues values, IReadOnlyList<SdmxComponent> components, IEnumerable<string?> texts, string? property)
    {
        if (property is not null) { json.WriteStartArray(property); }
        foreach (var (component, text) in components.Zip(texts))
        {
            if (text is null) { json.WriteNullValue(); }
            else if (component.Codelist is not null) { json.WriteNumberValue(values.PlaceOf(component.Id, text)); }
            else if (component.TextType == "Decimal") { WriteNumber(json, text); }
            else { json.WriteStringValue(text); }
        }
        if (property is not null) { json.WriteEndArray(); }
    }

    private static void WriteNumber(Utf8JsonWriter json, string? text)
    {
        if (text is null) { json.WriteNullValue(); }
        else { json.WriteRawValue(text, skipInputValidation: true); }
    }
}
