using System.Globalization;
using System.Xml;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>Writes structures as SDMX-ML 2.1.</summary>
public static class StructureXml
{
    // Element around artefacts of a kind and element of each, in the order of the schema.
    private static readonly (string Kind, string Group, string Element)[] Groups =
    [
        ("dataflow", "Dataflows", "Dataflow"),
        ("codelist", "Codelists", "Codelist"),
        ("conceptscheme", "Concepts", "ConceptScheme"),
        ("datastructure", "DataStructures", "DataStructure"),
        ("contentconstraint", "Constraints", "ContentConstraint"),
    ];

    /// <summary>Writes a message.</summary>
    public static void Write(Stream output, OpenRelease release, IReadOnlyList<SdmxArtefact> artefacts)
    {
        using var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), Indent = true });
        SdmxXml.Start(xml, "Structure", ("str", SdmxXml.Structure));
        SdmxXml.StartHeader(xml, release, "structure");
        xml.WriteEndElement();
        xml.WriteStartElement("Structures", SdmxXml.Message);
        WriteGroup(xml, artefacts.Where(a => a.Kind is "agencyscheme" or "dataproviderscheme").ToList(), "OrganisationSchemes", null);
        foreach (var (kind, group, element) in Groups) { WriteGroup(xml, artefacts.Where(a => a.Kind == kind).ToList(), group, element); }
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteGroup(XmlWriter xml, List<SdmxArtefact> artefacts, string group, string? element)
    {
        if (artefacts.Count == 0) { return; }
        xml.WriteStartElement("str", group, SdmxXml.Structure);
        foreach (var artefact in artefacts)
        {
            xml.WriteStartElement(element ?? artefact.Model.Class, SdmxXml.Structure);
            xml.WriteAttributeString("id", artefact.Id);
            xml.WriteAttributeString("urn", artefact.Urn);
            if (artefact.IsStub) { xml.WriteAttributeString("isExternalReference", "true"); }
            xml.WriteAttributeString("agencyID", artefact.Agency);
            xml.WriteAttributeString("version", SdmxComponents.Version);
            if (artefact.Kind == "contentconstraint") { xml.WriteAttributeString("type", "Actual"); }
            if (artefact.IsPartial) { xml.WriteAttributeString("isPartial", "true"); }
            if (artefact.IsStub) { SdmxXml.Names(xml, artefact.Names); }
            else { WriteContent(xml, artefact); }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WriteContent(XmlWriter xml, SdmxArtefact artefact)
    {
        if (artefact.Available is { } available)
        {
            ConstraintXml.Write(xml, artefact, available());
            return;
        }
        SdmxXml.Names(xml, artefact.Names);
        switch (artefact.Kind)
        {
            case "dataflow":
                xml.WriteStartElement("Structure", SdmxXml.Structure);
                SdmxXml.Reference(xml, SdmxComponents.Structure, "datastructure", "DataStructure");
                xml.WriteEndElement();
                break;
            case "datastructure":
                WriteComponents(xml);
                break;
            default:
                WriteItems(xml, artefact);
                break;
        }
    }

    private static void WriteItems(XmlWriter xml, SdmxArtefact artefact)
    {
        var element = artefact.Kind switch { "codelist" => "Code", "conceptscheme" => "Concept", "agencyscheme" => "Agency", _ => "DataProvider" };
        foreach (var item in artefact.Items())
        {
            xml.WriteStartElement(element, SdmxXml.Structure);
            xml.WriteAttributeString("id", item.Id);
            xml.WriteAttributeString("urn", artefact.UrnOfItem(item.Id));
            SdmxXml.Names(xml, item.Names);
            foreach (var contact in item.Contacts)
            {
                xml.WriteStartElement("Contact", SdmxXml.Structure);
                SdmxXml.Text(xml, "Department", SdmxXml.Structure, contact.Language, contact.Department);
                SdmxXml.Text(xml, "Role", SdmxXml.Structure, contact.Language, contact.Role);
                xml.WriteElementString("Email", SdmxXml.Structure, contact.Email);
                xml.WriteEndElement();
            }
            if (item.Parent is { } parent)
            {
                xml.WriteStartElement("Parent", SdmxXml.Structure);
                xml.WriteStartElement("Ref");
                xml.WriteAttributeString("id", parent);
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
    }

    private static void WriteComponents(XmlWriter xml)
    {
        xml.WriteStartElement("DataStructureComponents", SdmxXml.Structure);
        xml.WriteStartElement("DimensionList", SdmxXml.Structure);
        xml.WriteAttributeString("id", "DimensionDescriptor");
        var position = 1;
        foreach (var dimension in SdmxComponents.Dimensions.Append(SdmxComponents.Time))
        {
            WriteComponent(xml, dimension, dimension.Place == ComponentPlace.Time ? "TimeDimension" : "Dimension", "position", (position++).ToString(CultureInfo.InvariantCulture));
        }
        xml.WriteEndElement();
        xml.WriteStartElement("AttributeList", SdmxXml.Structure);
        xml.WriteAttributeString("id", "AttributeDescriptor");
        foreach (var attribute in SdmxComponents.Attributes) { WriteComponent(xml, attribute, "Attribute", "assignmentStatus", attribute.Id is "OBS_STATUS" or "CONF_STATUS" ? "Mandatory" : "Conditional"); }
        xml.WriteEndElement();
        xml.WriteStartElement("MeasureList", SdmxXml.Structure);
        xml.WriteAttributeString("id", "MeasureDescriptor");
        WriteComponent(xml, SdmxComponents.Measure, "PrimaryMeasure", null, null);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteComponent(XmlWriter xml, SdmxComponent component, string element, string? attribute, string? value)
    {
        xml.WriteStartElement(element, SdmxXml.Structure);
        xml.WriteAttributeString("id", component.Id);
        if (attribute is not null) { xml.WriteAttributeString(attribute, value); }
        xml.WriteStartElement("ConceptIdentity", SdmxXml.Structure);
        xml.WriteStartElement("Ref");
        xml.WriteAttributeString("id", component.Id);
        xml.WriteAttributeString("maintainableParentID", SdmxComponents.Concepts);
        xml.WriteAttributeString("maintainableParentVersion", SdmxComponents.Version);
        xml.WriteAttributeString("agencyID", SdmxComponents.Agency);
        xml.WriteAttributeString("package", "conceptscheme");
        xml.WriteAttributeString("class", "Concept");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("LocalRepresentation", SdmxXml.Structure);
        if (component.Codelist is { } codelist)
        {
            xml.WriteStartElement("Enumeration", SdmxXml.Structure);
            SdmxXml.Reference(xml, codelist, "codelist", "Codelist");
            xml.WriteEndElement();
        }
        else
        {
            xml.WriteStartElement("TextFormat", SdmxXml.Structure);
            xml.WriteAttributeString("textType", component.TextType);
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        if (component.Place > ComponentPlace.Measure) { WriteRelationship(xml, component.Place); }
        xml.WriteEndElement();
    }

    private static void WriteRelationship(XmlWriter xml, ComponentPlace place)
    {
        xml.WriteStartElement("AttributeRelationship", SdmxXml.Structure);
        if (place == ComponentPlace.DataSet) { xml.WriteElementString("None", SdmxXml.Structure, null); }
        else
        {
            IEnumerable<string> ids = place == ComponentPlace.Series ? SdmxComponents.Dimensions.Select(d => d.Id) : [SdmxComponents.Measure.Id];
            foreach (var id in ids)
            {
                xml.WriteStartElement(place == ComponentPlace.Series ? "Dimension" : "PrimaryMeasure", SdmxXml.Structure);
                xml.WriteStartElement("Ref");
                xml.WriteAttributeString("id", id);
                xml.WriteEndElement();
                xml.WriteEndElement();
            }
        }
        xml.WriteEndElement();
    }
}
