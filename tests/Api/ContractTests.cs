using System.Text;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>The contract of the API in a file that is reviewed when it changes: every operation with its parameters and answers, every member of every schema (docs/queries.md, Compatibility).</summary>
public sealed class GoldenContractTests
{
    [Test]
    public async Task TheContractIsAsReviewed()
    {
        var document = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/swagger/v1/swagger.json"))!;
        var text = new StringBuilder();
        foreach (var (path, operations) in document["paths"]!.AsObject().OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            foreach (var (method, operation) in operations!.AsObject().OrderBy(o => o.Key, StringComparer.Ordinal)) { Write(text, method, path, operation!); }
        }
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject().OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            var required = schema!["required"]?.AsArray().Select(r => (string)r!).ToHashSet() ?? [];
            text.Append('\n').Append(name).Append('\n');
            foreach (var (member, type) in schema["properties"]?.AsObject().OrderBy(p => p.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, JsonNode?>>())
            {
                text.Append("  ").Append(member).Append(required.Contains(member) ? ": " : "?: ").Append(TypeOf(type!)).Append('\n');
            }
        }
        Golden.Matches("contract.txt", text.ToString());
    }

    private static void Write(StringBuilder text, string method, string path, JsonNode operation)
    {
        text.Append('\n').Append(method.ToUpperInvariant()).Append(' ').Append(path).Append("  ").Append((string?)operation["operationId"]).Append('\n');
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            var choices = parameter!["schema"]?["enum"] is JsonArray list ? $" {string.Join('|', list.Select(c => (string)c!))}" : "";
            text.Append("  ").Append((string?)parameter["in"]).Append(' ').Append((string?)parameter["name"]).Append(": ").Append(TypeOf(parameter["schema"]!)).Append(choices).Append('\n');
        }
        foreach (var (status, answer) in operation["responses"]!.AsObject().OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            text.Append("  ").Append(status);
            foreach (var (type, content) in answer!["content"]?.AsObject().OrderBy(c => c.Key, StringComparer.Ordinal) ?? Enumerable.Empty<KeyValuePair<string, JsonNode?>>()) { text.Append(' ').Append(type).Append(' ').Append(content!["schema"] is { } schema ? TypeOf(schema) : ""); }
            text.Append('\n');
        }
    }

    private static string TypeOf(JsonNode schema)
    {
        if (schema["$ref"] is { } reference) { return ((string)reference!).Split('/')[^1]; }
        if (schema["allOf"] is JsonArray all) { return string.Join('&', all.Select(a => TypeOf(a!))) + (schema["nullable"] is not null ? "?" : ""); }
        var type = schema["type"] is JsonArray several ? string.Join('|', several.Select(t => (string)t!)) : (string?)schema["type"] ?? "any";
        if (type.StartsWith("array", StringComparison.Ordinal)) { return $"[{TypeOf(schema["items"]!)}]"; }
        if (schema["additionalProperties"] is JsonObject values) { return $"{{{TypeOf(values)}}}"; }
        if (schema["properties"] is JsonObject members) { return $"{{ {string.Join(", ", members.Select(m => $"{m.Key}: {TypeOf(m.Value!)}"))} }}"; }
        return type + ((string?)schema["format"] is { } format ? $"({format})" : "") + ((bool?)schema["nullable"] == true ? "?" : "");
    }
}
