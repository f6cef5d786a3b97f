using System.Text;
using System.Text.RegularExpressions;

namespace Observatorio.Api.Discovery;

/// <summary>Words as they are looked for: without accents and endings of the plural, in all three languages by the same few rules, so that <c>exportaciones</c>, <c>exportação</c> and <c>exports</c> begin alike.</summary>
public static partial class WordStem
{
    // The longest first. What is left must still be a word.
    private static readonly string[] Endings = ["aciones", "iones", "acoes", "oes", "acion", "acao", "ation", "ations", "ion", "ao", "ales", "ais", "eses", "ies", "es", "os", "as", "is", "s", "a", "o", "e", "y"];
    private const int Shortest = 3;

    // What every sentence has says nothing.
    private static readonly HashSet<string> Empty = ["de", "del", "la", "el", "los", "las", "y", "e", "en", "em", "do", "da", "dos", "das", "o", "a", "os", "as", "of", "the", "in", "and", "by", "por", "para", "for",
        "con", "com", "with", "que", "un", "una", "um", "uma"];

    /// <summary>The stems of a text, with blanks between.</summary>
    public static string All(string text) => string.Join(' ', Words().Matches(Fold(text)).Select(m => Of(m.Value)));

    /// <summary>The stems of a query's words that say something.</summary>
    public static IReadOnlyList<string> OfQuery(string text)
    {
        var words = Words().Matches(Fold(text)).Select(m => m.Value).ToList();
        var telling = words.Where(w => !Empty.Contains(w)).ToList();
        return [.. (telling.Count > 0 ? telling : words).Select(Of).Distinct()];
    }

    private static string Of(string word)
    {
        // A code is no word.
        if (word.Any(char.IsDigit)) { return word; }
        var ending = Endings.FirstOrDefault(e => word.EndsWith(e, StringComparison.Ordinal) && word.Length - e.Length >= Shortest);
        return ending is null ? word : word[..^ending.Length];
    }

    private static string Fold(string text) => new([.. text.Normalize(NormalizationForm.FormD).Where(c => char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark).Select(char.ToLowerInvariant)]);

    [GeneratedRegex(@"[\p{L}\p{N}]+")]
    private static partial Regex Words();
}
