using Observatorio.Api.Data;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>All that is maintained, made of the codes of a release.</summary>
public static class StructureCatalogue
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> CrossDomain = TextCatalogue.Read(typeof(StructureCatalogue).Assembly, "Observatorio.Api.Sdmx.cross-domain.csv");

    /// <summary>Everything, in the order in which messages have it.</summary>
    public static IReadOnlyList<SdmxArtefact> Of(OpenRelease release) =>
    [
        new("agencyscheme", "AGENCIES", SdmxNames.Of("AGENCIES"), () => [new SdmxItem(SdmxComponents.Agency, SdmxNames.Of(SdmxComponents.Agency))]) { Agency = "SDMX" },
        new("dataproviderscheme", "DATA_PROVIDERS", SdmxNames.Of("DATA_PROVIDERS"), () => Providers(release)),
        .. Dataflows.Ids.Select(id => new SdmxArtefact("dataflow", id, Dataflows.Names[id], () => [])),
        .. SdmxComponents.All.Select(c => c.Codelist).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(id => new SdmxArtefact("codelist", id, SdmxNames.Of(id["CL_".Length..]), () => CodesOf(release, id))),
        new("conceptscheme", SdmxComponents.Concepts, SdmxNames.Of(SdmxComponents.Concepts), () => [.. SdmxComponents.All.Select(c => new SdmxItem(c.Id, c.Names))]),
        new("datastructure", SdmxComponents.Structure, SdmxNames.Of(SdmxComponents.Structure), () => []),
        .. Dataflows.Ids.Select(id => new SdmxArtefact("contentconstraint", ConstraintOf(id), SdmxNames.Of("CONSTRAINT"), () => []) { Available = Once(() => Everything(release, id)) }),
    ];

    /// <summary>The id of the constraint that says which codes of a dataflow have figures.</summary>
    public static string ConstraintOf(string dataflow) => "CR_" + dataflow;

    /// <summary>The dataflow of a constraint.</summary>
    public static string DataflowOf(string constraint) => constraint["CR_".Length..];

    /// <summary>The codes of a list.</summary>
    public static IReadOnlyList<SdmxItem> CodesOf(OpenRelease release, string codelist)
    {
        var component = codelist["CL_".Length..];
        if (component is "UNIT_MULT" or "DECIMALS")
        {
            return [.. CrossDomain.Where(c => c.Key.StartsWith(component + "|", StringComparison.Ordinal)).Select(c => new SdmxItem(c.Key[(component.Length + 1)..], c.Value))];
        }
        var items = release.ListOf(component == "AREA" ? "REF_AREA" : component).Items;
        var known = items.Select(i => i.Code).ToHashSet();
        // A class means nothing without its scheme, and its parent neither; other lists may name a parent that is in no list.
        return [.. items.Select(i => new SdmxItem(i.Code, i.Names.Count > 0 ? i.Names : new Dictionary<string, string> { ["es"] = i.Code }, component is "AREA" or "ACTIVITY" && i.Parent is not null && known.Contains(i.Parent) ? i.Parent : null))];
    }

    // Contacts are those of now: a release is frozen, and whom to ask is not.
    private static List<SdmxItem> Providers(OpenRelease release)
    {
        var contacts = new Warehouse.Contacts(release.Workspace).All().ToDictionary(c => c.Provider);
        return [.. release.Datasets.Values.Select(d => d.Spec.Provider).GroupBy(p => p.Id).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new SdmxItem(g.Key, new Dictionary<string, string> { ["es"] = g.First().Name })
            {
                Contacts = contacts.TryGetValue(g.Key, out var entered) ? [.. entered.Entries.Select(e => new SdmxContact(entered.RefArea == "BR" ? "pt" : "es", e.Unit, e.Role, e.Email))] : [],
            })];
    }

    private static Func<AvailabilityAnswer> Once(Func<AvailabilityAnswer> ask)
    {
        var asked = new Lazy<AvailabilityAnswer>(ask);
        return () => asked.Value;
    }

    private static AvailabilityAnswer Everything(OpenRelease release, string dataflow)
        => Availability.Of(release, SdmxDataQueries.Of(new Selection(dataflow, new Dictionary<string, IReadOnlyList<int>>(), OwnSchemeOnly: false, Quality.All)), exact: true);
}
