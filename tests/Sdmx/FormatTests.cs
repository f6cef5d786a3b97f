using CsCheck;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Sdmx;

/// <summary>All forms of an answer carry the same numbers and the same marks as the API's own JSON.</summary>
public sealed class FormatTests
{
    private static readonly string[] Areas = ["PE", "CL", "UY", "MX", "BR", "EC", "CO"];
    private static readonly string[] Counts = ["ENTR", "ESTA", "ENTR_SH", "ENTR_PTH"];
    private static readonly string[] Performance = ["EMPN", "TURN", "EMPE", "VALU"];
    private static readonly string[] Schemes = ["CMN3", "SBS", "CAN702E", ""];
    private static readonly string[] Qualities = ["exact", "bounded", "all"];
    private static readonly string[] AtObservation = ["TIME_PERIOD", "AllDimensions", "SIZE_CLASS", "REF_AREA"];

    private static readonly Gen<(string Flow, string[] Areas, string[] Indicators, string Scheme, string Quality, int From, string At)> Queries =
        from performance in Gen.Bool
        from areas in Gen.Shuffle(Areas, 1, 3)
        from indicators in Gen.Shuffle(performance ? Performance : Counts, 1, 3)
        from scheme in Generators.AnyOf(Schemes)
        from quality in Generators.AnyOf(Qualities)
        from start in Gen.Int[2003, 2020]
        from at in Generators.AnyOf(AtObservation)
        select (performance ? "performance" : "counts", areas, indicators, scheme, quality, start, at);

    [Test]
    public void AllFormsCarryTheSameNumbers()
    {
        var met = 0;
        Queries.Sample(q =>
        {
            var known = IndicatorsOf(q.Flow).Intersect(q.Indicators).ToArray();
            if (known.Length == 0) { return; }
            var own = $"/api/v1/data/{q.Flow}?area={string.Join(',', q.Areas)}&indicator={string.Join(',', known)}&scheme={(q.Scheme.Length > 0 ? q.Scheme : "*")}&quality={q.Quality}&from={q.From}";
            var key = $".{string.Join('+', q.Areas)}...{string.Join('+', known)}.{q.Scheme}.....";
            var old = $"/sdmx/2.1/data/OBS,{q.Flow},1.0/{key}?startPeriod={q.From}&quality={q.Quality}&dimensionAtObservation={q.At}&format=";
            var now = $"/sdmx/3.0/data/dataflow/OBS/{q.Flow}/1.0/*?c[REF_AREA]={string.Join(',', q.Areas)}&c[INDICATOR]={string.Join(',', known)}&c[TIME_PERIOD]=ge:{q.From}{(q.Scheme.Length > 0 ? "&c[SIZE_SCHEME]=" + q.Scheme : "")}&quality={q.Quality}&dimensionAtObservation={q.At}&format=";
            var wanted = SdmxMessages.OfApi(Get(own));
            if (wanted.Count == 0)
            {
                Assert.That((int)SampleServer.Client.GetAsync(old + "csv").Result.StatusCode, Is.EqualTo(404), old);
                return;
            }
            met += wanted.Count;
            using (Assert.EnterMultipleScope())
            {
                Assert.That(SdmxMessages.OfGeneric(Get(old + "genericdata")), Is.EqualTo(wanted), old + "genericdata");
                Assert.That(SdmxMessages.OfSpecific(Get(old + "structurespecificdata")), Is.EqualTo(wanted), old + "structurespecificdata");
                Assert.That(SdmxMessages.OfCsv(Get(old + "csv")), Is.EqualTo(wanted), old + "csv");
                Assert.That(SdmxMessages.OfCsv(Get(now + "csv1")), Is.EqualTo(wanted), now + "csv1");
                Assert.That(SdmxMessages.OfJson(Get(now + "jsondata")), Is.EqualTo(wanted), now + "jsondata");
                Assert.That(SdmxMessages.OfGeneric(Get(own + "&format=sdmx-generic")), Is.EqualTo(wanted), own + "&format=sdmx-generic");
                Assert.That(SdmxMessages.OfSpecific(Get(own + "&format=sdmx-structure-specific")), Is.EqualTo(wanted), own + "&format=sdmx-structure-specific");
                Assert.That(SdmxMessages.OfCsv(Get(own + "&format=sdmx-csv")), Is.EqualTo(wanted), own + "&format=sdmx-csv");
                Assert.That(SdmxMessages.OfJson(Get(own + "&format=sdmx-json")), Is.EqualTo(wanted), own + "&format=sdmx-json");
            }
        }, iter: 25, threads: 1);
        Assert.That(met, Is.GreaterThan(500));
    }

    private static List<string> IndicatorsOf(string flow) => [.. System.Text.Json.Nodes.JsonNode.Parse(Get($"/api/v1/dataflows/{flow}"))!["indicators"]!.AsArray().Select(i => (string)i!)];

    private static string Get(string path)
    {
        using var answer = SampleServer.Client.GetAsync(path).Result;
        var text = answer.Content.ReadAsStringAsync().Result;
        Assert.That((int)answer.StatusCode, Is.EqualTo(200), path + "\n" + text);
        return text;
    }
}
