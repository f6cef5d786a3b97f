using System.Net;
using System.Text;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Sending over HTTP: what is taken once is taken, nobody sees another country's, and nothing that arrives harms.</summary>
public sealed class SubmissionApiTests
{
    private static readonly byte[] Peru = File.ReadAllBytes(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task ARetryIsTheSameSubmission()
    {
        using var office = new Office();
        using var first = await office.Upload("pe-produce", Peru, "a.csv", headers: ("Idempotency-Key", "k1"));
        using var again = await office.Upload("pe-produce", Peru, "a.csv", headers: ("Idempotency-Key", "k1"));
        using var keyless = await office.Upload("pe-produce", Peru, "b.csv");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Headers.Location?.ToString(), Is.EqualTo("/api/v1/submissions/1"));
            Assert.That(again.Headers.Location?.ToString(), Is.EqualTo("/api/v1/submissions/1"));
            Assert.That(keyless.Headers.Location?.ToString(), Is.EqualTo("/api/v1/submissions/1"));
            Assert.That(new Ledger(office.Workspace).Submissions(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task AnotherCountrysSubmissionDoesNotExist()
    {
        using var office = new Office();
        await office.UploadAndWait("pe-produce", Peru, "a.csv");
        using (Assert.EnterMultipleScope())
        {
            foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, "/1"), (HttpMethod.Get, "/1/report"), (HttpMethod.Post, "/1/withdraw"), (HttpMethod.Get, "/1/comments")])
            {
                using var theirs = await office.Send("uy-ine", method, "/api/v1/submissions" + path);
                using var none = await office.Send("uy-ine", method, "/api/v1/submissions" + path.Replace("1", "99", StringComparison.Ordinal));
                Assert.That(theirs.StatusCode, Is.EqualTo(HttpStatusCode.NotFound), path);
                Assert.That(await theirs.Content.ReadAsStringAsync(), Is.EqualTo((await none.Content.ReadAsStringAsync()).Replace("99", "1", StringComparison.Ordinal)), path);
            }
            Assert.That((await office.Get("uy-ine", "/api/v1/submissions")).AsArray(), Is.Empty);
            using var profile = await office.Upload("uy-ine", Peru, "a.csv", "pe-produce-estrato");
            Assert.That(profile.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task NobodyApprovesTheirOwnAndADecisionHoldsOnce()
    {
        using var office = new Office();
        await office.UploadAndWait("both", Peru, "a.csv");
        using var own = await office.Send("both", HttpMethod.Post, "/api/v1/submissions/1/approve");
        using var other = await office.Send("ana", HttpMethod.Post, "/api/v1/submissions/1/approve");
        using var late = await office.Post("ana", "/api/v1/submissions/1/reject", new { reason = "tarde" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)own.StatusCode, Is.EqualTo(403));
            Assert.That((int)other.StatusCode, Is.EqualTo(200));
            Assert.That((int)late.StatusCode, Is.EqualTo(409));
        }
    }

    [Test]
    public async Task ATrialKeepsNothing()
    {
        using var office = new Office();
        // One profile that cannot be read keeps nobody from sending.
        TinyTables.AddProfile(office.Workspace, "broken", ("{", "["));
        using var tried = await office.Upload("pe-produce", Peru, "a.csv", query: "?dryRun=true&lang=en");
        var report = await Office.Json(tried);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)tried.StatusCode, Is.EqualTo(200));
            Assert.That((long)report["counts"]![0]!["figures"]!, Is.EqualTo(19));
            Assert.That(office.Server.Log, Does.Contain("A profile is passed over").And.Contain("broken/dataset.json"));
            Assert.That(new Ledger(office.Workspace).Submissions(), Is.Empty);
            Assert.That(Directory.EnumerateFiles(office.Workspace.IncomingFolder), Is.Empty);
            Assert.That(Directory.EnumerateFiles(office.Workspace.TemporaryFolder), Is.Empty);
        }
        await office.UploadAndWait("pe-produce", Peru, "a.csv");
    }

    [Test]
    public async Task AFileWithErrorsIsTakenAndFails()
    {
        using var office = new Office();
        var wrong = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Peru).Replace("1836848", "muchas", StringComparison.Ordinal));
        var submission = await office.UploadAndWait("pe-produce", wrong, "a.csv");
        var report = await office.Get("pe-produce", "/api/v1/submissions/1/report?lang=en");
        using var html = await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1/report?format=html&lang=pt");
        using var csv = await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1/report?format=csv&lang=en");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)submission["status"]!, Is.EqualTo("failed"));
            Assert.That(report["findings"]!.AsArray().Select(f => ((string)f!["code"]!, (string)f["cell"]!, (bool)f["blocks"]!)), Has.Member(("C01", "C17", true)));
            Assert.That(await html.Content.ReadAsStringAsync(), Does.Contain("Achados").And.Contain("muchas"));
            Assert.That(await csv.Content.ReadAsStringAsync(), Does.StartWith("code,severity,cell,value,places,message,action,accepted\r\n").And.Contain("C01,E,C17,muchas"));
        }
    }

    [Test]
    public async Task TheReasonOfAnAcceptedWarningIsInEveryReportAndTheNext()
    {
        const string Reason = "La gran empresa se publica desde 2017.";
        using var office = new Office();
        await office.UploadAndWait("pe-produce", Peru, "a.csv");
        using (var accepted = await office.Post("pe-produce", "/api/v1/submissions/1/accept", new { code = "T03", cell = "2", reason = Reason })) { Assert.That((int)accepted.StatusCode, Is.EqualTo(204)); }
        await office.UploadAndWait("pe-produce", [.. Peru, .. "\n"u8], "b.csv");
        using (Assert.EnterMultipleScope())
        {
            foreach (var path in (string[])["1/report", "1/report?format=csv", "1/report?format=html", "2/report?format=csv"])
            {
                using var report = await office.Send("ana", HttpMethod.Get, "/api/v1/submissions/" + path);
                Assert.That(await report.Content.ReadAsStringAsync(), Does.Contain(Reason), path);
            }
        }
    }

    [Test]
    public async Task AFileNameIsOnlyAName()
    {
        using var office = new Office();
        foreach (var (sent, kept, end) in ((string, string, string)[])[("../../etc/passwd.csv", "passwd.csv", ""), ("C:\\temp\\tabla.csv", "tabla.csv", "\n"), ("a\u0007b.csv", "ab.csv", "\n\n")])
        {
            using var answer = await office.Upload("pe-produce", [.. Peru, .. Encoding.UTF8.GetBytes(end)], sent);
            Assert.That((string)(await Office.Json(answer))["fileName"]!, Is.EqualTo(kept));
        }
    }

    [Test]
    public async Task TextsOfTheOfficeAreNoCode()
    {
        using var office = new Office();
        var wrong = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Peru).Replace("1836848", "<script>alert(1)</script>", StringComparison.Ordinal).Replace("60702", "=1+1", StringComparison.Ordinal));
        await office.UploadAndWait("pe-produce", wrong, "<img src=x>.csv");
        using var html = await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1/report?format=html");
        using var csv = await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1/report?format=csv");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await html.Content.ReadAsStringAsync(), Does.Not.Contain("<script>").And.Not.Contain("<img"));
            Assert.That(await csv.Content.ReadAsStringAsync(), Does.Not.Contain(",=1+1"));
        }
    }

    [Test]
    public async Task WhatIsNoFormOrTooLargeIsRefusedAndNotKept()
    {
        using var office = new Office();
        using var text = await office.Send("pe-produce", HttpMethod.Post, "/api/v1/submissions", new StringContent("hola"));
        using var empty = await office.Send("pe-produce", HttpMethod.Post, "/api/v1/submissions", new MultipartFormDataContent { { new StringContent("pe-produce-estrato"), "profile" } });
        using var cut = await office.Send("pe-produce", HttpMethod.Post, "/api/v1/submissions", new StringContent("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nabc", Encoding.UTF8) { Headers = { ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } });
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)text.StatusCode, Is.EqualTo(415));
            Assert.That((int)empty.StatusCode, Is.EqualTo(400));
            Assert.That((int)cut.StatusCode, Is.EqualTo(400));
            Assert.That(Directory.EnumerateFiles(office.Workspace.TemporaryFolder), Is.Empty);
            Assert.That(new Ledger(office.Workspace).Submissions(), Is.Empty);
        }
    }

    [Test]
    public async Task AWaitingClientIsAnsweredWhenSomethingChanges()
    {
        using var office = new Office();
        await office.UploadAndWait("pe-produce", Peru, "a.csv");
        using var now = await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1");
        var etag = now.Headers.ETag!.ToString();
        using var same = await office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1", headers: ("If-None-Match", etag));
        var waiting = office.Send("pe-produce", HttpMethod.Get, "/api/v1/submissions/1?wait=20", headers: ("If-None-Match", etag));
        using var decided = await office.Post("ana", "/api/v1/submissions/1/reject", new { reason = "no" });
        using var changed = await waiting;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)same.StatusCode, Is.EqualTo(304));
            Assert.That((string)(await Office.Json(changed))["status"]!, Is.EqualTo("rejected"));
        }
    }

    [Test]
    public async Task WhatWasAcceptedSurvivesAKill()
    {
        using var office = new Office();
        var ids = new List<long>();
        for (var i = 0; i < 6; i++)
        {
            using var sent = await office.Upload("pe-produce", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Peru).Replace("1836848", $"18368{i:00}", StringComparison.Ordinal)), $"{i}.csv");
            Assert.That((int)sent.StatusCode, Is.EqualTo(202));
            ids.Add((long)(await Office.Json(sent))["id"]!);
            if (i % 2 == 1) { office.KillAndRestart(); }
        }
        foreach (var id in ids) { Assert.That((string)(await office.Until("pe-produce", id, s => s is not ("received" or "checking")))["status"]!, Is.EqualTo("awaiting_review")); }
        Assert.That(AuditLog.Verify(office.Workspace).Broken, Is.Null);
    }

    [Test]
    public void AChangedOrRemovedLineOfTheAuditShows()
    {
        using var workspace = new TestWorkspace();
        var principals = new Principals(workspace.Workspace);
        for (var i = 0; i < 5; i++) { principals.Save(new Actor("test"), new Principal($"p{i}", "P", [], [], false)); }
        Assert.That(AuditLog.Verify(workspace.Workspace), Is.EqualTo((5L, (long?)null)));
        foreach (var (sql, broken) in ((string, long)[])[("update audit set who = 'otro' where seq = 3", 3), ("delete from audit where seq = 5", 3), ("update audit set who = 'test' where seq = 3", 5), ("delete from audit where seq = 2", 2)])
        {
            using (var ledger = LedgerFile.Connect(workspace.Workspace))
            {
                using var command = ledger.CreateCommand();
                command.CommandText = sql;
                command.ExecuteNonQuery();
            }
            Assert.That(AuditLog.Verify(workspace.Workspace).Broken, Is.EqualTo(broken), sql);
        }
    }

    [Test]
    public void ALedgerOfANewerProgramIsRefused()
    {
        using var workspace = new TestWorkspace();
        using (var ledger = LedgerFile.Connect(workspace.Workspace))
        {
            using var command = ledger.CreateCommand();
            command.CommandText = $"pragma user_version = {LedgerFile.Version + 1}";
            command.ExecuteNonQuery();
        }
        Assert.That(() => new Ledger(workspace.Workspace).Submissions(), Throws.TypeOf<LedgerVersionException>());
    }

    [Test]
    public async Task WhoReviewsAllTakesBackOnlyWhatIsOfItsOwnCountry()
    {
        using var office = new Office();
        var principals = new Principals(office.Workspace);
        principals.Save(new Actor("test"), new Principal("mix", "mix", ["provider", "reviewer"], ["UY"], Disabled: false));
        var mix = principals.AddKey(new Actor("test"), "mix", null).Secret;
        await office.UploadAndWait("pe-produce", Peru, "a.csv");
        using var withdrawn = await office.Send(mix, HttpMethod.Post, "/api/v1/submissions/1/withdraw");
        using var accepted = await office.Post(mix, "/api/v1/submissions/1/accept", new { code = "S05", cell = "C2", reason = "No es suyo." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)withdrawn.StatusCode, (int)accepted.StatusCode), Is.EqualTo((403, 403)));
            Assert.That((string)(await office.Get("pe-produce", "/api/v1/submissions/1"))["status"]!, Is.EqualTo("awaiting_review"));
        }
    }
}
