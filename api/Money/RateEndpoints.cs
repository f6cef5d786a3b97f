using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Money;

/// <summary><c>/api/v1/rates</c>: what money is converted with.</summary>
public static class RateEndpoints
{
    private static readonly string[] Kinds = ["FX", "PPP", "UNIT", "DEFLATOR"];
    private static readonly string[] Parameters = ["area", "kind", "lang"];

    /// <summary>Adds the route.</summary>
    public static void MapRates(this RouteGroupBuilder group)
        => group.MapGet("/rates", GetRates).WithName("GetRates").WithTags("Catalogue")
            .WithSummary("Exchange rates, purchasing power parities, units of account and price indices, each with its source and status.")
            .Produces<IReadOnlyList<Rate>>().Produces<ProblemDetails>(400, "application/problem+json");

    private static IResult GetRates(HttpContext http, ReleaseStore store, string? area = null, string? kind = null)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        if (http.Request.Query.Keys.FirstOrDefault(name => !Parameters.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown) { return Problems.BadRequest(http, Problems.UnknownParameter(unknown, Parameters)); }
        var country = area is null ? null : release.Areas.Find(area);
        if (area is not null && country is null)
        {
            return Problems.BadRequest(http, new Problems.BadParameter("area", "unknown-code", Spelling.Nearest(area, release.Areas.Items.Select(i => i.Code), 3), ("value", area), ("list", "REF_AREA")));
        }
        if (kind is not null && !Kinds.Contains(kind, StringComparer.OrdinalIgnoreCase))
        {
            return Problems.BadRequest(http, new Problems.BadParameter("kind", "bad-choice", Kinds, ("value", kind), ("parameter", "kind"), ("choices", string.Join(", ", Kinds))));
        }
        return Results.Ok(release.Rates.All.Where(r => (country is null || r.RefArea == country.Code) && (kind is null || string.Equals(r.Kind, kind, StringComparison.OrdinalIgnoreCase))));
    }
}
