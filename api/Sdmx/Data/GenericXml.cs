using System.Xml;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Writes data as generic SDMX-ML 2.1.</summary>
public static class GenericXml
{
    /// <summary>Writes a message.</summary>
    public static async Task Write(DataMessage message)
    {
        using var flow = new XmlFlow(message.Http);
        var (xml, request, layout) = (flow.Xml, message.Request, message.Layout);
        SdmxXml.Start(xml, "GenericData", ("gen", SdmxXml.Generic));
        WriteHeader(xml, message, null);
        foreach (var set in message.Sets)
        {
            xml.WriteStartElement("DataSet", SdmxXml.Message);
            xml.WriteAttributeString("structureRef", SdmxComponents.Structure);
            xml.WriteAttributeString("action", set.Action);
            if (set.ValidFrom is { } from) { xml.WriteAttributeString("validFromDate", UtcText.Of(from)); }
            if (set.ValidTo is { } to) { xml.WriteAttributeString("validToDate", UtcText.Of(to)); }
            if (request.HasAttributes) { WriteValues(xml, "Attributes", [("RELEASE", set.Release)]); }
            var open = false;
            foreach (var (row, starts) in layout.Arrange(set.Rows))
            {
                if (starts)
                {
                    if (open) { xml.WriteEndElement(); }
                    open = true;
                    xml.WriteStartElement("Series", SdmxXml.Generic);
                    WriteValues(xml, "SeriesKey", layout.InKey.Select(i => (SdmxLayout.IdOf(i), (string?)row.Codes[i])));
                    if (request.HasAttributes) { WriteValues(xml, "Attributes", layout.OfSeries.Select((a, i) => (a.Id, row.OfSeries[i]))); }
                }
                if (request.HasObservations) { WriteObservation(xml, message, row); }
                await flow.Send();
            }
            if (open) { xml.WriteEndElement(); }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        await flow.SendAll();
    }

    /// <summary>Writes the header of a data message.</summary>
    /// <param name="xml">Where to.</param>
    /// <param name="message">The message.</param>
    /// <param name="space">The namespace of structure-specific data; null for generic data.</param>
    public static void WriteHeader(XmlWriter xml, DataMessage message, string? space)
    {
        SdmxXml.StartHeader(xml, message.Release, message.Request.Selection.Dataflow);
        xml.WriteStartElement("Structure", SdmxXml.Message);
        xml.WriteAttributeString("structureID", SdmxComponents.Structure);
        if (space is not null) { xml.WriteAttributeString("namespace", space); }
        xml.WriteAttributeString("dimensionAtObservation", message.Layout.AtObservation);
        xml.WriteStartElement("Structure", SdmxXml.Common);
        SdmxXml.Reference(xml, SdmxComponents.Structure, "datastructure", "DataStructure");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteElementString("DataSetAction", SdmxXml.Message, message.Sets[0].Action);
        xml.WriteEndElement();
    }

    private static void WriteObservation(XmlWriter xml, DataMessage message, SdmxRow row)
    {
        var layout = message.Layout;
        xml.WriteStartElement("Obs", SdmxXml.Generic);
        if (layout.HasSeries)
        {
            xml.WriteStartElement("ObsDimension", SdmxXml.Generic);
            xml.WriteAttributeString("id", layout.AtObservation);
            xml.WriteAttributeString("value", row.Codes[layout.InObservation[0]]);
            xml.WriteEndElement();
        }
        else { WriteValues(xml, "ObsKey", layout.InObservation.Select(i => (SdmxLayout.IdOf(i), (string?)row.Codes[i]))); }
        if (row.Value is { } value)
        {
            xml.WriteStartElement("ObsValue", SdmxXml.Generic);
            xml.WriteAttributeString("value", value);
            xml.WriteEndElement();
        }
        if (message.Request.HasAttributes) { WriteValues(xml, "Attributes", layout.OfObservation.Zip(layout.AttributesOf(row), (a, text) => (a.Id, text))); }
        xml.WriteEndElement();
    }

    private static void WriteValues(XmlWriter xml, string element, IEnumerable<(string Id, string? Value)> values)
    {
        var open = false;
        foreach (var (id, value) in values)
        {
            if (value is null) { continue; }
            if (!open) { xml.WriteStartElement(element, SdmxXml.Generic); }
            open = true;
            xml.WriteStartElement("Value", SdmxXml.Generic);
            xml.WriteAttributeString("id", id);
            xml.WriteAttributeString("value", value);
            xml.WriteEndElement();
        }
        if (open) { xml.WriteEndElement(); }
    }
}
