using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>The matrix of what compares with what: its rules are data, and the data are whole.</summary>
public sealed class ComparabilityTests
{
    // What is simply comparable and needs no rule: enterprises, active in the year, formal.
    private static readonly string[] Plain = ["STAT_UNIT ENT", "COUNT_CONCEPT ACTIVE_YEAR", "COUNT_CONCEPT ANNUAL_AVG", "COUNT_CONCEPT PERIOD_FLOW", "COUNT_CONCEPT COHORT", "UNIVERSE FORMAL"];

    [Test]
    public void EveryAspectOfADatasetIsJudged()
    {
        var judged = Rows("comparability.csv", csv => $"{csv["aspect"]} {csv["code"]}");
        var known = Rows("code.csv", csv => (List: csv["list"]!, Code: csv["code"]!)).Where(c => c.List is "STAT_UNIT" or "COUNT_CONCEPT" or "UNIVERSE" or "DATASET_FLAG").Select(c => $"{c.List} {c.Code}");
        Assert.That(known.Except(judged).Except(Plain), Is.Empty);
    }

    [Test]
    public async Task ThirteenCountriesStandInTheMatrixEachWithItsReasons()
    {
        var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/comparability?indicator=ENTR&scheme=CMN3&from=2016&to=2024&lang=pt"))!;
        var countries = answer["countries"]!.AsArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(countries.Select(c => (string)c!["refArea"]!), Is.EqualTo((string[])["AR", "BO", "BR", "CL", "CO", "CU", "EC", "MX", "PA", "PE", "PY", "UY", "VE"]));
            foreach (var cell in countries.SelectMany(c => c!["cells"]!.AsArray()))
            {
                var grade = (string)cell!["grade"]!;
                Assert.That(cell["reasons"]!.AsArray(), grade == "comparable" ? Is.Empty : Is.Not.Empty, cell.ToJsonString());
                Assert.That(cell["reasons"]!.AsArray().Select(r => (string)r!["text"]!), Is.All.Not.Empty);
                Assert.That(cell["reasons"]!.AsArray().Select(r => (string)r!["grade"]!).Take(1), Is.SubsetOf((string[])[grade]));
            }
            Assert.That(Cell("CL", "2024")["dataset"]!.ToString(), Is.EqualTo("CL_SII_TRTRAB"));
            Assert.That(Cell("BR", "2021")["reasons"]!.AsArray().Select(r => (string)r!["code"]!), Does.Contain("partly"));
            Assert.That(Cell("PE", "2017")["reasons"]!.AsArray().Select(r => (string)r!["code"]!), Is.SupersetOf((string[])["OTHER_CRITERION", "BREAK"]));
            Assert.That(Cell("PE", "2016")["reasons"]!.AsArray().Select(r => (string)r!["code"]!), Does.Not.Contain("BREAK"));
        }

        JsonNode Cell(string country, string year) => countries.Single(c => (string)c!["refArea"]! == country)!["cells"]!.AsArray().Single(c => (string)c!["period"]! == year)!;
    }

    private static List<T> Rows<T>(string file, Func<CsvReader, T> read)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(Repository.Root, "warehouse", "reference", file)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<T>();
        while (csv.Read()) { rows.Add(read(csv)); }
        return rows;
    }
}
