using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.Sqlite;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Discovery;

/// <summary>Finds entries of a release's catalogue by words. Made with the first question to a release, and kept as long as it is open.</summary>
#pragma warning disable CA1001 // Requests may hold it after its release was closed: the words, in memory, go with the last of them.
public sealed class SearchIndex
#pragma warning restore CA1001
{
    private static readonly ConditionalWeakTable<OpenRelease, SearchIndex> Made = [];

    private readonly IReadOnlyList<SearchEntry> entries;
    private readonly SqliteConnection words = new("Data Source=:memory:");
    private readonly Lock asking = new();

    private SearchIndex(OpenRelease release)
    {
        entries = [.. SearchEntries.Of(release)];
        words.Open();
        words.Execute(Sql.Text(typeof(SearchIndex).Assembly, "Discovery/search-index.sql"));
        using var transaction = words.BeginTransaction();
        for (var id = 0; id < entries.Count; id++)
        {
            var entry = entries[id];
            words.Execute("insert into entry values (@id, @code, @es, @pt, @en, @textEs, @textPt, @textEn)", new
            {
                id,
                code = WordStem.All(entry.Code.Replace('_', ' ')) + " " + entry.Code.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal),
                es = Stems(entry.Titles, "es"),
                pt = Stems(entry.Titles, "pt"),
                en = Stems(entry.Titles, "en"),
                textEs = Stems(entry.Texts, "es"),
                textPt = Stems(entry.Texts, "pt"),
                textEn = Stems(entry.Texts, "en"),
            }, transaction);
        }
        transaction.Commit();
    }

    /// <summary>The index of a release.</summary>
    public static SearchIndex Of(OpenRelease release) => Made.GetValue(release, r => new SearchIndex(r));

    /// <summary>The entries that have all the words of a query, or words that begin so, best first; where none has all of them, those that have some.</summary>
    public IReadOnlyList<SearchEntry> Find(string query, int most)
    {
        var stems = WordStem.OfQuery(query);
        if (stems.Count == 0) { return []; }
        var quoted = stems.Select(s => $"\"{s}\"*").ToList();
        lock (asking)
        {
            var found = Ask(string.Join(" AND ", quoted), most, query);
            return found.Count > 0 || quoted.Count == 1 ? found : Ask(string.Join(" OR ", quoted), most, query);
        }
    }

    // bm25 is negative, and the smallest is the best.
    private List<SearchEntry> Ask(string match, int most, string query)
        => [.. words.Query<(int Id, double Rank)>(Sql.Text(typeof(SearchIndex).Assembly, "Discovery/search.sql"), new { words = match })
            .Select(f => (f.Id, Entry: entries[f.Id], Place: f.Rank * Weight(entries[f.Id]) * Likeness(entries[f.Id], query))).OrderBy(f => (f.Place, f.Id)).Take(most).Select(f => f.Entry)];

    // What is called just so stands before what only has the words in it.
    private static double Likeness(SearchEntry entry, string query)
    {
        var plain = Spelling.Plain(query);
        if (Spelling.Plain(entry.Code) == plain || entry.Titles.Values.Any(t => Spelling.Plain(t) == plain)) { return 20; }
        if (entry.Code.Split('_').Any(part => Spelling.Plain(part) == plain)) { return 5; }
        var stems = WordStem.All(query);
        return entry.Titles.Values.Any(t => WordStem.All(t) == stems) ? 10 : 1;
    }

    private static string Stems(IReadOnlyDictionary<string, string> texts, string language) => texts.TryGetValue(language, out var text) ? WordStem.All(text) : "";

    // Indicators and datasets before the two thousand activities, and ISIC before national classifications, whose codes have their system in front.
    private static double Weight(SearchEntry entry) => entry.Kind switch { "indicator" => 1.6, "dataset" or "region" or "scheme" => 1.3, "area" => 1.2, _ => entry.Code.Contains('_', StringComparison.Ordinal) ? 1 : 1.3 };
}
