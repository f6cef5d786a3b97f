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
    /// <summary>What the code follows from, where the column is a component of the key; else null.</summary>
    public KeyPart? Part { get; private init; }

    /// <summary>Components of the key in the order of METHOD.md.</summary>
    public static readonly IReadOnlyList<FigureColumn> Key =
    [
        Component("FREQ", "Frequency: A, S, Q, M.", "time_period", f => f.TimePeriod, (codes, id) => codes.Freq(id), named: false),
        Component("REF_AREA", "Country or subdivision, ISO 3166.", "ref_area", f => f.RefArea, (codes, id) => codes.Release.Areas[id]),
        Component("DATASET", "Dataset, which implies source and universe.", "dataset", f => f.Dataset, (codes, id) => codes.Release.DatasetCodes[id]),
        Component("STAT_UNIT", "What is counted or measured.", "dataset", f => f.Dataset, (codes, id) => codes.Release.Datasets[id].StatUnit),
        Component("INDICATOR", "What is counted or measured on it.", "indicator", f => f.Indicator, (codes, id) => codes.Release.Indicators[id]),
        Component("SIZE_SCHEME", "Scheme of the size class.", "size_class", f => f.SizeClass, (codes, id) => codes.Release.SizeClasses[id].Scheme),
        Component("SIZE_CLASS", "Class within the scheme; _T is the total.", "size_class", f => f.SizeClass, (codes, id) => codes.Release.SizeClasses[id].Item),
        Component("ACTIVITY", "ISIC Rev.4, or a national code with its system in front; _T is the total.", "activity", f => f.Activity, (codes, id) => codes.Release.Activities[id]),
        Component("SEX", "_T unless split.", "sex", f => f.Sex, (codes, id) => codes.Sexes[id]),
        Component("UNIT_MEASURE", "ENT units, PS persons, PT percent, or a currency (ISO 4217).", "unit_measure", f => f.UnitMeasure, (codes, id) => codes.Units[id]),
        Component("PRICE_BASE", "V current prices; _Z where there is no price.", "price_base", f => f.PriceBase, (codes, id) => codes.Prices[id], named: false),
        Component("TIME_PERIOD", "Such as 2024, 2025-S1 or 2024-Q2.", "time_period", f => f.TimePeriod, (codes, id) => codes.Release.Periods[id], named: false),
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

    private static FigureColumn Component(string name, string meaning, string column, Func<Figure, int> id, Func<FigureCodes, int, CodeItem> item, bool named = true)
        => new(name, meaning, (codes, f) => item(codes, id(f)), null, named) { Part = new KeyPart(column, id, item) };

    private static FigureColumn Codes(string name, string meaning, Func<FigureCodes, Figure, CodeItem?> code, bool named = false) => new(name, meaning, code, null, named);

    private static FigureColumn Numbers(string name, string meaning, Func<Figure, decimal?> number) => new(name, meaning, null, number);
}

/// <summary>What a component of the key follows from: itself, or the one that implies it, as a size class implies its scheme.</summary>
/// <param name="Column">The column of the fact table.</param>
/// <param name="Id">A figure's id in it.</param>
/// <param name="Item">The component's code of an id.</param>
public sealed record KeyPart(string Column, Func<Figure, int> Id, Func<FigureCodes, int, CodeItem> Item);
