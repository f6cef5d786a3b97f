using Observatorio.Warehouse;

namespace Observatorio.Api;

/// <summary>What an error offers in the place of a word that is not known.</summary>
public static class Choices
{
    // As many as people read in a sentence.
    private const int Few = 12;

    /// <summary>What is spelled nearly so; where nothing is, all choices if they are few, else the three nearest, however far.</summary>
    public static IReadOnlyList<string> Near(string asked, IEnumerable<string> choices)
    {
        var all = choices.Distinct(StringComparer.Ordinal).ToList();
        if (Spelling.Nearest(asked, all, 3) is { Count: > 0 } near) { return near; }
        return all.Count <= Few ? all : [.. all.OrderBy(c => Spelling.Distance(asked.ToLowerInvariant(), c.ToLowerInvariant())).ThenBy(c => c, StringComparer.Ordinal).Take(3)];
    }
}
