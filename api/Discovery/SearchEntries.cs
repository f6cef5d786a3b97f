using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Discovery;

/// <summary>Something that can be found.</summary>
/// <param name="Kind">indicator, dataset, area, region, scheme, size, activity or topic.</param>
/// <param name="Code">Its code; of a size class with its scheme in front.</param>
/// <param name="Titles">Its name by language.</param>
/// <param name="Texts">What is said of it, by language.</param>
/// <param name="Address">Where the API tells of it.</param>
public sealed record SearchEntry(string Kind, string Code, IReadOnlyDictionary<string, string> Titles, IReadOnlyDictionary<string, string> Texts, string Address);

/// <summary>All that can be found in a release.</summary>
public static class SearchEntries
{
    private static readonly Dictionary<string, string> None = [];

    /// <summary>The entries.</summary>
    public static IEnumerable<SearchEntry> Of(OpenRelease release)
        => [.. Indicators(release), .. Datasets(release), .. Areas(release), .. RegionsOf(release), .. Schemes(release), .. Activities(release)];

    private static IEnumerable<SearchEntry> Indicators(OpenRelease release)
        => release.Indicators.Items.Select(i => new SearchEntry("indicator", i.Code, i.Names, WithTopic(release, release.IndicatorTexts[i.Id]), $"/api/v1/data/{i.Parent}/availability?indicator={i.Code}"));

    // Who looks for a topic finds its indicators.
    private static Dictionary<string, string> WithTopic(OpenRelease release, IndicatorText text)
        => text.Topic is { } topic && release.Codes.TryGetValue("TOPIC", out var topics) && topics.Find(topic) is { } item
            ? text.Definitions.ToDictionary(d => d.Key, d => $"{d.Value} {item.Name(d.Key)}") : text.Definitions.ToDictionary();

    private static IEnumerable<SearchEntry> Datasets(OpenRelease release)
        => release.Datasets.Values.Select(d => new SearchEntry("dataset", d.Item.Code, d.Item.Names,
            TextCatalogue.Languages.ToDictionary(l => l, l => string.Join(". ", d.Spec.Coverage.In(l), d.Spec.Provider.Name, d.StatUnit.Name(l), release.Areas.Find(d.Spec.RefArea)?.Name(l) ?? "")), $"/api/v1/datasets/{d.Item.Code}"));

    private static IEnumerable<SearchEntry> Areas(OpenRelease release)
        => release.Areas.Items.Select(a => new SearchEntry("area", a.Code, a.Names, a.Parent is { } parent && release.Areas.Find(parent) is { } above ? above.Names : None, $"/api/v1/data/counts/availability?area={a.Code}"));

    private static IEnumerable<SearchEntry> RegionsOf(OpenRelease release)
        => release.With(Regions.Regions.All).Select(r => new SearchEntry("region", r.Code, TextCatalogue.Languages.ToDictionary(l => l, _ => r.Code),
            TextCatalogue.Languages.ToDictionary(l => l, l => string.Join(", ", r.Members.Select(m => release.Areas.Find(m.RefArea)?.Name(l)).OfType<string>().Distinct())), $"/api/v1/regions/{r.Code}"));

    private static IEnumerable<SearchEntry> Schemes(OpenRelease release)
        => release.Schemes.Items.Select(s => new SearchEntry("scheme", s.Code, s.Names,
            TextCatalogue.Languages.ToDictionary(l => l, l => string.Join(", ",
                release.SizeClasses.Values.Where(c => c.Scheme == s).Select(c => c.Item.Name(l)).Prepend(s.Parent is { } country ? release.Areas.Find(country)?.Name(l) ?? "" : ""))), $"/api/v1/schemes/{s.Code}"));

    // National codes are found by their names only where they are names of their own.
    private static IEnumerable<SearchEntry> Activities(OpenRelease release)
        => release.Activities.Items.Select(a => new SearchEntry("activity", a.Code, a.Names, None, $"/api/v1/data/counts/availability?activity={Uri.EscapeDataString(a.Code)}"));
}
