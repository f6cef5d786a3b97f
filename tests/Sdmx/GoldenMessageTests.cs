using System.Text.RegularExpressions;
using System.Xml.Linq;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Sdmx;

/// <summary>Structure and data of a small query in every form, kept in <c>tests/golden/sdmx</c> and reviewed when they change.</summary>
public sealed partial class GoldenMessageTests
{
    private const string Series = "A.PE.PE_PRODUCE_ESTRATO..ENTR..MICRO....";

    [TestCase("dataflows.xml", "/2.1/dataflow/OBS/all/latest")]
    [TestCase("structure.xml", "/2.1/datastructure/OBS/MIPYME/1.0")]
    [TestCase("structure.json", "/3.0/structure/datastructure/OBS/MIPYME/~")]
    [TestCase("codelist.xml", "/2.1/codelist/OBS/CL_CONF_STATUS")]
    [TestCase("codelist.json", "/3.0/structure/codelist/OBS/CL_CONF_STATUS")]
    [TestCase("available.xml", "/2.1/availableconstraint/counts/" + Series)]
    [TestCase("generic.xml", "/2.1/data/counts/" + Series + "?lastNObservations=2")]
    [TestCase("structure-specific.xml", "/2.1/data/counts/" + Series + "?lastNObservations=2&format=structurespecificdata")]
    [TestCase("flat.xml", "/2.1/data/counts/" + Series + "?lastNObservations=2&dimensionAtObservation=AllDimensions")]
    [TestCase("data.json", "/2.1/data/counts/" + Series + "?lastNObservations=2&format=jsondata")]
    [TestCase("data-2.csv", "/2.1/data/counts/" + Series + "?lastNObservations=2&format=csv")]
    [TestCase("data-1.csv", "/2.1/data/counts/" + Series + "?lastNObservations=2&format=csv1&labels=both")]
    [TestCase("hidden.csv", "/3.0/data/dataflow/OBS/counts/~/*?c[DATASET]=PE_PRODUCE_ESTRATO&c[INDICATOR]=ENTR&c[SIZE_SCHEME]=SBS&c[TIME_PERIOD]=2016&quality=all&format=csv")]
    [TestCase("error.xml", "/2.1/data/counts/.PX.........")]
    [TestCase("error.json", "/3.0/data/dataflow/OBS/counts/~/*?c[REF_AREA]=PX")]
    public async Task TheMessageIsAsReviewed(string name, string path)
    {
        using var answer = await SampleServer.Client.GetAsync("/sdmx" + path);
        var text = MessageId().Replace(await answer.Content.ReadAsStringAsync(), "OBS-2026-1");
        if (answer.Headers.TryGetValues("Observatorio-Release", out var release)) { text = text.Replace(release.Single(), "2026.1", StringComparison.Ordinal); }
        Assert.That(answer.IsSuccessStatusCode, Is.EqualTo(!name.StartsWith("error", StringComparison.Ordinal)), text);
        Golden.Matches("sdmx/" + name, Path.GetExtension(name) switch
        {
            ".json" => Answers.Stable(text),
            ".xml" => Changing().Replace(XDocument.Parse(text).ToString(), "2026-01-02T03:04:05Z") + "\n",
            _ => text.ReplaceLineEndings("\n"),
        });
    }

    [GeneratedRegex(@"OBS-\d{4}-\d+")]
    private static partial Regex MessageId();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")]
    private static partial Regex Changing();
}
