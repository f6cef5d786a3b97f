using System.Text.RegularExpressions;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>
/// What one word of a filter may mean beside a single code: <c>MX-*</c> all that begin so, <c>C10..C33</c> from one to another in the order of the list,
/// <c>G:children</c> what stands directly below a code, <c>G:tree</c> the code and all below it.
/// </summary>
public static class CodePattern
{
    /// <summary>The codes that a word means; null if it is no pattern or none of the list fits it.</summary>
    public static IReadOnlyList<CodeItem>? Find(IReadOnlyList<CodeItem> items, Func<string, CodeItem?> find, string word)
    {
        var found = Matching(items, find, word)?.ToList();
        return found is { Count: > 0 } ? found : null;
    }

    private static IEnumerable<CodeItem>? Matching(IReadOnlyList<CodeItem> items, Func<string, CodeItem?> find, string word)
    {
        if (word.Split("..") is [var first, var last])
        {
            return find(first) is { } from && find(last) is { } to ? items.Where(i => i.Id >= from.Id && i.Id <= to.Id && OfOneKind(i, from, to)) : null;
        }
        if (word.EndsWith(":children", StringComparison.OrdinalIgnoreCase))
        {
            return find(word[..^":children".Length]) is { } parent ? items.Where(i => i.Parent == parent.Code) : null;
        }
        if (word.EndsWith(":tree", StringComparison.OrdinalIgnoreCase))
        {
            return find(word[..^":tree".Length]) is { } root ? Below(items, root).Prepend(root) : null;
        }
        if (!word.Contains('*', StringComparison.Ordinal)) { return null; }
        var pattern = new Regex("^" + string.Join(".*", word.Split('*').Select(Regex.Escape)) + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return items.Where(i => pattern.IsMatch(i.Code));
    }

    // A range is within one level: of divisions, not of the sections that stand between them. Ranges of periods are of dates, and read elsewhere.
    private static bool OfOneKind(CodeItem item, CodeItem from, CodeItem to) => item.Code.Length == from.Code.Length || item.Code.Length == to.Code.Length;

    private static IEnumerable<CodeItem> Below(IReadOnlyList<CodeItem> items, CodeItem root)
    {
        var children = items.Where(i => i.Parent is not null).ToLookup(i => i.Parent!);
        var open = new Queue<string>([root.Code]);
        var seen = new HashSet<string> { root.Code };
        while (open.TryDequeue(out var code))
        {
            foreach (var child in children[code].Where(c => seen.Add(c.Code)))
            {
                yield return child;
                open.Enqueue(child.Code);
            }
        }
    }
}
