using System.Text.Json;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>Writes structures as SDMX-JSON 2.1.</summary>
public static class StructureJsonMessage
{
    private static readonly (string Kind, string Property)[] Groups =
    [
        ("datastructure", "dataStructures"), ("conceptscheme", "conceptSchemes"), ("codelist", "codelists"), ("agencyscheme", "agencySchemes"), ("dataproviderscheme", "dataProviderSchemes"), ("dataflow", "dataflows"),
        ("contentconstraint", "dataConstraints"),
    ];

    /// <summary>Writes a message.</summary>
    public static void Write(Stream output, OpenRelease release, IReadOnlyList<SdmxArtefact> artefacts)
    {
        using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        SdmxJson.WriteMeta(json, release.Id + "-structure", release.CreatedAt, "structure");
        json.WriteStartObject("data");
        foreach (var (kind, property) in Groups)
        {
            var ofKind = artefacts.Where(a => a.Kind == kind && !a.IsAnswer).ToList();
            if (ofKind.Count == 0) { continue; }
            json.WriteStartArray(property);
            foreach (var artefact in ofKind) { WriteArtefact(json, artefact); }
            json.WriteEndArray();
        }
        if (artefacts.Where(a => a.IsAnswer).ToList() is { Count: > 0 } answers)
        {
            json.WriteStartArray("availabilityConstraints");
            foreach (var answer in answers) { WriteAnswer(json, answer.Available!()); }
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, AvailabilityAnswer answer)
    {
        json.WriteStartObject();
        json.WriteStartObject("constraintAttachment");
        json.WriteString("dataflow", SdmxArtefact.UrnOf("dataflow", answer.Dataflow));
        json.WriteEndObject();
        json.WritePropertyName("cubeRegion");
        WriteRegion(json, answer);
        json.WriteNumber("obsCount", answer.Figures);
        json.WriteEndObject();
    }

    private static void WriteArtefact(Utf8JsonWriter json, SdmxArtefact artefact)
    {
        json.WriteStartObject();
        json.WriteString("id", artefact.Id);
        // Lists of organisations have no version of their own in SDMX 3.
        if (artefact.Kind is not ("agencyscheme" or "dataproviderscheme")) { json.WriteString("version", SdmxComponents.Version); }
        json.WriteString("agencyID", artefact.Agency);
        SdmxJson.WriteNames(json, artefact.Names, "es");
        SdmxJson.WriteLink(json, "self", artefact.Kind == "contentconstraint" ? artefact.Urn.Replace("ContentConstraint", "DataConstraint", StringComparison.Ordinal) : artefact.Urn);
        if (artefact.IsStub) { json.WriteBoolean("isExternalReference", true); }
        else { WriteContent(json, artefact); }
        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, SdmxArtefact artefact)
    {
        if (artefact.IsPartial) { json.WriteBoolean("isPartial", true); }
        if (artefact.Available is { } available)
        {
            var answer = available();
            json.WriteStartObject("constraintAttachment");
            json.WriteStartArray("dataflows");
            json.WriteStringValue(SdmxArtefact.UrnOf("dataflow", answer.Dataflow));
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteStartArray("cubeRegions");
            WriteRegion(json, answer);
            json.WriteEndArray();
        }
        else if (artefact.Kind == "dataflow") { json.WriteString("structure", SdmxArtefact.UrnOf("datastructure", SdmxComponents.Structure)); }
        else if (artefact.Kind == "datastructure") { ComponentsJson.Write(json); }
        else { WriteItems(json, artefact); }
    }

    private static void WriteRegion(Utf8JsonWriter json, AvailabilityAnswer available)
    {
        json.WriteStartObject();
        json.WriteBoolean("include", true);
        json.WriteStartArray("keyValues");
        foreach (var component in available.Components.Where(c => c.Codes.Count > 0))
        {
            json.WriteStartObject();
            json.WriteString("id", component.Id);
            if (component.Id == SdmxComponents.Time.Id)
            {
                var (first, last) = ConstraintXml.TimeRange(component);
                json.WriteStartObject("timeRange");
                foreach (var (name, day) in (IEnumerable<(string, DateOnly)>)[("startPeriod", first), ("endPeriod", last)])
                {
                    json.WriteStartObject(name);
                    json.WriteString("period", day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                    json.WriteBoolean("isInclusive", true);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            }
            else
            {
                json.WriteStartArray("values");
                foreach (var code in component.Codes) { json.WriteStringValue(code.Code); }
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteItems(Utf8JsonWriter json, SdmxArtefact artefact)
    {
        json.WriteStartArray(artefact.Kind switch { "codelist" => "codes", "conceptscheme" => "concepts", "agencyscheme" => "agencies", _ => "dataProviders" });
        foreach (var item in artefact.Items())
        {
            json.WriteStartObject();
            json.WriteString("id", item.Id);
            SdmxJson.WriteNames(json, item.Names, "es");
            if (item.Parent is { } parent) { json.WriteString("parent", parent); }
            if (item.Contacts.Count > 0) { WriteContacts(json, item.Contacts); }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteContacts(Utf8JsonWriter json, IReadOnlyList<SdmxContact> contacts)
    {
        json.WriteStartArray("contacts");
        foreach (var contact in contacts)
        {
            json.WriteStartObject();
            json.WriteString("department", contact.Department);
            SdmxJson.WriteTexts(json, "departments", new Dictionary<string, string> { [contact.Language] = contact.Department });
            json.WriteString("role", contact.Role);
            SdmxJson.WriteTexts(json, "roles", new Dictionary<string, string> { [contact.Language] = contact.Role });
            json.WriteStartArray("emails");
            json.WriteStringValue(contact.Email);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
