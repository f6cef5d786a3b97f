using System.Xml;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx;

/// <summary>What all SDMX-ML 2.1 messages have in common.</summary>
public static class SdmxXml
{
    /// <summary>Namespace of messages.</summary>
    public const string Message = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message";

    /// <summary>Namespace of common elements.</summary>
    public const string Common = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common";

    /// <summary>Namespace of structures.</summary>
    public const string Structure = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/structure";

    /// <summary>Namespace of generic data.</summary>
    public const string Generic = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic";

    /// <summary>Namespace of what all structure-specific data share.</summary>
    public const string StructureSpecific = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific";

    /// <summary>When a message was made: messages are made of a release and of nothing else, so its time is theirs, and the same question has the same answer.</summary>
    public static string Prepared(OpenRelease release) => UtcText.Of(release.CreatedAt);

    /// <summary>Begins a message.</summary>
    public static void Start(XmlWriter xml, string root, params IReadOnlyList<(string Prefix, string Namespace)> namespaces)
    {
        xml.WriteStartDocument();
        xml.WriteStartElement("mes", root, Message);
        foreach (var (prefix, name) in namespaces) { xml.WriteAttributeString("xmlns", prefix, null, name); }
        xml.WriteAttributeString("xmlns", "com", null, Common);
    }

    /// <summary>The beginning of the header; the caller closes it.</summary>
    public static void StartHeader(XmlWriter xml, OpenRelease release, string what)
    {
        xml.WriteStartElement("Header", Message);
        xml.WriteElementString("ID", Message, $"{SdmxComponents.Agency}-{release.Id.Replace('.', '-')}-{what}");
        xml.WriteElementString("Test", Message, "false");
        xml.WriteElementString("Prepared", Message, Prepared(release));
        xml.WriteStartElement("Sender", Message);
        xml.WriteAttributeString("id", SdmxComponents.Agency);
        Names(xml, SdmxNames.Of(SdmxComponents.Agency));
        xml.WriteEndElement();
    }

    /// <summary>Names, one element a language.</summary>
    public static void Names(XmlWriter xml, IReadOnlyDictionary<string, string> names)
    {
        foreach (var (language, name) in names) { Text(xml, "Name", Common, language, name); }
    }

    /// <summary>A text in one language.</summary>
    public static void Text(XmlWriter xml, string element, string space, string language, string text)
    {
        xml.WriteStartElement(element, space);
        xml.WriteAttributeString("xml", "lang", null, language);
        xml.WriteString(Clean(text));
        xml.WriteEndElement();
    }

    /// <summary>A reference to something that is maintained.</summary>
    public static void Reference(XmlWriter xml, string id, string package, string type)
    {
        xml.WriteStartElement("Ref");
        xml.WriteAttributeString("id", id);
        xml.WriteAttributeString("version", SdmxComponents.Version);
        xml.WriteAttributeString("agencyID", SdmxComponents.Agency);
        xml.WriteAttributeString("package", package);
        xml.WriteAttributeString("class", type);
        xml.WriteEndElement();
    }

    /// <summary>A text without the signs that XML cannot carry, as a request may have them.</summary>
    public static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD'));
}
