using System.Globalization;
using Observatorio.Warehouse;

namespace Observatorio.Api.Sdmx;

/// <summary>Reads parameters of requests; what is not known is an error, never ignored.</summary>
public static class SdmxParameters
{
    /// <summary>Refuses parameters beside those that a request has.</summary>
    /// <exception cref="SdmxException">There is one.</exception>
    public static void RefuseOthers(HttpContext http, IReadOnlyList<string> known)
    {
        if (http.Request.Query.Keys.FirstOrDefault(k => !known.Contains(k, StringComparer.OrdinalIgnoreCase) && !IsFilter(k, known)) is { } other)
        {
            throw new SdmxException(new SdmxProblem(140, "unknown-parameter", ("value", other), ("nearest", string.Join(", ", Spelling.Nearest(other, known, 3))), ("parameters", string.Join(", ", known))));
        }
    }

    /// <summary>A value that was given, or null.</summary>
    public static string? Value(HttpContext http, string name) => http.Request.Query.TryGetValue(name, out var values) && values.ToString() is { Length: > 0 } value ? value : null;

    /// <summary>One of the choices of a parameter; the first where it was not given.</summary>
    /// <exception cref="SdmxException">It is none of them.</exception>
    public static string Choice(HttpContext http, string name, IReadOnlyList<string> choices)
    {
        if (Value(http, name) is not { } value) { return choices[0]; }
        return choices.FirstOrDefault(c => string.Equals(c, value, StringComparison.OrdinalIgnoreCase))
            ?? throw new SdmxException(new SdmxProblem(140, "bad-choice", ("value", value), ("parameter", name), ("choices", string.Join(", ", choices))));
    }

    /// <summary>A whole number from 1; null where it was not given.</summary>
    /// <exception cref="SdmxException">It is none.</exception>
    public static int? Whole(HttpContext http, string name)
    {
        if (Value(http, name) is not { } value) { return null; }
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new SdmxException(new SdmxProblem(140, "bad-whole", ("parameter", name), ("value", value)));
    }

    private static bool IsFilter(string name, IReadOnlyList<string> known) => known.Contains("c[]") && name.StartsWith("c[", StringComparison.Ordinal) && name.EndsWith(']');
}
