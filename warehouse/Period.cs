using System.Globalization;
using System.Text.RegularExpressions;

namespace Observatorio.Warehouse;

/// <summary>
/// A time period and the days that it covers. A part of a year never bears an annual code, nor a window the code of
/// its last month (METHOD.md, Keys): <c>2024</c>, <c>2025-S1</c>, <c>2024-Q2</c>, <c>2018-08</c>, <c>2018-08-31</c>, <c>2024-01-01/P7M</c>.
/// </summary>
/// <param name="Code">The code, as in TIME_PERIOD.</param>
/// <param name="Freq">SDMX's CL_FREQ: A, S, Q, M, D, or <c>_O</c> for any other window.</param>
/// <param name="Start">First day.</param>
/// <param name="End">Last day.</param>
public readonly partial record struct Period(string Code, string Freq, DateOnly Start, DateOnly End)
{
    /// <summary>Reads a code; null if it is none, or names a day that does not exist.</summary>
    public static Period? Parse(string code)
    {
        var match = Pattern().Match(code);
        if (!match.Success) { return null; }
        var year = Number("year");
        if (year is < 1 or > 9998) { return null; }
        if (match.Groups["half"].Success) { return Months("S", ((Number("half") - 1) * 6) + 1, 6); }
        if (match.Groups["quarter"].Success) { return Months("Q", ((Number("quarter") - 1) * 3) + 1, 3); }
        if (!match.Groups["month"].Success) { return Months("A", 1, 12); }
        var month = Number("month");
        if (month is < 1 or > 12) { return null; }
        if (!match.Groups["day"].Success) { return Months("M", month, 1); }
        if (!DateOnly.TryParseExact(code[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) { return null; }
        if (!match.Groups["length"].Success) { return new Period(code, "D", day, day); }
        var length = Number("length");
        if (length is < 1 or > 1200 || year + length > 9998) { return null; } // whatever the unit: no period ends that late
        var end = match.Groups["unit"].Value switch
        {
            "Y" => day.AddYears(length),
            "M" => day.AddMonths(length),
            _ => day.AddDays(length),
        };
        return new Period(code, "_O", day, end.AddDays(-1));

        int Number(string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

        Period Months(string freq, int first, int count)
        {
            var start = new DateOnly(year, first, 1);
            return new Period(code, freq, start, start.AddMonths(count).AddDays(-1));
        }
    }

    /// <summary>Whether a code lies between two others, each counting for all that it holds: <c>2018-08</c> is within <c>2018</c> to <c>2018</c>.</summary>
    /// <param name="code">The code of a period.</param>
    /// <param name="from">First period; null for no beginning.</param>
    /// <param name="to">Last period; null for no end.</param>
    public static bool Within(string code, string? from, string? to)
        => (from is null || string.CompareOrdinal(code, 0, from, 0, from.Length) >= 0) && (to is null || string.CompareOrdinal(code, 0, to, 0, to.Length) <= 0);

    [GeneratedRegex(@"^(?<year>[0-9]{4})(-S(?<half>[12])|-Q(?<quarter>[1-4])|-(?<month>[0-9]{2})(-(?<day>[0-9]{2})(/P(?<length>[0-9]{1,4})(?<unit>[YMD]))?)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
