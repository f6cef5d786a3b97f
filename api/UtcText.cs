using System.Globalization;

namespace Observatorio.Api;

/// <summary>Moments as every format of the API writes them.</summary>
public static class UtcText
{
    /// <summary>A moment, UTC, such as <c>2026-03-31T12:00:00Z</c>.</summary>
    public static string Of(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
