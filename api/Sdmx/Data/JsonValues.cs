using System.Text.Json;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>The codes that a message has used, by component, in the order of their first use.</summary>
/// <param name="release">Whose codes.</param>
/// <param name="language">Of the names.</param>
public sealed class JsonValues(OpenRelease release, string language)
{
    private readonly CodeNames names = new(release, language);
    private readonly Dictionary<string, Dictionary<string, int>> places = [];

    /// <summary>The language of names.</summary>
    public string Language => language;

    /// <summary>The place of a code among those of its component.</summary>
    public int PlaceOf(string component, string code)
    {
        if (!places.TryGetValue(component, out var known)) { known = places[component] = []; }
        if (known.TryGetValue(code, out var place)) { return place; }
        return known[code] = known.Count;
    }

    /// <summary>Writes the codes of a component.</summary>
    public void Write(Utf8JsonWriter json, SdmxComponent component)
    {
        if (!places.TryGetValue(component.Id, out var known)) { return; }
        json.WriteStartArray("values");
        foreach (var code in known.Keys)
        {
            json.WriteStartObject();
            if (names.Find(component, code) is { } item)
            {
                json.WriteString("id", code);
                SdmxJson.WriteNames(json, item.Names, language);
            }
            else
            {
                json.WriteString("value", code);
                if (component.Place == ComponentPlace.Time && Warehouse.Period.Parse(code) is { } period)
                {
                    json.WriteString("start", UtcText.Of(period.Start.ToDateTime(TimeOnly.MinValue)));
                    json.WriteString("end", UtcText.Of(period.End.ToDateTime(new TimeOnly(23, 59, 59))));
                }
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
