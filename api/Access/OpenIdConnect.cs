using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using Observatorio.Warehouse;

namespace Observatorio.Api.Access;

/// <summary>Bearer tokens of an OpenID Connect provider: the token's subject is a principal of the workspace, whose roles hold; the token's own are not asked.</summary>
public static class OpenIdConnect
{
    /// <summary>Reads <c>Oidc:Authority</c> and <c>Oidc:Audience</c>; <c>Oidc:SigningKey</c> (base64 of a symmetric key) in place of an authority that cannot be reached.</summary>
    public static void Configure(JwtBearerOptions bearer, IConfiguration configuration)
    {
        bearer.Authority = configuration["Oidc:Authority"];
        bearer.Audience = configuration["Oidc:Audience"];
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters.ValidAudience = configuration["Oidc:Audience"];
        if (configuration["Oidc:SigningKey"] is { } key)
        {
            bearer.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(Convert.FromBase64String(key));
            bearer.TokenValidationParameters.ValidIssuer = configuration["Oidc:Issuer"];
        }
        bearer.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                var subject = context.Principal?.FindFirstValue("sub");
                var principal = subject is null ? null : context.HttpContext.RequestServices.GetRequiredService<Principals>().Find(subject);
                if (principal is null or { Disabled: true }) { context.Fail("no such principal"); }
                else { context.Principal = new ClaimsPrincipal(ApiKeyAuthentication.IdentityOf(principal)); }
                return Task.CompletedTask;
            },
        };
    }
}
