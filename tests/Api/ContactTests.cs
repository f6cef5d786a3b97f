using System.Net.Http.Json;
using System.Text;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Whom to ask at an office, and how a question on a series reaches it.</summary>
public sealed class ContactTests
{
    private static readonly object[] Good = [new { role = "difusión", unit = "Estudios Económicos", email = "estadistica@produce.example" }];

    [Test]
    public async Task AnOfficeSaysWhomToAskAndNoOtherOfficeDoes()
    {
        using var office = new Office();
        using var saved = await office.Send("pe-produce", HttpMethod.Put, "/api/v1/contacts/PE_PRODUCE", JsonContent.Create(new { entries = Good }));
        using var others = await office.Send("uy-ine", HttpMethod.Put, "/api/v1/contacts/PE_PRODUCE", JsonContent.Create(new { entries = Good }));
        using var none = await office.Send("uy-ine", HttpMethod.Put, "/api/v1/contacts/NADIE", JsonContent.Create(new { entries = Good }));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)saved.StatusCode, (int)others.StatusCode, (int)none.StatusCode), Is.EqualTo((200, 404, 404)));
            foreach (var email in (string[])["nadie", "a@b", "a b@c.d", "a@b.c\r\nBcc: x@y.z", "@b.c"])
            {
                using var wrong = await office.Send("pe-produce", HttpMethod.Put, "/api/v1/contacts/PE_PRODUCE", JsonContent.Create(new { entries = (object[])[new { role = "r", unit = "u", email }] }));
                Assert.That((int)wrong.StatusCode, Is.EqualTo(400), email);
            }
            var read = (await Office.Json(await office.Send(null, HttpMethod.Get, "/api/v1/contacts?area=pe"))).AsArray();
            Assert.That(read.Select(c => ((string)c!["provider"]!, (string)c["entries"]![0]!["email"]!)), Is.EqualTo(((string, string)[])[("PE_PRODUCE", "estadistica@produce.example")]));
            Assert.That((await Office.Json(await office.Send(null, HttpMethod.Get, "/api/v1/contacts?area=UY"))).AsArray(), Is.Empty);
            // The log of all actions, which nobody can correct, has no address in it.
            Assert.That(string.Concat(AuditLog.Read(office.Workspace, null, 100).Select(e => e.Detail)), Does.Not.Contain("@"));
        }
    }

    [Test]
    public async Task SdmxNamesWhomToAskNow()
    {
        using var office = new Office();
        await office.Release(File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv")));
        using var before = await office.Send(null, HttpMethod.Get, "/sdmx/2.1/dataproviderscheme/OBS");
        Assert.That(await before.Content.ReadAsStringAsync(), Does.Contain("PE_PRODUCE").And.Not.Contain("Contact>"));
        using (var saved = await office.Send("pe-produce", HttpMethod.Put, "/api/v1/contacts/PE_PRODUCE", JsonContent.Create(new { entries = Good }))) { Assert.That((int)saved.StatusCode, Is.EqualTo(200)); }
        // A copy of before the change does not hold any more.
        using var xml = await office.Send(null, HttpMethod.Get, "/sdmx/2.1/dataproviderscheme/OBS", headers: ("If-None-Match", before.Headers.ETag!.ToString()));
        using var json = await office.Send(null, HttpMethod.Get, "/sdmx/3.0/structure/dataproviderscheme/OBS");
        var scheme = System.Xml.Linq.XDocument.Parse(await xml.Content.ReadAsStringAsync());
        var contact = scheme.Descendants().Single(e => e.Name.LocalName == "Contact");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(contact.Elements().Select(e => (e.Name.LocalName, e.Value)), Is.EqualTo(((string, string)[])[("Department", "Estudios Económicos"), ("Role", "difusión"), ("Email", "estadistica@produce.example")]));
            Assert.That(contact.Parent!.Attribute("id")!.Value, Is.EqualTo("PE_PRODUCE"));
            Assert.That((await Office.Json(json))["data"]!["dataProviderSchemes"]![0]!["dataProviders"]![0]!["contacts"]![0]!["emails"]!.AsArray().Select(e => (string)e!), Is.EqualTo((string[])["estadistica@produce.example"]));
        }
        Assert.That(Sdmx.SdmxSchemas.Faults(await xml.Content.ReadAsStringAsync()), Is.Empty);
        Sdmx.JsonSchemaTests.IsValid("structure", await json.Content.ReadAsStringAsync(), "contacts");
    }

    [Test]
    public async Task AQuestionReachesTheOfficeOfItsSeriesAndTheAnswerWhoAsked()
    {
        using var office = new Office(("Limits__QuestionsPerHour", "3"));
        using var early = await Ask(office, "PE_PRODUCE_ESTRATO", "¿?");
        await office.UploadAndWait("pe-produce", File.ReadAllBytes(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv")), "peru.csv");
        using (var approved = await office.Send("ana", HttpMethod.Post, "/api/v1/submissions/1/approve")) { Assert.That((int)approved.StatusCode, Is.EqualTo(200)); }
        await office.Until("pe-produce", 1, s => s == "approved");
        await office.Publish();
        using var asked = await Ask(office, "PE_PRODUCE_ESTRATO", "¿Por qué baja 2017?");
        using var unknown = await Ask(office, "PE_NADA", "¿?");
        using var large = await Ask(office, "PE_PRODUCE_ESTRATO", new string('a', 20_000));
        using var many = await Ask(office, "PE_PRODUCE_ESTRATO", "¿Y antes?");
        var code = (string)(await Office.Json(asked))["code"]!;
        using var answered = await office.Post("pe-produce", "/api/v1/questions/1/answer", new { answer = "Cambió el corte." });
        using var foreign = await office.Post("uy-ine", "/api/v1/questions/1/answer", new { answer = "x" });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)early.StatusCode, (int)asked.StatusCode, (int)unknown.StatusCode, (int)large.StatusCode, (int)many.StatusCode), Is.EqualTo((503, 201, 404, 413, 429)));
            Assert.That(many.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromHours(1)));
            Assert.That((await office.Get("pe-produce", "/api/v1/questions")).AsArray().Select(q => (string)q!["text"]!), Is.EqualTo((string[])["¿Por qué baja 2017?"]));
            Assert.That((await office.Get("uy-ine", "/api/v1/questions")).AsArray(), Is.Empty);
            Assert.That(((int)answered.StatusCode, (int)foreign.StatusCode), Is.EqualTo((200, 404)));
            Assert.That((string)(await Office.Json(await office.Send(null, HttpMethod.Get, $"/api/v1/questions/{code}")))["answer"]!, Is.EqualTo("Cambió el corte."));
            Assert.That((int)(await office.Send(null, HttpMethod.Get, "/api/v1/questions/1")).StatusCode, Is.EqualTo(404));
            Assert.That((await File.ReadAllBytesAsync(office.Workspace.LedgerFile)).AsSpan().IndexOf(Encoding.ASCII.GetBytes(code)), Is.EqualTo(-1));
        }
    }

    private static Task<HttpResponseMessage> Ask(Office office, string dataset, string text) => office.Send(null, HttpMethod.Post, "/api/v1/questions", JsonContent.Create(new { dataset, series = "size=MICRO", text }));
}
