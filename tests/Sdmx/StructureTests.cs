using System.Xml.Linq;

namespace Observatorio.Tests.Sdmx;

/// <summary>Structures as clients ask for them: what is there, what comes with it, and that the official schemas accept it.</summary>
public sealed class StructureTests
{
    private static readonly XNamespace Str = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure";
    private static readonly XNamespace Com = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common";

    [TestCase("/dataflow/OBS/all/latest")]
    [TestCase("/dataflow/all/all/latest/")]
    [TestCase("/dataflow/OBS/counts/latest?references=all")]
    [TestCase("/datastructure/all/MIPYME/latest/?references=children")]
    [TestCase("/codelist/OBS/CL_AREA")]
    [TestCase("/conceptscheme")]
    [TestCase("/agencyscheme/SDMX/AGENCIES/latest")]
    [TestCase("/dataproviderscheme/OBS")]
    [TestCase("/contentconstraint/OBS/CR_counts")]
    [TestCase("/structure/all/all/all?detail=allstubs")]
    [TestCase("/structure")]
    [TestCase("/datastructure/OBS/MIPYME/1.0?references=descendants&detail=referencepartial")]
    [TestCase("/codelist/OBS/CL_AREA/1.0/PE+CL")]
    public async Task TheSchemasAcceptStructures(string path)
    {
        var xml = await SampleServer.Client.GetStringAsync("/sdmx/2.1" + path);
        Assert.That(SdmxSchemas.Faults(xml), Is.Empty);
    }

    [TestCase("dataflow/OBS/counts", "none", "Dataflow")]
    [TestCase("dataflow/OBS/counts", "children", "Dataflow DataStructure")]
    [TestCase("dataflow/OBS/counts", "descendants", "Codelist ConceptScheme Dataflow DataStructure")]
    [TestCase("dataflow/OBS/counts", "parents", "ContentConstraint Dataflow")]
    [TestCase("dataflow/OBS/counts", "all", "Codelist ConceptScheme ContentConstraint Dataflow DataStructure")]
    [TestCase("dataflow/OBS/counts", "codelist", "Codelist Dataflow")]
    [TestCase("datastructure/OBS/MIPYME", "parentsandsiblings", "Dataflow DataStructure")]
    [TestCase("codelist/OBS/CL_SEX", "parentsandsiblings", "Codelist ConceptScheme DataStructure")]
    [TestCase("codelist/OBS/CL_SEX", "ancestors", "Codelist ContentConstraint Dataflow DataStructure")]
    public async Task ReferencesBringWhatStandsAround(string path, string references, string kinds)
    {
        var xml = XDocument.Parse(await SampleServer.Client.GetStringAsync($"/sdmx/2.1/{path}?references={references}&detail=referencestubs"));
        var found = xml.Descendants().Where(e => e.Attribute("urn") is not null && e.Attribute("agencyID") is not null).Select(e => e.Name.LocalName).Distinct().Order(StringComparer.OrdinalIgnoreCase);
        Assert.That(string.Join(' ', found), Is.EqualTo(kinds));
    }

    [Test]
    public async Task EveryConceptAndEveryListOfTheStructureIsThere()
    {
        var xml = XDocument.Parse(await SampleServer.Client.GetStringAsync("/sdmx/2.1/datastructure/OBS/MIPYME/latest?references=children"));
        var concepts = xml.Descendants(Str + "Concept").Select(c => c.Attribute("id")!.Value).ToHashSet();
        var lists = xml.Descendants(Str + "Codelist").ToDictionary(c => c.Attribute("id")!.Value, c => c.Elements(Str + "Code").Select(i => i.Attribute("id")!.Value).ToHashSet());
        var identities = xml.Descendants(Str + "ConceptIdentity").Select(c => c.Element("Ref")!.Attribute("id")!.Value).ToList();
        var enumerations = xml.Descendants(Str + "Enumeration").Select(c => c.Element("Ref")!.Attribute("id")!.Value).ToList();
        var parents = xml.Descendants(Str + "Code").Where(c => c.Element(Str + "Parent") is not null).Select(c => (List: c.Parent!.Attribute("id")!.Value, Parent: c.Element(Str + "Parent")!.Element("Ref")!.Attribute("id")!.Value));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(identities, Has.Member("TIME_PERIOD").And.Member("OBS_VALUE"));
            Assert.That(identities, Is.SubsetOf(concepts));
            Assert.That(enumerations, Is.SubsetOf(lists.Keys));
            Assert.That(lists["CL_OBS_STATUS"], Is.SupersetOf((string[])["A", "B", "Q", "P"]));
            Assert.That(lists["CL_DECIMALS"], Has.Count.EqualTo(16));
            Assert.That(lists["CL_UNIT_MULT"], Is.SupersetOf((string[])["0", "3", "6", "-3"]));
            Assert.That(lists["CL_FREQ"], Has.Member("A"));
            Assert.That(parents.Where(p => !lists[p.List].Contains(p.Parent)), Is.Empty);
            Assert.That(xml.Descendants(Str + "Code").Single(c => c.Parent!.Attribute("id")!.Value == "CL_AREA" && c.Attribute("id")!.Value == "PE").Elements(Com + "Name").First().Value, Is.EqualTo("Perú"));
        }
    }

    [TestCase("/codelist/OBS/CL_ARAE", 404, "100", "CL_AREA")]
    [TestCase("/codelist/OBS/CL_AREA/2.0", 404, "100", "1.0")]
    [TestCase("/codelist/OBS/CL_AREA/1.0/XX", 404, "100", "XX")]
    [TestCase("/codelist/OBS/CL_AREA?refs=all", 400, "140", "references")]
    [TestCase("/codelist/OBS/CL_AREA?detail=some", 400, "140", "allstubs")]
    [TestCase("/codelist/OBS/CL_AREA?format=yaml", 400, "140", "json")]
    public async Task WhatIsWrongIsSaidInTheWordsOfSdmx(string path, int status, string code, string says)
    {
        using var answer = await SampleServer.Client.GetAsync("/sdmx/2.1" + path);
        var xml = await answer.Content.ReadAsStringAsync();
        var error = XDocument.Parse(xml).Root!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)answer.StatusCode, Is.EqualTo(status));
            Assert.That(error.Elements().Single().Attribute("code")!.Value, Is.EqualTo(code));
            Assert.That(error.Value, Does.Contain(says));
            Assert.That(SdmxSchemas.Faults(xml), Is.Empty);
        }
    }
}
