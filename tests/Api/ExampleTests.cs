using System.Text.Json.Nodes;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>The examples in <c>/swagger</c> are what the server really answers (shortened to two items a list).</summary>
public sealed class GoldenExampleTests
{
    private static readonly (string Operation, string Request)[] Examples =
    [
        ("GetDataflows", "/api/v1/dataflows"),
        ("GetDataflow", "/api/v1/dataflows/counts"),
        ("GetCodelists", "/api/v1/codelists"),
        ("GetCodelist", "/api/v1/codelists/SIZE_CLASS"),
        ("GetDatasets", "/api/v1/datasets"),
        ("GetDataset", "/api/v1/datasets/PE_PRODUCE_ESTRATO"),
        ("GetReleases", "/api/v1/releases"),
        ("GetData", "/api/v1/data/counts?area=CL&dataset=CL_SII_TRTRAB&indicator=ENTR&scheme=CMN3&size=S10T49&from=2023&to=2024&labels=both&lang=es"),
        ("GetCount", "/api/v1/data/counts/count?area=CL&scheme=CMN3&from=2023&lang=es"),
        ("GetAvailability", "/api/v1/data/counts/availability?area=CL&scheme=CMN3&period=2024&lang=es"),
        ("Search", "/api/v1/search?q=exportaciones&lang=es"),
        ("GetTopics", "/api/v1/topics"),
        ("GetLineage", "/api/v1/lineage/counts?area=PE&dataset=PE_PRODUCE_ESTRATO&scheme=PER-30056&size=micro&period=2017"),
        ("GetSheet", "/api/v1/lineage/counts/sheet?area=PE&dataset=PE_PRODUCE_ESTRATO&scheme=PER-30056&size=micro&period=2017"),
        ("GetStudies", "/api/v1/studies?q=policy&area=UY"),
        ("GetSchemes", "/api/v1/schemes"),
        ("GetScheme", "/api/v1/schemes/PER-30056"),
        ("GetComparability", "/api/v1/comparability?indicator=ENTR&scheme=CMN3&from=2023&to=2024&lang=en"),
        ("GetRegions", "/api/v1/regions"),
        ("GetRegion", "/api/v1/regions/ALADI?indicator=ENTR&scheme=CMN3&from=2021&to=2021&lang=en"),
        ("GetRates", "/api/v1/rates?area=PE&kind=UNIT"),
        ("GetCoverage", "/api/v1/coverage"),
        ("GetLive", "/health/live"),
        ("GetReady", "/health/ready"),
    ];

    // Their form is another standard's.
    private static readonly string[] OfOtherStandards = ["GetDcatCatalogue", "GetDatasetJsonLd"];

    [TestCaseSource(nameof(Examples))]
    public async Task TheExampleIsWhatTheServerAnswers((string Operation, string Request) example)
    {
        var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync(example.Request))!;
        var file = new JsonObject { ["request"] = example.Request, ["answer"] = Answers.Shortened(Answers.Stable(answer), most: 2) };
        Golden.MatchesFile($"api/examples/{example.Operation}.json", Answers.Text(file));
    }

    [Test]
    public async Task EveryEndpointHasAnExample()
    {
        var document = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/swagger/v1/swagger.json"))!;
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!).ToList();
        using (Assert.EnterMultipleScope())
        {
            // Those that need a key are shown by one story, in SubmissionApiTests.
            Assert.That(operations.Select(o => (string?)o["operationId"]), Is.EquivalentTo(Examples.Select(e => e.Operation).Concat(GoldenStoryTests.Operations).Concat(OfOtherStandards)));
            foreach (var operation in operations)
            {
                foreach (var parameter in operation["parameters"]?.AsArray().Where(p => (string?)p!["in"] == "query") ?? []) { Assert.That((string?)parameter!["description"], Is.Not.Null.And.Not.Empty, $"{operation["operationId"]} {parameter["name"]}"); }
                var answer = operation["responses"]!.AsObject().First(r => r.Key.StartsWith('2'));
                if (answer.Value!["content"]?["application/json"] is not null) { Assert.That(answer.Value!["content"]?["application/json"]?["example"], Is.Not.Null, (string?)operation["operationId"]); }
            }
        }
    }
}
