using System.Text.Json;
using System.Xml;
using Observatorio.Warehouse;

namespace Observatorio.Api.Sdmx;

/// <summary>What is wrong with a request, as the SDMX guidelines number it.</summary>
/// <param name="Code">100 no results, 130 too large, 140 syntax, 150 semantics, 406 no such format, 410 withdrawn, 501 not implemented, 503 no service.</param>
/// <param name="Key">Which text says what is wrong.</param>
/// <param name="Args">What the places of the text stand for.</param>
public sealed record SdmxProblem(int Code, string Key, params IReadOnlyList<(string Name, string? Text)> Args)
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Texts = TextCatalogue.Read(typeof(SdmxProblem).Assembly, "Observatorio.Api.Sdmx.messages.csv");

    /// <summary>The status of the answer. A wrong meaning is 400 like a wrong form: 403 would tell people that they lack a right.</summary>
    public int Status => Code switch { 100 => 404, 130 => 413, 140 or 150 => 400, _ => Code };

    /// <summary>The text by language.</summary>
    public IReadOnlyDictionary<string, string> Text => Texts[Key].ToDictionary(t => t.Key, t => MessageTemplate.Fill(t.Value, Problems.Shortened(Args)));

    /// <summary>A code that a list does not have, with those near it.</summary>
    public static SdmxProblem UnknownCode(string value, string list, IEnumerable<string> known)
        => new(100, "unknown-code", ("value", value), ("list", list), ("nearest", string.Join(", ", Spelling.Nearest(value, known, 3))));

    /// <summary>Answers with the error message of SDMX-ML, or of SDMX-JSON where the reader takes JSON.</summary>
    public async Task Write(HttpContext http, bool json)
    {
        http.Response.StatusCode = Status;
        using var buffer = new MemoryStream();
        if (json)
        {
            http.Response.ContentType = "application/vnd.sdmx.data+json; version=2.1.0; charset=utf-8";
            WriteJson(buffer);
        }
        else
        {
            http.Response.ContentType = "application/xml; charset=utf-8";
            WriteXml(buffer);
        }
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    }

    // The number that clients know: a format is a question of form, and what was withdrawn is not found.
    private int Number => Code switch { 406 => 140, 410 => 100, _ => Code };

    private void WriteXml(Stream buffer)
    {
        using var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), Indent = true });
        xml.WriteStartElement("mes", "Error", SdmxXml.Message);
        xml.WriteAttributeString("xmlns", "com", null, SdmxXml.Common);
        xml.WriteStartElement("ErrorMessage", SdmxXml.Message);
        xml.WriteAttributeString("code", Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var (language, text) in Text)
        {
            xml.WriteStartElement("Text", SdmxXml.Common);
            xml.WriteAttributeString("xml", "lang", null, language);
            xml.WriteString(SdmxXml.Clean(text));
            xml.WriteEndElement();
        }
    }

    private void WriteJson(Stream buffer)
    {
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        SdmxJson.WriteMeta(json, "error", DateTime.UtcNow, "data");
        json.WriteStartArray("errors");
        json.WriteStartObject();
        json.WriteNumber("code", Number);
        SdmxJson.WriteTexts(json, "details", Text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

/// <summary>Thrown where a request is read: it ends the reading, and what it says is the answer.</summary>
public sealed class SdmxException : Exception
{
    /// <summary>With what is wrong.</summary>
    public SdmxException(SdmxProblem problem)
        : base(problem.Key) => Problem = problem;

    /// <summary>What is wrong.</summary>
    public SdmxProblem Problem { get; }
}
