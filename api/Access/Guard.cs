using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Observatorio.Warehouse;

namespace Observatorio.Api.Access;

/// <summary>Who may use an endpoint: anybody, or holders of one of some roles.</summary>
/// <param name="Roles">The roles; none for anybody.</param>
public sealed record RequiredRoles(IReadOnlyList<string> Roles);

/// <summary>Who may do what (docs/access.md).</summary>
public static class Guard
{
    /// <summary>Keys, and OpenID Connect tokens where the configuration names an authority (<c>Oidc:Authority</c>, <c>Oidc:Audience</c>).</summary>
    public static void AddAccess(this IServiceCollection services, Workspace workspace, IConfiguration configuration)
    {
        services.AddSingleton(new Principals(workspace));
        services.AddSingleton<Limits>();
        var authentication = services.AddAuthentication(ApiKeyAuthentication.Name).AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null);
        if (configuration["Oidc:Authority"] is not null || configuration["Oidc:SigningKey"] is not null) { authentication.AddJwtBearer(bearer => OpenIdConnect.Configure(bearer, configuration)); }
        services.AddAuthorization();
    }

    /// <summary>Lets only holders of one of the roles use the endpoint.</summary>
    public static T Requires<T>(this T endpoint, params IReadOnlyList<string> roles) where T : IEndpointConventionBuilder
    {
        endpoint.WithMetadata(new RequiredRoles(roles));
        return endpoint;
    }

    /// <summary>Turns away who may not use the endpoint that was found: 401 without a key that holds, 403 without the role.</summary>
    public static async Task TurnAway(HttpContext http, RequestDelegate next)
    {
        var scheme = http.Request.Headers.Authorization.Count > 0 && !http.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) && http.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>() is { } schemes
            && await schemes.GetSchemeAsync(JwtBearerDefaults.AuthenticationScheme) is not null ? JwtBearerDefaults.AuthenticationScheme : ApiKeyAuthentication.Name;
        var (limits, address) = (http.RequestServices.GetRequiredService<Limits>(), http.Connection.RemoteIpAddress);
        if (HasKey(http) && limits.IsShut(address))
        {
            await Limits.TooMany(http, Limits.Minute).ExecuteAsync(http);
            return;
        }
        var result = await http.AuthenticateAsync(scheme);
        if (result.Succeeded) { http.User = result.Principal; }
        // A key that does not hold is told so even where none is needed: its owner would think that it works.
        else if (result.Failure is not null)
        {
            limits.CountFailedKey(address);
            await Problems.NoKey(http).ExecuteAsync(http);
            return;
        }
        if (http.GetEndpoint()?.Metadata.GetMetadata<RequiredRoles>() is { Roles.Count: > 0 } required && !required.Roles.Any(http.User.IsInRole))
        {
            await (http.User.Identity?.IsAuthenticated == true ? Problems.NotAllowed(http) : Problems.NoKey(http)).ExecuteAsync(http);
            return;
        }
        if (!HttpMethods.IsGet(http.Request.Method) && http.User.Identity?.IsAuthenticated == true && !limits.MayWrite(ActorOf(http).Principal))
        {
            await Limits.TooMany(http, Limits.Minute).ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    private static bool HasKey(HttpContext http) => http.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) || http.Request.Headers.Authorization.Count > 0;

    /// <summary>The principal of a request and where it comes from.</summary>
    public static Actor ActorOf(HttpContext http) => new(http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "", http.Connection.RemoteIpAddress?.ToString());

    /// <summary>Whether the principal may see submissions of a country: a provider those of its own, the other roles all.</summary>
    public static bool Sees(HttpContext http, string refArea)
        => http.User.IsInRole("reviewer") || http.User.IsInRole("publisher") || http.User.IsInRole("admin") || SendsFor(http, refArea);

    /// <summary>Whether the principal sends for a country, and so may take back or explain what was sent for it.</summary>
    public static bool SendsFor(HttpContext http, string refArea) => http.User.HasClaim(ApiKeyAuthentication.Area, refArea);
}
