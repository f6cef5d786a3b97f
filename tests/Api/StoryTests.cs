using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>From a file to a release, as an office, a reviewer and a publisher do it: each answer is the example of its endpoint.</summary>
public sealed partial class GoldenStoryTests
{
    /// <summary>The endpoints whose examples this story makes.</summary>
    public static readonly IReadOnlyList<string> Operations =
    [
        "GetMe", "GetPrincipals", "PutPrincipal", "PostKey", "DeleteKey", "PostSubmission", "GetSubmissions", "GetSubmission", "GetSubmissionReport", "ApproveSubmission", "RejectSubmission", "WithdrawSubmission",
        "AcceptWarning", "GetComments", "PostComment", "PostRelease", "GetJob", "GetAudit", "WithdrawRelease", "RestoreRelease", "GetRelease", "GetReleaseDifference", "GetSubmissionReceipt", "GetCalendar", "PostCalendar", "DeleteCalendar",
        "PostProfileDraft", "GetContacts", "PutContacts", "PostQuestion", "GetQuestion", "GetQuestions", "PostAnswer",
        // Files, and no JSON.
        "GetAnnotatedWorkbook", "GetSubmissionFigures", "GetReleaseFile", "GetSigningKey", "GetReleaseFeed",
    ];

    private static readonly string[] Provider = ["provider"];
    private static readonly string[] Peru = ["PE"];
    private static readonly object[] Contact = [new { role = "difusión", unit = "Oficina de Estudios Económicos", email = "estadistica@produce.example" }];
    private static readonly object Question = new { dataset = "PE_PRODUCE_ESTRATO", series = "size=LARGE", text = "¿Hay gran empresa antes de 2017?" };
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    [Test]
    public async Task FromAFileToARelease()
    {
        using var office = new Office();
        var file = await File.ReadAllBytesAsync(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));
        await Show("PutPrincipal", "admin", HttpMethod.Put, "/api/v1/principals/pe-inei", new { name = "INEI, Perú", roles = Provider, areas = Peru });
        await Show("PostKey", "admin", HttpMethod.Post, "/api/v1/principals/pe-inei/keys", new { days = 365 });
        await Show("GetMe", "pe-produce", HttpMethod.Get, "/api/v1/me");
        await Show("GetPrincipals", "admin", HttpMethod.Get, "/api/v1/principals");
        using (var sent = await office.Upload("pe-produce", file, "empresas_2017.csv")) { await Keep("PostSubmission", "POST /api/v1/submissions", sent); }
        var checkedOne = await office.Until("pe-produce", 1, s => s == "awaiting_review");
        Assert.That((int)checkedOne["errors"]!, Is.Zero);
        await Show("GetSubmission", "pe-produce", HttpMethod.Get, "/api/v1/submissions/1");
        await Show("GetSubmissionReport", "pe-produce", HttpMethod.Get, "/api/v1/submissions/1/report?lang=es");
        await Show("GetSubmissionReceipt", "pe-produce", HttpMethod.Get, "/api/v1/submissions/1/receipt");
        await Show("AcceptWarning", "pe-produce", HttpMethod.Post, "/api/v1/submissions/1/accept", new { code = "T03", cell = "2", reason = "La gran empresa se publica desde 2017." });
        await Show("PostComment", "ana", HttpMethod.Post, "/api/v1/submissions/1/comments", new { reason = "¿Cambió el corte de 2017?" });
        await Show("GetComments", "pe-produce", HttpMethod.Get, "/api/v1/submissions/1/comments");
        await Show("ApproveSubmission", "ana", HttpMethod.Post, "/api/v1/submissions/1/approve");
        await office.Until("pe-produce", 1, s => s == "approved");
        await Show("PostCalendar", "publisher", HttpMethod.Post, "/api/v1/calendar", new { day = "2099-03-31", notes = "Perú, PRODUCE 2018." });
        await Show("GetCalendar", "publisher", HttpMethod.Get, "/api/v1/calendar");
        await Show("DeleteCalendar", "publisher", HttpMethod.Delete, "/api/v1/calendar/1");
        await Show("PostRelease", "publisher", HttpMethod.Post, "/api/v1/releases", new { notes = "PRODUCE 2012-2017." });
        await office.Until("pe-produce", 1, s => s == "released");
        await Until(async () => (string)(await office.Get("publisher", "/api/v1/jobs/3"))["state"]! == "done");
        await Show("GetJob", "publisher", HttpMethod.Get, "/api/v1/jobs/3");
        using (var drafted = await office.Send("pe-produce", HttpMethod.Post, "/api/v1/profiles/draft?area=PE&lang=es", new MultipartFormDataContent { { new ByteArrayContent(file), "file", "empresas_2017.csv" } })) { await Keep("PostProfileDraft", "POST /api/v1/profiles/draft?area=PE", drafted); }
        await Show("PutContacts", "pe-produce", HttpMethod.Put, "/api/v1/contacts/PE_PRODUCE", new { entries = Contact });
        await Show("GetContacts", "pe-produce", HttpMethod.Get, "/api/v1/contacts?area=PE");
        using (var asked = await office.Send(null, HttpMethod.Post, "/api/v1/questions", System.Net.Http.Json.JsonContent.Create(Question)))
        {
            await Keep("PostQuestion", $"POST /api/v1/questions {JsonSerializer.Serialize(Question, Web)}", asked);
            await Show("GetQuestions", "pe-produce", HttpMethod.Get, "/api/v1/questions");
            await Show("PostAnswer", "pe-produce", HttpMethod.Post, "/api/v1/questions/1/answer", new { answer = "Sí: desde 2017 se cuentan aparte." });
            await Show("GetQuestion", "pe-produce", HttpMethod.Get, $"/api/v1/questions/{(string)(await Office.Json(asked))["code"]!}");
        }
        await office.UploadAndWait("pe-produce", [.. file, .. "2017,Microempresa,5\n"u8], "segunda.csv");
        var third = await office.UploadAndWait("pe-produce", System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(file).Replace("1836848", "1836849", StringComparison.Ordinal)), "tercera.csv");
        Assert.That((string)third["status"]!, Is.EqualTo("awaiting_review"));
        await Show("RejectSubmission", "ana", HttpMethod.Post, "/api/v1/submissions/3/reject", new { reason = "El total no es el publicado." });
        await Show("WithdrawSubmission", "pe-produce", HttpMethod.Post, "/api/v1/submissions/2/withdraw");
        await Show("GetSubmissions", "pe-produce", HttpMethod.Get, "/api/v1/submissions");
        var prefix = (string)(await office.Get("admin", "/api/v1/principals")).AsArray().Single(p => (string)p!["id"]! == "pe-inei")!["keys"]![0]!["prefix"]!;
        await Show("DeleteKey", "admin", HttpMethod.Delete, $"/api/v1/principals/pe-inei/keys/{prefix}");
        await Show("WithdrawRelease", "publisher", HttpMethod.Post, $"/api/v1/releases/{DateTime.UtcNow.Year}.1/withdraw", new { reason = "Publicada antes de tiempo." });
        await Show("RestoreRelease", "publisher", HttpMethod.Post, $"/api/v1/releases/{DateTime.UtcNow.Year}.1/restore");
        await Show("GetRelease", "publisher", HttpMethod.Get, $"/api/v1/releases/{DateTime.UtcNow.Year}.1");
        await Show("GetReleaseDifference", "publisher", HttpMethod.Get, $"/api/v1/releases/{DateTime.UtcNow.Year}.1/diff/{DateTime.UtcNow.Year}.1");
        await Show("GetAudit", "admin", HttpMethod.Get, "/api/v1/audit?most=2");
        // What the story made is what everybody reads.
        var read = JsonNode.Parse(await office.Server.Client.GetStringAsync("/api/v1/data/counts?area=PE&size=MICRO&period=2017"))!;
        Assert.That((decimal)read["observations"]![0]!["OBS_VALUE"]!, Is.EqualTo(1_836_848));
        Assert.That(AuditLog.Verify(office.Workspace).Broken, Is.Null);

        async Task Show(string operation, string principal, HttpMethod method, string path, object? body = null)
        {
            using var answer = await office.Send(principal, method, path, body is null ? null : System.Net.Http.Json.JsonContent.Create(body));
            Assert.That(answer.IsSuccessStatusCode, Is.True, $"{operation}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            await Keep(operation, $"{method} {path}{(body is null ? "" : " " + JsonSerializer.Serialize(body, Web))}", answer);
        }

        static async Task Keep(string operation, string request, HttpResponseMessage answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            var shown = new JsonObject { ["request"] = Settled(request), ["answer"] = text.Length == 0 ? null : Answers.Shortened(Answers.Stable(JsonNode.Parse(Settled(text))!), most: 2) };
            Golden.MatchesFile($"api/examples/{operation}.json", Answers.Text(shown));
        }
    }

    private static async Task Until(Func<Task<bool>> done)
    {
        for (var patience = 0; patience < 1200 && !await done(); patience++) { await Task.Delay(100); }
    }

    // What differs from run to run: moments, keys, hashes, how far a job was.
    private static string Settled(string text) => Signed().Replace(Moment().Replace(Code().Replace(SettledKeys(text), "5d0c…"), "received: 2026-01-02T03:04:05.678Z"), "\"signature\":\"MEUCIQ…\"");

    private static string SettledKeys(string text) => Year().Replace(Local().Replace(Key().Replace(Hash().Replace(Running().Replace(text, "\"progress\":\"check\""), "\"hash\":\"3f2a…\""), "obs_8a41c9…"), "https://observatorio.example"), "/2026.1");

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Local();

    [GeneratedRegex("\"signature\":\"[^\"]+\"")]
    private static partial Regex Signed();

    [GeneratedRegex("received: [0-9TZ:.-]+")]
    private static partial Regex Moment();

    [GeneratedRegex(@"/20\d\d\.1")]
    private static partial Regex Year();

    [GeneratedRegex("(?<=\"code\":\"|/questions/)[0-9a-f]{32}")]
    private static partial Regex Code();

    [GeneratedRegex("obs_[0-9a-f]+")]
    private static partial Regex Key();

    [GeneratedRegex("\"hash\":\"[0-9a-f]{64}\"")]
    private static partial Regex Hash();

    [GeneratedRegex("\"progress\":\"[a-z]+\"")]
    private static partial Regex Running();
}
