using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>One code as readers see it: the same shape for every list.</summary>
/// <param name="Id">Its id in the release; order of ids is order of answers.</param>
/// <param name="Code">The code.</param>
/// <param name="Names">Its name by language; a language that the source lacks is absent.</param>
/// <param name="Parent">The code above it, or null.</param>
/// <param name="Aliases">Other spellings that queries may use.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record CodeItem(int Id, string Code, IReadOnlyDictionary<string, string> Names, string? Parent, IReadOnlyList<string> Aliases, string? Status, string? Source)
{
    /// <summary>The name in a language, else in Spanish, else in any, else the code.</summary>
    public string Name(string language) => Names.TryGetValue(language, out var name) ? name : Names.TryGetValue("es", out name) ? name : Names.Values.FirstOrDefault() ?? Code;
}

/// <summary>A size class, which means nothing without its scheme.</summary>
/// <param name="Scheme">Its scheme.</param>
/// <param name="Item">The class.</param>
public sealed record SizeClassItem(CodeItem Scheme, CodeItem Item);

/// <summary>What a dataset is, as queries need it.</summary>
/// <param name="Item">Its code and titles; the parent is its country.</param>
/// <param name="StatUnit">What it counts.</param>
/// <param name="Origin"><c>transcribed</c> or <c>synthetic</c>.</param>
/// <param name="Spec">All that its profile says.</param>
/// <param name="OwnSizeClasses">Ids of the classes of its producer's scheme that it has figures for.</param>
/// <param name="PreferredFor">Where it is the one to take among the datasets of its country.</param>
/// <param name="Holds">What it has figures of.</param>
public sealed record DatasetItem(
    CodeItem Item, CodeItem StatUnit, string Origin, DatasetSpec Spec, IReadOnlySet<int> OwnSizeClasses, IReadOnlyList<PreferredFor> PreferredFor, IReadOnlyList<Holding> Holds);

/// <summary>What a dataset has of one indicator.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="From">First period.</param>
/// <param name="To">Last period.</param>
/// <param name="Figures">Figures in the scheme of its producer, intervals included.</param>
/// <param name="Schemes">Size schemes in which it says more than the total, exactly or between two ends.</param>
/// <param name="LastUpdated">When the newest of its files was received, UTC; null in releases of before this was kept.</param>
public sealed record Holding(string Indicator, string From, string To, long Figures, IReadOnlyList<string> Schemes, DateTime? LastUpdated);

/// <summary>What an indicator means, and what it belongs to.</summary>
/// <param name="Topic">Code of TOPIC; null in releases of before there were topics.</param>
/// <param name="Definitions">Its definition by language.</param>
public sealed record IndicatorText(string? Topic, IReadOnlyDictionary<string, string> Definitions);

/// <summary>Indicator and years for which a dataset is the one to take.</summary>
/// <param name="Indicator">The indicator.</param>
/// <param name="Place">1 for the first choice; another one serves the schemes that those before it do not reach.</param>
/// <param name="From">First year.</param>
/// <param name="To">Last year.</param>
/// <param name="Reason">Why, by language.</param>
public sealed record PreferredFor(string Indicator, int Place, string From, string To, IReadOnlyDictionary<string, string> Reason);

/// <summary>A code list: its codes by id, and by every spelling that a query may use.</summary>
public sealed class ReleaseCodelist
{
    private readonly List<CodeItem> items;

    // Ids are small and dense: figures look their codes up here, a dozen each.
    private readonly CodeItem?[] byId;
    private readonly Dictionary<string, CodeItem> exact;
    private readonly Lazy<Dictionary<string, CodeItem>> plain;

    /// <summary>A list of these codes.</summary>
    public ReleaseCodelist(IEnumerable<CodeItem> items)
    {
        this.items = [.. items];
        byId = new CodeItem?[this.items.Count == 0 ? 0 : this.items.Max(i => i.Id) + 1];
        foreach (var item in this.items) { byId[item.Id] = item; }
        exact = this.items.ToDictionary(i => i.Code);
        plain = new Lazy<Dictionary<string, CodeItem>>(() =>
        {
            var found = new Dictionary<string, CodeItem>();
            // Before marks are left out: BOL is Bolivia, and BO-L without its hyphen would be the same.
            foreach (var spelling in (IEnumerable<Func<CodeItem, IEnumerable<string>>>)[i => [i.Code], i => i.Aliases])
            {
                foreach (var item in this.items) { foreach (var text in spelling(item)) { found.TryAdd(text.ToLowerInvariant(), item); } }
            }
            foreach (var item in this.items) { found.TryAdd(Spelling.Plain(item.Code), item); }
            foreach (var item in this.items) { foreach (var alias in item.Aliases) { found.TryAdd(Spelling.Plain(alias), item); } }
            foreach (var item in this.items) { foreach (var name in item.Names.Values) { found.TryAdd(Spelling.Plain(name), item); } }
            return found;
        });
    }

    /// <summary>The codes in their order.</summary>
    public IReadOnlyList<CodeItem> Items => items;

    /// <summary>The code with an id that must exist.</summary>
    public CodeItem this[int id] => byId[id]!;

    /// <summary>The code that is written exactly so; null if none.</summary>
    public CodeItem? Exactly(string code) => exact.GetValueOrDefault(code);

    /// <summary>The code that a text means: as written, else in any case and without accents, else by another spelling or its name. Null if none.</summary>
    public CodeItem? Find(string text) => exact.TryGetValue(text, out var item) || plain.Value.TryGetValue(text.ToLowerInvariant(), out item) || plain.Value.TryGetValue(Spelling.Plain(text), out item) ? item : null;
}
