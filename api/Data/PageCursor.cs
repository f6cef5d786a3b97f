using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>Where the next page of a limited answer begins. It holds within one release: pages of two would not fit together.</summary>
/// <param name="Release">The release that the pages are of.</param>
/// <param name="Sequence">What the pages are a sequence of (<see cref="SequenceOf"/>).</param>
/// <param name="Numbers">The key of the last figure that was given; where an answer is sorted or of vintages, how many were given.</param>
public sealed record PageCursor(string Release, string Sequence, IReadOnlyList<int> Numbers)
{
    /// <summary>The key behind which the page begins; null where it begins behind a number of figures.</summary>
    public IReadOnlyList<int>? Key => Numbers.Count == Selection.Keys.Count ? Numbers : null;

    /// <summary>How many figures were given.</summary>
    public int Given => Numbers.Count == 1 ? Numbers[0] : 0;

    // They change how a page looks, and not which figures follow each other.
    private static readonly string[] OfForm = ["cursor", "limit", "lang", "labels", "columns", "format"];

    /// <summary>Which figures follow each other, in which order: told by the dataflow and the parameters that say so, in few letters.</summary>
    public static string SequenceOf(string dataflow, ParameterReader parameters)
    {
        var said = string.Join('&', parameters.Given.Where(p => !OfForm.Contains(p.Name)).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={string.Join(',', p.Values)}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{dataflow}?{said}")))[..8];
    }

    /// <summary>Reads the parameter; what is no cursor of this release and of this query is refused.</summary>
    public static PageCursor? Read(OpenRelease release, string sequence, ParameterReader parameters)
    {
        if (parameters.Value("cursor") is not { } text) { return null; }
        if (Parse(text) is not { } cursor)
        {
            parameters.Reject("cursor", "bad-cursor", [], ("value", text));
            return null;
        }
        if (cursor.Sequence != sequence) { parameters.Reject("cursor", "cursor-of-query", []); }
        if (cursor.Release != release.Id) { parameters.Reject("cursor", "cursor-of-release", [cursor.Release], ("release", cursor.Release)); }
        return cursor;
    }

    /// <summary>As it is written into an address.</summary>
    public override string ToString() => WebEncoders.Base64UrlEncode(Encoding.ASCII.GetBytes($"{Release};{Sequence};{string.Join(';', Numbers)}"));

    private static PageCursor? Parse(string text)
    {
        byte[] bytes;
        try { bytes = WebEncoders.Base64UrlDecode(text); }
        catch (FormatException) { return null; }
        var parts = Encoding.ASCII.GetString(bytes).Split(';');
        var numbers = new List<int>();
        foreach (var part in parts.Skip(2))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) { return null; }
            numbers.Add(number);
        }
        return numbers.Count == 1 || numbers.Count == Selection.Keys.Count ? new PageCursor(parts[0], parts[1], numbers) : null;
    }
}
