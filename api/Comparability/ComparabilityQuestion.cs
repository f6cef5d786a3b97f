using Observatorio.Api.Money;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Comparability;

/// <summary>What is compared: an indicator in a scheme over years.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Scheme">The scheme; null for that of each producer.</param>
/// <param name="From">First year; null for the first that any country has.</param>
/// <param name="To">Last year; null for the last.</param>
/// <param name="Language">es, pt or en.</param>
public sealed record ComparabilityQuestion(CodeItem Indicator, CodeItem? Scheme, string? From, string? To, string Language)
{
    /// <summary>Into which money figures are to be converted; null for what each source prints.</summary>
    public Conversion? Conversion { get; init; }

    private static readonly string[] Parameters = ["indicator", "scheme", "from", "to", "lang"];

    /// <summary>Reads a query; exactly one of the results is null.</summary>
    public static (ComparabilityQuestion? Question, Problems.BadParameter? Problem) Read(
        OpenRelease release, IQueryCollection query, string? indicator, string? scheme, string? from, string? to, string? lang, bool ownSchemes, string? convert = null)
    {
        string[] known = ownSchemes ? Parameters : [.. Parameters, "convert"];
        if (query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown) { return (null, Problems.UnknownParameter(unknown, known)); }
        if (convert is not null && Conversion.Parse(convert, release.Rates) is null) { return (null, new Problems.BadParameter("convert", "bad-convert", Conversion.Targets, ("value", convert), ("years", release.Rates.DeflatorYears))); }
        if (release.Indicators.Find(indicator ?? "") is not { } measured) { return (null, Unknown("indicator", indicator, "INDICATOR", release.Indicators)); }
        var own = ownSchemes && string.Equals(scheme, "own", StringComparison.OrdinalIgnoreCase);
        if (!own && release.Schemes.Find(scheme ?? "") is null) { return (null, Unknown("scheme", scheme, "SIZE_SCHEME", release.Schemes)); }
        foreach (var (name, value) in new[] { ("from", from), ("to", to) })
        {
            if (value is not null && Period.Parse(value) is not { Freq: "A" }) { return (null, new Problems.BadParameter(name, "bad-year", [], ("value", value))); }
        }
        return lang is "es" or "pt" or "en"
            ? (new ComparabilityQuestion(measured, own ? null : release.Schemes.Find(scheme!), from, to, lang) { Conversion = convert is null ? null : Conversion.Parse(convert, release.Rates) }, null)
            : (null, new Problems.BadParameter("lang", "bad-choice", ["es", "pt", "en"], ("value", lang), ("parameter", "lang"), ("choices", "es, pt, en")));
    }

    private static Problems.BadParameter Unknown(string parameter, string? value, string list, ReleaseCodelist known)
        => new(parameter, "unknown-code", Choices.Near(value ?? "", known.Items.Select(i => i.Code)), ("value", value), ("list", list));
}
