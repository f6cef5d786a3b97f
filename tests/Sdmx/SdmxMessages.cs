using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CsvHelper;

namespace Observatorio.Tests.Sdmx;

/// <summary>Observations read from messages of every form: what a client would have in hand.</summary>
public static class SdmxMessages
{
    /// <summary>The dimensions in the order of the key, time behind them.</summary>
    public static readonly IReadOnlyList<string> Dimensions = ["FREQ", "REF_AREA", "DATASET", "STAT_UNIT", "INDICATOR", "SIZE_SCHEME", "SIZE_CLASS", "ACTIVITY", "SEX", "UNIT_MEASURE", "PRICE_BASE", "TIME_PERIOD"];

    private static readonly string[] Said = ["OBS_VALUE", "VALUE_LOW", "VALUE_HIGH", "OBS_STATUS", "CONF_STATUS", "METHOD", "INTERVAL_KIND", "REASON", "OBS_STATUSES", "STD_ERR"];
    private static readonly string[] Numbers = ["OBS_VALUE", "VALUE_LOW", "VALUE_HIGH", "STD_ERR"];

    private static readonly XNamespace Gen = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic";

    /// <summary>What is said of an observation, by its key.</summary>
    public static (string Key, string Says) Observation(Func<string, string?> valueOf) => (string.Join('.', Dimensions.Select(valueOf)), string.Join(' ', Said.Select(s => s + "=" + Plain(s, valueOf(s)))));

    /// <summary>Of the API's own JSON.</summary>
    public static SortedDictionary<string, string> OfApi(string json) => Sorted(JsonNode.Parse(json)!["observations"]!.AsArray().Select(o => Observation(name => o![name]?.ToString())));

    /// <summary>Of generic SDMX-ML.</summary>
    public static SortedDictionary<string, string> OfGeneric(string xml)
    {
        return Sorted(XDocument.Parse(xml).Descendants(Gen + "Obs").Select(obs =>
        {
            var values = obs.Descendants(Gen + "Value").Concat(obs.Parent!.Elements(Gen + "SeriesKey").Elements()).Concat(obs.Elements(Gen + "ObsDimension")).ToDictionary(v => v.Attribute("id")!.Value, v => v.Attribute("value")!.Value);
            return Observation(name => name == "OBS_VALUE" ? obs.Element(Gen + "ObsValue")?.Attribute("value")!.Value : values.GetValueOrDefault(name));
        }));
    }

    /// <summary>Of structure-specific SDMX-ML.</summary>
    public static SortedDictionary<string, string> OfSpecific(string xml)
        => Sorted(XDocument.Parse(xml).Descendants("Obs").Select(obs => Observation(name => (obs.Attribute(name) ?? obs.Parent!.Attribute(name))?.Value)));

    /// <summary>Of SDMX-CSV.</summary>
    public static SortedDictionary<string, string> OfCsv(string text)
    {
        using var csv = new CsvReader(new StringReader(text), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var found = new List<(string, string)>();
        while (csv.Read()) { found.Add(Observation(name => csv.GetField(name) is { Length: > 0 } value ? value : null)); }
        return Sorted(found);
    }

    /// <summary>Of SDMX-JSON.</summary>
    public static SortedDictionary<string, string> OfJson(string text)
    {
        var data = JsonNode.Parse(text)!["data"]!;
        var structure = data["structures"]![0]!;
        var (inSeries, inObservation) = (structure["dimensions"]!["series"]!.AsArray(), structure["dimensions"]!["observation"]!.AsArray());
        var attributes = structure["attributes"]!["observation"]!.AsArray();
        var found = new List<(string, string)>();
        foreach (var set in data["dataSets"]!.AsArray())
        {
            var series = set!["series"]?.AsObject().Select(s => (s.Key, s.Value!["observations"]!.AsObject())) ?? [("", set["observations"]!.AsObject())];
            foreach (var (key, observations) in series)
            {
                foreach (var (place, numbers) in observations)
                {
                    var values = Codes(inSeries, key).Concat(Codes(inObservation, place)).ToDictionary(c => c.Id, c => (string?)c.Code);
                    values["OBS_VALUE"] = numbers![0]?.ToString();
                    for (var i = 0; i < attributes.Count; i++)
                    {
                        var (attribute, number) = (attributes[i]!, numbers[i + 1]);
                        values[(string)attribute["id"]!] = number is null ? null : attribute["values"] is { } list ? (string?)list[(int)number]!["id"] : number.ToString();
                    }
                    found.Add(Observation(values.GetValueOrDefault));
                }
            }
        }
        return Sorted(found);

        static IEnumerable<(string Id, string Code)> Codes(JsonArray dimensions, string key)
            => key.Length == 0 ? [] : key.Split(':').Select((place, i) => (dimensions[i]!, int.Parse(place, CultureInfo.InvariantCulture))).Select(d => ((string)d.Item1["id"]!, (string?)d.Item1["values"]![d.Item2]!["id"] ?? (string)d.Item1["values"]![d.Item2]!["value"]!));
    }

    private static string Plain(string name, string? text) => text is null ? "" : Numbers.Contains(name) ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString("0.################", CultureInfo.InvariantCulture) : text;

    private static SortedDictionary<string, string> Sorted(IEnumerable<(string Key, string Says)> observations)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, says) in observations) { sorted.Add(key, says); }
        return sorted;
    }
}
