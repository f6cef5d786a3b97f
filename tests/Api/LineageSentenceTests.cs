using System.Text.Json.Nodes;
using Dapper;
using Observatorio.Api.Lineage;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>A proof can be read by a person, in three languages.</summary>
public sealed class LineageSentenceTests
{
    [TestCase("counts?area=PE&dataset=PE_PRODUCE_ESTRATO&size=micro&period=2017&lang=es", "Empresas, Perú, 2017, Microempresa (PER-30056): 1\u00a0836\u00a0848. Está en la celda C17 de empresas_formales_por_estrato_2012_2017.csv, que dice «1836848».")]
    [TestCase("counts?area=PE&dataset=PE_PRODUCE_ESTRATO&size=micro&period=2017&lang=en", "Enterprises, Peru, 2017, Micro enterprise (PER-30056): 1,836,848. It stands in cell C17 of empresas_formales_por_estrato_2012_2017.csv, which says \"1836848\".")]
    [TestCase("performance?dataset=CL_SII_TRTRAB&indicator=SHR_ENTR&area=CL&period=2023&scheme=SBS&size=S_GE250&lang=pt", "Participação no total das empresas, Chile, 2023, 250 ou mais pessoas (SBS): 0,33 %. É ENTR da classe sobre ENTR do total, por cem.")]
    public async Task TheSentenceSaysWhatItIsAndHowItCame(string query, string expected)
        => Assert.That((string)JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/lineage/" + query))!["figure"]!["sentence"]!, Is.EqualTo(expected));

    [Test]
    public async Task AnIntervalAndARefusalSayWhy()
    {
        var interval = await Sentence("counts?area=CL&dataset=CL_SII_TRTRAB&scheme=CAN702E&size=S50T99&period=2024&indicator=ENTR");
        var refusal = await Sentence("counts?area=PE&dataset=PE_PRODUCE_ESTRATO&scheme=CMN3&size=S_LE9&period=2017");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(interval, Does.Match("between [0-9,]+ and [0-9,]+ \\(.+\\)\\. .*narrows the interval"));
            Assert.That(refusal, Does.Contain("no figure").And.Contain("The scheme PER-30056 classifies by another criterion"));
        }

        static async Task<string> Sentence(string query) => (string)JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/lineage/{query}&lang=en"))!["figure"]!["sentence"]!;
    }

    [Test]
    public void EveryKindOfRuleHasASentenceAndAName()
    {
        var workspace = Workspace.Open(SampleServer.WorkspaceFolder);
        using var connection = Observatorio.Warehouse.Sql.Connect(Release.DatabaseFile(workspace, Release.CurrentId(workspace)!), ";ACCESS_MODE=READ_ONLY");
        var kinds = connection.Query<string>("select distinct kind from harmonisation_rule").Select(k => k.Contains(", limits at the rates", StringComparison.Ordinal) ? k.Split(", limits")[0] + ", rated limits" : k).ToList();
        Assert.That(kinds, Has.Count.GreaterThan(10));
        Assert.That(kinds.Except(LineageSentence.Kinds), Is.Empty);
        foreach (var kind in kinds) { Assert.That(Portal.PortalTexts.Of("rule." + kind, "pt"), Is.Not.Empty); }
    }
}
