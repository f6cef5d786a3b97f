using System.Text.Json.Nodes;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Profiles;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Ingest;

/// <summary>What a workspace adds to the reference data: a country by data alone, and every fault told with its file and row before anything is loaded.</summary>
public sealed class ReferenceDataTests
{
    private const string AreaHeader = "code,level,parent,iso3,name_es,name_pt,name_en,aliases,source,status\n";
    private const string SchemeHeader = "code,ref_area,role,criterion,variable,zero_units,refusal_reason_es,refusal_reason_pt,refusal_reason_en,legal_basis,valid_from,valid_to,name_es,name_pt,name_en,note,source,status\n";
    private const string ClassHeader = "scheme,code,sort,parent,aliases,name_es,name_pt,name_en,source,status\n";
    private const string BoundHeader = "scheme,class,sector,criterion,valid_from,valid_to,low,high,unit,unit_year,source,status\n";
    private const string RateHeader = "kind,ref_area,year,unit,currency,value,source,status\n";
    private const string LinkHeader = "source_code,target_code,level,share_note,source,status\n";
    private const string Scheme = "GTM-TEST,BR,national,employment,persons_employed,impossible,,,,,,,Prueba,Prova,Test,,test,unconfirmed\n";
    private const string Classes = "GTM-TEST,MICRO,10,,,Micro,Micro,Micro,test,unconfirmed\nGTM-TEST,SMALL,20,,,Pequeña,Pequena,Small,test,unconfirmed\nGTM-TEST,_T,900,,,Total,Total,Total,test,confirmed\n";

    private static IEnumerable<TestCaseData> Broken()
    {
        yield return Case("classes that overlap", "size_class_bound.csv, row 3: Class GTM-TEST|SMALL overlaps class MICRO",
            ("size_scheme", SchemeHeader + Scheme), ("size_class", ClassHeader + Classes), ("size_class_bound", BoundHeader + "GTM-TEST,MICRO,,employment,,,1,11,PERSONS,,test,unconfirmed\nGTM-TEST,SMALL,,employment,,,10,50,PERSONS,,test,unconfirmed\n"));
        yield return Case("classes with a gap", "size_class_bound.csv, row 3: Between class MICRO and class GTM-TEST|SMALL there is a gap",
            ("size_scheme", SchemeHeader + Scheme), ("size_class", ClassHeader + Classes), ("size_class_bound", BoundHeader + "GTM-TEST,MICRO,,employment,,,1,10,PERSONS,,test,unconfirmed\nGTM-TEST,SMALL,,employment,,,11,50,PERSONS,,test,unconfirmed\n"));
        yield return Case("a class upside down", "size_class_bound.csv, row 2: The high bound of class GTM-TEST|MICRO is not above",
            ("size_scheme", SchemeHeader + Scheme), ("size_class", ClassHeader + Classes), ("size_class_bound", BoundHeader + "GTM-TEST,MICRO,,employment,,,10,10,PERSONS,,test,unconfirmed\n"));
        yield return Case("a bound of an unknown class", "size_class_bound.csv, row 2: \"GTM-TEST|MICRO\" is not in size_class.csv", ("size_class_bound", BoundHeader + "GTM-TEST,MICRO,,employment,,,1,10,PERSONS,,test,unconfirmed\n"));
        yield return Case("a rate of zero", "rate.csv, row 3: \"0\" is no number that value can be", ("rate", RateHeader + "FX,PE,2030,USD,PEN,3.7,test,unconfirmed\nFX,PE,2031,USD,PEN,0,test,unconfirmed\n"));
        yield return Case("a rate with a comma", "rate.csv, row 2: \"3,7\" is no number", ("rate", RateHeader + "FX,PE,2030,USD,PEN,\"3,7\",test,unconfirmed\n"));
        yield return Case("a rate twice", "rate.csv, row 2: \"FX|PE|2010|USD\" is in another row already", ("rate", RateHeader + "FX,PE,2010,USD,PEN,2.8,test,unconfirmed\n"));
        yield return Case("a link that doubles", "activity_link.csv, row 2: \"ISIC31_01|A01\" is in another row", ("activity_link", LinkHeader + "ISIC31_01,A01,division,,test,unconfirmed\n"));
        yield return Case("a link between levels", "activity_link.csv, row 2: The link ISIC31_01 → A does not join", ("activity_link", LinkHeader + "ISIC31_01,A,division,,test,unconfirmed\n"));
        yield return Case("an activity that reaches nothing", "activity.csv, row 2: Activity ISIC31_03 reaches none of ISIC Rev.4",
            ("activity", "code,system,level,parent,name_es,name_pt,name_en,source,status\nISIC31_03,ISIC31,division,,Otra,Outra,Other,test,unconfirmed\n"));
        yield return Case("another header", "area.csv, row 1: The header \"code,name\" is not that of this file", ("area", "code,name\nGT,Guatemala\n"));
        yield return Case("an unknown file", "areas.csv: \"areas.csv\" is no reference file", ("areas", AreaHeader));

        static TestCaseData Case(string name, string expected, params (string Name, string Text)[] files) => new TestCaseData(expected, files).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Broken))]
    public void WhatCannotBeIsRefusedWithFileAndRow(string expected, (string Name, string Text)[] files)
    {
        using var workspace = new TestWorkspace();
        Directory.CreateDirectory(workspace.Workspace.ReferenceFolder);
        foreach (var (name, text) in files) { File.WriteAllText(Path.Combine(workspace.Workspace.ReferenceFolder, name + ".csv"), text); }
        var refused = Assert.Throws<ReferenceException>(() => WorkWarehouse.OpenInMemory(ReferenceData.Of(workspace.Workspace)).Dispose())!;
        Assert.That(string.Join('\n', refused.Problems.Select(p => p.In("en"))), Does.Contain(expected));
        Assert.That(refused.Problems.Select(p => p.In("es") + p.In("pt")), Has.None.Contain("?"));
    }

    [Test]
    public void TheCommandSaysWhatIsWrongWithTheReferenceData()
    {
        using var workspace = new TestWorkspace();
        Directory.CreateDirectory(workspace.Workspace.ReferenceFolder);
        File.WriteAllText(Path.Combine(workspace.Workspace.ReferenceFolder, "rate.csv"), RateHeader + "FX,PE,2031,USD,PEN,-1,test,unconfirmed\n");
        var run = IngestProgram.Run("profiles", "check", "pe-produce-estrato", "--data", workspace.Workspace.Root, "--lang", "pt");
        Assert.That((run.Code, run.Output), Is.EqualTo((2, run.Output)));
        Assert.That(run.Output, Does.Contain("rate.csv, linha 2: «-1» não é um número"));
    }

    // Guatemala: area, scheme, classes, bounds and a profile, none of it in the program.
    [Test]
    public async Task AFourteenthCountryIsDataAlone()
    {
        using var folder = new TemporaryFolder();
        var reference = Directory.CreateDirectory(Path.Combine(folder.Path, "reference")).FullName;
        var profile = Directory.CreateDirectory(Path.Combine(folder.Path, "profiles", "gt-directorio")).FullName;
        File.WriteAllText(Path.Combine(reference, "area.csv"), AreaHeader + "GT,country,,GTM,Guatemala,Guatemala,Guatemala,,ISO 3166-1,confirmed\n");
        File.WriteAllText(Path.Combine(reference, "size_scheme.csv"), SchemeHeader + "GTM-211,GT,national,employment,persons_employed,inside,,,,,2015,,Acuerdo 211-2015,Acordo 211-2015,Agreement 211-2015,,test,unconfirmed\n");
        File.WriteAllText(Path.Combine(reference, "size_class.csv"), ClassHeader
            + "GTM-211,MICRO,10,MIPYME,Microempresa,Microempresa,Microempresa,Micro,test,unconfirmed\nGTM-211,SMALL,20,MIPYME,Pequeña empresa,Pequeña,Pequena,Small,test,unconfirmed\n"
            + "GTM-211,LARGE,40,,Mediana y grande,Mediana y grande,Média e grande,Medium and large,test,unconfirmed\nGTM-211,MIPYME,890,,,Micro y pequeña,Micro e pequena,Micro and small,test,unconfirmed\nGTM-211,_T,900,,Total,Total,Total,Total,test,confirmed\n");
        File.WriteAllText(Path.Combine(reference, "size_class_bound.csv"), BoundHeader
            + "GTM-211,MICRO,,employment,,,1,10,PERSONS,,test,unconfirmed\nGTM-211,SMALL,,employment,,,10,80,PERSONS,,test,unconfirmed\nGTM-211,LARGE,,employment,,,80,,PERSONS,,test,unconfirmed\n");
        File.WriteAllText(Path.Combine(profile, "dataset.json"), """
            { "id": "GT_DIRECTORIO", "provider": { "id": "GT_INE", "name": "INE" }, "title": { "es": "Empresas", "pt": "Empresas", "en": "Enterprises" }, "refArea": "GT", "statUnit": "ENT",
              "countConcept": "ACTIVE_YEAR", "universe": "FORMAL", "coverage": { "es": "Prueba", "pt": "Prova", "en": "Test" }, "origin": "synthetic", "source": "test", "sizeScheme": "GTM-211", "zeroUnits": "inside" }
            """);
        File.WriteAllText(Path.Combine(profile, "csv.layout.json"), """
            { "format": "csv", "delimiter": ";", "tables": [{ "header": { "row": 1 }, "fixed": { "INDICATOR": "ENTR", "REF_AREA": "GT" },
              "columns": [{ "header": "Tamaño", "component": "SIZE_CLASS" }, { "headerPattern": "^(\\d{4})$", "measure": { "TIME_PERIOD": "$1" } }] }] }
            """);
        var file = folder.File("guatemala.csv");
        File.WriteAllText(file, "Tamaño;2022;2023\nMicroempresa;900;950\nPequeña empresa;80;90\nMediana y grande;20;25\nTotal;1000;1065\n");

        var check = IngestProgram.Run("profiles", "check", "gt-directorio", "--data", folder.Path);
        var ingest = IngestProgram.Run("ingest", file, "--data", folder.Path);
        var publish = IngestProgram.Run("publish", "--data", folder.Path);
        Assert.That((check.Code, ingest.Code, publish.Code), Is.EqualTo((0, 0, 0)), check.Output + ingest.Output + publish.Output);

        using var server = ServerProcess.Start(folder.Path, "--samples", "none");
        var answer = JsonNode.Parse(await server.Client.GetStringAsync("/api/v1/data/counts?area=GT&scheme=CMN3,GTM-211&period=2023&quality=bounded"))!["observations"]!.AsArray();
        Assert.That(answer.Select(o => $"{o!["SIZE_SCHEME"]} {o["SIZE_CLASS"]} {o["OBS_VALUE"] ?? $"[{o["VALUE_LOW"]}, {o["VALUE_HIGH"]}]"}"), Is.EquivalentTo((string[])[
            "CMN3 S_LE9 950", "CMN3 S10T49 [0, 90]", "CMN3 S_GE50 [25, 115]", "CMN3 _T 1065", "GTM-211 MICRO 950", "GTM-211 SMALL 90", "GTM-211 LARGE 25", "GTM-211 MIPYME 1040", "GTM-211 _T 1065"]));
    }

    [Test]
    public void EveryFaultOfAProfileIsToldAtOnce()
    {
        var profile = ProfileFolder.Parse("bad", new Dictionary<string, string>
        {
            ["dataset.json"] = """
                { "id": "BAD", "provider": { "id": "X", "name": "X" }, "title": { "es": "x", "pt": "x", "en": "x" }, "refArea": "Q1Q1Q1Q1",
                  "statUnit": "ENT", "countConcept": "ACTIVE_YEAR", "universe": "FORMAL", "coverage": { "es": "x", "pt": "x", "en": "x" }, "origin": "synthetic", "source": "x",
                  "sizeScheme": "PER-30065",
                  "zeroUnits": "none", "activitySystem": "SCIAN19" }
                """,
            ["csv.layout.json"] = """
                { "format": "csv", "encoding": "utf8", "tables": [{ "header": { "row": 1 },
                  "columns": [{ "header": "Tamaño", "component": "SIZE_CLAS" },
                    { "header": "Año" },
                    { "headerPattern": "^(", "measure": { "INDICATOR": "FASSETS" } }] }] }
                """,
            ["labels.csv"] = "component,label,pattern,code,obs_status\nSEX,Mujeres,,W,\nTIME_PERIOD,2020*,,2020,PP\n",
        });
        using var memory = WorkWarehouse.OpenInMemory();
        var told = ProfileCheck.Find(profile, CodeLists.Read(memory)).Select(p => p.In("bad", "en")).ToList();
        Assert.That(told, Has.Some.Contains("no code \"PER-30065\". Nearest: PER-30056").And.Some.Contains("Nearest: SIZE_CLASS."));
        Assert.That(told.Select(t => t.Split(" Nearest")[0]), Is.EqualTo((string[])[
            "bad/csv.layout.json, line 1: \"utf8\" is no value of encoding: choose one of utf-8, latin1, windows-1252.",
            "bad/csv.layout.json, line 1: No column and nothing fixed says the component TIME_PERIOD: it would not be known what each figure is.",
            "bad/csv.layout.json, line 2: \"SIZE_CLAS\" is no component: REF_AREA, TIME_PERIOD, INDICATOR, SIZE_CLASS, ACTIVITY, SEX, UNIT_MEASURE, PRICE_BASE.",
            "bad/csv.layout.json, line 3: It is not said what the column \"Año\" is: component, components, measure or ignore.",
            "bad/csv.layout.json, line 4: INDICATOR has no code \"FASSETS\".",
            "bad/csv.layout.json, line 4: The pattern \"^(\" cannot be read: Invalid pattern '^(' at offset 2. Not enough )'s.",
            "bad/dataset.json, line 1: REF_AREA has no code \"Q1Q1Q1Q1\".",
            "bad/dataset.json, line 3: SIZE_SCHEME has no code \"PER-30065\".",
            "bad/dataset.json, line 4: ACTIVITY has no code \"SCIAN19\".",
            "bad/dataset.json, line 4: \"none\" is no value of zeroUnits: choose one of separate, inside, impossible, excluded.",
            "bad/labels.csv, line 2: SEX has no code \"W\".",
            "bad/labels.csv, line 3: OBS_STATUS has no code \"PP\".",
        ]));
    }

    [Test]
    public void TheShippedProfilesAreSound()
    {
        using var memory = WorkWarehouse.OpenInMemory();
        var codes = CodeLists.Read(memory);
        Assert.That(ProfileFolder.List(ProfileFolder.Shipped).Values.SelectMany(f => ProfileCheck.Find(ProfileFolder.Read(f), codes).Select(p => f + p)), Is.Empty);
    }
}
