using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>A column that answers may have.</summary>
/// <param name="Name">Its name in every format.</param>
/// <param name="Meaning">What it means, in English.</param>
/// <param name="Code">The code of a figure in it; null for a column of numbers.</param>
/// <param name="Number">The number of a figure in it; null for a column of codes.</param>
/// <param name="HasNames">Whether its codes have names that tell more than the codes.</param>
public sealed record FigureColumn(string Name, string Meaning, Func<FigureCodes, Figure, CodeItem?>? Code, Func<Figure, decimal?>? Number, bool HasNames = false)
{
    /// <summary>Components of the key in the order of METHOD.md.</summary>
    public static readonly IReadOnlyList<FigureColumn> Key =
    [
        Codes("FREQ", "Frequency: A, S, Q, M.", (codes, f) => codes.Freq(f)),
        Codes("REF_AREA", "Country or subdivision, ISO 3166.", (codes, f) => codes.Release.Areas[f.RefArea], named: true),
        Codes("DATASET", "Dataset, which implies source and universe.", (codes, f) => codes.Release.DatasetCodes[f.Dataset], named: true),
        Codes("STAT_UNIT", "What is counted or measured.", (codes, f) => codes.Release.Datasets[f.Dataset].StatUnit, named: true),
        Codes("INDICATOR", "What is counted or measured on it.", (codes, f) => codes.Release.Indicators[f.Indicator], named: true),
        Codes("SIZE_SCHEME", "Scheme of the size class.", (codes, f) => codes.Release.SizeClasses[f.SizeClass].Scheme, named: true),
        Codes("SIZE_CLASS", "Class within the scheme; _T is the total.", (codes, f) => codes.Release.SizeClasses[f.SizeClass].Item, named: true),
        Codes("ACTIVITY", "ISIC Rev.4, or a national code with its system in front; _T is the total.", (codes, f) => codes.Release.Activities[f.Activity], named: true),
        Codes("SEX", "_T unless split.", (codes, f) => codes.Sexes[f.Sex], named: true),
        Codes("UNIT_MEASURE", "ENT units, PS persons, PT percent, or a currency (ISO 4217).", (codes, f) => codes.Units[f.UnitMeasure], named: true),
        Codes("PRICE_BASE", "V current prices; _Z where there is no price.", (codes, f) => codes.Prices[f.PriceBase]),
        Codes("TIME_PERIOD", "Such as 2024, 2025-S1 or 2024-Q2.", (codes, f) => codes.Release.Periods[f.TimePeriod]),
    ];

    /// <summary>The figure and what is said of it.</summary>
    public static readonly IReadOnlyList<FigureColumn> Attributes =
    [
        Numbers("OBS_VALUE", "The figure; none where only an interval is certain or nothing is.", f => f.Value),
        Numbers("VALUE_LOW", "Lower end of the interval that holds the true value.", f => f.ValueLow),
        Numbers("VALUE_HIGH", "Upper end; none beside a lower end where no upper end is certain.", f => f.ValueHigh),
        Codes("OBS_STATUS", "The first status by SDMX's precedence.", (codes, f) => codes.Statuses[f.ObsStatus], named: true),
        Codes("CONF_STATUS", "Confidentiality.", (codes, f) => codes.Confidentialities[f.ConfStatus]),
        Codes("METHOD", "How the figure came about.", (codes, f) => codes.Methods[f.Method], named: true),
        Codes("INTERVAL_KIND", "Why it is an interval; several with blanks between.", (codes, f) => f.IntervalKinds > 0 ? codes.IntervalKinds(f.IntervalKinds) : null, named: true),
        Codes("REASON", "Why it is bounded or refused.", (codes, f) => f.Reason > 0 ? codes.Reasons[f.Reason] : null, named: true),
        Codes("OBS_STATUSES", "All statuses that hold, with blanks between.", (codes, f) => codes.AllStatuses(f.ObsStatuses)),
        Numbers("STD_ERR", "Standard error of an estimate from a sample, in the unit of the value; never part of the interval.", f => FigureNumbers.Rounded(f.StdErr)),
    ];

    /// <summary>What stands behind the others where money is converted.</summary>
    public static readonly IReadOnlyList<FigureColumn> OfConversion =
    [
        Numbers("ORIG_VALUE", "Only with convert: the value as its source prints it.", f => f.Converted?.Original),
        Codes("ORIG_UNIT", "Only with convert: the unit of ORIG_VALUE.", (_, f) => f.Converted?.Unit),
        Numbers("CONVERSION_FACTOR", "Only with convert: what ORIG_VALUE was multiplied with, before rounding.", f => FigureNumbers.Significant(f.Converted?.Factor)),
        Codes("RATE_STATUS", "Only with convert: unconfirmed if any rate in the factor is.", (codes, f) => f.Converted?.Status is { } status ? codes.Text(status) : null),
        Numbers("REF_YEAR_PRICE", "Only with convert: the year whose prices it is at.", f => f.Converted?.BaseYear),
    ];

    /// <summary>What stands behind the others where vintages are asked for.</summary>
    public static readonly IReadOnlyList<FigureColumn> OfVintage =
    [
        Codes("ACTION", "Only with updatedAfter: A added, R replaced, D no longer there.", (codes, f) => f.Vintage?.Action is { } action ? codes.Text(action) : null),
        Codes("RELEASE", "Only with includeHistory or updatedAfter: the release that first said so.", (codes, f) => f.Vintage is { } vintage ? codes.Text(vintage.Release) : null),
        Codes("VALID_FROM", "Only with includeHistory or updatedAfter: when that release became public, UTC.", (codes, f) => f.Vintage is { } vintage ? codes.Moment(vintage.ValidFrom) : null),
        Codes("VALID_TO", "Only with includeHistory: when another release replaced it, UTC; none while it holds.", (codes, f) => f.Vintage?.ValidTo is { } end ? codes.Moment(end) : null),
    ];

    /// <summary>All that an answer may have.</summary>
    public static readonly IReadOnlyList<FigureColumn> All = [.. Key, .. Attributes, .. OfConversion, .. OfVintage];

    /// <summary>The column of a name, in any case; null for none.</summary>
    public static FigureColumn? Find(string name) => All.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));

    private static FigureColumn Codes(string name, string meaning, Func<FigureCodes, Figure, CodeItem?> code, bool named = false) => new(name, meaning, code, null, named);

    private static FigureColumn Numbers(string name, string meaning, Func<Figure, decimal?> number) => new(name, meaning, null, number);
}
