using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>Writes figures as tidy records: the key of METHOD.md under its names, then the figure.</summary>
/// <param name="release">Whose codes are written for the ids.</param>
/// <param name="query">Language and labels.</param>
public sealed class FigureWriter(OpenRelease release, DataQuery query)
{
    /// <summary>Components in the order of METHOD.md, then the figure.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "FREQ", "REF_AREA", "DATASET", "STAT_UNIT", "INDICATOR", "SIZE_SCHEME", "SIZE_CLASS", "ACTIVITY", "SEX", "UNIT_MEASURE", "PRICE_BASE", "TIME_PERIOD",
        "OBS_VALUE", "VALUE_LOW", "VALUE_HIGH", "OBS_STATUS", "CONF_STATUS", "METHOD", "INTERVAL_KIND", "REASON", "OBS_STATUSES", "STD_ERR",
    ];

    /// <summary>Columns that stand behind the others where money is converted.</summary>
    public static readonly IReadOnlyList<string> ConversionColumns = ["ORIG_VALUE", "ORIG_UNIT", "CONVERSION_FACTOR", "RATE_STATUS", "REF_YEAR_PRICE"];

    /// <summary>What a column means, in English.</summary>
    public static string Meaning(string column) => column switch
    {
        "FREQ" => "Frequency: A, S, Q, M.",
        "REF_AREA" => "Country or subdivision, ISO 3166.",
        "DATASET" => "Dataset, which implies source and universe.",
        "STAT_UNIT" => "What is counted or measured.",
        "INDICATOR" => "What is counted or measured on it.",
        "SIZE_SCHEME" => "Scheme of the size class.",
        "SIZE_CLASS" => "Class within the scheme; _T is the total.",
        "ACTIVITY" => "ISIC Rev.4, or a national code with its system in front; _T is the total.",
        "SEX" => "_T unless split.",
        "UNIT_MEASURE" => "ENT units, PS persons, PT percent, or a currency (ISO 4217).",
        "PRICE_BASE" => "V current prices; _Z where there is no price.",
        "TIME_PERIOD" => "Such as 2024, 2025-S1 or 2024-Q2.",
        "OBS_VALUE" => "The figure; none where only an interval is certain or nothing is.",
        "VALUE_LOW" => "Lower end of the interval that holds the true value.",
        "VALUE_HIGH" => "Upper end; none beside a lower end where no upper end is certain.",
        "OBS_STATUS" => "The first status by SDMX's precedence.",
        "CONF_STATUS" => "Confidentiality.",
        "METHOD" => "How the figure came about.",
        "INTERVAL_KIND" => "Why it is an interval; several with blanks between.",
        "REASON" => "Why it is bounded or refused.",
        "OBS_STATUSES" => "All statuses that hold, with blanks between.",
        "STD_ERR" => "Standard error of an estimate from a sample, in the unit of the value; never part of the interval.",
        "ORIG_VALUE" => "Only with convert: the value as its source prints it.",
        "ORIG_UNIT" => "Only with convert: the unit of ORIG_VALUE.",
        "CONVERSION_FACTOR" => "Only with convert: what ORIG_VALUE was multiplied with, before rounding.",
        "RATE_STATUS" => "Only with convert: unconfirmed if any rate in the factor is.",
        "REF_YEAR_PRICE" => "Only with convert: the year whose prices it is at.",
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    // Columns without the numbers, in the order in which Texts fills its array; the numbers stand before OBS_STATUS.
    private static readonly string[] TextColumns = [.. Columns.Where(c => c is not ("OBS_VALUE" or "VALUE_LOW" or "VALUE_HIGH" or "STD_ERR"))];
    private static readonly int ObsStatus = Array.IndexOf(TextColumns, "OBS_STATUS");
    private static readonly string[] Unlabelled = ["FREQ", "PRICE_BASE", "TIME_PERIOD", "CONF_STATUS", "OBS_STATUSES"];

    private readonly CodeItem?[] items = new CodeItem?[TextColumns.Length];
    private readonly ReleaseCodelist frequencies = release.Codes["FREQ"];
    private readonly ReleaseCodelist sexes = release.Codes["SEX"];
    private readonly ReleaseCodelist units = release.Codes["UNIT_MEASURE"];
    private readonly ReleaseCodelist prices = release.Codes["PRICE_BASE"];
    private readonly ReleaseCodelist statuses = release.Codes["OBS_STATUS"];
    private readonly ReleaseCodelist confidentialities = release.Codes["CONF_STATUS"];
    private readonly ReleaseCodelist methods = release.Codes["METHOD"];
    private readonly ReleaseCodelist reasons = release.Codes["REASON"];
    private readonly ReleaseCodelist intervalKinds = release.Codes["INTERVAL_KIND"];
    private readonly Dictionary<(ReleaseCodelist, int), CodeItem> together = [];

    /// <summary>The codes of one figure's key and attributes, by the names in <see cref="Columns"/>; the numbers are left out.</summary>
    public IReadOnlyDictionary<string, string> Codes(Figure figure)
    {
        var texts = ItemsOf(figure);
        return Enumerable.Range(0, TextColumns.Length).Where(i => texts[i] is not null).ToDictionary(i => TextColumns[i], i => texts[i]!.Code);
    }

    /// <summary>One record of the JSON answer.</summary>
    public void WriteJson(Utf8JsonWriter json, Figure figure)
    {
        var texts = ItemsOf(figure);
        json.WriteStartObject();
        for (var i = 0; i < TextColumns.Length; i++)
        {
            if (i == ObsStatus)
            {
                WriteNumber(json, "OBS_VALUE", figure.Value, always: true);
                WriteNumber(json, "VALUE_LOW", figure.ValueLow, always: false);
                WriteNumber(json, "VALUE_HIGH", figure.ValueHigh, always: false);
            }
            if (texts[i] is not { } item) { continue; }
            json.WriteString(TextColumns[i], item.Code);
            if (query.Labels && !Unlabelled.Contains(TextColumns[i])) { json.WriteString(TextColumns[i] + "_NAME", item.Name(query.Language)); }
        }
        WriteNumber(json, "STD_ERR", Decimal(figure.StdErr), always: false);
        if (figure.Converted is { } converted)
        {
            WriteNumber(json, "ORIG_VALUE", converted.Original, always: false);
            json.WriteString("ORIG_UNIT", converted.Unit.Code);
            WriteNumber(json, "CONVERSION_FACTOR", Significant(converted.Factor), always: false);
            if (converted.Status is { } status) { json.WriteString("RATE_STATUS", status); }
            WriteNumber(json, "REF_YEAR_PRICE", converted.BaseYear, always: false);
        }
        json.WriteEndObject();
    }

    /// <summary>The header line of the CSV answer.</summary>
    public string CsvHeader()
        => string.Join(',', Columns.Concat(query.Conversion is null ? [] : ConversionColumns).Concat(query.Labels ? TextColumns.Where(c => !Unlabelled.Contains(c)).Select(c => c + "_NAME") : [])) + "\r\n";

    /// <summary>One line of the CSV answer: RFC 4180, codes first, names behind them if wanted.</summary>
    public void WriteCsv(IBufferWriter<byte> output, Figure figure)
    {
        var texts = ItemsOf(figure);
        for (var i = 0; i < TextColumns.Length; i++)
        {
            if (i == ObsStatus)
            {
                foreach (var value in (ReadOnlySpan<decimal?>)[figure.Value, figure.ValueLow, figure.ValueHigh])
                {
                    output.Write(","u8);
                    WriteNumber(output, value);
                }
            }
            if (i > 0) { output.Write(","u8); }
            WriteText(output, texts[i]?.Code ?? "");
        }
        output.Write(","u8);
        WriteNumber(output, Decimal(figure.StdErr));
        if (query.Conversion is not null) { WriteConversion(output, figure.Converted); }
        for (var i = 0; query.Labels && i < TextColumns.Length; i++)
        {
            if (Unlabelled.Contains(TextColumns[i])) { continue; }
            output.Write(","u8);
            WriteText(output, texts[i]?.Name(query.Language) ?? "");
        }
        output.Write("\r\n"u8);
    }

    private static void WriteConversion(IBufferWriter<byte> output, Converted? converted)
    {
        output.Write(","u8);
        WriteNumber(output, converted?.Original);
        output.Write(","u8);
        WriteText(output, converted?.Unit.Code ?? "");
        output.Write(","u8);
        WriteNumber(output, Significant(converted?.Factor));
        output.Write(","u8);
        WriteText(output, converted?.Status ?? "");
        output.Write(","u8);
        WriteNumber(output, converted?.BaseYear);
    }

    // An error of an estimate is known to a few digits at best.
    private static decimal? Decimal(double? number) => number is { } error ? decimal.Parse(error.ToString("G6", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    // Fifteen digits are more than any rate has.
    private static decimal? Significant(decimal? factor) => factor is { } exact ? decimal.Parse(exact.ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    // The same array for every figure: nothing is made anew a row.
    private CodeItem?[] ItemsOf(Figure figure)
    {
        var dataset = release.Datasets[figure.Dataset];
        var size = release.SizeClasses[figure.SizeClass];
        var period = release.Periods[figure.TimePeriod];
        items[0] = frequencies.Find(period.Parent!);
        items[1] = release.Areas[figure.RefArea];
        items[2] = dataset.Item;
        items[3] = dataset.StatUnit;
        items[4] = release.Indicators[figure.Indicator];
        items[5] = size.Scheme;
        items[6] = size.Item;
        items[7] = release.Activities[figure.Activity];
        items[8] = sexes[figure.Sex];
        items[9] = units[figure.UnitMeasure];
        items[10] = prices[figure.PriceBase];
        items[11] = period;
        items[12] = statuses[figure.ObsStatus];
        items[13] = confidentialities[figure.ConfStatus];
        items[14] = methods[figure.Method];
        items[15] = figure.IntervalKinds > 0 ? Together(intervalKinds, figure.IntervalKinds) : null;
        items[16] = figure.Reason > 0 ? reasons[figure.Reason] : null;
        items[17] = Together(statuses, figure.ObsStatuses);
        return items;
    }

    // Several codes at once stand side by side, as in ROUNDING NESTING.
    private CodeItem Together(ReleaseCodelist list, int bits)
    {
        if (together.TryGetValue((list, bits), out var known)) { return known; }
        var several = list.Items.Where(k => (bits & (1 << (k.Id - 1))) != 0).ToList();
        return together[(list, bits)] = new CodeItem(
            0, string.Join(' ', several.Select(k => k.Code)), Ingest.Checking.CheckCatalogue.Languages.ToDictionary(l => l, l => string.Join("; ", several.Select(k => k.Name(l)))), null, [], null, null);
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? value, bool always)
    {
        if (value is { } number) { json.WriteNumber(name, number); }
        else if (always) { json.WriteNull(name); }
    }

    private static void WriteNumber(IBufferWriter<byte> output, decimal? value)
    {
        if (value is not { } number) { return; }
        Utf8Formatter.TryFormat(number, output.GetSpan(40), out var written);
        output.Advance(written);
    }

    // A text that a spreadsheet would take for a formula gets an apostrophe in front; a text with a comma, a quote or a line break is quoted.
    private static void WriteText(IBufferWriter<byte> output, string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') { text = "'" + text; }
        if (text.AsSpan().IndexOfAny(",\"\r\n") >= 0) { text = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""; }
        Encoding.UTF8.GetBytes(text, output);
    }
}
