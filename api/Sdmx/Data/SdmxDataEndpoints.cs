using Observatorio.Api.Data;
using Observatorio.Api.Releases;
using Observatorio.Api.Sdmx.Structures;
using Observatorio.Warehouse;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Requests for data, for which codes have data, and for the schema of data.</summary>
public static class SdmxDataEndpoints
{
    private static readonly string[] Modes = ["exact", "available"];
    private static readonly string[] Kept = ["none", "all", "dataflow", "datastructure", "codelist", "conceptscheme"];
    private static readonly string[] OfSchema = ["dimensionAtObservation", "explicitMeasure", "format", "lang"];
    private static readonly string[] OfAvailability = ["mode", "references", "startPeriod", "endPeriod", "updatedAfter", "c[]", "format", "lang", "quality"];

    /// <summary>Adds the routes of REST 1.5.</summary>
    public static void MapData21(this RouteGroupBuilder group)
    {
        group.MapGet("/data/{flow}/{key?}/{provider?}", (HttpContext http, ReleaseStore store, string flow, string? key, string? provider) => Data(http, store, r => (FlowOf(flow), provider), key, isNew: false));
        group.MapGet("/availableconstraint/{flow}/{key?}/{provider?}/{component?}", (HttpContext http, ReleaseStore store, string flow, string? key, string? provider, string? component)
            => Available(http, store, () => FlowOf(flow), key, provider, component, isNew: false));
        group.MapGet("/schema/{context}/{agency}/{id}/{version?}", Schema);
    }

    /// <summary>Adds the routes of REST 2.</summary>
    public static void MapData30(this RouteGroupBuilder group)
    {
        group.MapGet("/data/{context}/{agency}/{id}/{version?}/{key?}", (HttpContext http, ReleaseStore store, string context, string agency, string id, string? version, string? key)
            => Data(http, store, _ => (FlowOf(context, agency, id, version), null), key, isNew: true));
        group.MapGet("/availability/{context}/{agency}/{id}/{version?}/{key?}/{component?}", (HttpContext http, ReleaseStore store, string context, string agency, string id, string? version, string? key, string? component)
            => Available(http, store, () => FlowOf(context, agency, id, version), key, null, component, isNew: true));
        group.MapGet("/schema/{context}/{agency}/{id}/{version?}", Schema);
    }

    private static Task Data(HttpContext http, ReleaseStore store, Func<OpenRelease, (string Flow, string? Provider)> flow, string? key, bool isNew) => SdmxAnswer.Run(http, store, isNew, async release =>
    {
        var (dataflow, provider) = flow(release);
        var request = SdmxDataRequest.Read(http, release, dataflow, key, provider, isNew);
        var connection = release.Rent();
        try
        {
            var message = new DataMessage(http, release, request, SdmxFigures.Open(http, release, request, connection));
            http.Response.ContentType = SdmxAccept.TypeOf(request.Format);
            http.Response.Headers["Observatorio-Release"] = release.Id;
            http.Response.Headers.ContentDisposition = $"inline; filename=\"observatorio-{dataflow}-{release.Id}.{request.Format switch { SdmxFormat.Json => "json", SdmxFormat.Csv1 or SdmxFormat.Csv2 => "csv", _ => "xml" }}\"";
            await message.Write();
        }
        finally { release.Return(connection); }
    });

    private static Task Available(HttpContext http, ReleaseStore store, Func<string> flow, string? key, string? provider, string? component, bool isNew)
        => StructureEndpoints.Answer(http, store, isNew, release =>
        {
            var dataflow = flow();
            SdmxParameters.RefuseOthers(http, OfAvailability);
            var (selection, _) = SdmxDataRequest.Select(http, release, dataflow, key, provider, isNew);
            var exact = SdmxParameters.Choice(http, "mode", Modes) == "exact";
            var references = SdmxParameters.Choice(http, "references", Kept);
            var answer = Availability.Of(release, SdmxDataQueries.Of(selection), exact);
            if (answer.Figures == 0) { throw new SdmxException(new SdmxProblem(100, "no-results")); }
            if (component is not (null or "all" or "*")) { answer = answer with { Components = Only(answer.Components, component.Split('+', ',')) }; }
            var constraint = new SdmxArtefact("contentconstraint", StructureCatalogue.ConstraintOf(dataflow), SdmxNames.Of("CONSTRAINT"), () => []) { Available = () => answer, IsAnswer = true };
            var all = StructureCatalogue.Of(release).Where(a => a.Kind != "contentconstraint").Append(constraint).ToList();
            return [.. StructureReferences.Around(all, [constraint], references == "all" ? "descendants" : references), constraint];
        });

    private static Task Schema(HttpContext http, ReleaseStore store, string context, string agency, string id, string? version) => SdmxAnswer.Run(http, store, jsonFirst: false, async release =>
    {
        SdmxParameters.RefuseOthers(http, OfSchema);
        if (context != "datastructure" || id != SdmxComponents.Structure || agency != SdmxComponents.Agency) { FlowOf(context, agency, id, version); }
        var layout = new SdmxLayout(SdmxParameters.Choice(http, "dimensionAtObservation", SdmxDataRequest.AtObservations));
        http.Response.ContentType = "application/vnd.sdmx.schema+xml; version=2.1; charset=utf-8";
        using var buffer = new MemoryStream();
        SchemaXml.Write(buffer, release, layout);
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    });

    private static List<AvailableComponent> Only(IReadOnlyList<AvailableComponent> all, string[] wanted)
    {
        if (wanted.FirstOrDefault(w => all.All(c => c.Id != w)) is { } unknown)
        {
            throw new SdmxException(new SdmxProblem(150, "unknown-component", ("value", unknown), ("nearest", string.Join(", ", Spelling.Nearest(unknown, all.Select(c => c.Id), 3))), ("dimensions", string.Join(", ", all.Select(c => c.Id)))));
        }
        return [.. all.Where(c => wanted.Contains(c.Id))];
    }

    // OBS,counts,1.0 or its last parts.
    private static string FlowOf(string text)
    {
        var parts = text.Split(',');
        return parts.Length switch { 1 => FlowOf("dataflow", "all", parts[0], null), 2 => FlowOf("dataflow", parts[0], parts[1], null), _ => FlowOf("dataflow", parts[0], parts[1], parts[2]) };
    }

    private static string FlowOf(string context, string agency, string id, string? version)
    {
        if (context != "dataflow") { throw new SdmxException(new SdmxProblem(501, "not-offered", ("value", context), ("choices", "dataflow"))); }
        if (agency is SdmxComponents.Agency or "all" or "*" && version is null or "latest" or "all" or "*" or "~" or "+" or SdmxComponents.Version or "1.0.0" && Dataflows.Ids.Contains(id)) { return id; }
        throw new SdmxException(new SdmxProblem(100, "no-structure", ("id", $"{agency}:{id}({version ?? "latest"})"), ("what", "dataflow"), ("nearest", string.Join(", ", Spelling.Nearest(id, Dataflows.Ids, 3) is { Count: > 0 } near ? near : Dataflows.Ids))));
    }
}
