using System.IO.Compression;
using System.Text.Json.Nodes;
using CsCheck;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>Every format of a query carries the same figures, under a telling name.</summary>
public sealed class FormatTests
{
    private static readonly string[] Columns = [.. Observatorio.Api.Data.FigureColumn.Key.Select(k => k.Name), "OBS_VALUE", "VALUE_LOW", "VALUE_HIGH", "OBS_STATUSES"];

    // Queries drawn from what there is; each is asked in every format.
    [Test]
    public void AllFormatsCarryTheSameFigures()
    {
        var draw = Gen.Select(
            Drawn("counts", "performance"), Drawn("area=CL", "area=PE,EC", "area=MX-AGU,BR", "area=CO*", "area=UY,AR", "dataset=preferred"),
            Drawn("", "&scheme=CMN3", "&scheme=CAN702E,SBS", "&size=_T"), Drawn("exact", "bounded", "all"), Drawn("", "&from=2018", "&last=1", "&period=2023,2024"),
            Drawn("", "&convert=USD"));
        draw.Sample(q =>
        {
            var query = $"{q.Item1}?{q.Item2}{q.Item3}&quality={q.Item4}{q.Item5}{q.Item6}&activity=_T";
            var json = Rows(Records.Ask(query, "json").Result);
            foreach (var format in (string[])["csv", "xlsx", "parquet", "json-stat"]) { Assert.That(Rows(Records.Ask(query, format).Result), Is.EqualTo(json), $"{query} {format}"); }
        }, iter: 25, threads: 1);

        static Gen<string> Drawn(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

        static List<string> Rows(IEnumerable<IReadOnlyDictionary<string, string>> records) => [.. records.Select(r => string.Join('|', Columns.Select(c => r.GetValueOrDefault(c)))).Order(StringComparer.Ordinal)];
    }

    // The prepared files of a release hold what the API answers.
    [TestCase("counts")]
    [TestCase("performance")]
    public async Task TheFilesOfAReleaseHoldTheWholeDataflow(string dataflow)
    {
        var release = (string)JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/counts/count"))!["release"]!;
        await using var packed = new GZipStream(await SampleServer.Client.GetStreamAsync($"/api/v1/releases/{release}/files/{dataflow}.csv.gz"), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        var columns = Columns.Append("METHOD").Append("REASON").Append("INTERVAL_KIND").ToArray();
        var file = Rows(Records.OfCsv(System.Text.Encoding.UTF8.GetBytes(await reader.ReadToEndAsync())));
        var own = Rows(await Records.Ask($"{dataflow}?quality=all", "csv"));
        var harmonised = Rows(await Records.Ask($"{dataflow}?quality=all&scheme=CMN3", "csv"));
        var parquet = Rows(Records.OfParquet(await SampleServer.Client.GetByteArrayAsync($"/api/v1/releases/{release}/files/{dataflow}.parquet")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Except(file).Take(5), Is.Empty);
            Assert.That(harmonised.Except(file).Take(5), Is.Empty);
            Assert.That(parquet, Is.EqualTo(file));
        }

        // A point estimate is the API's to show; the files have the interval that it lies in.
        List<string> Rows(IEnumerable<IReadOnlyDictionary<string, string>> records) => [.. records.Where(r => r["METHOD"] is not ("estimated" or "bounded")).Select(r => string.Join('|', columns.Select(c => r.GetValueOrDefault(c))))];
    }

    [TestCase("text/csv", "text/csv")]
    [TestCase("application/vnd.json-stat+json, application/json;q=0.5", "application/vnd.json-stat+json")]
    [TestCase("text/html, */*;q=0.8", "application/json")]
    [TestCase("application/vnd.apache.parquet", "application/vnd.apache.parquet")]
    public async Task TheHeaderAcceptChoosesTheFormat(string accept, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/data/counts?area=PE&period=2017");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await SampleServer.Client.SendAsync(request);
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
    }

    [TestCase("csv", "attachment")]
    [TestCase("xlsx", "attachment")]
    [TestCase("json", "inline")]
    public async Task TheFileIsNamedAfterWhatIsInIt(string format, string disposition)
    {
        using var response = await SampleServer.Client.GetAsync($"/api/v1/data/counts?area=PE&indicator=ENTR&from=2015&to=2017&format={format}");
        var named = response.Content.Headers.ContentDisposition!;
        Assert.That((named.DispositionType, named.FileName!.Trim('"')), Is.EqualTo((disposition, $"observatorio-counts-PE-ENTR-2015-2017-{response.Headers.GetValues("Observatorio-Release").Single()}.{format}")));
    }

    [Test]
    public async Task AWorkbookHasDataMetadataAndCitationBelowAHeaderThatStays()
    {
        var bytes = await SampleServer.Client.GetByteArrayAsync("/api/v1/data/counts?dataset=EC_INEC_VENTAS&area=EC&format=xlsx&lang=pt");
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var texts = zip.Entries.ToDictionary(e => e.FullName, e => { using var reader = new StreamReader(e.Open()); return reader.ReadToEnd(); });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(texts["xl/workbook.xml"], Does.Contain("Dados").And.Contain("Metadados").And.Contain("Citação"));
            Assert.That(texts["xl/worksheets/sheet1.xml"], Does.Contain("state=\"frozen\""));
            Assert.That(texts["xl/worksheets/sheet2.xml"], Does.Contain("SYNTHETIC").And.Contain("EC_INEC_VENTAS"));
            Assert.That(texts["xl/worksheets/sheet3.xml"], Does.Contain("/api/v1/releases/"));
        }
    }

    [Test]
    public async Task JsonStatHasRolesLabelsAndStatus()
    {
        var cube = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/counts?dataset=PE_INEI_ESTRUCTURA&quality=all&format=json-stat&lang=es"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)cube["version"], (string?)cube["class"]), Is.EqualTo(("2.0", "dataset")));
            Assert.That((string?)cube["role"]!["time"]![0], Is.EqualTo("TIME_PERIOD"));
            Assert.That((string?)cube["dimension"]!["REF_AREA"]!["category"]!["label"]!["PE"], Is.EqualTo("Perú"));
            Assert.That((string?)cube["source"], Does.Contain((string)cube["extension"]!["release"]!["id"]!));
        }
    }

    // The toolkit of the format's author reads what we say, suppressed cells and hidden ones included.
    [TestCase("counts?dataset=PE_INEI_ESTRUCTURA&quality=all")]
    [TestCase("performance?area=BR,CO&quality=bounded&from=2021&activity=_T")]
    [TestCase("performance?dataset=BR_IBGE_DEMOGRAFIA&period=2021&quality=all")]
    public async Task TheToolkitOfJsonStatReadsTheSameFigures(string query)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder.File("cube.json"), await SampleServer.Client.GetByteArrayAsync($"/api/v1/data/{query}&format=json-stat"));
        var read = OtherPrograms.Node("jsonstat.js", folder.File("cube.json")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('|')).ToList();
        var key = Observatorio.Api.Data.FigureColumn.Key.Select(k => k.Name).ToArray();
        var json = (await Records.Ask(query, "json")).ToDictionary(r => string.Join('|', key.Select(k => r[k])));
        // A place whose status alone is A says nothing: figures there are none of.
        var found = read.Where(r => r[^2].Length > 0 || r[^1] != "A").ToDictionary(r => string.Join('|', r[..^2]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found, Is.Not.Empty);
            Assert.That(found.Keys, Is.SubsetOf(json.Keys));
            Assert.That(json.Where(j => j.Value.ContainsKey("OBS_VALUE")).Select(j => j.Key), Is.SubsetOf(found.Keys));
            foreach (var (series, cells) in found)
            {
                var wanted = json[series].GetValueOrDefault("OBS_VALUE");
                Assert.That(cells[^2].Length == 0 ? null : double.Parse(cells[^2], System.Globalization.CultureInfo.InvariantCulture).ToString("G15", System.Globalization.CultureInfo.InvariantCulture), Is.EqualTo(wanted), series);
                Assert.That(cells[^1], Is.EqualTo(json[series]["OBS_STATUSES"]), series);
            }
        }
    }

    [Test]
    public async Task WhatIsTooLargeToBeHeldIsSaidBeforeItIsRead()
    {
        using var folder = new TemporaryFolder();
        using var server = SampleServer.StartAnother(folder, ("Limits__Held", "1000"));
        var count = JsonNode.Parse(await server.Client.GetStringAsync("/api/v1/data/performance/count?area=CL*"))!;
        Assert.That((long)count["mostHeld"]!, Is.EqualTo(1000));
        foreach (var form in (string[])["format=xlsx", "format=json-stat", "order=OBS_VALUE", "pivot=period", "includeHistory=true"])
        {
            using var response = await server.Client.GetAsync($"/api/v1/data/performance?area=CL*&lang=en&{form}");
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That((int)response.StatusCode, Is.EqualTo(400), form);
            Assert.That((string?)problem["detail"], Does.Contain($"{count["count"]}").And.Contain("1000").And.Contain("/api/v1/releases/").And.Contain((string)problem["parameter"]!));
        }
        using var streamed = await server.Client.GetAsync("/api/v1/data/performance?area=CL*&format=csv");
        Assert.That((await streamed.Content.ReadAsStringAsync()).Split("\r\n"), Has.Length.EqualTo((long)count["count"]! + 2));
    }
}
