using System.Text.Json;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>Writes the components of the data structure definition as SDMX-JSON 2.1.</summary>
public static class ComponentsJson
{
    /// <summary>Writes them as a property of the structure.</summary>
    public static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("dataStructureComponents");
        json.WriteStartObject("dimensionList");
        json.WriteString("id", "DimensionDescriptor");
        json.WriteStartArray("dimensions");
        for (var i = 0; i < SdmxComponents.Dimensions.Count; i++) { WriteComponent(json, SdmxComponents.Dimensions[i], i); }
        json.WriteEndArray();
        json.WritePropertyName("timeDimension");
        WriteComponent(json, SdmxComponents.Time, null);
        json.WriteEndObject();
        json.WriteStartObject("attributeList");
        json.WriteString("id", "AttributeDescriptor");
        json.WriteStartArray("attributes");
        foreach (var attribute in SdmxComponents.Attributes) { WriteComponent(json, attribute, null); }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteStartObject("measureList");
        json.WriteString("id", "MeasureDescriptor");
        json.WriteStartArray("measures");
        WriteComponent(json, SdmxComponents.Measure, null);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteComponent(Utf8JsonWriter json, SdmxComponent component, int? position)
    {
        json.WriteStartObject();
        json.WriteString("id", component.Id);
        if (position is { } place) { json.WriteNumber("position", place); }
        json.WriteString("conceptIdentity", $"urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept={SdmxComponents.Agency}:{SdmxComponents.Concepts}({SdmxComponents.Version}).{component.Id}");
        json.WriteStartObject("localRepresentation");
        if (component.Codelist is { } codelist) { json.WriteString("enumeration", SdmxArtefact.UrnOf("codelist", codelist)); }
        else
        {
            json.WriteStartObject("format");
            json.WriteString("dataType", component.TextType);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        if (component.Place > ComponentPlace.Measure)
        {
            json.WriteString("usage", component.Id is "OBS_STATUS" or "CONF_STATUS" ? "mandatory" : "optional");
            WriteRelationship(json, component.Place);
        }
        json.WriteEndObject();
    }

    private static void WriteRelationship(Utf8JsonWriter json, ComponentPlace place)
    {
        json.WriteStartObject("attributeRelationship");
        if (place == ComponentPlace.Series)
        {
            json.WriteStartArray("dimensions");
            foreach (var dimension in SdmxComponents.Dimensions) { json.WriteStringValue(dimension.Id); }
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject(place == ComponentPlace.DataSet ? "dataflow" : "observation");
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
