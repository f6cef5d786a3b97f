using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Observatorio.Ingest.Profiles;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The command <c>request</c>, which asks a server anything that its API does, and what all commands that ask one share.</summary>
public static class RemoteCommands
{
    /// <summary>Address of the server.</summary>
    internal static readonly Option<string> Url = new("--url") { Description = "Address of the server, such as https://observatorio.example.", DefaultValueFactory = _ => "http://127.0.0.1:5080" };

    /// <summary>Key of the principal.</summary>
    internal static readonly Option<string?> Key = new("--key") { Description = "The key (default: OBSERVATORIO_KEY)." };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly Argument<string> Method = new("METHOD") { Description = "GET, POST, PUT or DELETE." };
    private static readonly Argument<string> Path = new("PATH") { Description = "As in the API's description: /api/v1/releases." };
    private static readonly Option<string?> Body = new("--json") { Description = "What to send, as JSON." };
    private static readonly Option<FileInfo?> File = new("--file") { Description = "A file to send, as a form with the part file." };
    private static readonly Option<FileInfo?> Out = new("--out") { Description = "Write the answer to this file." };

    /// <summary>The command.</summary>
    public static Command Root()
        => Commands.Command("request", "Asks a server anything that its API does, and prints the answer.", Request, [Method, Path, Body, File, Out, Url, Key]);

    /// <summary>A client for the server that a command names.</summary>
    internal static HttpClient Client(ParseResult parsed)
    {
        var address = new Uri(parsed.GetValue(Url)!);
        // A key is for the server that was named: no proxy stands before this machine itself, and nothing is followed elsewhere.
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = !address.IsLoopback, AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TimeSpan.FromHours(1) };
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

    /// <summary>Asks the server that a command names, and prints the answer.</summary>
    /// <returns>0 for an answer; a problem is told as the server tells it.</returns>
    internal static int Send(ParseResult parsed, string method, string path, HttpContent? body)
    {
        try
        {
            using var client = Client(parsed);
            // Two slashes would begin the address of another server.
            if (!Uri.TryCreate(client.BaseAddress, path, out var whole) || whole.GetLeftPart(UriPartial.Authority) != client.BaseAddress!.GetLeftPart(UriPartial.Authority)) { throw new ProfileException(Commands.Say(parsed, "bad_path", ("path", path))); }
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), whole) { Content = body };
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
            if (!answer.IsSuccessStatusCode) { throw Refusal(parsed, answer, text); }
            if (text.Length > 0) { Console.WriteLine(IsJson(answer) ? JsonNode.Parse(text)!.ToJsonString(Indented) : text.TrimEnd('\n')); }
            return ExitCodes.Ok;
        }
        catch (HttpRequestException e) { throw new ProfileException($"{parsed.GetValue(Url)}: {e.Message}", e); }
    }

    /// <summary>What a server that refuses says; or that it was none of ours that refused, such as a proxy whose pages are for people.</summary>
    internal static ProfileException Refusal(ParseResult parsed, HttpResponseMessage answer, string text)
    {
        try
        {
            if (IsJson(answer) && JsonNode.Parse(text) is JsonObject problem) { return new ProfileException($"{(string?)problem["title"]} {(string?)problem["detail"]}"); }
        }
        catch (JsonException)
        {
            // It calls itself JSON and is not.
        }
        return new ProfileException(Commands.Say(parsed, "no_json", ("url", parsed.GetValue(Url)), ("status", ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Whether an answer is JSON.</summary>
    internal static bool IsJson(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;

    /// <summary>A body in JSON.</summary>
    internal static StringContent JsonOf(object body) => new(JsonSerializer.Serialize(body, JsonSerializerOptions.Web), Encoding.UTF8, "application/json");
}
