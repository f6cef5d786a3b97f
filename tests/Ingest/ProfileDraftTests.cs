using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsvHelper;
using Observatorio.Ingest;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Drafting;
using Observatorio.Ingest.Profiles;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Ingest;

/// <summary>A draft of a file whose profile we know is held against that profile; once its gaps are filled, the file is read with it as with ours.</summary>
public sealed class ProfileDraftTests
{
    // Samples whose layout is a plain table: one header, one row a key.
    private static readonly string[] Plain =
    [
        "pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv", "uy-ine-directorio/uy_ine_empresas_por_tamano.csv", "br-sidra-cempre/cempre_2024_faixas.csv",
        "py-mic-bdmipymes/py_mic_mipymes_2021_2023.csv", "co-rues-tamano/co_rues_totales.csv", "pe-inei-estructura/pe_inei_empresas_por_segmento_2012.xlsx", "cl-sii-tram5/PUB_TRAM5_REG.txt",
    ];

    private static IEnumerable<Sample> Samples => Observatorio.Ingest.Samples.List(Observatorio.Ingest.Samples.Shipped).Where(s => Plain.Any(p => s.File.EndsWith(p, StringComparison.Ordinal)));

    [TestCaseSource(nameof(Samples))]
    public void TheDraftOfASampleIsNearItsProfile(Sample sample)
    {
        var profile = TestWorkspace.Shipped(sample.Profile);
        using var memory = WorkWarehouse.OpenInMemory();
        var draft = ProfileDraft.Of(memory, sample.File, Path.GetFileName(sample.File), profile.Dataset.RefArea, [])!;
        var layout = LayoutOf(draft);
        var ours = profile.Layouts.OrderByDescending(l => l.Tables[0].Columns.Count(c => draft.Files.Values.Any(t => c.Header is not null && t.Contains($"\"{c.Header}\"", StringComparison.Ordinal)))).First(l => l.Format == (string)layout["format"]! && (l.Format == "xlsx" || l.Delimiter == (string)layout["delimiter"]!));
        var table = layout["tables"]![0]!;
        using (Assert.EnterMultipleScope())
        {
            if (ours.Tables[0].Header.Row > 0) { Assert.That((int)table["header"]!["row"]!, Is.EqualTo(ours.Tables[0].Header.Row)); }
            foreach (var rule in ours.Tables[0].Columns.Where(c => c.Header is not null && c.Component is not null))
            {
                var drafted = table["columns"]!.AsArray().FirstOrDefault(c => string.Equals((string?)c!["header"], rule.Header, StringComparison.OrdinalIgnoreCase));
                Assert.That((string?)drafted?["component"], Is.EqualTo(rule.Component), rule.Header);
            }
            // A code that is proposed is the right one: what is not known is left to say.
            foreach (var (component, label, code) in LabelsOf(draft).Where(l => l.Code != ProfileDraft.Gap && l.Component is "REF_AREA" or "ACTIVITY"))
            {
                if (profile.Labels.FirstOrDefault(l => l.Component == component && l.Label == label) is { } known) { Assert.That(code, Is.EqualTo(known.Code).Or.EqualTo(ProfileDraft.Gap), label); }
            }
        }
    }

    [TestCase("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv", "pe-produce-estrato", "PE")]
    [TestCase("py-mic-bdmipymes/py_mic_mipymes_2021_2023.csv", "py-mic-bdmipymes", "PY")]
    [TestCase("pe-inei-estructura/pe_inei_empresas_por_segmento_2012.xlsx", "pe-inei-estructura", "PE")]
    public void ADraftWhoseGapsAreFilledIsAProfileThatReadsTheFile(string file, string profileId, string area)
    {
        var (path, ours) = (TestWorkspace.Sample(file), TestWorkspace.Shipped(profileId));
        using var memory = WorkWarehouse.OpenInMemory();
        var draft = ProfileDraft.Of(memory, path, Path.GetFileName(path), area, [])!;
        var codes = CodeLists.Read(memory);
        var unfinished = Fill(draft, ours, onlyTexts: true);
        var profile = ProfileFolder.Parse(draft.Id, Fill(draft, ours, onlyTexts: false));
        using (Assert.EnterMultipleScope())
        {
            // What is left to say is not passed over.
            if (LabelsOf(draft).Any(l => l.Code == ProfileDraft.Gap)) { Assert.That(ProfileCheck.Find(ProfileFolder.Parse(draft.Id, unfinished), codes), Is.Not.Empty); }
            Assert.That(ProfileCheck.Find(profile, codes).Select(p => p.In(profile.Id, "en")), Is.Empty);
        }
        using var theirs = WorkWarehouse.OpenInMemory();
        using var mine = WorkWarehouse.OpenInMemory();
        var expected = Pipeline.Run(theirs, new PipelineInput(ours, path, Path.GetFileName(path)));
        var report = Pipeline.Run(mine, new PipelineInput(profile, path, Path.GetFileName(path)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Findings.Where(f => CheckCatalogue.SeverityOf(f) == "E").Select(f => $"{f.Code} {f.Cell} {f.Value}"), Is.Empty);
            Assert.That(report.Accounting.Totals.Select(t => t.Total).Order(), Is.EqualTo(expected.Accounting.Totals.Select(t => t.Total).Order()));
        }
    }

    [Test]
    public void BandsAndMarksAreReadAsPeopleWriteThem()
    {
        using var workspace = new TestWorkspace();
        var path = workspace.Write("tabla.csv", "Cuadro de prueba\n\nAño;Tramo de personal;Empresas;Notas\n2022;1 a 10;210.300;\n2022;11 a 30;8.412;\n2022;31 a 50;1.190;\n2022;51 y más;s/d;no publicado\nFuente: elaboración propia\n");
        using var memory = WorkWarehouse.OpenInMemory();
        var draft = ProfileDraft.Of(memory, path, "tabla.csv", "PY", [])!;
        var table = LayoutOf(draft)["tables"]![0]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)table["header"]!["row"]!, (string)table["thousandsMark"]!, (string)table["decimalMark"]!), Is.EqualTo((3, ".", ",")));
            Assert.That(table["markers"]!.ToJsonString(), Is.EqualTo("""[{"text":"s/d","meaning":"Missing"}]"""));
            Assert.That((string)table["endsAt"]![0]!["pattern"]!, Is.EqualTo("^Fuente:"));
            Assert.That((string)JsonNode.Parse(draft.Files["dataset.json"])!["sizeScheme"]!, Is.EqualTo("PRY-STAFF"));
            Assert.That(LabelsOf(draft).Select(l => l.Code), Is.EqualTo((string[])["S_LE10", "S11T30", "S31T50", "S_GE51"]));
            Assert.That(draft.Gaps.Select(g => g.In("es")), Has.Some.Contains("«s/d»").And.Some.Contains("«Notas»"));
        }
    }

    [Test]
    public void AMergedHeaderIsThatOfEachOfItsColumns()
    {
        var path = Directory.EnumerateFiles(Path.Combine(Observatorio.Ingest.Samples.Shipped, "ec-inec-ventas"), "*.xlsx").First();
        using var memory = WorkWarehouse.OpenInMemory();
        var draft = ProfileDraft.Of(memory, path, Path.GetFileName(path), "EC", [])!;
        var tables = LayoutOf(draft)["tables"]!.AsArray();
        var measured = tables.Select(t => t!["columns"]!.AsArray().Where(c => c!["measure"] is not null).Select(c => $"{c!["measure"]!["INDICATOR"]} {c["multiplier"]}").Distinct().ToArray()).ToArray();
        Assert.That(measured, Is.EqualTo((string[][])[["ENTR "], ["TURN 1000"]]));
    }

    [Test]
    public void WhatMayBeSeveralThingsIsLeftToSay()
    {
        using var workspace = new TestWorkspace();
        var path = workspace.Write("letras.csv", "Año;Rama;Región;Empresas;Porcentaje de empresas\n2023;C;Total;1200;60\n2023;D;Total;800;40\n");
        using var memory = WorkWarehouse.OpenInMemory();
        var draft = ProfileDraft.Of(memory, path, "letras.csv", "AR", [])!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(LabelsOf(draft).Where(l => l.Component == "ACTIVITY").Select(l => l.Code), Is.All.EqualTo(ProfileDraft.Gap));
            Assert.That(draft.Gaps.Select(g => g.In("es")), Has.Some.Contains("«ACTIVITY: D»").And.Some.Contains("ISIC3_D"));
            Assert.That(LabelsOf(draft).Where(l => l.Component == "REF_AREA").Select(l => l.Code), Is.EqualTo((string[])["AR"]));
            Assert.That(LayoutOf(draft)["tables"]![0]!["columns"]!.AsArray().Where(c => c!["measure"] is not null).Select(c => (string)c!["measure"]!["INDICATOR"]!), Is.EqualTo((string[])["ENTR", ProfileDraft.Gap]));
        }
    }

    // The real files of offices: whatever they hold, there is a draft, and its files can be parsed.
    [TestCase("real", "cl", "PUB_REG_TRTRAB.csv")]
    [TestCase("real", "cl", "PUB_TRAM5_REG.csv")]
    [TestCase("real", "ar", "oede_C5.csv")]
    [TestCase("real", "ar", "oede_empleo_trimestral_241312_slice.xlsx")]
    [TestCase("real", "br", "empresas_ativas.xlsx")]
    [TestCase("real", "br", "pessoal_assalariado.xlsx")]
    [TestCase("real", "br", "cempre_brasil.csv")]
    [TestCase("real", "mex", "SAIC_Exporta_2025922_13941551.csv")]
    [TestCase("real", "mex", "ce2024_nac_subsector.csv")]
    public void ARealFileHasADraft(params string[] file)
    {
        var path = Repository.SharedFile(file);
        using var memory = WorkWarehouse.OpenInMemory();
        var draft = ProfileDraft.Of(memory, path, Path.GetFileName(path), null, []);
        Assert.That(draft, Is.Not.Null);
        var profile = ProfileFolder.Parse(draft!.Id, draft.Files);
        Assert.That(profile.Layouts.Single().Tables.SelectMany(t => t.Columns).Count(c => c.Measure is not null), Is.GreaterThan(0));
    }

    [Test]
    public void TheCommandWritesADraftOnce()
    {
        using var workspace = new TestWorkspace();
        var path = TestWorkspace.Sample(Plain[0]);
        var first = IngestProgram.Run("profile", "draft", path, "--area", "PE", "--data", workspace.Workspace.Root, "--lang", "en");
        var second = IngestProgram.Run("profile", "draft", path, "--area", "PE", "--data", workspace.Workspace.Root, "--lang", "en");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Code, Is.Zero, first.Output);
            Assert.That(Directory.EnumerateFiles(Path.Combine(workspace.Workspace.ProfilesFolder, "draft-empresas-formales-por-estrato-2012-2017")).Select(f => Path.GetFileName(f)), Is.EquivalentTo((string[])["csv.layout.json", "dataset.json", "labels.csv"]));
            Assert.That(second.Code, Is.EqualTo(2));
            Assert.That(second.Output, Does.Contain("is there already"));
            Assert.That(IngestProgram.Run("profile", "draft", workspace.Write("nada.txt", "hola\n"), "--data", workspace.Workspace.Root).Code, Is.EqualTo(1));
        }
    }

    private static JsonNode LayoutOf(ProfileDraft draft) => JsonNode.Parse(draft.Files.Single(f => f.Key.EndsWith(".layout.json", StringComparison.Ordinal)).Value)!;

    private static List<(string Component, string Label, string Code)> LabelsOf(ProfileDraft draft)
    {
        using var csv = new CsvReader(new StringReader(draft.Files["labels.csv"]), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<(string, string, string)>();
        while (csv.Read()) { rows.Add((csv.GetField("component")!, csv.GetField("label")!, csv.GetField("code")!)); }
        return rows;
    }

    // As a person who knows the source fills it: from our profile of the same file.
    private static Dictionary<string, string> Fill(ProfileDraft draft, Profile ours, bool onlyTexts)
    {
        var files = draft.Files.ToDictionary();
        files["dataset.json"] = ours.Files["dataset.json"];
        if (onlyTexts) { return files; }
        var (name, layout) = (draft.Files.Keys.Single(k => k.EndsWith(".layout.json", StringComparison.Ordinal)), LayoutOf(draft));
        foreach (var column in layout["tables"]!.AsArray().SelectMany(t => t!["columns"]!.AsArray()))
        {
            var rule = ours.Layouts.SelectMany(l => l.Tables).SelectMany(t => t.Columns).FirstOrDefault(c => string.Equals(c.Header, (string?)column!["header"], StringComparison.OrdinalIgnoreCase));
            if (rule?.Measure is { } measure) { column!["measure"] = JsonSerializer.SerializeToNode(measure); column.AsObject().Remove("ignore"); }
            if (rule?.Component is { } component && column!["ignore"] is not null) { column["component"] = component; column.AsObject().Remove("ignore"); }
            if (rule?.Ignore is { } why) { foreach (var member in (string[])["measure", "component"]) { column!.AsObject().Remove(member); } column!["ignore"] = why; }
        }
        if (layout["tables"]![0]!["fixed"] is { } fixedCodes) { foreach (var (component, code) in ours.Layouts.SelectMany(l => l.Tables).First().Fixed) { fixedCodes[component] = code; } }
        files[name] = layout.ToJsonString();
        var labels = LabelsOf(draft).Select(l => (l.Component, l.Label, Code: l.Code == ProfileDraft.Gap ? ours.Labels.FirstOrDefault(o => o.Component == l.Component && o.Label == l.Label)?.Code : l.Code)).Where(l => l.Code is not null);
        files["labels.csv"] = "component,label,pattern,code,obs_status\n" + string.Concat(labels.Select(l => $"{l.Component},\"{l.Label.Replace("\"", "\"\"", StringComparison.Ordinal)}\",,{l.Code},\n"));
        return files;
    }
}
