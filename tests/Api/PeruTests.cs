using System.Text.Json.Nodes;

namespace Observatorio.Tests.Api;

/// <summary>The first slice: Peru's strata, from PRODUCE's file to the answer and back to the cell.</summary>
public sealed class PeruTests
{
    private const string Strata = "/api/v1/data/counts?area=PE&scheme=PER-30056&from=2012&to=2017&dataset=PE_PRODUCE_ESTRATO";

    [Test]
    public async Task CountsAreThoseThatProducePrints()
    {
        var lines = (await SampleServer.Client.GetStringAsync($"{Strata}&size=MICRO&format=csv")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(7));
        Assert.That(lines[1], Is.EqualTo("A,PE,PE_PRODUCE_ESTRATO,ENT,ENTR,PER-30056,MICRO,_T,_T,ENT,_Z,2012,1270009,,,A,F,reported,,,A,"));
        Assert.That(lines[6], Does.Contain(",2017,1836848,"));
    }

    [Test]
    public async Task LineageLeadsToTheCell()
    {
        var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/lineage/counts?area=per&dataset=PE_PRODUCE_ESTRATO&scheme=PER-30056&size=micro&period=2017"))!;
        var cell = answer["figure"]!["cell"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)cell["file"], Is.EqualTo("empresas_formales_por_estrato_2012_2017.csv"));
            Assert.That((string?)cell["cell"], Is.EqualTo("C17"));
            Assert.That((string?)cell["text"], Is.EqualTo("1836848"));
            Assert.That((string?)cell["sha256"], Has.Length.EqualTo(64));
        }
    }

    [Test]
    public async Task SalesStrataAreRefusedForEmploymentTargetsWithTheReason()
    {
        var exact = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/counts?dataset=PE_PRODUCE_ESTRATO&scheme=CMN3&size=S_LE9"))!;
        Assert.That((int)exact["count"]!, Is.Zero);
        Assert.That((string?)exact["hidden"]!["reasons"]![0]!["code"], Is.EqualTo("OTHER_CRITERION"));
        var all = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/counts?dataset=PE_PRODUCE_ESTRATO&scheme=CMN3&size=S_LE9&quality=all"))!;
        Assert.That(all["observations"]!.AsArray().Select(o => (string?)o!["METHOD"]), Is.All.EqualTo("refused"));
        Assert.That((int)exact["hidden"]!["count"]!, Is.EqualTo(all["observations"]!.AsArray().Count));
    }

    [Test]
    public async Task AnUnknownFilterIsAnErrorThatNamesTheNearest()
    {
        var response = await SampleServer.Client.GetAsync("/api/v1/data/counts?aera=PE");
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(400));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
            Assert.That((string?)problem["parameter"], Is.EqualTo("aera"));
            Assert.That((string?)problem["nearest"]![0], Is.EqualTo("area"));
        }
    }
}
