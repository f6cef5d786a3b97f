namespace Observatorio.Api.Data;

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

    private static readonly string[] OtherParameters = ["from", "to", "convert", "quality", "lang", "labels", "format"];

    // What says how an answer looks, and nothing of one figure and its proof.
    private static readonly string[] ParametersOfForm = ["quality", "labels", "format"];

    /// <summary>The parameter that restricts a component of the key.</summary>
    public static string ParameterOf(string component) => Components.First(c => c.Component == component).Name;

    /// <summary>All components that a parameter restricts.</summary>
    public static IEnumerable<(string Name, string Component)> Components => Dimensions.Select(d => (d.Name, d.Component)).Concat(Implied);

    /// <summary>What each parameter means, and the values that it may have where they are few, the first of them being the default.</summary>
    /// <param name="ofOneFigure">Of the lineage of one figure, for which the form of answers has no meaning.</param>
    public static IEnumerable<(string Name, string Description, IReadOnlyList<string> Choices)> Described(bool ofOneFigure)
        => Descriptions.Where(d => !ofOneFigure || !ParametersOfForm.Contains(d.Name));

    private static readonly (string Name, string Description, IReadOnlyList<string> Choices)[] Descriptions =
    [
        ("area", "REF_AREA: ISO 3166 codes or names, such as PE, PER, Perú or BR-SP. A comma is OR, here and below.", []),
        ("dataset", "DATASET codes; `preferred` for the one to take for each country, indicator and year. All datasets if left out.", []),
        ("indicator", "INDICATOR codes, such as ENTR, EMPN or TURN.", []),
        ("scheme", "SIZE_SCHEME codes. The scheme of each dataset's producer if left out; CMN3, CAN702E and SBS are harmonised.", []),
        ("size", "SIZE_CLASS codes or names, such as S10T49, or micro within its scheme.", []),
        ("activity", "ACTIVITY codes: ISIC Rev.4 sections and divisions, national codes with their system in front, _T for the total.", []),
        ("sex", "SEX codes: _T, F, M.", []),
        ("unit", "UNIT_MEASURE codes: ENT, PS, PT or ISO 4217.", []),
        ("prices", "PRICE_BASE codes: V for current prices.", []),
        ("statUnit", "STAT_UNIT codes: what is counted.", []),
        ("freq", "FREQ codes: A, S, Q, M.", []),
        ("from", "First period, such as 2012 or 2024-Q2.", []),
        ("to", "Last period.", []),
        ("period", "TIME_PERIOD codes, each exactly so.", []),
        ("convert", "Money in LCU (national currency), USD or PPP (value added and wages only); with a year behind a colon, as in USD:2018, at constant prices of that year.", []),
        ("quality", "exact: reported figures and exact sums; bounded: also intervals; all: also point estimates within narrow intervals (METHOD estimated), and refusals with their reasons.", ["exact", "bounded", "all"]),
        ("lang", "Language of names and explanations.", ["es", "pt", "en"]),
        ("labels", "both: names beside the codes.", ["code", "both"]),
        ("format", "json or csv.", ["json", "csv"]),
    ];

    /// <summary>Parameters that restrict no component.</summary>
    /// <param name="ofOneFigure">As in <see cref="Described"/>.</param>
    public static string[] NotOfKey(bool ofOneFigure) => ofOneFigure ? [.. OtherParameters.Except(ParametersOfForm)] : OtherParameters;
}
