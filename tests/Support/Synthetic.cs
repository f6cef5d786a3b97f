using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using Observatorio.Ingest;
using Observatorio.Ingest.Harmonising;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Ingest.Staging;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Support;

/// <summary>One figure of an invented file; its text may be one of the markers <c>x</c> (suppressed), <c>n</c> (missing) and <c>-</c> (zero).</summary>
public sealed record Figure(string Size, string Value)
{
    public string Area { get; init; } = "PE";

    public string Activity { get; init; } = "_T";

    public string Indicator { get; init; } = "ENTR";

    public string Period { get; init; } = "2020";
}

/// <summary>An invented dataset of any size scheme, with a profile that reads it.</summary>
public static class Synthetic
{
    /// <summary>A profile whose files have a column for each component, with codes for labels.</summary>
    /// <param name="scheme">Its size scheme.</param>
    /// <param name="zeroUnits">As in a dataset file; null for what does not count staff.</param>
    /// <param name="extra">Further members of the dataset file, as JSON with a comma at the end.</param>
    /// <param name="id">Code of the dataset.</param>
    /// <param name="area">The country.</param>
    /// <param name="origin"><c>transcribed</c> where the test wants it to be taken for a statistic.</param>
    /// <param name="label">What a line of the labels file says beside the codes.</param>
    public static Profile Profile(string scheme, string? zeroUnits = null, string extra = "", string label = "", string id = "SYNTHETIC", string area = "PE", string origin = "synthetic")
        => ProfileFolder.Parse("synthetic", new Dictionary<string, string>
        {
            ["dataset.json"] = $$"""
                {
                  "id": "{{id}}", "provider": { "id": "TEST", "name": "Test" },
                  "title": { "es": "Prueba", "pt": "Prova", "en": "Test" }, "coverage": { "es": "Prueba", "pt": "Prova", "en": "Test" },
                  "refArea": "{{area}}", "statUnit": "ENT", "countConcept": "ACTIVE_YEAR", "universe": "FORMAL", "origin": "{{origin}}", "source": "test",
                  {{extra}}
                  {{(zeroUnits is null ? "" : $"\"zeroUnits\": \"{zeroUnits}\",")}}
                  "sizeScheme": "{{scheme}}"
                }
                """,
            ["csv.layout.json"] = """
                {
                  "format": "csv",
                  "tables": [{
                    "header": { "row": 1 },
                    "markers": [{ "text": "x", "meaning": "Suppressed" }, { "text": "n", "meaning": "Missing" }, { "text": "-", "meaning": "Zero" }],
                    "columns": [
                      { "header": "area", "component": "REF_AREA" }, { "header": "size", "component": "SIZE_CLASS" }, { "header": "activity", "component": "ACTIVITY" },
                      { "header": "indicator", "component": "INDICATOR" }, { "header": "period", "component": "TIME_PERIOD" }, { "header": "value", "measure": {} }
                    ]
                  }]
                }
                """,
            ["labels.csv"] = "component,label,pattern,code,obs_status\n" + label,
        });

    /// <summary>Takes a file into the star by the stages of the pipeline without its checks, which take most of the time and have tests of their own.</summary>
    public static void Harmonise(DuckDBConnection work, int submission, Profile profile, string file)
    {
        var findings = new List<Finding>();
        var reading = FileReader.Read(work, SourceFile.Probe(file, "f.csv", findings)!, profile, findings)!;
        var codes = CodeLists.Read(work);
        var dataset = Datasets.Prepare(work, codes, profile);
        Harmoniser.SetVariables(work, codes, submission, dataset, profile.Dataset);
        var stager = new Stager(work, profile, codes, findings);
        stager.Begin();
        stager.Stage(reading.Tables[0]);
        stager.End(reading);
        Datasets.Add(work, profile, dataset);
        Harmoniser.Prepare(work, codes, profile.Dataset);
        Harmoniser.IntoStar(work);
        Assert.That(findings, Is.Empty);
    }

    /// <summary>The file.</summary>
    public static string Csv(IEnumerable<Figure> figures)
    {
        var text = new StringBuilder("area,size,activity,indicator,period,value\n");
        foreach (var f in figures) { text.Append(CultureInfo.InvariantCulture, $"{f.Area},{f.Size},{f.Activity},{f.Indicator},{f.Period},{f.Value}\n"); }
        return text.ToString();
    }
}
