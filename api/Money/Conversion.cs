using System.Globalization;

namespace Observatorio.Api.Money;

/// <summary>What money is to be expressed in (METHOD.md, Money).</summary>
/// <param name="Target"><c>LCU</c> the national currency of the time, <c>USD</c>, or <c>PPP</c> international dollars.</param>
/// <param name="BaseYear">The year whose prices are kept; null for current prices.</param>
public sealed record Conversion(string Target, int? BaseYear)
{
    /// <summary>The targets.</summary>
    public static IReadOnlyList<string> Targets { get; } = ["LCU", "USD", "PPP"];

    /// <summary>Reads <c>USD</c>, or <c>USD:2018</c> for constant prices of 2018; null for what is neither, and for a year of which no country has a price index.</summary>
    public static Conversion? Parse(string text, RateTable rates)
    {
        var parts = text.Split(':');
        if (parts.Length > 2 || Targets.FirstOrDefault(t => string.Equals(t, parts[0], StringComparison.OrdinalIgnoreCase)) is not { } target) { return null; }
        if (parts.Length == 1) { return new Conversion(target, null); }
        return parts[1].Length == 4 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && rates.HasDeflator(year) ? new Conversion(target, year) : null;
    }
}
