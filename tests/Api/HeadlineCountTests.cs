using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>The figures that countries print most prominently are answered with their number, or it is said why not.</summary>
public sealed class HeadlineCountTests
{
    // What the observatory does not answer, each with its reason.
    private static readonly Dictionary<string, string> NotAnswered = Read(Path.Combine(Repository.Root, "tests", "Api", "not-answered.csv"), csv => (csv["figure"]!, csv["reason"]!)).ToDictionary(r => r.Item1, r => r.Item2);

    private sealed record Headline(string Iso3, string Period, string Unit, string SizeClass, decimal Value, string Measure)
    {
        public string Name => $"{Iso3} {Period} {SizeClass} {Value.ToString(CultureInfo.InvariantCulture)}";
    }

    [Test]
    public async Task EveryCountryRowIsAnsweredOrItsReasonIsKnown()
    {
        var rows = Read(Repository.SharedFile("reference", "published_headline_counts.csv"), csv => new Headline(
            csv["iso3"]!, csv["year"]!, csv["unit"]!, csv["size_class"]!, decimal.Parse(csv["value"]!, CultureInfo.InvariantCulture), csv["measure"]!)).Where(r => r.Iso3 != "LATAM").ToList();
        Assert.That(rows, Has.Count.GreaterThan(55));
        var unanswered = new List<string>();
        foreach (var row in rows)
        {
            // A figure of a part of a year bears the window, not the month.
            var window = row.Iso3 == "COL" && row.Period == "2025-06" ? "2025-S1" : row.Period;
            var period = row.Iso3 == "CUB" ? "from=2024-05-01&to=2024-05-31" : row.Period == "2018-08" ? $"period={window}" : $"from={(window.Contains('/', StringComparison.Ordinal) ? "2024-01-01" : window)}&to={(window.Contains('/', StringComparison.Ordinal) ? "2024-07-31" : window)}";
            var found = false;
            foreach (var dataflow in (string[])["counts", "performance"])
            {
                var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync($"/api/v1/data/{dataflow}?area={row.Iso3}&{period}&activity=_T&quality=bounded"))!;
                found |= answer["observations"]!.AsArray().Any(o => (decimal?)o!["OBS_VALUE"] == row.Value && IsClass(row.SizeClass, (string)o["SIZE_CLASS"]!) && (row.Measure.StartsWith('%') == (dataflow == "performance")));
            }
            if (!found) { unanswered.Add(row.Name); }
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(string.Join("\n", unanswered.Order(StringComparer.Ordinal)), Is.EqualTo(string.Join("\n", NotAnswered.Keys.Order(StringComparer.Ordinal))));
            Assert.That(NotAnswered.Values, Is.All.Not.Empty);
        }
    }

    private static bool IsClass(string printed, string code) => printed switch
    {
        "micro" => code is "MICRO" or "S_LE10",
        "pequena" => code == "SMALL",
        "mediana" => code == "MEDIUM",
        "mediana_y_grande" => code == "MEDIUM_LARGE",
        "grande" => code is "LARGE" or "S_GE251",
        "sin_segmento" => code == "_Z",
        "mipyme" => code == "MIPYME",
        "total" => code == "_T",
        _ => false,
    };

    private static List<T> Read<T>(string file, Func<CsvReader, T> read)
    {
        using var csv = new CsvReader(new StreamReader(file), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<T>();
        while (csv.Read()) { rows.Add(read(csv)); }
        return rows;
    }
}
