using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Observatorio.Ingest.Profiles;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The command <c>send</c>: a file to a server, for an office's own scripts.</summary>
public static class SendCommand
{
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "A CSV, TSV, TXT, XLSX, XLS or ZIP file as the office has it." };
    private static readonly Option<string?> Profile = new("--profile") { Description = "How to read the file (default: the server detects it)." };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Wait until it was checked and print the report; the exit code is 1 where it has errors." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Have it checked and keep nothing." };
    private static readonly Option<FileInfo?> Annotated = new("--annotated") { Description = "With --wait: write the workbook with what was found to this file." };

    /// <summary>The command.</summary>
    public static Command Root()
        => Commands.Command("send", "Sends a file to a server.", parsed => Run(parsed).GetAwaiter().GetResult(), [File, RemoteCommands.Url, RemoteCommands.Key, Profile, Wait, DryRun, Annotated]);

    private static async Task<int> Run(ParseResult parsed)
    {
        var file = parsed.GetValue(File)!;
        if (!file.Exists) { throw new FileNotFoundException(Commands.Say(parsed, "no_file", ("file", file.FullName))); }
        using var client = RemoteCommands.Client(parsed);
        try
        {
            using var sent = await Send(client, parsed, file);
            var text = await sent.Content.ReadAsStringAsync();
            if (!sent.IsSuccessStatusCode || !RemoteCommands.IsJson(sent)) { throw RemoteCommands.Refusal(parsed, sent, text); }
            var answer = JsonNode.Parse(text)!;
            if (sent.StatusCode == HttpStatusCode.OK) { return Print(parsed, answer); }
            var address = sent.Headers.Location!;
            Console.WriteLine($"{new Uri(client.BaseAddress!, address)}: {(string)answer["status"]!}");
            if (!parsed.GetValue(Wait)) { return ExitCodes.Ok; }
            Console.WriteLine((string)(await Checked(client, address))["status"]!);
            var code = Print(parsed, JsonNode.Parse(await client.GetStringAsync(new Uri($"{address}/report?lang={parsed.GetValue(Commands.Lang)}", UriKind.Relative)))!);
            if (parsed.GetValue(Annotated) is { } target)
            {
                await using var workbook = target.Create();
                await (await client.GetStreamAsync(new Uri($"{address}/annotated?lang={parsed.GetValue(Commands.Lang)}", UriKind.Relative))).CopyToAsync(workbook);
            }
            return code;
        }
        catch (HttpRequestException e)
        {
            throw new ProfileException($"{client.BaseAddress}: {e.Message}", e);
        }
    }

    // The same file sent again by a script that was cut off is the same submission: its content is the key of the retry.
    private static async Task<HttpResponseMessage> Send(HttpClient client, ParseResult parsed, FileInfo file)
    {
        using var form = new MultipartFormDataContent();
        await using var stream = file.OpenRead();
        var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(content, "file", file.Name);
        if (parsed.GetValue(Profile) is { } profile) { form.Add(new StringContent(profile), "profile"); }
        return await client.PostAsync(new Uri("/api/v1/submissions" + (parsed.GetValue(DryRun) ? "?dryRun=true" : ""), UriKind.Relative), form);
    }

    private static async Task<JsonNode> Checked(HttpClient client, Uri address)
    {
        EntityTagHeaderValue? known = null;
        JsonNode? last = null;
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}?wait=20");
            if (known is not null) { request.Headers.IfNoneMatch.Add(known); }
            using var answer = await client.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                last = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                known = answer.Headers.ETag;
                if ((string)last["status"]! is not ("received" or "checking")) { return last; }
            }
            else if (answer.StatusCode != HttpStatusCode.NotModified) { throw new ProfileException(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture)); }
        }
    }

    private static int Print(ParseResult parsed, JsonNode report)
    {
        ReportPrinter.PrintFindings(parsed.GetValue(Commands.Format), parsed.GetValue(Commands.Lang)!,
            report["findings"]!.AsArray().Select(f => ((string[])["severity", "code", "cell", "value", "places", "message", "action"]).Select(c => f![c]?.ToString() ?? "").ToArray()));
        return (int)report["errors"]! > 0 ? ExitCodes.Findings : ExitCodes.Ok;
    }
}
