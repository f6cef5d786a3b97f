using System.Text.Json.Serialization;
using Dapper;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Api.Catalogue;

/// <summary>A dataflow.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="Dimensions">Components of its key.</param>
/// <param name="Figures">How many figures it has in this release, those that are not exact included.</param>
/// <param name="Indicators">Codes of its indicators that have figures.</param>
public sealed record DataflowSummary(string Id, IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> Dimensions, long Figures, IReadOnlyList<string> Indicators);

/// <summary>A code list.</summary>
/// <param name="Id">Its component.</param>
/// <param name="Release">The release it is of.</param>
/// <param name="Codes">Its codes in their order.</param>
public sealed record CodelistAnswer(string Id, string Release, IReadOnlyList<CodelistEntry> Codes);

/// <summary>A code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="Parent">The code above it.</param>
/// <param name="Scheme">For size classes, their scheme.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record CodelistEntry(string Code, IReadOnlyDictionary<string, string> Names, string? Parent, string? Scheme, string? Status, string? Source);

/// <summary>A dataset: all that its profile says, and what the release adds to it.</summary>
public sealed record DatasetAnswer : DatasetSpec
{
    /// <summary>Takes the three together.</summary>
    public DatasetAnswer(DatasetSpec spec, IReadOnlyList<Holding> holds, IReadOnlyList<PreferredFor> preferredFor)
        : base(spec) => (Holds, PreferredFor) = (holds, preferredFor);

    /// <summary>What it has figures of, by indicator.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<Holding> Holds { get; }

    /// <summary>Where it is the one to take among the datasets of its country.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<PreferredFor> PreferredFor { get; }
}

/// <summary>What there is: dataflows, code lists, datasets, releases.</summary>
public static class CatalogueEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapCatalogue(this RouteGroupBuilder group)
    {
        group.MapGet("/dataflows", GetDataflows).WithName("GetDataflows").WithTags("Catalogue").WithSummary("The dataflows, with their dimensions and how much they hold.").Produces<IReadOnlyList<DataflowSummary>>();
        group.MapGet("/dataflows/{id}", GetDataflow).WithName("GetDataflow").WithTags("Catalogue").WithSummary("One dataflow.").Produces<DataflowSummary>().Produces<ProblemDetails>(404, "application/problem+json");
        group.MapGet("/codelists", GetCodelists).WithName("GetCodelists").WithTags("Catalogue").WithSummary("Ids of the code lists.").Produces<IReadOnlyList<string>>();
        group.MapGet("/codelists/{id}", GetCodelist).WithName("GetCodelist").WithTags("Catalogue")
            .WithSummary("One code list, with names in three languages.").Produces<CodelistAnswer>().Produces<ProblemDetails>(404, "application/problem+json");
        group.MapGet("/datasets", GetDatasets).WithName("GetDatasets").WithTags("Catalogue").WithSummary("The datasets: provider, statistical unit, coverage, flags, transcribed or synthetic.").Produces<IReadOnlyList<DatasetAnswer>>();
        group.MapGet("/datasets/{id}", GetDataset).WithName("GetDataset").WithTags("Catalogue").WithSummary("One dataset.").Produces<DatasetAnswer>().Produces<ProblemDetails>(404, "application/problem+json");
    }

    private static IResult GetDataflows(HttpContext http, ReleaseStore store)
        => store.Current is { } release ? Results.Ok(Dataflows.Ids.Select(id => Summarise(release, id))) : Problems.NoRelease(http);

    private static IResult GetDataflow(string id, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        return Dataflows.Find(id) is { } known ? Results.Ok(Summarise(release, known)) : Problems.NotFound(http, "dataflow", id, Dataflows.Ids);
    }

    private static DataflowSummary Summarise(OpenRelease release, string dataflow) => release.With(connection =>
    {
        var counts = connection.Query<(int Indicator, long Figures)>($"select indicator, count(*) from {WorkWarehouse.FactTableOfDataflow[dataflow]} group by indicator order by indicator").ToList();
        return new DataflowSummary(dataflow, Dataflows.Names[dataflow], [.. FigureColumn.Key.Select(c => c.Name)], counts.Sum(c => c.Figures), [.. counts.Select(c => release.Indicators[c.Indicator].Code)]);
    });

    private static IResult GetCodelists(HttpContext http, ReleaseStore store)
        => store.Current is { } release ? Results.Ok(OpenRelease.LongLists.Concat(release.Codes.Keys.Order(StringComparer.Ordinal))) : Problems.NoRelease(http);

    private static IResult GetCodelist(string id, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        var name = id.ToUpperInvariant();
        if (!OpenRelease.LongLists.Contains(name) && !release.Codes.ContainsKey(name)) { return Problems.NotFound(http, "codelist", id, Choices.Near(id, OpenRelease.LongLists.Concat(release.Codes.Keys))); }
        // A class means nothing without its scheme: here each has its own.
        var entries = name == "SIZE_CLASS" ? release.SizeClasses.Values.Select(c => Entry(c.Item, c.Scheme.Code)) : release.ListOf(name).Items.Select(i => Entry(i, null));
        return Results.Ok(new CodelistAnswer(name, release.Id, [.. entries]));
    }

    private static CodelistEntry Entry(CodeItem item, string? scheme) => new(item.Code, item.Names, item.Parent, scheme, item.Status, item.Source);

    private static IResult GetDatasets(HttpContext http, ReleaseStore store)
        => store.Current is { } release ? Results.Ok(release.Datasets.Values.Select(Describe)) : Problems.NoRelease(http);

    private static IResult GetDataset(string id, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        return release.DatasetCodes.Find(id) is { } dataset
            ? Results.Ok(Describe(release.Datasets[dataset.Id]))
            : Problems.NotFound(http, "dataset", id, Spelling.Nearest(id, release.DatasetCodes.Items.Select(d => d.Code), 3));
    }

    private static DatasetAnswer Describe(DatasetItem dataset) => new(dataset.Spec, dataset.Holds, dataset.PreferredFor);
}
