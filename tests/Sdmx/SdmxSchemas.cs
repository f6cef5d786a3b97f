using System.Xml;
using System.Xml.Schema;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Sdmx;

/// <summary>The official schemas, which lie in the shared folder; tests that need them are passed over where it is absent.</summary>
public static class SdmxSchemas
{
    private static readonly Lazy<string> Folder = new(() => Path.GetDirectoryName(Repository.SharedFile("reference", "sdmx-schemas", "ml-2.1", "SDMXMessage.xsd"))!);

    /// <summary>What is wrong with a message of SDMX-ML 2.1.</summary>
    /// <param name="xml">The message.</param>
    /// <param name="own">A schema of the data structure, for structure-specific messages; its address of the common schema is replaced by the file.</param>
    public static IReadOnlyList<string> Faults(string xml, string? own = null)
    {
        var faults = new List<string>();
        var set = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };
        set.ValidationEventHandler += (_, e) => faults.Add("schema: " + e.Message);
        set.Add(null, Path.Combine(Folder.Value, "SDMXMessage.xsd"));
        if (own is not null)
        {
            using var text = new StringReader(own.Replace("schemaLocation=\"", "schemaLocation=\"" + new Uri(Folder.Value + "/").AbsoluteUri, StringComparison.Ordinal));
            using var schema = XmlReader.Create(text, null, new Uri(Folder.Value + "/own.xsd").AbsoluteUri);
            set.Add(null, schema);
        }
        set.Compile();
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = set };
        settings.ValidationFlags |= XmlSchemaValidationFlags.ReportValidationWarnings;
        settings.ValidationEventHandler += (_, e) => faults.Add($"line {e.Exception.LineNumber}: {e.Message}");
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        while (reader.Read()) { }
        return [.. faults.Distinct().Take(10)];
    }
}
