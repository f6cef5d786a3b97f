using System.Xml;

namespace Observatorio.Ingest.Reports;

/// <summary>Texts of people as XML can hold them: it has no place for control characters.</summary>
public static class XmlText
{
    /// <summary>The text without what XML cannot hold.</summary>
    public static string Allowed(string text)
        => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Where(r => r.Value > char.MaxValue || XmlConvert.IsXmlChar((char)r.Value)));
}
