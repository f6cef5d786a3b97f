using System.Globalization;

namespace Observatorio.Api;

/// <summary>Moments as every format of the API writes them.</summary>
public static class UtcText
{
    /// <summary>A moment, UTC, such as <c>2026-03-31T12:00:00Z</c>.</summary>
    public static string Of(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A day, such as <c>2026-03-31</c>, or a moment, such as <c>2026-03-31T12:00:00Z</c>, as addresses have them; null for what is neither. A day is its first moment, or with <paramref name="atEnd"/> its last.</summary>
    public static DateTime? Read(string text, bool atEnd = false)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) { return day.ToDateTime(atEnd ? TimeOnly.MaxValue : TimeOnly.MinValue, DateTimeKind.Utc); }
        // A plus sign in an address is a blank where it is not escaped.
        return text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.UtcDateTime : null;
    }
}
