using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Observatorio.Tests.Api;

/// <summary>What people and portals find: by words, by topic, and by catalogue.</summary>
public sealed class DiscoveryTests
{
    [TestCase("exportaciones", "EXP_VAL", "es")]
    [TestCase("exportação", "EXP_VAL", "pt")]
    [TestCase("exports", "EXP_VAL", "en")]
    [TestCase("EMPRESAS EXPORTADORAS", "ENT_EXP", "es")]
    [TestCase("persons employed", "EMPN", "en")]
    [TestCase("pessoal ocupado", "EMPN", "pt")]
    [TestCase("productividad relativa", "PROD_GAP", "es")]
    [TestCase("turnover", "TURN", "en")]
    [TestCase("EMPE", "EMPE", "es")]
    [TestCase("peru", "PE", "en")]
    [TestCase("Perú", "PE", "es")]
    [TestCase("México", "MX", "es")]
    [TestCase("PRODUCE", "PE_PRODUCE_ESTRATO", "es")]
    [TestCase("comunidad andina", "CAN702", "es")]
    [TestCase("manufactura", "C", "es")]
    [TestCase("compra publica", "PP_VAL", "es")]
    public async Task WordsFindWhatIsMeant(string words, string code, string language)
    {
        var found = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/search?q={Uri.EscapeDataString(words)}&lang={language}"))!["results"]!.AsArray();
        Assert.That(found.Take(5).Select(f => (string)f!["code"]!), Does.Contain(code), string.Join(", ", found.Select(f => $"{f!["kind"]} {f["code"]}")));
    }

    // Each page that search engines are told of is there, in three languages, and says nothing that is not.
    [Test]
    public async Task TheSitemapNamesThePagesThatThereAre()
    {
        XNamespace map = "http://www.sitemaps.org/schemas/sitemap/0.9";
        var xml = XDocument.Parse(await SampleServer.Client.GetStringAsync("/sitemap.xml"));
        var addresses = xml.Descendants(map + "loc").Select(l => new Uri(l.Value)).ToList();
        var pages = addresses.Select(a => a.PathAndQuery).ToList();
        var robots = await SampleServer.Client.GetStringAsync("/robots.txt");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages, Is.SupersetOf((string[])["/es", "/pt/country/PE", "/en/indicator/ENTR", "/es/releases", "/es/explore?dataset=PE_PRODUCE_ESTRATO"]));
            Assert.That(pages, Is.Unique);
            Assert.That(xml.Descendants(map + "url").Select(u => u.Elements().Count(e => e.Name.LocalName == "link")), Is.All.EqualTo(3));
            Assert.That(robots, Does.Contain($"Sitemap: {SampleServer.Address}sitemap.xml").And.Contain("Disallow: /sdmx/"));
            foreach (var page in addresses.Where(a => a.Query.Length == 0).Take(20)) { Assert.That((int)(await SampleServer.Client.GetAsync(page)).StatusCode, Is.EqualTo(200), page.ToString()); }
        }
        var indicators = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/topics"))!.AsArray().SelectMany(t => t!["indicators"]!.AsArray()).Select(i => (string)i!["code"]!).ToList();
        Assert.That(pages.Where(p => p.StartsWith("/es/indicator/", StringComparison.Ordinal)).Select(p => p["/es/indicator/".Length..]), Is.SubsetOf(indicators));
    }

    [TestCase("\"")]
    [TestCase("a* OR (b")]
    [TestCase("NEAR(x, y)")]
    [TestCase("código:1 -x ^y")]
    [TestCase("zzzzzzzz")]
    public async Task NothingThatIsLookedForIsAnError(string words)
    {
        using var answer = await SampleServer.Client.GetAsync($"/api/v1/search?q={Uri.EscapeDataString(words)}");
        Assert.That((int)answer.StatusCode, Is.EqualTo(200));
    }

    [Test]
    public async Task EveryAddressFoundAnswers()
    {
        foreach (var words in (string[])["empresas", "chile", "empleo", "CAN", "tamaño", "comercio"])
        {
            var found = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/search?q={words}&limit=8"))!["results"]!.AsArray();
            Assert.That(found, Is.Not.Empty);
            foreach (var result in found)
            {
                using var answer = await SampleServer.Client.GetAsync((string)result!["address"]!);
                Assert.That((int)answer.StatusCode, Is.EqualTo(200), (string?)result["address"]);
            }
        }
    }

    [Test]
    public async Task EveryIndicatorBelongsToOneTopicAndHasADefinition()
    {
        var topics = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/topics"))!.AsArray();
        var indicators = topics.SelectMany(t => t!["indicators"]!.AsArray()).ToList();
        var codes = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/codelists/INDICATOR"))!["codes"]!.AsArray().Select(c => (string)c!["code"]!);
        Assert.That(indicators.Select(i => (string)i!["code"]!), Is.EquivalentTo(codes));
        foreach (var language in (string[])["es", "pt", "en"]) { Assert.That(indicators.Where(i => i!["definitions"]![language] is null).Select(i => (string)i!["code"]!), Is.Empty, language); }
        Assert.That((string?)indicators.Single(i => (string)i!["code"]! == "ENTR")!["lastUpdated"], Does.Match("^20..-"));
    }

    [Test]
    public async Task PortalsFindEveryDatasetAndItsFiles()
    {
        using var answer = await SampleServer.Client.GetAsync("/api/v1/catalog.jsonld");
        var catalogue = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var datasets = catalogue["dcat:dataset"]!.AsArray();
        var known = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/datasets"))!.AsArray();
        Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/ld+json"));
        Assert.That(datasets.Select(d => (string)d!["dct:identifier"]!), Is.EquivalentTo(known.Select(d => (string)d!["id"]!)));
        foreach (var dataset in datasets.Take(6))
        {
            var csv = dataset!["dcat:distribution"]!.AsArray().First(d => (string)d!["dcat:mediaType"]! == "text/csv")!;
            using var file = await SampleServer.Client.GetAsync(new Uri((string)csv["dcat:accessURL"]!["@id"]!));
            Assert.That(((int)file.StatusCode, (await file.Content.ReadAsStringAsync()).Split('\n').Length > 2), Is.EqualTo((200, true)), (string?)dataset["dct:identifier"]);
        }
        var one = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/datasets/EC_INEC_VENTAS/jsonld"))!;
        Assert.That((string)one["description"]!, Does.StartWith("Datos sintéticos"));
        Assert.That((string)one["@type"]!, Is.EqualTo("Dataset"));
    }
}
