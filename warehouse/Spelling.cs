using System.Globalization;
using System.Text;

namespace Observatorio.Warehouse;

/// <summary>Finds what a person probably meant.</summary>
public static class Spelling
{
    private const int LongestWord = 200;

    /// <summary>
    /// The <paramref name="most"/> known texts nearest to <paramref name="wanted"/> by edit distance, upper and lower case
    /// alike; texts that share less than about half of their letters are not offered.
    /// </summary>
    public static IReadOnlyList<string> Nearest(string wanted, IEnumerable<string> known, int most)
    {
        // Nobody means a word of this length.
        if (wanted.Length > LongestWord) { return []; }
        var lower = wanted.ToLowerInvariant();
        return [.. known.Distinct(StringComparer.Ordinal)
            .Where(text => Math.Abs(text.Length - lower.Length) <= Limit(lower, text))
            .Select(text => (Text: text, Distance: Distance(lower, text.ToLowerInvariant())))
            .Where(c => c.Distance <= Limit(lower, c.Text))
            .OrderBy(c => c.Distance).ThenBy(c => c.Text, StringComparer.Ordinal)
            .Take(most).Select(c => c.Text)];

        static int Limit(string a, string b) => Math.Max(2, Math.Max(a.Length, b.Length) / 2);
    }

    /// <summary>Text in lower case, without accents and without the marks between words: how people's spellings are compared. A leading <c>_</c> stays, for <c>_T</c> is no T.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark || letter is '-' or ' ' || (letter == '_' && plain.Length > 0)) { continue; }
            plain.Append(char.ToLowerInvariant(letter));
        }
        return plain.ToString();
    }

    /// <summary>Levenshtein's distance: letters added, dropped or changed.</summary>
    public static int Distance(string a, string b)
    {
        var previous = new int[b.Length + 1];
        var current = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) { previous[j] = j; }
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }
}
