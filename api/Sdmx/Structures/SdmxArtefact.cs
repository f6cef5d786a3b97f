using Observatorio.Api.Data;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>A code, a concept, an agency or a provider within its list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="Parent">The code above it in the same list, or null.</param>
public sealed record SdmxItem(string Id, IReadOnlyDictionary<string, string> Names, string? Parent = null)
{
    /// <summary>Of a provider, whom to ask.</summary>
    public IReadOnlyList<SdmxContact> Contacts { get; init; } = [];
}

/// <summary>Whom to ask at a provider; no person's name.</summary>
/// <param name="Language">In which its texts are.</param>
/// <param name="Department">The unit of the office.</param>
/// <param name="Role">What they answer for.</param>
/// <param name="Email">Their address.</param>
public sealed record SdmxContact(string Language, string Department, string Role, string Email);

/// <summary>Something that is maintained: a list, a structure, a dataflow, a constraint.</summary>
/// <param name="Kind">What it is, as the addresses of SDMX call it, such as <c>codelist</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="Items">Makes what stands in a list.</param>
public sealed record SdmxArtefact(string Kind, string Id, IReadOnlyDictionary<string, string> Names, Func<IReadOnlyList<SdmxItem>> Items)
{
    /// <summary>Who maintains it: we, but for the list of agencies.</summary>
    public string Agency { get; init; } = SdmxComponents.Agency;

    /// <summary>Whether only some of its items are shown.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether only its name is shown.</summary>
    public bool IsStub { get; init; }

    /// <summary>Whether it is the answer to a question for what is available, and not maintained.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Of a constraint, the codes that have figures.</summary>
    public Func<AvailabilityAnswer>? Available { get; init; }

    /// <summary>Its name in the information model, with its package.</summary>
    public (string Package, string Class) Model => ModelOf(Kind);

    /// <summary>Its urn.</summary>
    public string Urn => UrnOf(Kind, Agency, Id);

    /// <summary>The urn of one of its items.</summary>
    public string UrnOfItem(string item)
    {
        var type = Kind switch { "codelist" => "codelist.Code", "conceptscheme" => "conceptscheme.Concept", "agencyscheme" => "base.Agency", _ => "base.DataProvider" };
        return $"urn:sdmx:org.sdmx.infomodel.{type}={Agency}:{Id}({SdmxComponents.Version}).{item}";
    }

    /// <summary>The urn of an artefact of ours.</summary>
    public static string UrnOf(string kind, string id) => UrnOf(kind, SdmxComponents.Agency, id);

    private static string UrnOf(string kind, string agency, string id)
    {
        var (package, type) = ModelOf(kind);
        return $"urn:sdmx:org.sdmx.infomodel.{package}.{type}={agency}:{id}({SdmxComponents.Version})";
    }

    private static (string Package, string Class) ModelOf(string kind) => kind switch
    {
        "codelist" => ("codelist", "Codelist"),
        "conceptscheme" => ("conceptscheme", "ConceptScheme"),
        "agencyscheme" => ("base", "AgencyScheme"),
        "dataproviderscheme" => ("base", "DataProviderScheme"),
        "datastructure" => ("datastructure", "DataStructure"),
        "dataflow" => ("datastructure", "Dataflow"),
        _ => ("registry", "ContentConstraint"),
    };
}
