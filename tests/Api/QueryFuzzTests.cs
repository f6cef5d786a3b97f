using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Observatorio.Api.Data;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>Random queries and SDMX paths, half of them sensible: each is answered, or refused in good form, and the server stays as it was.</summary>
public sealed class QueryFuzzTests
{
    private static readonly string[] Names = [.. DataParameters.Of(QueryKind.Data).Select(p => p.Name), "release", "asOf", "mode", "q", "kind", "detail", "references", "startPeriod", "endPeriod", "lastNObservations", "dimensionAtObservation", "c[REF_AREA]", "c[TIME_PERIOD]", "aera", "", "%00", "ñ", "[]"];
    private static readonly string[] Values =
    [
        "PE", "CL-*", "MX:children", "CAN:members", "CAN:members@2005-12-31", "CAN:members@ayer", "ENTR", "EMPN,TURN", "CMN3", "*", "S10T49", "C10..C33", "..", "G:tree", "2012", "2012..2017", "2024-*", "9999", "-1", "0", "1", "5", "100000", "99999999999999999999",
        "exact", "all", "json", "csv", "json-stat", "xlsx", "parquet", "sdmx-csv", "sdmx-json", "sdmx-generic", "sdmx-structure-specific", "period", "size", "indicator", "-OBS_VALUE", "REF_AREA,OBS_VALUE", "both", "name", "USD", "PPP:2018", "LCU:1", "true", "2026-01-01", "2026.1", "preferred", "_T", "MjAyNi4xOzE7Mg", "",
        "%", "'", "\"", ";", "' or 1=1--", "$1", "{0}", "<script>", "\u0000", "\u202e", "ø", "😀", "ge:2012+le:2014", "ne:PE", "A.PE......", "é", "a b+c",
    ];

    private static readonly string[] Paths =
    [
        "/api/v1/data/counts", "/api/v1/data/performance", "/api/v1/data/counts/count", "/api/v1/data/performance/availability", "/api/v1/lineage/counts", "/api/v1/search", "/api/v1/topics", "/api/v1/datasets", "/api/v1/comparability", "/api/v1/regions/CAN",
        "/sdmx/2.1/data/counts", "/sdmx/2.1/data/OBS,performance,1.0/A.PE..........", "/sdmx/2.1/dataflow/OBS/all/latest", "/sdmx/2.1/codelist/all", "/sdmx/2.1/availableconstraint/counts", "/sdmx/3.0/data/dataflow/OBS/counts/1.0/*", "/sdmx/3.0/structure/dataflow/OBS/*/*", "/sdmx/3.0/availability/dataflow/OBS/counts/1.0/*",
    ];

    private static readonly string[] Accepts = ["*/*", "text/csv", "application/json", "application/vnd.sdmx.data+json", "application/vnd.sdmx.genericdata+xml;version=2.1", "application/vnd.sdmx.data+csv;version=2.0.0", "image/png", "x", "application/vnd.json-stat+json"];

    [Test]
    public Task AFewHundred() => Ask(250, new Random(20261126), patience: TimeSpan.FromSeconds(60));

    [Test]
    [Category("Soak")]
    public Task AHundredThousand() => Ask(100_000, new Random(), patience: TimeSpan.FromSeconds(2));

    private static async Task Ask(int requests, Random random, TimeSpan patience)
    {
        using var folder = new TemporaryFolder();
        using var server = SampleServer.StartAnother(folder, ("Limits__Reads", "10000000"));
        var before = 0L;
        for (var i = 0; i < requests; i++)
        {
            var address = Address(random);
            var accept = Accepts[random.Next(Accepts.Length)];
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, UriKind.Relative));
            request.Headers.TryAddWithoutValidation("Accept", accept);
            var watch = Stopwatch.StartNew();
            using var answer = await server.Client.SendAsync(request);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            Assert.That(watch.Elapsed, Is.LessThan(patience), address);
            Assert.That((int)answer.StatusCode, Is.EqualTo(200).Or.EqualTo(304).Or.InRange(400, 499), $"{address} {accept}\n{Encoding.UTF8.GetString(bytes)}");
            if ((int)answer.StatusCode is >= 400 and < 500) { AssertWellFormed(answer.Content.Headers.ContentType?.MediaType, bytes, address); }
            // What the server needs for itself it has after a while.
            if (i == requests / 2) { before = server.MemoryMiB; }
        }
        Assert.That(server.MemoryMiB - before, Is.LessThan(250), "MiB more in the second half than in the first.");
    }

    private static void AssertWellFormed(string? type, byte[] body, string address)
    {
        if (type?.EndsWith("xml", StringComparison.Ordinal) == true) { Assert.DoesNotThrow(() => XDocument.Load(new MemoryStream(body)), address); }
        else if (type?.EndsWith("json", StringComparison.Ordinal) == true) { Assert.DoesNotThrow(() => JsonDocument.Parse(body).Dispose(), address); }
        // An address that is none, to a reader who takes neither: a line of text.
        else { Assert.That(type is "text/plain" || body.Length == 0, Is.True, $"{address} {type}"); }
    }

    private static string Address(Random random)
    {
        var path = Paths[random.Next(Paths.Length)];
        if (random.Next(8) == 0) { path += "/" + Uri.EscapeDataString(Values[random.Next(Values.Length)]); }
        // Raw bytes now and then, which no client escapes.
        var parameters = Enumerable.Range(0, random.Next(6)).Select(_ => $"{Uri.EscapeDataString(Names[random.Next(Names.Length)])}={(random.Next(6) == 0 ? "%ff%c3" : Uri.EscapeDataString(Values[random.Next(Values.Length)]))}");
        return $"{path}?{string.Join('&', parameters)}";
    }
}
