using System.Text.Json;
using Observatorio.Api.Data;
using Observatorio.Api.Sdmx.Structures;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Writes what the numbers of an SDMX-JSON data message mean.</summary>
public static class JsonStructure
{
    /// <summary>Writes the structures of a message.</summary>
    public static void Write(Utf8JsonWriter json, DataMessage message, JsonValues values)
    {
        var (layout, dataflow, hasAttributes) = (message.Layout, message.Request.Selection.Dataflow, message.Request.HasAttributes);
        json.WriteStartArray("structures");
        json.WriteStartObject();
        SdmxJson.WriteNames(json, Dataflows.Names[dataflow], values.Language);
        json.WriteStartArray("links");
        foreach (var (rel, id) in (IEnumerable<(string, string)>)[("dataflow", dataflow), ("datastructure", SdmxComponents.Structure)])
        {
            json.WriteStartObject();
            json.WriteString("rel", rel);
            json.WriteString("urn", SdmxArtefact.UrnOf(rel, id));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("dataSets");
        for (var i = 0; i < message.Sets.Count; i++) { json.WriteNumberValue(i); }
        json.WriteEndArray();
        json.WriteStartObject("dimensions");
        WriteDimensions(json, values, "series", layout.InKey);
        WriteDimensions(json, values, "observation", layout.InObservation);
        json.WriteEndObject();
        json.WriteStartObject("measures");
        WriteComponents(json, values, "observation", [SdmxComponents.Measure]);
        json.WriteEndObject();
        json.WriteStartObject("attributes");
        if (hasAttributes)
        {
            WriteComponents(json, values, "dataSet", [.. SdmxComponents.Attributes.Where(a => a.Place == ComponentPlace.DataSet)]);
            WriteComponents(json, values, "series", layout.OfSeries);
            WriteComponents(json, values, "observation", layout.OfObservation);
        }
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteDimensions(Utf8JsonWriter json, JsonValues values, string property, IReadOnlyList<int> places)
    {
        json.WriteStartArray(property);
        foreach (var place in places)
        {
            var component = place == SdmxRows.Time ? SdmxComponents.Time : SdmxComponents.Dimensions[place];
            json.WriteStartObject();
            WriteComponent(json, component, values);
            json.WriteNumber("keyPosition", place);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteComponents(Utf8JsonWriter json, JsonValues values, string property, IReadOnlyList<SdmxComponent> components)
    {
        json.WriteStartArray(property);
        foreach (var component in components)
        {
            json.WriteStartObject();
            WriteComponent(json, component, values);
            if (component.Place > ComponentPlace.Measure) { WriteRelationship(json, component); }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteComponent(Utf8JsonWriter json, SdmxComponent component, JsonValues values)
    {
        json.WriteString("id", component.Id);
        SdmxJson.WriteNames(json, component.Names, values.Language);
        if (component.Codelist is null)
        {
            json.WriteStartObject("format");
            json.WriteString("dataType", component.TextType);
            json.WriteEndObject();
        }
        values.Write(json, component);
    }

    private static void WriteRelationship(Utf8JsonWriter json, SdmxComponent component)
    {
        json.WriteStartObject("relationship");
        if (component.Place == ComponentPlace.Series)
        {
            json.WriteStartArray("dimensions");
            foreach (var dimension in SdmxComponents.Dimensions) { json.WriteStringValue(dimension.Id); }
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject(component.Place == ComponentPlace.DataSet ? "dataflow" : "observation");
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
