using Dapper;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Catalogue;

/// <summary>A size scheme: criteria and classes.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="RefArea">Country or region whose scheme it is; null for a target of our own.</param>
/// <param name="Role"><c>national</c>, <c>regional</c>, or <c>target</c> for a scheme that figures are harmonised to.</param>
/// <param name="Criterion"><c>employment</c>, <c>sales</c>, <c>combined</c>, <c>score</c>, <c>relative</c> or <c>none</c>.</param>
/// <param name="Variable">What is measured by it, such as <c>persons_employed</c>.</param>
/// <param name="LegalBasis">Law, decree or decision.</param>
/// <param name="ValidFrom">First year or day in force.</param>
/// <param name="ValidTo">Last year or day in force.</param>
/// <param name="RefusalReason">Why its figures reach no employment scheme, by language; null where they may.</param>
/// <param name="Note">What else must be known.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
/// <param name="Datasets">Datasets whose producer applied it.</param>
/// <param name="Classes">Its classes in their order.</param>
public sealed record SchemeAnswer(
    string Code, IReadOnlyDictionary<string, string> Names, string? RefArea, string Role, string Criterion, string? Variable, string? LegalBasis, string? ValidFrom, string? ValidTo,
    IReadOnlyDictionary<string, string>? RefusalReason, string? Note, string? Source, string? Status, IReadOnlyList<string> Datasets, IReadOnlyList<SchemeClass> Classes);

/// <summary>A class of a scheme.</summary>
/// <param name="Code">Its code within the scheme.</param>
/// <param name="Names">Its name by language.</param>
/// <param name="Parent">The class that it is a part of.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
/// <param name="Bounds">What bounds it: several where sector, criterion or year matter; none for a total or a class known by its label alone.</param>
public sealed record SchemeClass(string Code, IReadOnlyDictionary<string, string> Names, string? Parent, string? Source, string? Status, IReadOnlyList<ClassBound> Bounds);

/// <summary>Bounds of a class by one criterion: <c>Low ≤ x &lt; High</c>.</summary>
/// <param name="Criterion"><c>employment</c>, <c>sales</c>, <c>assets</c> or <c>score</c>.</param>
/// <param name="Sector">For which sector; null for all.</param>
/// <param name="ValidFrom">First year in force.</param>
/// <param name="ValidTo">Last year in force.</param>
/// <param name="Low">Smallest value inside.</param>
/// <param name="High">Smallest value above; null for an open class.</param>
/// <param name="Unit"><c>PERSONS</c>, a currency (ISO 4217) or a unit of account such as <c>UIT</c>.</param>
/// <param name="UnitYear">Year of the unit of account, where the scheme fixes it.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
public sealed record ClassBound(
    string Criterion, string? Sector, string? ValidFrom, string? ValidTo, decimal Low, decimal? High, string Unit, string? UnitYear, string? Source, string? Status);

/// <summary><c>/api/v1/schemes</c>: by which rules enterprises are called micro, small, medium and large.</summary>
public static class SchemeEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void MapSchemes(this RouteGroupBuilder group)
    {
        group.MapGet("/schemes", GetSchemes).WithName("GetSchemes").WithTags("Catalogue")
            .WithSummary("The size schemes: criterion, classes with their bounds and units, legal basis, validity, source and whether it is confirmed.")
            .Produces<IReadOnlyList<SchemeAnswer>>();
        group.MapGet("/schemes/{id}", GetScheme).WithName("GetScheme").WithTags("Catalogue").WithSummary("One size scheme.")
            .Produces<SchemeAnswer>().Produces<ProblemDetails>(404, "application/problem+json");
    }

    private static IResult GetSchemes(HttpContext http, ReleaseStore store)
        => store.Current is { } release ? Results.Ok(release.With(connection => Read(connection, release, release.Schemes.Items))) : Problems.NoRelease(http);

    private static IResult GetScheme(string id, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        return release.Schemes.Find(id) is { } scheme
            ? Results.Ok(release.With(connection => Read(connection, release, [scheme])).Single())
            : Problems.NotFound(http, "scheme", id, Spelling.Nearest(id, release.Schemes.Items.Select(s => s.Code), 3));
    }

    private static List<SchemeAnswer> Read(DuckDBConnection connection, OpenRelease release, IEnumerable<CodeItem> wanted)
    {
        var rules = connection.Query<SchemeRow>(
            "select code as Code, ref_area as RefArea, role as Role, criterion as Criterion, variable as Variable, legal_basis as LegalBasis, valid_from as ValidFrom, valid_to as ValidTo, refusal_reason_es as Es, refusal_reason_pt as Pt, refusal_reason_en as En, note as Note from dim_size_scheme").ToDictionary(s => s.Code);
        var bounds = connection.Query<BoundRow>(
            "select scheme as Scheme, class as Class, criterion as Criterion, sector as Sector, valid_from as ValidFrom, valid_to as ValidTo, low as Low, high as High, unit as Unit, unit_year as UnitYear, source as Source, status as Status from size_class_bound order by scheme, class, criterion, sector, valid_from, low")
            .ToLookup(b => (b.Scheme, b.Class));
        var classes = release.SizeClasses.Values.ToLookup(c => c.Scheme.Code);
        var datasets = release.Datasets.Values.ToLookup(d => d.Spec.SizeScheme, d => d.Item.Code);
        return [.. wanted.Select(scheme =>
        {
            var rule = rules[scheme.Code];
            return new SchemeAnswer(
                scheme.Code, scheme.Names, rule.RefArea, rule.Role, rule.Criterion, rule.Variable, rule.LegalBasis, rule.ValidFrom, rule.ValidTo,
                rule.Es is null ? null : new Dictionary<string, string> { ["es"] = rule.Es, ["pt"] = rule.Pt!, ["en"] = rule.En! },
                rule.Note, scheme.Source, scheme.Status, [.. datasets[scheme.Code]],
                [.. classes[scheme.Code].Select(c => new SchemeClass(c.Item.Code, c.Item.Names, c.Item.Parent, c.Item.Source, c.Item.Status, [.. bounds[(scheme.Code, c.Item.Code)].Select(b => b.ToBound())]))]);
        })];
    }

    private sealed record SchemeRow(
        string Code, string? RefArea, string Role, string Criterion, string? Variable, string? LegalBasis, string? ValidFrom, string? ValidTo, string? Es, string? Pt, string? En, string? Note);

    private sealed record BoundRow(
        string Scheme, string Class, string Criterion, string? Sector, string? ValidFrom, string? ValidTo, decimal Low, decimal? High, string Unit, string? UnitYear, string? Source, string? Status)
    {
        public ClassBound ToBound() => new(Criterion, Sector, ValidFrom, ValidTo, Plain(Low), High is { } high ? Plain(high) : null, Unit, UnitYear, Source, Status);

        // The warehouse keeps three places for all; people want those that say something.
        private static decimal Plain(decimal number) => number / 1.0000000000000000000000000000m;
    }
}
