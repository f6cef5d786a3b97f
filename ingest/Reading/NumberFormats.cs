using System.Globalization;
using System.Text.RegularExpressions;

namespace Observatorio.Ingest.Reading;

/// <summary>Number formats of a workbook under which a cell shows another number than it holds.</summary>
public static partial class NumberFormats
{
    /// <summary>Whether a cell of this format shows a hundred times what it holds, with the mark of percent.</summary>
    public static bool IsPercent(string? format) => format is not null && format.Contains('%', StringComparison.Ordinal) && Quoted().Replace(format, "").Contains('%', StringComparison.Ordinal);

    /// <summary>A number as its office reads it under such a format, with all its digits: <c>87%</c> for 0.87.</summary>
    public static string InPercent(double number)
        => decimal.TryParse(number.ToString("R", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && Math.Abs(exact) < 1e20m
            ? $"{(exact * 100 / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture)}%"
            : $"{(number * 100).ToString("R", CultureInfo.InvariantCulture)}%";

    // Texts, single signs and conditions of a format are shown as they are.
    [GeneratedRegex("\"[^\"]*\"|\\\\.|\\[[^]]*\\]")]
    private static partial Regex Quoted();
}
