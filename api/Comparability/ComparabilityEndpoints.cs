using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Comparability;

/// <summary>Why a figure compares only with notes, or not at all.</summary>
/// <param name="Aspect">What of it: STAT_UNIT, COUNT_CONCEPT, UNIVERSE, DATASET_FLAG, METHOD, REASON, FREQ, ORIGIN or DATA.</param>
/// <param name="Code">The code of that aspect.</param>
/// <param name="Grade">What it makes of the figure: <c>with_notes</c>, <c>not_comparable</c> or <c>no_data</c>.</param>
/// <param name="Text">A sentence in the language asked for.</param>
/// <param name="Evidence">Where it is known from; null for what follows from the dataset's own description.</param>
public sealed record ComparabilityReason(string Aspect, string Code, string Grade, string Text, string? Evidence);

/// <summary>One country in one year.</summary>
/// <param name="Period">The year.</param>
/// <param name="Grade"><c>comparable</c>, <c>with_notes</c>, <c>not_comparable</c> or <c>no_data</c>: the gravest of its reasons.</param>
/// <param name="Dataset">The dataset that was looked at; null where there is none.</param>
/// <param name="Preferred">Why that dataset is taken, where there is a choice; in the language asked for.</param>
/// <param name="Reasons">Why it is not simply comparable, the gravest first.</param>
public sealed record ComparabilityCell(string Period, string Grade, string? Dataset, string? Preferred, IReadOnlyList<ComparabilityReason> Reasons);

/// <summary>One country.</summary>
/// <param name="RefArea">Its code.</param>
/// <param name="Name">Its name in the language asked for.</param>
/// <param name="Cells">A cell for each year asked.</param>
public sealed record ComparabilityRow(string RefArea, string Name, IReadOnlyList<ComparabilityCell> Cells);

/// <summary>What compares with what.</summary>
/// <param name="Release">The release that is asked.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Scheme">The size scheme.</param>
/// <param name="Periods">The years.</param>
/// <param name="Countries">The thirteen countries of ALADI.</param>
public sealed record ComparabilityAnswer(string Release, string Indicator, string Scheme, IReadOnlyList<string> Periods, IReadOnlyList<ComparabilityRow> Countries);

/// <summary>What a country has of an indicator.</summary>
/// <param name="RefArea">The country.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Datasets">Its datasets with periods and schemes.</param>
public sealed record CoverageRow(string RefArea, string Indicator, IReadOnlyList<CoverageDataset> Datasets);

/// <summary>What a dataset adds to the coverage of an indicator.</summary>
/// <param name="Dataset">Its code.</param>
/// <param name="Origin"><c>transcribed</c> or <c>synthetic</c>.</param>
/// <param name="From">First period.</param>
/// <param name="To">Last period.</param>
/// <param name="Figures">Figures in the scheme of its producer.</param>
/// <param name="Schemes">Schemes in which it says more than the total.</param>
public sealed record CoverageDataset(string Dataset, string Origin, string From, string To, long Figures, IReadOnlyList<string> Schemes);

/// <summary><c>/api/v1/comparability</c> and <c>/api/v1/coverage</c>: what may be set beside what, and what there is.</summary>
public static class ComparabilityEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapComparability(this RouteGroupBuilder group)
    {
        group.MapGet("/comparability", GetComparability).WithName("GetComparability").WithTags("Comparability")
            .WithSummary("Country by year: comparable, with notes, not comparable, or no data, each with its reasons.")
            .Produces<ComparabilityAnswer>().Produces<ProblemDetails>(400, "application/problem+json");
        group.MapGet("/coverage", GetCoverage).WithName("GetCoverage").WithTags("Comparability")
            .WithSummary("What each country has: indicators, datasets, periods, schemes.")
            .Produces<IReadOnlyList<CoverageRow>>().AddEndpointFilter(Problems.RefuseParameters);
    }

    private static IResult GetComparability(HttpContext http, ReleaseStore store, string? indicator = "ENTR", string? scheme = "CMN3", string? from = null, string? to = null, string? lang = "es")
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        var (question, problem) = ComparabilityQuestion.Read(release, http.Request.Query, indicator, scheme, from, to, lang, ownSchemes: true);
        return question is null ? Problems.BadRequest(http, problem!) : Results.Ok(release.With(connection => ComparabilityMatrix.Of(connection, release, question)));
    }

    private static IResult GetCoverage(HttpContext http, ReleaseStore store)
        => store.Current is { } release
            ? Results.Ok(release.Datasets.Values
                .SelectMany(d => d.Holds.Select(h => (RefArea: d.Item.Parent!, h.Indicator, Row: new CoverageDataset(d.Item.Code, d.Origin, h.From, h.To, h.Figures, h.Schemes))))
                .GroupBy(r => (r.RefArea, r.Indicator)).OrderBy(g => g.Key.RefArea, StringComparer.Ordinal).ThenBy(g => g.Key.Indicator, StringComparer.Ordinal)
                .Select(g => new CoverageRow(g.Key.RefArea, g.Key.Indicator, [.. g.Select(r => r.Row)])))
            : Problems.NoRelease(http);
}
