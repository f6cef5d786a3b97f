using Observatorio.Api.Data;
using Observatorio.Warehouse;

namespace Observatorio.Api.Sdmx;

/// <summary>Where a component of the data structure stands in a message.</summary>
public enum ComponentPlace
{
    /// <summary>A dimension of the key.</summary>
    Dimension,

    /// <summary>The time dimension.</summary>
    Time,

    /// <summary>The measure.</summary>
    Measure,

    /// <summary>An attribute of each observation.</summary>
    Observation,

    /// <summary>An attribute of each series.</summary>
    Series,

    /// <summary>An attribute of the data set.</summary>
    DataSet,
}

/// <summary>A component of the data structure definition.</summary>
/// <param name="Id">Its id, which is that of its concept.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Codelist">The code list of its values; null where they are no codes.</param>
/// <param name="TextType">The type of values that are no codes, as SDMX names it.</param>
public sealed record SdmxComponent(string Id, ComponentPlace Place, string? Codelist, string TextType = "String")
{
    /// <summary>Its name by language.</summary>
    public IReadOnlyDictionary<string, string> Names => SdmxNames.Of(Id);
}

/// <summary>Names of concepts and lists by language.</summary>
public static class SdmxNames
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Texts = TextCatalogue.Read(typeof(SdmxNames).Assembly, "Observatorio.Api.Sdmx.concepts.csv");

    /// <summary>The name of an id that has one.</summary>
    public static IReadOnlyDictionary<string, string> Of(string id) => Texts[id];
}

/// <summary>The one data structure definition, which both dataflows follow: the key of METHOD.md, the figure, and what is said of it.</summary>
public static class SdmxComponents
{
    /// <summary>Who maintains everything.</summary>
    public const string Agency = "OBS";

    /// <summary>The version of everything.</summary>
    public const string Version = "1.0";

    /// <summary>The data structure definition.</summary>
    public const string Structure = "MIPYME";

    /// <summary>The concept scheme.</summary>
    public const string Concepts = "CONCEPTS";

    /// <summary>All components: dimensions in the order of the key, then time, the measure and the attributes.</summary>
    public static readonly IReadOnlyList<SdmxComponent> All =
    [
        .. FigureColumn.Key.Where(c => c.Name != "TIME_PERIOD").Select(c => new SdmxComponent(c.Name, ComponentPlace.Dimension, ListOf(c.Name))),
        new("TIME_PERIOD", ComponentPlace.Time, null, "ObservationalTimePeriod"),
        new("OBS_VALUE", ComponentPlace.Measure, null, "Decimal"),
        .. FigureColumn.Attributes.Where(c => c.Name != "OBS_VALUE").Select(OfObservation),
        new("UNIT_MULT", ComponentPlace.Series, "CL_UNIT_MULT"),
        new("DECIMALS", ComponentPlace.Series, "CL_DECIMALS"),
        new("ORIGIN", ComponentPlace.Series, "CL_ORIGIN"),
        new("RELEASE", ComponentPlace.DataSet, null),
    ];

    /// <summary>The dimensions without time, in the order of the key.</summary>
    public static readonly IReadOnlyList<SdmxComponent> Dimensions = [.. All.Where(c => c.Place == ComponentPlace.Dimension)];

    /// <summary>The attributes.</summary>
    public static readonly IReadOnlyList<SdmxComponent> Attributes = [.. All.Where(c => c.Place > ComponentPlace.Measure)];

    /// <summary>The time dimension.</summary>
    public static readonly SdmxComponent Time = All.Single(c => c.Place == ComponentPlace.Time);

    /// <summary>The measure.</summary>
    public static readonly SdmxComponent Measure = All.Single(c => c.Place == ComponentPlace.Measure);

    /// <summary>The code list of a coded component.</summary>
    public static string ListOf(string component) => component == "REF_AREA" ? "CL_AREA" : "CL_" + component;

    // Several codes with blanks between them are a text.
    private static SdmxComponent OfObservation(FigureColumn column)
        => column.Number is not null ? new(column.Name, ComponentPlace.Observation, null, "Decimal")
        : column.Name is "INTERVAL_KIND" or "OBS_STATUSES" ? new(column.Name, ComponentPlace.Observation, null)
        : new(column.Name, ComponentPlace.Observation, ListOf(column.Name));
}
