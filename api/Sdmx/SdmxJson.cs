using System.Text.Json;

namespace Observatorio.Api.Sdmx;

/// <summary>What all SDMX-JSON messages have in common.</summary>
public static class SdmxJson
{
    private static readonly string[] Languages = ["es", "pt", "en"];

    /// <summary>Writes what is said of the message.</summary>
    public static void WriteMeta(Utf8JsonWriter json, string id, DateTime prepared, string schema)
    {
        json.WriteStartObject("meta");
        json.WriteString("schema", $"https://json.sdmx.org/2.1/sdmx-json-{schema}-schema.json");
        json.WriteString("id", $"{SdmxComponents.Agency}-{id.Replace('.', '-')}");
        json.WriteBoolean("test", false);
        json.WriteString("prepared", UtcText.Of(prepared));
        json.WriteStartArray("contentLanguages");
        foreach (var language in Languages) { json.WriteStringValue(language); }
        json.WriteEndArray();
        json.WriteStartObject("sender");
        json.WriteString("id", SdmxComponents.Agency);
        WriteNames(json, SdmxNames.Of(SdmxComponents.Agency), "es");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a name in the best language, and in all.</summary>
    public static void WriteNames(Utf8JsonWriter json, IReadOnlyDictionary<string, string> names, string language)
    {
        json.WriteString("name", names.TryGetValue(language, out var name) ? name : names.Values.First());
        WriteTexts(json, "names", names);
    }

    /// <summary>Writes a text in several languages.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string property, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(property);
        foreach (var (language, text) in texts) { json.WriteString(language, text); }
        json.WriteEndObject();
    }

    /// <summary>Writes one link.</summary>
    public static void WriteLink(Utf8JsonWriter json, string rel, string urn)
    {
        json.WriteStartArray("links");
        json.WriteStartObject();
        json.WriteString("rel", rel);
        json.WriteString("urn", urn);
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
