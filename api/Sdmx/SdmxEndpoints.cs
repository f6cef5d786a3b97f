using Observatorio.Api.Releases;
using Observatorio.Api.Sdmx.Data;
using Observatorio.Api.Sdmx.Structures;

namespace Observatorio.Api.Sdmx;

/// <summary><c>/sdmx/2.1</c> (SDMX REST 1.5) and <c>/sdmx/3.0</c> (SDMX REST 2). Their contract is the standard's, so the OpenAPI document of the API leaves them out; docs/sdmx.md says what is offered.</summary>
public static class SdmxEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapSdmx(this RouteGroupBuilder group)
    {
        var old = group.MapGroup("/2.1").WithMetadata(new ReadsRelease((http, refusal) => SdmxAnswer.Refuse(http, refusal, jsonFirst: false))).ExcludeFromDescription();
        var now = group.MapGroup("/3.0").WithMetadata(new ReadsRelease((http, refusal) => SdmxAnswer.Refuse(http, refusal, jsonFirst: true))).ExcludeFromDescription();
        old.MapStructures21();
        old.MapData21();
        now.MapStructures30();
        now.MapData30();
        old.MapOthers(jsonFirst: false, ["data/FLOW", "availableconstraint/FLOW", "schema/CONTEXT/AGENCY/ID", .. StructureQuery.AllKinds]);
        now.MapOthers(jsonFirst: true, ["data/CONTEXT/AGENCY/ID", "availability/CONTEXT/AGENCY/ID", "schema/CONTEXT/AGENCY/ID", "structure/KIND"]);
    }

    // What the standard has and the observatory has not is said in the standard's form too.
    private static void MapOthers(this RouteGroupBuilder group, bool jsonFirst, IReadOnlyList<string> offered)
        => group.MapGet("/{**resource}", (HttpContext http, ReleaseStore store, string? resource) => SdmxAnswer.Run(
            http, store, jsonFirst, _ => throw new SdmxException(new SdmxProblem(501, "not-offered", ("value", resource), ("choices", string.Join(", ", offered))))));
}
