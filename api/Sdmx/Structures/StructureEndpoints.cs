using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>Requests for structures.</summary>
public static class StructureEndpoints
{
    /// <summary>Adds the routes of REST 1.5: <c>/codelist/OBS/CL_AREA/1.0/PE</c>, each part but the first may be left out.</summary>
    public static void MapStructures21(this RouteGroupBuilder group)
    {
        foreach (var kind in (string[])[.. StructureQuery.AllKinds, "structure", "organisationscheme", "actualconstraint"])
        {
            group.MapGet("/" + kind + "/{agency?}/{id?}/{version?}/{item?}", (HttpContext http, ReleaseStore store, string? agency, string? id, string? version, string? item)
                => Answer(http, store, jsonFirst: false, release => StructureQuery.Read(kind, agency, id, version, item, http).Find(release))).WithMetadata(new ReadsContacts());
        }
    }

    /// <summary>Adds the routes of REST 2: the same behind <c>/structure</c>.</summary>
    public static void MapStructures30(this RouteGroupBuilder group)
        => group.MapGet("/structure/{kind}/{agency?}/{id?}/{version?}/{item?}", (HttpContext http, ReleaseStore store, string kind, string? agency, string? id, string? version, string? item)
            => Answer(http, store, jsonFirst: true, release => StructureQuery.Read(kind, agency, id, version, item, http).Find(release))).WithMetadata(new ReadsContacts());

    /// <summary>Answers with structures, or with what is wrong.</summary>
    public static Task Answer(HttpContext http, ReleaseStore store, bool jsonFirst, Func<OpenRelease, IReadOnlyList<SdmxArtefact>> find) => SdmxAnswer.Run(http, store, jsonFirst, async release =>
    {
        var json = SdmxAccept.OfStructure(http, jsonFirst);
        var artefacts = find(release);
        http.Response.ContentType = json ? SdmxAccept.StructureJson : SdmxAccept.StructureXml;
        using var buffer = new MemoryStream();
        if (json) { StructureJsonMessage.Write(buffer, release, artefacts); }
        else { StructureXml.Write(buffer, release, artefacts); }
        await http.Response.Body.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), http.RequestAborted);
    });
}
