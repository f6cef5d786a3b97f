using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Discovery;

/// <summary>What a search found.</summary>
/// <param name="Release">The release that was searched.</param>
/// <param name="Query">What was looked for.</param>
/// <param name="Results">Best first.</param>
public sealed record SearchAnswer(string Release, string Query, IReadOnlyList<SearchResult> Results);

/// <summary>One thing that was found.</summary>
/// <param name="Kind">indicator, dataset, area, region, scheme or activity.</param>
/// <param name="Code">Its code.</param>
/// <param name="Title">Its name in the language asked for.</param>
/// <param name="Text">What is said of it.</param>
/// <param name="Address">Where the API tells of it.</param>
public sealed record SearchResult(string Kind, string Code, string Title, string? Text, string Address);

/// <summary>A topic and its indicators.</summary>
/// <param name="Code">Code of TOPIC.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="Indicators">Its indicators.</param>
public sealed record Topic(string Code, IReadOnlyDictionary<string, string> Names, IReadOnlyList<TopicIndicator> Indicators);

/// <summary>An indicator.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Dataflow">The dataflow that it is in.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="Definitions">Its definition by language.</param>
/// <param name="Source">Where the definition comes from.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
/// <param name="Datasets">Datasets that have figures of it.</param>
/// <param name="LastUpdated">When the newest file with figures of it was received, UTC; null where there are none.</param>
public sealed record TopicIndicator(
    string Code, string Dataflow, IReadOnlyDictionary<string, string> Names, IReadOnlyDictionary<string, string> Definitions, string? Source, string? Status, IReadOnlyList<string> Datasets, DateTime? LastUpdated);

/// <summary><c>/api/v1/search</c>, <c>/api/v1/topics</c> and the catalogues that other portals harvest.</summary>
public static class DiscoveryEndpoints
{
    private const int MostResults = 100;
    private const int UsualResults = 20;
    private static readonly string[] Parameters = ["q", "kind", "limit", "lang"];
    private static readonly string[] Kinds = ["indicator", "dataset", "area", "region", "scheme", "activity"];

    /// <summary>Adds the routes.</summary>
    public static void MapDiscovery(this RouteGroupBuilder group)
    {
        group.MapGet("/search", GetSearch).WithName("Search").WithTags("Discovery").WithSummary("Indicators, datasets, areas, regions, schemes and activities by words of any of the three languages; accents and plurals are forgiven.")
            .Produces<SearchAnswer>().Produces<ProblemDetails>(400, "application/problem+json");
        var plain = group.MapGroup("").AddEndpointFilter(Problems.RefuseParameters).ProducesProblem(400);
        plain.MapGet("/topics", GetTopics).WithName("GetTopics").WithTags("Discovery").WithSummary("The topics with their indicators, definitions and sources, and the datasets that have figures of them.").Produces<IReadOnlyList<Topic>>();
        plain.MapGet("/catalog.jsonld", GetCatalogue).WithName("GetDcatCatalogue").WithTags("Discovery").WithSummary("All datasets as a DCAT-AP catalogue, for portals that harvest.").Produces(200, contentType: "application/ld+json");
        plain.MapGet("/datasets/{id}/jsonld", GetDatasetJsonLd).WithName("GetDatasetJsonLd").WithTags("Discovery")
            .WithSummary("One dataset as schema.org/Dataset, for search engines.").Produces(200, contentType: "application/ld+json").Produces<ProblemDetails>(404, "application/problem+json");
    }

    private static IResult GetSearch(HttpContext http, ReleaseStore store, string? q = null, string? kind = null, string? limit = null)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        if (http.Request.Query.Keys.FirstOrDefault(name => !Parameters.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown) { return Problems.BadRequest(http, Problems.UnknownParameter(unknown, Parameters)); }
        if (string.IsNullOrWhiteSpace(q)) { return Problems.BadRequest(http, new("q", "empty-parameter", [], ("parameter", "q"))); }
        if (kind is not null && !Kinds.Contains(kind)) { return Problems.BadRequest(http, new("kind", "bad-choice", Kinds, ("value", kind), ("parameter", "kind"), ("choices", string.Join(", ", Kinds)))); }
        var most = UsualResults;
        if (limit is not null && (!int.TryParse(limit, out most) || most is < 1 or > MostResults)) { return Problems.BadRequest(http, new("limit", "bad-whole", [], ("value", limit), ("parameter", "limit"), ("most", $"{MostResults}"))); }
        var language = Problems.Language(http);
        var found = SearchIndex.Of(release).Find(q, kind is null ? most : int.MaxValue).Where(e => kind is null || e.Kind == kind).Take(most);
        return Results.Ok(new SearchAnswer(release.Id, q, [.. found.Select(e => new SearchResult(e.Kind, e.Code, In(e.Titles, language) ?? e.Code, In(e.Texts, language), e.Address))]));
    }

    private static IResult GetTopics(HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        if (!release.Codes.TryGetValue("TOPIC", out var topics)) { return Results.Ok(Array.Empty<Topic>()); }
        var holdings = release.Datasets.Values.SelectMany(d => d.Holds.Select(h => (h.Indicator, d.Item.Code, h.LastUpdated))).ToLookup(h => h.Indicator);
        return Results.Ok(topics.Items.Select(t => new Topic(t.Code, t.Names, [.. release.Indicators.Items.Where(i => release.IndicatorTexts[i.Id].Topic == t.Code).Select(i => new TopicIndicator(
            i.Code, i.Parent!, i.Names, release.IndicatorTexts[i.Id].Definitions, i.Source, i.Status, [.. holdings[i.Code].Select(h => h.Code)], holdings[i.Code].Max(h => h.LastUpdated)))])));
    }

    private static IResult GetCatalogue(HttpContext http, ReleaseStore store)
        => store.Current is { } release ? Results.Text(DcatCatalogue.Catalogue(http, release).ToJsonString(), "application/ld+json; charset=utf-8") : Problems.NoRelease(http);

    private static IResult GetDatasetJsonLd(string id, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        return release.DatasetCodes.Find(id) is { } dataset
            ? Results.Text(DcatCatalogue.SchemaOrg(http, release, release.Datasets[dataset.Id]).ToJsonString(), "application/ld+json; charset=utf-8")
            : Problems.NotFound(http, "dataset", id, Warehouse.Spelling.Nearest(id, release.DatasetCodes.Items.Select(d => d.Code), 3));
    }

    private static string? In(IReadOnlyDictionary<string, string> texts, string language) => texts.TryGetValue(language, out var text) ? text : texts.TryGetValue("es", out text) ? text : texts.Values.FirstOrDefault();
}
