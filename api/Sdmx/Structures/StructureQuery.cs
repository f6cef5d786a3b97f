using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>What a request for structures asks for.</summary>
/// <param name="Kinds">Kinds of artefacts.</param>
/// <param name="Agencies">Their agencies; empty for all.</param>
/// <param name="Ids">Their ids; empty for all.</param>
/// <param name="Items">Items of their lists; empty for all.</param>
/// <param name="Detail">How much is said of each.</param>
/// <param name="References">What else comes with them.</param>
public sealed record StructureQuery(IReadOnlyList<string> Kinds, IReadOnlyList<string> Agencies, IReadOnlyList<string> Ids, IReadOnlyList<string> Items, string Detail, string References)
{
    /// <summary>The kinds of artefacts that there are.</summary>
    public static readonly IReadOnlyList<string> AllKinds = ["agencyscheme", "dataproviderscheme", "dataflow", "codelist", "conceptscheme", "datastructure", "contentconstraint"];

    private static readonly string[] Details = ["full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs", "referencepartial", "raw"];

    private static readonly string[] Around = ["none", "parents", "parentsandsiblings", "ancestors", "children", "descendants", "all"];

    private static readonly string[] Parameters = ["detail", "references", "format", "lang"];

    private static readonly string[] Everything = ["all", "*", "latest", "~"];

    private static readonly string[] Versions = ["all", "*", "latest", "~", "+", "1.0", "1.0.0", "1.0+", "1+"];

    /// <summary>Reads a request.</summary>
    /// <param name="kind">The kind that the address names, or a name for all kinds.</param>
    /// <param name="agency">The agency; <c>all</c> or <c>*</c> for any, also several.</param>
    /// <param name="id">The id, in the same way.</param>
    /// <param name="version">The version; there is one.</param>
    /// <param name="item">Items of a list; null for all.</param>
    /// <param name="http">The request, for its parameters.</param>
    /// <exception cref="SdmxException">It cannot be read.</exception>
    public static StructureQuery Read(string kind, string? agency, string? id, string? version, string? item, HttpContext http)
    {
        IReadOnlyList<string> kinds = kind switch
        {
            "structure" or "*" => AllKinds,
            "organisationscheme" => ["agencyscheme", "dataproviderscheme"],
            "dataconstraint" or "actualconstraint" => ["contentconstraint"],
            _ => AllKinds.Contains(kind) ? [kind] : throw new SdmxException(new SdmxProblem(501, "not-offered", ("value", kind), ("choices", string.Join(", ", AllKinds)))),
        };
        SdmxParameters.RefuseOthers(http, Parameters);
        if (version is not null && !Split(version).All(Versions.Contains)) { throw new SdmxException(new SdmxProblem(100, "no-structure", ("id", $"{agency}/{id}/{version}"), ("what", kind), ("nearest", SdmxComponents.Version))); }
        return new StructureQuery(kinds, Wanted(agency), Wanted(id), Wanted(item), SdmxParameters.Choice(http, "detail", Details), SdmxParameters.Choice(http, "references", [.. Around, .. AllKinds]));
    }

    /// <summary>The artefacts that it means, with those around them.</summary>
    /// <exception cref="SdmxException">There is none.</exception>
    public IReadOnlyList<SdmxArtefact> Find(OpenRelease release)
    {
        var all = StructureCatalogue.Of(release);
        var found = all.Where(a => Kinds.Contains(a.Kind) && (Agencies.Count == 0 || Agencies.Contains(a.Agency)) && (Ids.Count == 0 || Ids.Contains(a.Id))).ToList();
        if (found.Count == 0) { throw Nothing(all, Ids.Count == 0 ? string.Join(", ", Agencies) : string.Join(", ", Ids)); }
        var around = StructureReferences.Around(all, found, References);
        var shown = all.Where(a => found.Contains(a) || around.Contains(a)).Select(a => Show(all, a, found.Contains(a))).ToList();
        return Items.Count > 0 && shown.All(a => a.Items().Count == 0) ? throw Nothing(all, string.Join(", ", Items)) : shown;
    }

    private SdmxArtefact Show(IReadOnlyList<SdmxArtefact> all, SdmxArtefact artefact, bool asked)
    {
        if (Detail is "allstubs" or "allcompletestubs" || (Detail is "referencestubs" or "referencecompletestubs" && !asked)) { return artefact with { IsStub = true, Items = () => [] }; }
        if (asked && Items.Count > 0) { return artefact with { IsPartial = true, Items = () => [.. artefact.Items().Where(i => Items.Contains(i.Id)).Select(i => i with { Parent = null })] }; }
        if (Detail == "referencepartial" && !asked && artefact.Kind == "codelist") { return StructureReferences.OnlyUsed(all, artefact); }
        return artefact;
    }

    private SdmxException Nothing(IReadOnlyList<SdmxArtefact> all, string id)
        => new(new SdmxProblem(100, "no-structure", ("id", id), ("what", string.Join(", ", Kinds)), ("nearest", string.Join(", ", Spelling.Nearest(id, all.Where(a => Kinds.Contains(a.Kind)).Select(a => a.Id), 3)))));

    private static string[] Wanted(string? text) => text is null || Split(text).Any(Everything.Contains) ? [] : Split(text);

    private static string[] Split(string text) => text.Split('+', ',') is var parts && text.EndsWith('+') ? [text] : parts;
}
