using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>What a query wants to know of the figures that it selects; each kind has its own parameters beside those of the key.</summary>
public enum QueryKind
{
    /// <summary>The figures.</summary>
    Data,

    /// <summary>How many they are.</summary>
    Count,

    /// <summary>Which codes they have.</summary>
    Availability,

    /// <summary>The proof of one of them.</summary>
    OneFigure,
}

/// <summary>The parameters of data queries: their names, what they restrict and what they mean.</summary>
public static class DataParameters
{
    /// <summary>Components of the key: parameter, also known as, column.</summary>
    public static readonly IReadOnlyList<(string Name, string Component, string Column)> Dimensions =
    [
        ("area", "REF_AREA", "ref_area"),
        ("dataset", "DATASET", "dataset"),
        ("indicator", "INDICATOR", "indicator"),
        ("activity", "ACTIVITY", "activity"),
        ("sex", "SEX", "sex"),
        ("unit", "UNIT_MEASURE", "unit_measure"),
        ("prices", "PRICE_BASE", "price_base"),
        ("period", "TIME_PERIOD", "time_period"),
    ];

    // Components that are not columns of their own: a size class implies its scheme, a dataset its unit, a period its frequency.
    private static readonly (string Name, string Component)[] Implied = [("scheme", "SIZE_SCHEME"), ("size", "SIZE_CLASS"), ("statUnit", "STAT_UNIT"), ("freq", "FREQ")];

    private static readonly QueryKind[] Every = [QueryKind.Data, QueryKind.Count, QueryKind.Availability, QueryKind.OneFigure];
    private static readonly QueryKind[] OfMany = [QueryKind.Data, QueryKind.Count, QueryKind.Availability];
    private static readonly QueryKind[] OfFigures = [QueryKind.Data];

    private static readonly Parameter[] Descriptions =
    [
        new("area",
            "REF_AREA: ISO 3166 codes or names, such as PE, PER, Perú or BR-SP; also MX-* for all that begin so, MX:children for its parts, MX:tree for it and its parts, CAN:members for the members of a region (now, or CAN:members@2005-12-31 on a day). A comma is OR, here and below.", [], Every),
        new("dataset", "DATASET codes, also with *; `preferred` for the one to take for each country, indicator and year. All datasets if left out.", [], Every),
        new("indicator", "INDICATOR codes, such as ENTR, EMPN or TURN, also with *.", [], Every),
        new("scheme", "SIZE_SCHEME codes, also with *. The scheme of each dataset's producer if left out; CMN3, CAN702E and SBS are harmonised.", [], Every),
        new("size", "SIZE_CLASS codes or names, such as S10T49, or micro within its scheme.", [], Every),
        new("activity", "ACTIVITY codes: ISIC Rev.4 sections and divisions, national codes with their system in front, _T for the total; also C10..C33, G:children for what is directly within, G:tree for it and all within, and *.", [], Every),
        new("sex", "SEX codes: _T, F, M.", [], Every),
        new("unit", "UNIT_MEASURE codes: ENT, PS, PT or ISO 4217.", [], Every),
        new("prices", "PRICE_BASE codes: V for current prices.", [], Every),
        new("statUnit", "STAT_UNIT codes: what is counted.", [], Every),
        new("freq", "FREQ codes: A, S, Q, M.", [], Every),
        new("from", "First period, such as 2012 or 2024-Q2.", [], Every),
        new("to", "Last period.", [], Every),
        new("period", "TIME_PERIOD codes, each exactly so; also 2012..2017 and 2024-*.", [], Every),
        new("convert", "Money in LCU (national currency), USD or PPP (value added and wages only); with a year behind a colon, as in USD:2018, at constant prices of that year.", [], [QueryKind.Data, QueryKind.Count, QueryKind.OneFigure]),
        new("quality", "exact: reported figures and exact sums; bounded: also intervals; all: also point estimates within narrow intervals (METHOD estimated), and refusals with their reasons.", ["exact", "bounded", "all"], OfMany),
        new("last", "Only so many of the latest periods of each series.", [], OfFigures),
        new("lastNonEmpty", "The same, of the periods that have a value or an interval.", [], OfFigures),
        new("includeHistory", "true: what each public release up to the chosen one said, with RELEASE, VALID_FROM and VALID_TO.", ["false", "true"], OfFigures),
        new("updatedAfter", "A moment such as 2026-03-31 or 2026-03-31T12:00:00Z: only what was not so in the release that was current then, with ACTION.", [], OfFigures),
        new("mode", "available: each component's codes after the filters on all others, as a menu needs them; exact: after all filters.", ["available", "exact"], [QueryKind.Availability]),
        new("columns", "Only these columns, in this order, such as REF_AREA,TIME_PERIOD,OBS_VALUE.", [], OfFigures),
        new("pivot", "A wide table: period, size, indicator or area becomes the columns.", ["period", "size", "indicator", "area"], OfFigures),
        new("order", "Columns to sort by, a minus in front for the largest first, such as TIME_PERIOD,-OBS_VALUE. By key if left out.", [], OfFigures),
        new("limit", "At most so many figures, up to 100000; the answer says with which cursor the next ones come.", [], OfFigures),
        new("cursor", "From where a limited answer goes on, as the answer before it said.", [], OfFigures),
        new("lang", "Language of names and explanations.", ["es", "pt", "en"], Every),
        new("labels", "code: codes; name: names in their place; both: names beside the codes.", ["code", "name", "both"], OfFigures),
        new("format", "json, csv, xlsx, parquet, json-stat, or SDMX as sdmx-csv, sdmx-json, sdmx-generic or sdmx-structure-specific; the header Accept says it too.", DataFormats.Names, OfFigures),
    ];

    /// <summary>A parameter.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Description">What it means.</param>
    /// <param name="Choices">The values that it may have where they are few; the first is the default, but for <c>pivot</c>, which has none.</param>
    /// <param name="Kinds">Queries that have it.</param>
    public sealed record Parameter(string Name, string Description, IReadOnlyList<string> Choices, IReadOnlyList<QueryKind> Kinds)
    {
        /// <summary>What holds where it is left out; null for no such value.</summary>
        public string? Default => Name == "pivot" || Choices.Count == 0 ? null : Choices[0];
    }

    /// <summary>The parameter that restricts a component of the key.</summary>
    public static string ParameterOf(string component) => Components.First(c => c.Component == component).Name;

    /// <summary>All components that a parameter restricts.</summary>
    public static IEnumerable<(string Name, string Component)> Components => Dimensions.Select(d => (d.Name, d.Component)).Concat(Implied);

    // Of each kind, by every spelling: each request asks.
    private static readonly Dictionary<QueryKind, Dictionary<string, Parameter>> BySpelling = Every.ToDictionary(k => k, k => Of(k)
        .SelectMany(p => Components.Where(c => c.Name == p.Name).Select(c => c.Component).Prepend(p.Name).Select(Spelling.Plain).Distinct().Select(spelling => (spelling, p)))
        .ToDictionary(s => s.spelling, s => s.p));

    /// <summary>The parameters of a kind of query.</summary>
    public static IEnumerable<Parameter> Of(QueryKind kind) => Descriptions.Where(d => d.Kinds.Contains(kind));

    /// <summary>The parameter of a kind of query that a name means, which may be that of its component, in any case; null for none.</summary>
    public static Parameter? Find(QueryKind kind, string name) => BySpelling[kind].GetValueOrDefault(Spelling.Plain(name));

    /// <summary>What every parameter of data queries means, by name.</summary>
    public static IReadOnlyDictionary<string, string> Meanings { get; } = Descriptions.ToDictionary(d => d.Name, d => d.Description);
}
