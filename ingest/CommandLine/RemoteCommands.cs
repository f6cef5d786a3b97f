using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Observatorio.Ingest.Profiles;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The commands that ask a server: decisions on submissions by name, and everything else that its API does by <c>request</c>.</summary>
public static class RemoteCommands
{
    /// <summary>Address of the server.</summary>
    internal static readonly Option<string> Url = new("--url") { Description = "Address of the server, such as https://observatorio.example.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    /// <summary>Key of the principal.</summary>
    internal static readonly Option<string?> Key = new("--key") { Description = "The key (default: OBSERVATORIO_KEY)." };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Argument<long> Id = new("ID") { Description = "Number of the submission." };
    private static readonly Option<string[]> Tables = new("--table") { Description = "Decide on this table only; several times for several.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why.", Required = true };
    private static readonly Argument<string> Method = new("METHOD") { Description = "GET, POST, PUT or DELETE." };
    private static readonly Argument<string> Path = new("PATH") { Description = "As in the API's description: /api/v1/releases." };
    private static readonly Option<string?> Body = new("--json") { Description = "What to send, as JSON." };
    private static readonly Option<FileInfo?> File = new("--file") { Description = "A file to send, as a form with the part file." };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "Write the answer to this file." };

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> All(Func<string, string, Func<ParseResult, int>, Symbol[], Command> command) =>
    [
        command("approve", "Approves a submission on a server, or some of its tables.", p => Send(p, "POST", $"/api/v1/submissions/{Text(p)}/approve", JsonOf(new { tables = TablesOf(p) })), [Id, Tables, Url, Key]),
        command("reject", "Turns a submission on a server down, or some of its tables.", p => Send(p, "POST", $"/api/v1/submissions/{Text(p)}/reject", JsonOf(new { reason = p.GetValue(Reason), tables = TablesOf(p) })), [Id, Reason, Tables, Url, Key]),
        command("request", "Asks a server anything that its API does, and prints the answer.", Request, [Method, Path, Body, File, Out, Url, Key]),
    ];

    /// <summary>A client for the server that a command names.</summary>
    internal static HttpClient Client(ParseResult parsed)
    {
        var client = new HttpClient { BaseAddress = new Uri(parsed.GetValue(Url)!), Timeout = TimeSpan.FromHours(1) };
        if ((parsed.GetValue(Key) ?? Environment.GetEnvironmentVariable("OBSERVATORIO_KEY")) is { Length: > 0 } key) { client.DefaultRequestHeaders.Add("X-API-Key", key); }
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(parsed.GetValue(Commands.Lang)!);
        return client;
    }

    private static int Request(ParseResult parsed)
    {
        if (parsed.GetValue(File) is not { } file) { return Send(parsed, parsed.GetValue(Method)!, parsed.GetValue(Path)!, parsed.GetValue(Body) is { } json ? new StringContent(json, Encoding.UTF8, "application/json") : null); }
        if (!file.Exists) { throw new FileNotFoundException(Commands.Say(parsed, "no_file", ("file", file.FullName))); }
        return Send(parsed, parsed.GetValue(Method)!, parsed.GetValue(Path)!, new MultipartFormDataContent { { new StreamContent(file.OpenRead()), "file", file.Name } });
    }

    // 0 for an answer, 2 for a problem, which is told as the server tells it.
    private static int Send(ParseResult parsed, string method, string path, HttpContent? body)
    {
        try
        {
            using var client = Client(parsed);
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), new Uri(path, UriKind.Relative)) { Content = body };
            using var answer = client.Send(request, HttpCompletionOption.ResponseHeadersRead);
            using var stream = answer.Content.ReadAsStream();
            if (answer.IsSuccessStatusCode && parsed.GetValue(Out) is { } target)
            {
                using var file = target.Create();
                stream.CopyTo(file);
                return ExitCodes.Ok;
            }
            using var reader = new StreamReader(stream);
            var text = reader.ReadToEnd();
            var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            if (!answer.IsSuccessStatusCode)
            {
                var problem = isJson ? JsonNode.Parse(text) : null;
                throw new ProfileException(problem is null ? ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture) : $"{(string?)problem["title"]} {(string?)problem["detail"]}");
            }
            if (text.Length > 0) { Console.WriteLine(isJson ? JsonNode.Parse(text)!.ToJsonString(Indented) : text.TrimEnd('\n')); }
            return ExitCodes.Ok;
        }
        catch (HttpRequestException e) { throw new ProfileException($"{parsed.GetValue(Url)}: {e.Message}", e); }
    }

    private static StringContent JsonOf(object body) => new(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");

    private static string[]? TablesOf(ParseResult parsed) => parsed.GetValue(Tables) is { Length: > 0 } tables ? tables : null;

    private static string Text(ParseResult parsed) => parsed.GetValue(Id).ToString(CultureInfo.InvariantCulture);
}
