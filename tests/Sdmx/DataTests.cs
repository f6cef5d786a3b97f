using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace Observatorio.Tests.Sdmx;

/// <summary>Data as clients ask for them.</summary>
public sealed class DataTests
{
    private const string Micro = ".PE.PE_PRODUCE_ESTRATO..ENTR..MICRO....";
    private const string Peru = ".PE.PE_PRODUCE_ESTRATO..ENTR......";

    [TestCase("/data/counts/" + Peru)]
    [TestCase("/data/OBS,counts,1.0/" + Peru + "/all?startPeriod=2013&endPeriod=2015&dimensionAtObservation=AllDimensions")]
    [TestCase("/data/counts/" + Peru + "?dimensionAtObservation=SIZE_CLASS")]
    [TestCase("/data/counts/" + Peru + "?detail=serieskeysonly")]
    [TestCase("/data/counts/" + Peru + "?detail=dataonly")]
    [TestCase("/data/counts/" + Peru + "?detail=nodata")]
    [TestCase("/data/counts/" + Peru + "?includeHistory=true")]
    [TestCase("/data/counts/.BR+MX.........?quality=all&lastNObservations=1")]
    [TestCase("/data/performance/all/MX_INEGI?quality=bounded")]
    public async Task TheSchemasAcceptData(string path)
    {
        var at = path.Split("dimensionAtObservation=") is [_, var named] ? named : "TIME_PERIOD";
        var schema = await SampleServer.Client.GetStringAsync("/sdmx/2.1/schema/datastructure/OBS/MIPYME/1.0?dimensionAtObservation=" + at);
        var mark = path.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        var generic = await Get(path);
        var specific = await Get(path + mark + "format=structurespecificdata");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(SdmxSchemas.Faults(generic), Is.Empty, path);
            Assert.That(SdmxSchemas.Faults(specific, schema), Is.Empty, path);
        }
    }

    // A schema that accepts everything would prove nothing.
    [Test]
    public async Task TheSchemaRefusesACodeThatIsNotInTheList()
    {
        var schema = await SampleServer.Client.GetStringAsync("/sdmx/2.1/schema/dataflow/OBS/counts/1.0");
        var message = await Get("/data/counts/" + Peru + "?format=structurespecificdata");
        Assert.That(SdmxSchemas.Faults(message.Replace("REF_AREA=\"PE\"", "REF_AREA=\"XX\"", StringComparison.Ordinal), schema), Is.Not.Empty);
    }

    [TestCase("*/*", "application/vnd.sdmx.genericdata+xml")]
    [TestCase("application/xml", "application/vnd.sdmx.genericdata+xml")]
    [TestCase("application/vnd.sdmx.structurespecificdata+xml;version=2.1", "application/vnd.sdmx.structurespecificdata+xml")]
    [TestCase("application/vnd.sdmx.data+json;version=2.0.0", "application/vnd.sdmx.data+json")]
    [TestCase("application/vnd.sdmx.data+csv;version=2.0.0", "application/vnd.sdmx.data+csv")]
    [TestCase("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/vnd.sdmx.genericdata+xml")]
    [TestCase("image/png", null)]
    public async Task TheFormIsWhatTheReaderAccepts(string accept, string? type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sdmx/2.1/data/counts/" + Peru);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await SampleServer.Client.SendAsync(request);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(type is null ? 406 : 200));
            if (type is not null) { Assert.That(answer.Content.Headers.ContentType!.MediaType, Is.EqualTo(type)); }
        }
    }

    [TestCase("counts/" + Micro + "?firstNObservations=1", "2012")]
    [TestCase("counts/" + Micro + "?lastNObservations=1", "2017")]
    [TestCase("counts/" + Micro + "?firstNObservations=1&lastNObservations=2", "2012 2016 2017")]
    [TestCase("counts/" + Peru + "?startPeriod=2013-01&endPeriod=2014-M12", "2013 2014")]
    [TestCase("counts/" + Peru + "?startPeriod=2016-A1", "2016 2017")]
    public async Task TimeIsCutAsAsked(string path, string periods)
    {
        var found = SdmxMessages.OfCsv(await Get("/data/" + path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "format=csv"));
        Assert.That(string.Join(' ', found.Keys.Select(k => k.Split('.')[^1]).Distinct().Order(StringComparer.Ordinal)), Is.EqualTo(periods));
    }

    [TestCase("c[SIZE_CLASS]=MICRO,SMALL&c[TIME_PERIOD]=ge:2013+le:2014", "MICRO SMALL", "2013 2014")]
    [TestCase("c[SIZE_CLASS]=sw:M&c[TIME_PERIOD]=2012", "MEDIUM MICRO MIPYME", "2012")]
    [TestCase("c[SIZE_CLASS]=ne:_T+ne:MICRO+nc:ED&c[TIME_PERIOD]=lt:2013", "LARGE MIPYME SMALL", "2012")]
    [TestCase("c[SIZE_CLASS]=ew:RO&c[TIME_PERIOD]=gt:2016", "MICRO", "2017")]
    public async Task TheOperatorsOfComponentFilters(string filters, string sizes, string periods)
    {
        var found = SdmxMessages.OfCsv(await SampleServer.Client.GetStringAsync($"/sdmx/3.0/data/dataflow/OBS/counts/~/A.PE.PE_PRODUCE_ESTRATO.*.ENTR.*.*.*.*.*.*?c[SIZE_SCHEME]=sw:PE&{filters}&format=csv"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Keys.Select(k => k.Split('.')[6]).Distinct(), Is.SubsetOf(sizes.Split(' ')).And.Not.Empty);
            Assert.That(string.Join(' ', found.Keys.Select(k => k.Split('.')[^1]).Distinct().Order(StringComparer.Ordinal)), Is.EqualTo(periods));
        }
    }

    [Test]
    public async Task SeveralKeysAreTheSeriesOfEach()
    {
        const string Both = "A.PE.PE_PRODUCE_ESTRATO.*.ENTR.*.MICRO.*.*.*.*,A.UY.*.*.ENTR.*.SMALL.*.*.*.*";
        var found = SdmxMessages.OfCsv(await SampleServer.Client.GetStringAsync($"/sdmx/3.0/data/dataflow/OBS/counts/1.0/{Both}?format=csv"));
        Assert.That(found.Keys.Select(k => k.Split('.')).Select(k => k[1] + k[6]).Distinct(), Is.EquivalentTo((string[])["PEMICRO", "UYSMALL"]));
    }

    [Test]
    public async Task ASuppressedCellHasNoValueAndKeepsItsStatus()
    {
        var xml = XDocument.Parse(await Get("/data/performance/all?format=structurespecificdata"));
        var suppressed = xml.Descendants("Obs").Where(o => o.Attribute("OBS_STATUSES")!.Value.Split(' ').Contains("Q")).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(suppressed, Is.Not.Empty);
            Assert.That(suppressed.Where(o => o.Attribute("OBS_VALUE") is not null), Is.Empty);
        }
    }

    [TestCase("/2.1/data/counts/.ZZ.........", 404, "100", "CL_AREA")]
    [TestCase("/2.1/data/counts/A.PE", 400, "140", "REF_AREA")]
    [TestCase("/2.1/data/count/all", 404, "100", "counts")]
    [TestCase("/2.1/data/counts/" + Peru + "?startPeriod=x", 400, "140", "x")]
    [TestCase("/2.1/data/counts/" + Peru + "?lastNObservations=0", 400, "140", "lastNObservations")]
    [TestCase("/2.1/data/counts/" + Peru + "?startPeriods=2012", 400, "140", "startPeriod")]
    [TestCase("/2.1/data/counts/" + Peru + "?startPeriod=2030", 404, "100", "")]
    [TestCase("/2.1/data/counts/" + Peru + "?updatedAfter=yesterday", 400, "140", "updatedAfter")]
    [TestCase("/2.1/data/counts/all/NOBODY", 404, "100", "NOBODY")]
    [TestCase("/3.0/data/dataflow/OBS/counts/~/*?c[REF_ARAE]=PE", 400, "150", "REF_AREA")]
    [TestCase("/3.0/data/dataflow/OBS/counts/~/*?c[REF_AREA]=is:PE", 400, "140", "is:PE")]
    [TestCase("/3.0/data/datastructure/OBS/MIPYME/~/*", 501, "501", "dataflow")]
    [TestCase("/2.1/data/counts/all?release=1999.1", 404, "100", "1999.1")]
    [TestCase("/2.1/codelist/OBS/CL_SEX?asOf=yesterday", 400, "140", "asOf")]
    [TestCase("/3.0/data/dataflow/OBS/counts/~/*?asOf=1999-01-01", 404, "100", "1999-01-01")]
    [TestCase("/3.0/availability/dataflow/OBS/counts/~/*/SIZE", 400, "150", "SIZE_CLASS")]
    public async Task WhatIsWrongIsSaid(string path, int status, string code, string says)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sdmx" + path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/xml"));
        using var answer = await SampleServer.Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status), text);
            Assert.That(XDocument.Parse(text).Root!.Elements().Single().Attribute("code")!.Value, Is.EqualTo(code));
            Assert.That(text, Does.Contain(says));
        }
    }

    // What a reader of JSON gets of the same.
    [Test]
    public async Task ReadersOfJsonAreToldInJson()
    {
        using var answer = await SampleServer.Client.GetAsync("/sdmx/3.0/data/dataflow/OBS/counts/~/*?release=1999.1");
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray().Single()!;
        Assert.That(((int)answer.StatusCode, (int)error["code"]!, (string)error["details"]!["en"]!), Is.EqualTo((404, 100, $"There is no release \"1999.1\". Nearest: {DateTime.UtcNow.Year}.1, {DateTime.UtcNow.Year}.2.")));
    }

    [TestCase("id", "SIZE_CLASS,", ",MICRO,")]
    [TestCase("name", "SIZE_CLASS,Classe de porte,", ",MICRO,Micro")]
    [TestCase("both", "SIZE_CLASS: Classe de porte,", ",MICRO: Micro")]
    public async Task CsvCarriesTheLabelsThatAreAskedFor(string labels, string header, string cell)
    {
        foreach (var address in (string[])["/sdmx/2.1/data/counts/" + Micro + "?format=csv&lang=pt&labels=" + labels, "/api/v1/data/counts?dataset=PE_PRODUCE_ESTRATO&indicator=ENTR&size=MICRO&format=sdmx-csv&lang=pt&labels=" + labels.Replace("id", "code", StringComparison.Ordinal)])
        {
            var lines = (await SampleServer.Client.GetStringAsync(address)).Split("\r\n");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(lines[0], Does.Contain(header), address);
                Assert.That(lines[1], Does.Contain(cell), address);
            }
        }
    }

    // The same codes as the API's own question for them gives.
    [TestCase("exact")]
    [TestCase("available")]
    public async Task AvailabilityIsThatOfTheQuery(string mode)
    {
        var own = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/counts/availability?area=PE&scheme=*&size=MICRO&from=2012&to=2013&mode={mode}"))!;
        var wanted = own["components"]!.AsArray().Where(c => (string)c!["id"]! != "TIME_PERIOD").ToDictionary(c => (string)c!["id"]!, c => c!["codes"]!.AsArray().Select(i => (string)i!["code"]!).Order(StringComparer.Ordinal).ToList());
        var xml = XDocument.Parse(await Get($"/availableconstraint/counts/.PE.....MICRO....?startPeriod=2012&endPeriod=2013&mode={mode}"));
        var found = xml.Descendants().Where(e => e.Name.LocalName == "KeyValue" && (string?)e.Attribute("id") != "TIME_PERIOD").ToDictionary(e => e.Attribute("id")!.Value, e => e.Elements().Select(v => v.Value).Order(StringComparer.Ordinal).ToList());
        Assert.That(found, Is.EqualTo(wanted));
    }

    private static Task<string> Get(string path) => SampleServer.Client.GetStringAsync("/sdmx/2.1" + path);
}
