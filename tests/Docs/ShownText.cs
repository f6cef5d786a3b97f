using System.Text;
using System.Text.RegularExpressions;

namespace Observatorio.Tests.Docs;

/// <summary>Compares the output that a document shows with the real one.</summary>
internal static partial class ShownText
{
    /// <summary>Stands in a document for text that is left out: alone on its line for any lines, else for any part of the line.</summary>
    public const string Ellipsis = "…";

    /// <summary>Whether <paramref name="real"/> is what <paramref name="shown"/> shows. Moments and the year in a release's id are not compared.</summary>
    public static bool Matches(string shown, string real)
    {
        var pattern = new StringBuilder("^");
        foreach (var line in Mask(shown).Split('\n'))
        {
            pattern.Append(line == Ellipsis ? "(?:.*\n)*?" : Regex.Escape(line).Replace(Ellipsis, ".*", StringComparison.Ordinal) + "\n");
        }
        return Regex.IsMatch(Mask(real) + "\n", pattern.Append('$').ToString(), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
    }

    /// <summary>Output as a document shows it: without blanks at the ends of lines and empty lines around it.</summary>
    public static string Clean(string output)
        => string.Join('\n', output.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n');

    /// <summary>The lines of two texts, those of one alone marked with - and +.</summary>
    public static string Difference(string shown, string real)
    {
        var (a, b) = (shown.Split('\n'), real.Split('\n'));
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
            {
                common[i, j] = Mask(a[i]) == Mask(b[j]) ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }
        var text = new StringBuilder();
        for (var (i, j) = (0, 0); i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && Mask(a[i]) == Mask(b[j])) { text.Append("  ").Append(a[i++]); j++; }
            else if (i < a.Length && (j == b.Length || common[i + 1, j] >= common[i, j + 1])) { text.Append("- ").Append(a[i++]); }
            else { text.Append("+ ").Append(b[j++]); }
            text.Append('\n');
        }
        return text.ToString();
    }

    private static string Mask(string text) => ReleaseId().Replace(Moment().Replace(text, "MOMENT"), "YEAR.$1");

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?Z?")]
    private static partial Regex Moment();

    [GeneratedRegex(@"\b20\d\d\.(\d{1,3})\b")]
    private static partial Regex ReleaseId();
}
