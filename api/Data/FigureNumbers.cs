using System.Globalization;

namespace Observatorio.Api.Data;

/// <summary>Numbers as answers carry them.</summary>
public static class FigureNumbers
{
    /// <summary>An error of an estimate, which is known to a few digits at best.</summary>
    public static decimal? Rounded(double? number) => number is { } error ? Parse(error.ToString("G6", CultureInfo.InvariantCulture)) : null;

    /// <summary>A factor with fifteen digits, which are more than any rate has.</summary>
    public static decimal? Significant(decimal? factor) => factor is { } exact ? Parse(exact.ToString("G15", CultureInfo.InvariantCulture)) : null;

    /// <summary>The double nearest to a number, which the plain conversion is not always: it may be off in the last bit, and two formats would differ.</summary>
    public static double Nearest(decimal number)
        => number == decimal.Truncate(number) && Math.Abs(number) < 1L << 53 ? (double)number : double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static decimal Parse(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
