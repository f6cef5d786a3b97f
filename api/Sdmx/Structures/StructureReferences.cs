namespace Observatorio.Api.Sdmx.Structures;

/// <summary>Which artefacts refer to which.</summary>
public static class StructureReferences
{
    /// <summary>What stands around artefacts, as the parameter <c>references</c> says; a kind of artefact means those of it that refer to them or that they refer to.</summary>
    public static IReadOnlySet<SdmxArtefact> Around(IReadOnlyList<SdmxArtefact> all, IReadOnlyList<SdmxArtefact> found, string references) => references switch
    {
        "none" => new HashSet<SdmxArtefact>(),
        "children" => Below(all, found),
        "descendants" => Repeated(found, f => Below(all, f)),
        "parents" => Above(all, found),
        "ancestors" => Repeated(found, f => Above(all, f)),
        "parentsandsiblings" => With(Above(all, found), above => Below(all, above)),
        "all" => With(With(Above(all, found), above => Below(all, above)), _ => Repeated(found, f => Below(all, f))),
        _ => With(Repeated(found, f => Above(all, f)), _ => Repeated(found, f => Below(all, f))).Where(a => a.Kind == references).ToHashSet(),
    };

    /// <summary>A code list with those codes alone that a figure has.</summary>
    public static SdmxArtefact OnlyUsed(IReadOnlyList<SdmxArtefact> all, SdmxArtefact codelist)
    {
        var components = SdmxComponents.Dimensions.Where(d => d.Codelist == codelist.Id).Select(d => d.Id).ToList();
        if (components.Count == 0) { return codelist; }
        return codelist with
        {
            IsPartial = true,
            Items = () =>
            {
                var used = all.SelectMany(a => a.Available?.Invoke().Components ?? []).Where(c => components.Contains(c.Id)).SelectMany(c => c.Codes).Select(c => c.Code).ToHashSet();
                return [.. codelist.Items().Where(i => used.Contains(i.Id)).Select(i => i.Parent is { } parent && used.Contains(parent) ? i : i with { Parent = null })];
            },
        };
    }

    private static HashSet<SdmxArtefact> Below(IReadOnlyList<SdmxArtefact> all, IEnumerable<SdmxArtefact> found) => [.. found.SelectMany(f => all.Where(a => Refers(f, a)))];

    private static HashSet<SdmxArtefact> Above(IReadOnlyList<SdmxArtefact> all, IEnumerable<SdmxArtefact> found) => [.. found.SelectMany(f => all.Where(a => Refers(a, f)))];

    private static HashSet<SdmxArtefact> With(HashSet<SdmxArtefact> some, Func<HashSet<SdmxArtefact>, HashSet<SdmxArtefact>> more) => [.. some, .. more(some)];

    private static HashSet<SdmxArtefact> Repeated(IReadOnlyList<SdmxArtefact> found, Func<IEnumerable<SdmxArtefact>, HashSet<SdmxArtefact>> step)
    {
        var reached = step(found);
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(step(reached));
        }
        return reached;
    }

    private static bool Refers(SdmxArtefact from, SdmxArtefact to) => from.Kind switch
    {
        "dataflow" => to.Kind == "datastructure",
        "datastructure" => to.Kind is "codelist" or "conceptscheme",
        "contentconstraint" => to.Kind == "dataflow" && to.Id == StructureCatalogue.DataflowOf(from.Id),
        _ => false,
    };
}
