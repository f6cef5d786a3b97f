using Observatorio.Tests.Support;

namespace Observatorio.Tests.Sdmx;

/// <summary>The official schemas of SDMX-JSON 2.1 accept our messages: structures, data, availability and errors.</summary>
public sealed class JsonSchemaTests
{
    private const string Peru = "A.PE.PE_PRODUCE_ESTRATO.*.ENTR.*.*.*.*.*.*";

    [TestCase("/structure/dataflow/*/*/*?references=all")]
    [TestCase("/structure/datastructure/OBS/MIPYME/~?references=children&detail=referencepartial")]
    [TestCase("/structure/codelist/OBS/CL_AREA/1.0/PE,CL")]
    [TestCase("/structure/*/*/*?detail=allstubs")]
    [TestCase("/structure/dataconstraint/OBS/CR_counts")]
    [TestCase("/availability/dataflow/OBS/counts/~/" + Peru + "?references=all")]
    public Task StructuresAreValid(string path) => IsValid("structure", path, 200);

    [TestCase("/data/dataflow/OBS/counts/~/" + Peru)]
    [TestCase("/data/dataflow/OBS/counts/~/" + Peru + "?dimensionAtObservation=AllDimensions")]
    [TestCase("/data/dataflow/OBS/counts/~/" + Peru + "?dimensionAtObservation=SIZE_CLASS")]
    [TestCase("/data/dataflow/OBS/counts/~/" + Peru + "?attributes=none")]
    [TestCase("/data/dataflow/OBS/counts/~/" + Peru + "?measures=none")]
    [TestCase("/data/dataflow/OBS/counts/~/" + Peru + "?attributes=none&measures=none")]
    [TestCase("/data/dataflow/OBS/counts/~/" + Peru + "?includeHistory=true")]
    [TestCase("/data/dataflow/OBS/performance/~/*?c[REF_AREA]=BR,MX&quality=all&lang=pt")]
    public Task DataAreValid(string path) => IsValid("data", path, 200);

    [TestCase("/data/dataflow/OBS/counts/~/*?c[REF_AREA]=PERU", 404)]
    [TestCase("/data/dataflow/OBS/counts/~/A.PE", 400)]
    public Task ErrorsAreValid(string path, int status) => IsValid("data", path, status);

    private static async Task IsValid(string schema, string path, int status)
    {
        using var answer = await SampleServer.Client.GetAsync("/sdmx/3.0" + path);
        Assert.That((int)answer.StatusCode, Is.EqualTo(status));
        IsValid(schema, await answer.Content.ReadAsStringAsync(), path);
    }

    /// <summary>Holds a message to the official schema.</summary>
    /// <param name="schema"><c>data</c> or <c>structure</c>.</param>
    /// <param name="message">The message.</param>
    /// <param name="what">What it answers.</param>
    public static void IsValid(string schema, string message, string what)
    {
        var official = Repository.SharedFile("reference", "sdmx-schemas", "json-2.1", $"sdmx-json-{schema}-schema.json");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("message.json"), message);
        Assert.That(OtherPrograms.Node("validate.js", official, folder.File("message.json")), Is.Empty, what);
    }
}
