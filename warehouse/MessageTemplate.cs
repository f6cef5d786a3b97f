using System.Text.RegularExpressions;

namespace Observatorio.Warehouse;

/// <summary>Texts for people with places to fill: <c>"There is no {value}[; did you mean {nearest}?]"</c>.</summary>
public static partial class MessageTemplate
{
    /// <summary>Fills a text. A part in brackets goes where one of its places has nothing to say.</summary>
    /// <param name="text">With <c>{name}</c> for each place.</param>
    /// <param name="argument">What stands in a place; null or empty for nothing.</param>
    /// <param name="unsaid">A place that is not worth the part in brackets it stands in, though it has something to say.</param>
    public static string Fill(string text, Func<string, string?> argument, string? unsaid = null)
    {
        text = OptionalPart().Replace(text, part => Place().Matches(part.Value).All(p => p.Groups[1].Value != unsaid && !string.IsNullOrEmpty(argument(p.Groups[1].Value))) ? part.Groups[1].Value : "");
        return Place().Replace(text, p => argument(p.Groups[1].Value) ?? "?");
    }

    /// <summary>The same with what stands in the places by their names.</summary>
    public static string Fill(string text, IReadOnlyList<(string Name, string? Text)> args) => Fill(text, name => args.FirstOrDefault(a => a.Name == name).Text);

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Place();

    [GeneratedRegex(@"\[([^\[\]]*)\]")]
    private static partial Regex OptionalPart();
}
