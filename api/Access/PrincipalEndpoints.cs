using System.Security.Claims;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Warehouse;

namespace Observatorio.Api.Access;

/// <summary>What an administrator says of a principal.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Roles">provider, reviewer, publisher, admin or reader.</param>
/// <param name="Areas">The countries that a provider sends for.</param>
/// <param name="Disabled">True to end all that it may do.</param>
public sealed record PrincipalRequest(string Name, IReadOnlyList<string> Roles, IReadOnlyList<string>? Areas = null, bool Disabled = false);

/// <summary>A principal and what is known of its keys.</summary>
public sealed record PrincipalAnswer(string Id, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Areas, bool Disabled, IReadOnlyList<ApiKey> Keys);

/// <summary>A principal as it is told to itself.</summary>
public sealed record MeAnswer(string Id, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Areas);

/// <summary>For how long a key holds.</summary>
/// <param name="Days">Days from now; none for no end.</param>
public sealed record KeyRequest(int? Days = null);

/// <summary>A new key, shown here and nowhere again.</summary>
/// <param name="Key">The key itself.</param>
/// <param name="Prefix">By which it is recognised in lists.</param>
/// <param name="ExpiresAt">UTC; null for no end.</param>
public sealed record KeyAnswer(string Key, string Prefix, string? ExpiresAt);

/// <summary><c>/api/v1/principals</c>: who may do what, and with which keys.</summary>
public static class PrincipalEndpoints
{
    private const int LongestName = 200;
    private const int MostDays = 36_500;

    /// <summary>Adds the routes.</summary>
    public static void MapPrincipals(this RouteGroupBuilder group)
    {
        group.MapGet("/me", GetMe).Requires(Principals.Roles).WithTags("Access").WithName("GetMe").WithSummary("Whose key it is that comes with the request, and what it may do.").Produces<MeAnswer>().ProducesProblem(401);
        var principals = group.MapGroup("/principals").WithTags("Access").Requires("admin");
        principals.MapGet("", (Principals all) => all.All().Select(p => Answer(all, p))).WithName("GetPrincipals").WithSummary("All principals, with their roles and what is known of their keys.");
        principals.MapPut("/{id}", Save).WithName("PutPrincipal").WithSummary("Adds a principal or changes what it may do.").Produces<PrincipalAnswer>().Produces<ProblemDetails>(400, "application/problem+json");
        principals.MapPost("/{id}/keys", AddKey).WithName("PostKey")
            .WithSummary("Makes a key; the answer is the only place where it is shown. To rotate, make a new one and end the old.").Produces<KeyAnswer>(201).Produces<ProblemDetails>(404, "application/problem+json");
        principals.MapDelete("/{id}/keys/{prefix}", RevokeKey).WithName("DeleteKey").WithSummary("Ends a key at once.").Produces(204).Produces<ProblemDetails>(404, "application/problem+json");
    }

    private static MeAnswer GetMe(ClaimsPrincipal user)
        => new(user.FindFirstValue(ClaimTypes.NameIdentifier)!, user.FindFirstValue(ClaimTypes.Name)!, All(user, ClaimTypes.Role), All(user, ApiKeyAuthentication.Area));

    private static IReadOnlyList<string> All(ClaimsPrincipal user, string type) => [.. user.FindAll(type).Select(c => c.Value)];

    private static IResult Save(string id, PrincipalRequest request, HttpContext http, Principals principals)
    {
        if (!Principals.IsId(id)) { return Problems.BadRequest(http, new("id", "bad-principal-id", [], ("value", id))); }
        if (string.IsNullOrWhiteSpace(request.Name) || request.Name.Length > LongestName) { return Problems.BadRequest(http, new("name", "bad-name", [], ("most", $"{LongestName}"))); }
        foreach (var role in request.Roles.Except(Principals.Roles))
        {
            return Problems.BadRequest(http, new("roles", "bad-choice", Spelling.Nearest(role, Principals.Roles, 1), ("value", role), ("parameter", "roles"), ("choices", string.Join(", ", Principals.Roles))));
        }
        var areas = request.Areas ?? [];
        foreach (var area in areas.Where(a => !Principals.IsArea(a))) { return Problems.BadRequest(http, new("areas", "bad-area", [], ("value", area))); }
        var principal = new Principal(id, request.Name, request.Roles, areas, request.Disabled);
        principals.Save(Guard.ActorOf(http), principal);
        return Results.Ok(Answer(principals, principal));
    }

    private static IResult AddKey(string id, KeyRequest? request, HttpContext http, Principals principals)
    {
        if (principals.Find(id) is null) { return Problems.NotFound(http, "principal", id, Spelling.Nearest(id, principals.All().Select(p => p.Id), 1)); }
        if (request?.Days is < 1 or > MostDays) { return Problems.BadRequest(http, new("days", "bad-whole", [], ("value", $"{request.Days}"), ("parameter", "days"), ("most", $"{MostDays}"))); }
        var (key, secret) = principals.AddKey(Guard.ActorOf(http), id, request?.Days is { } days ? DateTime.UtcNow.AddDays(days) : null);
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(new KeyAnswer(secret, key.Prefix, key.ExpiresAt), statusCode: StatusCodes.Status201Created);
    }

    private static IResult RevokeKey(string id, string prefix, HttpContext http, Principals principals)
        => principals.RevokeKey(Guard.ActorOf(http), id, prefix) ? Results.NoContent() : Problems.NotFound(http, "key", prefix, []);

    private static PrincipalAnswer Answer(Principals all, Principal p) => new(p.Id, p.Name, p.Roles, p.Areas, p.Disabled, all.KeysOf(p.Id));
}
