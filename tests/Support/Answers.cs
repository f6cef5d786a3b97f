using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Observatorio.Tests.Support;

/// <summary>Answers of the server made comparable: what differs from run to run is replaced, the rest is left as it came.</summary>
public static partial class Answers
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON answer, indented, with times, release years and checksums of release files made constant.</summary>
    public static string Stable(string json) => Stable(JsonNode.Parse(json)!).ToJsonString(Indented) + "\n";

    /// <summary>The same for a parsed answer, which is changed.</summary>
    public static JsonNode Stable(JsonNode node)
    {
        switch (node)
        {
            case JsonObject parent:
                foreach (var (name, value) in parent.ToList())
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var s)) { parent[name] = name == "sha256" && parent.ContainsKey("bytes") ? "…" : Stabilise(s); }
                    else if (name == "bytes") { parent[name] = 0; }
                    else if (value is not null) { Stable(value); }
                }
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue text && text.TryGetValue<string>(out var s)) { list[i] = Stabilise(s); }
                    else if (list[i] is { } item) { Stable(item); }
                }
                break;
            default: break;
        }
        return node;
    }

    /// <summary>The first items of every list, so that an example is short enough to be read.</summary>
    public static JsonNode Shortened(JsonNode node, int most)
    {
        if (node is JsonArray list)
        {
            while (list.Count > most) { list.RemoveAt(list.Count - 1); }
            foreach (var item in list) { if (item is not null) { Shortened(item, most); } }
        }
        else if (node is JsonObject parent)
        {
            foreach (var (_, value) in parent) { if (value is not null) { Shortened(value, most); } }
        }
        return node;
    }

    /// <summary>JSON as people read it.</summary>
    public static string Text(JsonNode node) => node.ToJsonString(Indented) + "\n";

    private static string Stabilise(string text) => Port().Replace(ReleaseId().Replace(Time().Replace(text, "2026-01-02T03:04:05Z"), "2026.$1"), "127.0.0.1:5080");

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$")]
    private static partial Regex Time();

    [GeneratedRegex(@"^20\d\d\.(\d+)$")]
    private static partial Regex ReleaseId();
}
