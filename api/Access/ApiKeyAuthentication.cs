using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Observatorio.Warehouse;

namespace Observatorio.Api.Access;

/// <summary>Knows a request by the key in its header <c>X-API-Key</c>. Who sends none is nobody, and may read what is public.</summary>
public sealed class ApiKeyAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, Principals principals, LocalCaller? local = null)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme.</summary>
    public const string Name = "ApiKey";

    /// <summary>Name of the header.</summary>
    public const string Header = "X-API-Key";

    /// <summary>Claim type of a country that the principal sends for.</summary>
    public const string Area = "area";

    /// <summary>The identity of a principal, however it was recognised.</summary>
    public static ClaimsIdentity IdentityOf(Principal principal)
        => new([new Claim(ClaimTypes.NameIdentifier, principal.Id), new Claim(ClaimTypes.Name, principal.Name), .. principal.Roles.Select(r => new Claim(ClaimTypes.Role, r)), .. principal.Areas.Select(a => new Claim(Area, a))], Name);

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!Request.Headers.TryGetValue(Header, out var sent)) { return Task.FromResult(AuthenticateResult.NoResult()); }
        return Task.FromResult(sent is [{ } secret] && (local?.OfKey(secret) ?? principals.OfKey(secret)) is { } principal
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(IdentityOf(principal)), Name))
            : AuthenticateResult.Fail("no such key"));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Problems.NoKey(Context).ExecuteAsync(Context);

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Problems.NotAllowed(Context).ExecuteAsync(Context);
}
