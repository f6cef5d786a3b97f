using System.Globalization;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Lineage;

/// <summary>Says in one or two sentences what a figure is and how it came about; the texts are in <c>sentences.csv</c>, by the kind of the rule.</summary>
public static class LineageSentence
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Texts = TextCatalogue.Read(typeof(LineageSentence).Assembly, "Observatorio.Api.Lineage.sentences.csv");

    /// <summary>The kinds of rules that have a sentence.</summary>
    public static IEnumerable<string> Kinds => Texts.Keys;

    /// <summary>The sentences.</summary>
    /// <param name="release">Whose names.</param>
    /// <param name="figure">The figure.</param>
    /// <param name="rule">The rule that made it; null for a cell of the office.</param>
    /// <param name="cell">The cell, for a figure that the office reported.</param>
    /// <param name="language">es, pt or en.</param>
    public static string Of(OpenRelease release, Figure figure, LineageRule? rule, LineageCell? cell, string language)
    {
        var size = release.SizeClasses[figure.SizeClass];
        var activity = release.Activities[figure.Activity];
        var reason = figure.Reason > 0 ? release.Codes["REASON"][figure.Reason].Name(language) : null;
        var refused = release.Codes["METHOD"].Find("refused")!.Id;
        var what = Fill("what", ("indicator", release.Indicators[figure.Indicator].Name(language)), ("area", release.Areas[figure.RefArea].Name(language)), ("period", release.Periods[figure.TimePeriod].Code),
            ("size", size.Item.Code == "_T" ? null : $"{size.Item.Name(language)} ({size.Scheme.Code})"), ("activity", activity.Code == "_T" ? null : activity.Name(language)),
            ("unit", figure.Method == refused ? null : UnitText(release.Codes["UNIT_MEASURE"][figure.UnitMeasure], language)), ("figure", FigureText()));
        return rule is null
            ? what + " " + Fill(cell is null ? "no cell" : cell.Register is null ? "cell" : "register", ("cell", cell?.Cell), ("file", cell?.File), ("text", cell?.Text),
                ("rows", Whole(cell?.Register?.Rows)), ("total", Whole(cell?.Register?.RowsRead)), ("filter", cell?.Register?.Filter))
            : what + " " + (figure.Point is { } point ? Fill("estimate", ("value", Number(point, language))) + " " : "") + Fill(KindOf(rule), ("source", rule.Source), ("target", rule.Target), ("detail", rule.Detail), ("year", rule.Kind.Split(" of ")[^1]));

        string? Whole(long? number) => number is { } rows ? Number(rows, language) : null;

        string FigureText() => figure switch
        {
            { Value: { } value, ValueLow: null } => Number(value, language),
            { Value: { } value, ValueLow: { } low, ValueHigh: { } high } => Fill("value and interval", ("value", Number(value, language)), ("low", Number(low, language)), ("high", Number(high, language))),
            { ValueLow: { } low, ValueHigh: { } high } => Fill("interval", ("low", Number(low, language)), ("high", Number(high, language)), ("reason", reason)),
            { ValueLow: { } low } => Fill("at least", ("low", Number(low, language)), ("reason", reason)),
            _ => Fill("none", ("reason", reason), ("status", release.Codes["OBS_STATUS"][figure.ObsStatus].Name(language))),
        };

        string Fill(string key, params IReadOnlyList<(string Name, string? Text)> args) => MessageTemplate.Fill(Texts[key][language], args);
    }

    /// <summary>A number as people write it: blanks between thousands, and the decimal mark of the language.</summary>
    public static string Number(decimal value, string language)
    {
        var text = value.ToString("#,0.################", CultureInfo.InvariantCulture);
        return language == "en" ? text : text.Replace(',', '\u00a0').Replace('.', ',');
    }

    // What the indicator says already is not said again.
    private static string? UnitText(CodeItem unit, string language) => unit.Code switch
    {
        "PT" => "%",
        "ENT" or "PURE_NUMB" or "IX" => null,
        "PS" => unit.Name(language).ToLowerInvariant(),
        var currency => currency,
    };

    // The rates of one year make a rule of their own.
    private static string KindOf(LineageRule rule) => rule.Kind.IndexOf(", limits at the rates", StringComparison.Ordinal) is >= 0 and var cut ? rule.Kind[..cut] + ", rated limits" : rule.Kind;
}
