using System.Globalization;
using System.IO.Compression;
using System.Net;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>What caches, browsers and other sites' pages need of a server.</summary>
public sealed class ServingTests
{
    private const string Path = "/api/v1/data/counts?area=PE&from=2012&to=2017";

    [TestCase(Path)]
    [TestCase(Path + "&format=csv")]
    [TestCase("/api/v1/codelists/SIZE_CLASS")]
    [TestCase("/api/v1/lineage/counts?area=PE&dataset=PE_PRODUCE_ESTRATO&scheme=PER-30056&size=micro&period=2017")]
    public async Task ACopyThatHoldsIsNotSentAgain(string path)
    {
        using var first = await Get(path);
        var tag = first.Headers.ETag!;
        using var again = await Get(path, ("If-None-Match", tag.Tag));
        using var since = await Get(path, ("If-Modified-Since", first.Content.Headers.LastModified!.Value.ToString("R", CultureInfo.InvariantCulture)));
        using var other = await Get(path, ("If-None-Match", "\"something-else\""));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tag.IsWeak, Is.False);
            Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=60"));
            Assert.That((again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length, again.Headers.ETag!.Tag), Is.EqualTo((HttpStatusCode.NotModified, 0, tag.Tag)));
            Assert.That(since.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [TestCase("*, \"é\"", 304)]
    [TestCase("*", 304)]
    [TestCase("\"é\"", 200)]
    public async Task OnlyWhatIsThereIsUnchangedAndOnlyItsOwnTagIsSent(string sent, int status)
    {
        // Of other than ASCII it is told how it goes out.
        using var client = new HttpClient(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 }) { BaseAddress = SampleServer.Client.BaseAddress };
        client.DefaultRequestHeaders.TryAddWithoutValidation("If-None-Match", sent);
        using var plain = await Get(Path);
        using var answer = await client.GetAsync(Path);
        using var unknown = await client.GetAsync("/api/v1/codelists/NADA");
        using var since = await Get("/api/v1/codelists/NADA", ("If-Modified-Since", DateTime.UtcNow.ToString("R", CultureInfo.InvariantCulture)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)answer.StatusCode, answer.Headers.ETag?.Tag), Is.EqualTo((status, plain.Headers.ETag!.Tag)));
            Assert.That(((int)unknown.StatusCode, unknown.Headers.ETag), Is.EqualTo((404, (object?)null)));
            Assert.That(await unknown.Content.ReadAsStringAsync(), Does.Contain("NADA"));
            Assert.That((int)since.StatusCode, Is.EqualTo(404));
        }
    }

    [TestCase("br")]
    [TestCase("gzip")]
    public async Task EachEncodingHasItsOwnTagAndTheSameContent(string encoding)
    {
        using var plain = await Get(Path);
        // Made and kept, then from the cache.
        for (var i = 0; i < 2; i++)
        {
            using var packed = await Get(Path, ("Accept-Encoding", encoding));
            await using var stream = await packed.Content.ReadAsStreamAsync();
            await using Stream unpacked = encoding == "br" ? new BrotliStream(stream, CompressionMode.Decompress) : new GZipStream(stream, CompressionMode.Decompress);
            using var reader = new StreamReader(unpacked);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(packed.Content.Headers.ContentEncoding, Is.EqualTo((string[])[encoding]));
                Assert.That(await reader.ReadToEndAsync(), Is.EqualTo(await plain.Content.ReadAsStringAsync()));
                Assert.That(packed.Headers.ETag!.Tag, Is.Not.EqualTo(plain.Headers.ETag!.Tag));
                using var again = await Get(Path, ("Accept-Encoding", encoding), ("If-None-Match", packed.Headers.ETag!.Tag));
                Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
            }
        }
    }

    [Test]
    public async Task LanguageAndFormatAreNotMixedUp()
    {
        foreach (var accept in (string[])["text/csv", "application/json", "text/csv"])
        {
            foreach (var language in (string[])["es", "en"])
            {
                using var answer = await Get("/api/v1/data/counts?area=PE&period=2017", ("Accept", accept), ("Accept-Language", language));
                Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(accept));
                using var problem = await Get("/api/v1/data/counts?aera=PE", ("Accept", accept), ("Accept-Language", language));
                Assert.That(await problem.Content.ReadAsStringAsync(), Does.Contain(language == "es" ? "no es un parámetro" : "is no parameter"));
                Assert.That(problem.Headers.ETag, Is.Null);
            }
        }
    }

    [Test]
    public async Task PagesOfOtherSitesMayReadAndNotWrite()
    {
        using var read = await Get(Path, ("Origin", "https://example.org"));
        using var asked = new HttpRequestMessage(HttpMethod.Options, "/api/v1/submissions");
        asked.Headers.Add("Origin", "https://example.org");
        asked.Headers.Add("Access-Control-Request-Method", "POST");
        using var write = await SampleServer.Client.SendAsync(asked);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Headers.GetValues("Access-Control-Allow-Origin"), Is.EqualTo((string[])["*"]));
            Assert.That(read.Headers.GetValues("Access-Control-Expose-Headers").Single(), Does.Contain("ETag"));
            Assert.That(write.Headers.TryGetValues("Access-Control-Allow-Methods", out var methods) ? string.Join(',', methods) : "", Does.Not.Contain("POST"));
        }
    }

    [Test]
    public async Task WhatAKeyOpensIsKeptByNobody()
    {
        using var office = new Office();
        await office.Release(await File.ReadAllTextAsync(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv")));
        using var answer = await office.Send("reader", HttpMethod.Get, Path);
        using var named = await office.Send(null, HttpMethod.Get, Path + $"&release={answer.Headers.GetValues("Observatorio-Release").Single()}");
        Assert.That(answer.Headers.CacheControl!.ToString(), Is.EqualTo("no-store, private"));
        Assert.That(named.Headers.CacheControl!.ToString(), Is.EqualTo("public, max-age=86400"));
    }

    [Test]
    public async Task WhoAsksTooMuchIsToldWhenToComeBackAndCachesAreNot()
    {
        using var office = new Office(("Limits__Reads", "20"));
        await office.Release(await File.ReadAllTextAsync(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv")));
        string? tag = null;
        var codes = new List<int>();
        for (var i = 0; i < 30; i++)
        {
            using var answer = await office.Send(null, HttpMethod.Get, $"/api/v1/data/counts?area=PE&last={i + 1}");
            codes.Add((int)answer.StatusCode);
            if (i == 0)
            {
                tag = answer.Headers.ETag!.Tag;
                Assert.That(answer.Headers.GetValues("RateLimit").Single(), Is.EqualTo("\"reads\";r=19;t=60"));
            }
            if (i == 29) { Assert.That(answer.Headers.RetryAfter!.Delta, Is.EqualTo(TimeSpan.FromMinutes(1))); }
        }
        using var kept = await office.Send(null, HttpMethod.Get, "/api/v1/data/counts?area=PE&last=1");
        using var same = await office.Send(null, HttpMethod.Get, "/api/v1/data/counts?area=PE&last=1", null, ("If-None-Match", tag!));
        using var keyed = await office.Send("reader", HttpMethod.Get, "/api/v1/data/counts?area=PE&last=2");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(codes.Count(c => c == 200), Is.EqualTo(20).Within(1));
            Assert.That(codes[^1], Is.EqualTo(429));
            Assert.That(((int)kept.StatusCode, (int)same.StatusCode, (int)keyed.StatusCode), Is.EqualTo((200, 304, 200)));
        }
    }

    private static Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
        return SampleServer.Client.SendAsync(request);
    }
}
