using Observatorio.Tests.Support;

namespace Observatorio.Tests.Sdmx;

/// <summary>The real client of R's users reads us as it reads any other server.</summary>
public sealed class RsdmxTests
{
    [Test]
    public async Task RsdmxReadsDataflowsStructureAndData()
    {
        var csv = SdmxMessages.OfCsv(await SampleServer.Client.GetStringAsync("/sdmx/2.1/data/counts/A.PE.PE_PRODUCE_ESTRATO..ENTR..MICRO....?format=csv"));
        var sum = csv.Values.Sum(v => decimal.Parse(v.Split(' ')[0]["OBS_VALUE=".Length..], System.Globalization.CultureInfo.InvariantCulture));
        var printed = OtherPrograms.Run("Rscript", Repository.PathOf("tests/tools/rsdmx.R"), new Uri(SampleServer.Client.BaseAddress!, "/sdmx/2.1").AbsoluteUri);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(printed, Does.Contain("dataflows: counts performance"));
            Assert.That(printed, Does.Contain("concepts: 26"));
            Assert.That(printed, Does.Match("Peru: Per"));
            Assert.That(printed, Does.Contain($"genericdata {csv.Count} {sum} "));
            Assert.That(printed, Does.Contain($"structurespecificdata {csv.Count} {sum} "));
        }
    }
}
