using System.Text;
using System.Text.Json.Nodes;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Bodies in JSON that lack members, have nulls or other types in their place, or numbers beyond all bounds: every endpoint that reads one says what is wrong, and none fails.</summary>
public sealed class HostileBodyTests
{
    private static readonly byte[] Peru = File.ReadAllBytes(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    // A body that each takes, and whether it may be left out.
    private static readonly (string Method, string Path, string Body)[] Endpoints =
    [
        ("PUT", "/api/v1/principals/nueva", """{"name":"Nueva","roles":["provider"],"areas":["PE"],"disabled":false}"""),
        ("POST", "/api/v1/principals/reader/keys", """{"days":30}"""),
        ("PUT", "/api/v1/contacts/PE_PRODUCE", """{"entries":[{"role":"difusión","unit":"Estudios","email":"a@b.example"}]}"""),
        ("POST", "/api/v1/questions", """{"dataset":"PE_PRODUCE_ESTRATO","series":"size=MICRO","text":"¿?"}"""),
        ("POST", "/api/v1/questions/1/answer", """{"answer":"Sí."}"""),
        ("POST", "/api/v1/calendar", """{"day":"2099-03-31","notes":"Algo."}"""),
        ("POST", "/api/v1/submissions/1/accept", """{"code":"C01","cell":"B2","reason":"Es así."}"""),
        ("POST", "/api/v1/submissions/1/comments", """{"reason":"Hola."}"""),
        ("POST", "/api/v1/submissions/2/reject", """{"reason":"No.","tables":["a.csv"]}"""),
        ("POST", "/api/v1/submissions/2/approve", """{"tables":["a.csv"]}"""),
        ("POST", "/api/v1/submissions/2/withdraw", "{}"),
        ("POST", "/api/v1/releases", """{"notes":"x","embargoUntil":"2099-01-01T00:00:00Z"}"""),
        ("POST", "/api/v1/releases/{release}/withdraw", """{"reason":"Prueba.","successor":null}"""),
        ("POST", "/api/v1/releases/{release}/restore", "{}"),
    ];

    private static readonly string[] Values = ["null", "[]", "[null]", "{}", "\"\"", "\"x\"", "true", "-1", "2147483647", "99999999999999999999", "1e999", "[[]]", "[{}]", "[1]", "\"a\\u000bb\""];

    [Test]
    public async Task NoBodyMakesAnEndpointFail()
    {
        using var office = new Office(("Limits__WritesPerMinute", "100000"), ("Limits__QuestionsPerHour", "100000"));
        var all = new Principals(office.Workspace);
        all.Save(new Actor("test"), new Principal("todos", "todos", ["provider", "reviewer", "publisher", "admin"], ["PE"], Disabled: false));
        var key = all.AddKey(new Actor("test"), "todos", null).Secret;
        var release = await office.Release(Encoding.UTF8.GetString(Peru));
        await office.UploadAndWait("pe-produce", [.. Peru, .. "\n"u8], "a.csv");
        var wrong = new List<string>();
        foreach (var (method, path, good) in Endpoints)
        {
            var members = JsonNode.Parse(good)!.AsObject();
            var bodies = Values.Concat(["", "{", "{\"x\":1}"]).ToDictionary(v => v, v => false);
            foreach (var member in members.Select(m => m.Key))
            {
                bodies.TryAdd(Without(members, member), false);
                foreach (var value in Values) { bodies[With(members, member, value)] = value is "[null]" or "1e999" or "99999999999999999999" or "\"a\\u000bb\""; }
            }
            foreach (var (body, isWrong) in bodies)
            {
                using var answer = await office.Send(key, new HttpMethod(method), path.Replace("{release}", release, StringComparison.Ordinal), new StringContent(body, Encoding.UTF8, "application/json"));
                var text = await answer.Content.ReadAsStringAsync();
                var refused = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" && (string?)JsonNode.Parse(text)!["type"] is { } type && type.Contains('#', StringComparison.Ordinal);
                if ((int)answer.StatusCode >= 500 || !answer.IsSuccessStatusCode && !refused || isWrong && (int)answer.StatusCode != 400) { wrong.Add($"{method} {path} {body}: {(int)answer.StatusCode} {text}"); }
            }
        }
        Assert.That(wrong, Is.Empty);
        // Every endpoint with such a body is among them.
        var document = JsonNode.Parse(await office.Server.Client.GetStringAsync("/swagger/v1/swagger.json"))!;
        var described = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject().Where(o => o.Value!["requestBody"]?["content"]?["application/json"] is not null).Select(o => (string)o.Value!["operationId"]!));
        Assert.That(described.Count(), Is.LessThanOrEqualTo(Endpoints.Length));
    }

    private static string Without(JsonObject members, string member)
    {
        var body = members.DeepClone().AsObject();
        body.Remove(member);
        return body.ToJsonString();
    }

    private static string With(JsonObject members, string member, string value)
        => "{" + string.Join(',', members.Select(m => $"\"{m.Key}\":{(m.Key == member ? value : m.Value?.ToJsonString() ?? "null")}")) + "}";
}
