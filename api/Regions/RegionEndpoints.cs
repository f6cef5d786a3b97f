using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Comparability;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Regions;

/// <summary>A region and who belongs to it.</summary>
/// <param name="Code">Its code, such as <c>ALADI</c>.</param>
/// <param name="Members">Its members with the days of their membership.</param>
public sealed record RegionSummary(string Code, IReadOnlyList<RegionMember> Members);

/// <summary>A membership.</summary>
/// <param name="RefArea">The country.</param>
/// <param name="From">First day.</param>
/// <param name="To">The first day without it; null while it lasts.</param>
/// <param name="Source">Where that is known from.</param>
public sealed record RegionMember(string RefArea, string? From, string? To, string? Source);

/// <summary>The regional table: each country beside the others, and what may be added up.</summary>
/// <param name="Release">The release that is asked.</param>
/// <param name="Region">The region.</param>
/// <param name="Indicator">The indicator.</param>
/// <param name="Scheme">The size scheme.</param>
/// <param name="Periods">The years.</param>
/// <param name="Countries">The members in these years.</param>
/// <param name="Totals">Sums over countries whose figures count the same units of the same universe in the same way; none where nothing adds.</param>
public sealed record RegionAnswer(
    string Release, string Region, string Indicator, string Scheme, IReadOnlyList<string> Periods, IReadOnlyList<RegionCountry> Countries, IReadOnlyList<RegionTotal> Totals);

/// <summary>A country of the table.</summary>
/// <param name="RefArea">Its code.</param>
/// <param name="Name">Its name in the language asked for.</param>
/// <param name="Years">Its years.</param>
public sealed record RegionCountry(string RefArea, string Name, IReadOnlyList<RegionYear> Years);

/// <summary>A country in a year.</summary>
/// <param name="Comparability">How far it compares, and why.</param>
/// <param name="Figures">Its figures by class; empty where there are none.</param>
public sealed record RegionYear(ComparabilityCell Comparability, IReadOnlyList<RegionFigure> Figures);

/// <summary>A figure of a class.</summary>
/// <param name="SizeClass">The class; <c>_T</c> is the total.</param>
/// <param name="Value">The figure; null where only an interval is certain.</param>
/// <param name="Low">Lower end; null beside an exact figure.</param>
/// <param name="High">Upper end; null beside a lower end where none is certain.</param>
public sealed record RegionFigure(string SizeClass, decimal? Value, decimal? Low, decimal? High);

/// <summary>A sum over countries, of the same countries in every year asked (METHOD.md, Regions).</summary>
/// <param name="Code">The region where all its members are in it; with <c>_P</c> behind it where some are missing.</param>
/// <param name="StatUnit">What all of them count.</param>
/// <param name="CountConcept">When.</param>
/// <param name="Universe">Of whom.</param>
/// <param name="Members">Who is in it.</param>
/// <param name="Missing">Who is not, each with the reason.</param>
/// <param name="Years">The sums.</param>
public sealed record RegionTotal(string Code, string StatUnit, string CountConcept, string Universe, IReadOnlyList<string> Members, IReadOnlyList<RegionGap> Missing, IReadOnlyList<RegionSum> Years);

/// <summary>A member that is not in a total.</summary>
/// <param name="RefArea">The country.</param>
/// <param name="Reason">Why, in the language asked for.</param>
public sealed record RegionGap(string RefArea, string Reason);

/// <summary>The sums of one year.</summary>
/// <param name="Period">The year.</param>
/// <param name="Figures">By class; a ratio is the sum of its numerators over that of its denominators.</param>
/// <param name="PopulationShare">Percent of the region's population that lives in the countries that are in it; null where not known.</param>
/// <param name="GdpShare">Percent of the region's gross domestic product, in current dollars; null where not known.</param>
public sealed record RegionSum(string Period, IReadOnlyList<RegionFigure> Figures, decimal? PopulationShare, decimal? GdpShare);

/// <summary><c>/api/v1/regions</c>: who belongs to which region, and the regional table.</summary>
public static class RegionEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapRegions(this RouteGroupBuilder group)
    {
        group.MapGet("/regions", GetRegions).WithName("GetRegions").WithTags("Regions").WithSummary("The regions with their members and the days of their membership.")
            .Produces<IReadOnlyList<RegionSummary>>().AddEndpointFilter(Problems.RefuseParameters);
        group.MapGet("/regions/{id}", GetRegion).WithName("GetRegion").WithTags("Regions")
            .WithSummary("The regional table of an indicator: each country with its figures and how far they compare, and sums over those that add.")
            .Produces<RegionAnswer>().Produces<ProblemDetails>(400, "application/problem+json").Produces<ProblemDetails>(404, "application/problem+json");
    }

    private static IResult GetRegions(HttpContext http, ReleaseStore store)
        => store.Current is { } release ? Results.Ok(release.With(Regions.All)) : Problems.NoRelease(http);

    private static IResult GetRegion(string id, HttpContext http, ReleaseStore store, string? indicator = "ENTR", string? scheme = "CMN3", string? from = null, string? to = null, string? lang = "es", string? convert = null)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        return release.With(connection =>
        {
            var regions = Regions.All(connection);
            if (regions.FirstOrDefault(r => string.Equals(r.Code, id, StringComparison.OrdinalIgnoreCase)) is not { } region) { return Problems.NotFound(http, "region", id, [.. regions.Select(r => r.Code)]); }
            var (question, problem) = ComparabilityQuestion.Read(release, http.Request.Query, indicator, scheme, from, to, lang, ownSchemes: false, convert);
            return question is null ? Problems.BadRequest(http, problem!) : Results.Ok(RegionTable.Of(connection, release, region, question));
        });
    }
}
