using System.Xml;
using Observatorio.Api.Releases;
using Observatorio.Api.Sdmx.Structures;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Writes the XML schema of structure-specific data, which the standard derives from the data structure definition.</summary>
public static class SchemaXml
{
    private const string Xs = "http://www.w3.org/2001/XMLSchema";

    /// <summary>Writes the schema of data with a dimension at each observation.</summary>
    public static void Write(Stream output, OpenRelease release, SdmxLayout layout)
    {
        using var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), Indent = true });
        var space = StructureSpecificXml.NamespaceOf(layout.AtObservation);
        xml.WriteStartElement("xs", "schema", Xs);
        xml.WriteAttributeString("xmlns", space);
        xml.WriteAttributeString("xmlns", "ss", null, SdmxXml.StructureSpecific);
        xml.WriteAttributeString("xmlns", "common", null, SdmxXml.Common);
        xml.WriteAttributeString("targetNamespace", space);
        xml.WriteAttributeString("elementFormDefault", "qualified");
        xml.WriteAttributeString("attributeFormDefault", "unqualified");
        Empty(xml, "import", ("namespace", SdmxXml.Common), ("schemaLocation", "SDMXCommon.xsd"));
        Empty(xml, "import", ("namespace", SdmxXml.StructureSpecific), ("schemaLocation", "SDMXDataStructureSpecific.xsd"));
        foreach (var list in SdmxComponents.All.Select(c => c.Codelist).OfType<string>().Distinct())
        {
            xml.WriteStartElement("simpleType", Xs);
            xml.WriteAttributeString("name", list);
            xml.WriteStartElement("restriction", Xs);
            xml.WriteAttributeString("base", "xs:string");
            foreach (var code in StructureCatalogue.CodesOf(release, list)) { Empty(xml, "enumeration", ("value", code.Id)); }
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        Type(xml, "DataSetType", layout.HasSeries ? [("Series", "SeriesType")] : [("Obs", "ObsType")], isChoice: true, () => Attributes(xml, SdmxComponents.Attributes.Where(a => a.Place == ComponentPlace.DataSet), isRequired: false));
        if (layout.HasSeries)
        {
            Type(xml, "SeriesType", [("Obs", "ObsType")], isChoice: false, () =>
            {
                Attributes(xml, layout.InKey.Select(Component), isRequired: true);
                Attributes(xml, layout.OfSeries, isRequired: false);
                if (!layout.InKey.Contains(SdmxRows.Time)) { Empty(xml, "attribute", ("name", "TIME_PERIOD"), ("type", "common:ObservationalTimePeriodType"), ("use", "prohibited")); }
            });
        }
        Type(xml, "ObsType", [], isChoice: false, () =>
        {
            Empty(xml, "attribute", ("name", "type"), ("type", "common:IDType"), ("use", "prohibited"));
            Attributes(xml, layout.InObservation.Select(Component), isRequired: true);
            Attributes(xml, [SdmxComponents.Measure], isRequired: false);
            Attributes(xml, layout.OfObservation, isRequired: false);
            if (!layout.InObservation.Contains(SdmxRows.Time)) { Empty(xml, "attribute", ("name", "TIME_PERIOD"), ("type", "common:ObservationalTimePeriodType"), ("use", "prohibited")); }
        });
        xml.WriteEndElement();
    }

    private static SdmxComponent Component(int place) => place == SdmxRows.Time ? SdmxComponents.Time : SdmxComponents.Dimensions[place];

    private static void Type(XmlWriter xml, string name, IReadOnlyList<(string Element, string Type)> content, bool isChoice, Action attributes)
    {
        xml.WriteStartElement("complexType", Xs);
        xml.WriteAttributeString("name", name);
        xml.WriteStartElement("complexContent", Xs);
        xml.WriteStartElement("restriction", Xs);
        xml.WriteAttributeString("base", "ss:" + name);
        xml.WriteStartElement("sequence", Xs);
        Empty(xml, "element", ("ref", "common:Annotations"), ("minOccurs", "0"));
        if (isChoice)
        {
            Empty(xml, "element", ("name", "DataProvider"), ("type", "common:DataProviderReferenceType"), ("form", "unqualified"), ("minOccurs", "0"));
            xml.WriteStartElement("choice", Xs);
            xml.WriteAttributeString("minOccurs", "0");
        }
        foreach (var (element, type) in content)
        {
            Empty(xml, "element", isChoice ? [("name", element), ("type", type), ("form", "unqualified"), ("maxOccurs", "unbounded")] : [("name", element), ("type", type), ("form", "unqualified"), ("minOccurs", "0"), ("maxOccurs", "unbounded")]);
        }
        if (isChoice) { xml.WriteEndElement(); }
        xml.WriteEndElement();
        attributes();
        Empty(xml, "attribute", ("name", "REPORTING_YEAR_START_DAY"), ("type", "xs:gMonthDay"), ("use", "prohibited"));
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, IEnumerable<SdmxComponent> components, bool isRequired)
    {
        foreach (var component in components)
        {
            var type = component.Codelist ?? component.TextType switch { "ObservationalTimePeriod" => "common:ObservationalTimePeriodType", "Decimal" => "xs:decimal", _ => "xs:string" };
            Empty(xml, "attribute", ("name", component.Id), ("type", type), ("use", isRequired ? "required" : "optional"));
        }
    }

    private static void Empty(XmlWriter xml, string element, params IEnumerable<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(element, Xs);
        foreach (var (name, value) in attributes) { xml.WriteAttributeString(name, value); }
        xml.WriteEndElement();
    }
}
