using System.Globalization;
using System.Security.Cryptography;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>What an office can show for its file: a receipt that holds, and that no change of a letter survives; and what is announced.</summary>
public sealed class ReceiptTests
{
    private static readonly byte[] Peru = File.ReadAllBytes(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task AReceiptHoldsUntilALetterOfItChanges()
    {
        using var office = new Office();
        await office.UploadAndWait("pe-produce", Peru, "peru.csv");
        var receipt = await office.Get("pe-produce", "/api/v1/submissions/1/receipt");
        await File.WriteAllTextAsync(office.File("recibo.json"), receipt.ToJsonString());
        await File.WriteAllTextAsync(office.File("cambiado.json"), receipt.ToJsonString().Replace("bytes: ", "bytes: 1", StringComparison.Ordinal));
        await File.WriteAllTextAsync(office.File("clave.pem"), await office.Server.Client.GetStringAsync("/api/v1/signing-key"));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(office.File("otra.pem"), other.ExportSubjectPublicKeyInfoPem());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string)receipt["text"]!, Does.Contain($"sha256: {Convert.ToHexStringLower(SHA256.HashData(Peru))}\n").And.Contain("file: peru.csv\n"));
            Assert.That(Verify("recibo.json", "clave.pem").Code, Is.Zero);
            Assert.That(Verify("recibo.json", null), Is.EqualTo((0, Verify("recibo.json", "clave.pem").Output)));
            Assert.That(Verify("cambiado.json", "clave.pem").Code, Is.EqualTo(1));
            Assert.That(Verify("recibo.json", "otra.pem").Code, Is.EqualTo(1));
            Assert.That(Verify("clave.pem", "clave.pem").Code, Is.EqualTo(1));
            using var theirs = await office.Send("uy-ine", HttpMethod.Get, "/api/v1/submissions/1/receipt");
            Assert.That((int)theirs.StatusCode, Is.EqualTo(404));
        }

        (int Code, string Output) Verify(string file, string? key)
            => IngestProgram.Run(["verify", "--receipt", office.File(file), "--data", office.Workspace.Root, "--lang", "en", .. key is null ? Array.Empty<string>() : ["--key-file", office.File(key)]]);
    }

    [Test]
    public async Task WhatIsAnnouncedIsInTheCalendarUntilItIsPastOrTakenBack()
    {
        using var office = new Office();
        var soon = DateTime.UtcNow.AddDays(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        using var late = await office.Post("publisher", "/api/v1/calendar", new { day = "2099-01-31", notes = "Perú 2024." });
        using var first = await office.Post("publisher", "/api/v1/calendar", new { day = soon, notes = "Chile 2024." });
        using var past = await office.Post("publisher", "/api/v1/calendar", new { day = "2020-01-31", notes = "Chile 2024." });
        using var vague = await office.Post("publisher", "/api/v1/calendar", new { day = "pronto", notes = "Chile 2024." });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)late.StatusCode, (int)first.StatusCode, (int)past.StatusCode, (int)vague.StatusCode), Is.EqualTo((201, 201, 400, 400)));
            Assert.That((await Office.Json(await office.Send(null, HttpMethod.Get, "/api/v1/calendar"))).AsArray().Select(p => (string)p!["day"]!), Is.EqualTo((string[])[soon, "2099-01-31"]));
            Assert.That((int)(await office.Send("publisher", HttpMethod.Delete, "/api/v1/calendar/2")).StatusCode, Is.EqualTo(204));
            Assert.That((int)(await office.Send("publisher", HttpMethod.Delete, "/api/v1/calendar/2")).StatusCode, Is.EqualTo(404));
            Assert.That((await Office.Json(await office.Send(null, HttpMethod.Get, "/api/v1/calendar"))).AsArray().Select(p => (string)p!["day"]!), Is.EqualTo((string[])["2099-01-31"]));
        }
    }
}
