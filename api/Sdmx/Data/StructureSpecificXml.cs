namespace Observatorio.Api.Sdmx.Data;

/// <summary>Writes data as structure-specific SDMX-ML 2.1: the form that <see cref="SchemaXml"/> describes.</summary>
public static class StructureSpecificXml
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";

    /// <summary>The namespace of the data with a dimension at each observation.</summary>
    public static string NamespaceOf(string atObservation)
        => $"urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={SdmxComponents.Agency}:{SdmxComponents.Structure}({SdmxComponents.Version}):ObsLevelDim:{atObservation}";

    /// <summary>Writes a message.</summary>
    public static async Task Write(DataMessage message)
    {
        using var flow = new XmlFlow(message.Http);
        var (xml, request, layout) = (flow.Xml, message.Request, message.Layout);
        var space = NamespaceOf(layout.AtObservation);
        SdmxXml.Start(xml, "StructureSpecificData", ("ss", SdmxXml.StructureSpecific), ("xsi", Instance), ("ns1", space));
        GenericXml.WriteHeader(xml, message, space);
        foreach (var set in message.Sets)
        {
            xml.WriteStartElement("DataSet", SdmxXml.Message);
            xml.WriteAttributeString("structureRef", SdmxXml.StructureSpecific, SdmxComponents.Structure);
            xml.WriteAttributeString("type", Instance, "ns1:DataSetType");
            xml.WriteAttributeString("dataScope", SdmxXml.StructureSpecific, "DataStructure");
            xml.WriteAttributeString("action", SdmxXml.StructureSpecific, set.Action);
            if (set.ValidFrom is { } from) { xml.WriteAttributeString("validFromDate", SdmxXml.StructureSpecific, UtcText.Of(from)); }
            if (set.ValidTo is { } to) { xml.WriteAttributeString("validToDate", SdmxXml.StructureSpecific, UtcText.Of(to)); }
            if (request.HasAttributes) { xml.WriteAttributeString("RELEASE", set.Release); }
            var open = false;
            foreach (var (row, starts) in layout.Arrange(set.Rows))
            {
                if (starts)
                {
                    if (open) { xml.WriteEndElement(); }
                    open = true;
                    xml.WriteStartElement("Series");
                    foreach (var i in layout.InKey) { xml.WriteAttributeString(SdmxLayout.IdOf(i), row.Codes[i]); }
                    if (request.HasAttributes) { WriteAttributes(layout.OfSeries, row.OfSeries); }
                }
                if (request.HasObservations)
                {
                    xml.WriteStartElement("Obs");
                    foreach (var i in layout.InObservation) { xml.WriteAttributeString(SdmxLayout.IdOf(i), row.Codes[i]); }
                    if (row.Value is { } value) { xml.WriteAttributeString("OBS_VALUE", value); }
                    if (request.HasAttributes) { WriteAttributes(layout.OfObservation, layout.AttributesOf(row)); }
                    xml.WriteEndElement();
                }
                await flow.Send();
            }
            if (open) { xml.WriteEndElement(); }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        await flow.SendAll();

        void WriteAttributes(IEnumerable<SdmxComponent> components, IEnumerable<string?> values)
        {
            foreach (var (component, value) in components.Zip(values))
            {
                if (value is not null) { xml.WriteAttributeString(component.Id, value); }
            }
        }
    }
}
