namespace Observatorio.Api.Access;

/// <summary>What every answer says to browsers: nothing is guessed, framed or run but what this server itself sends for it.</summary>
public static class SecurityHeaders
{
    // Swagger's page has its script and style within itself.
    private const string Page = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";
    private const string Data = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>Adds them.</summary>
    public static Task Add(HttpContext http, RequestDelegate next)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = http.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) ? "same-origin" : "cross-origin";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments("/swagger") ? Page : Data;
        // What a key opens is nobody else's to keep.
        if (http.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) || http.Request.Headers.Authorization.Count > 0) { headers.CacheControl = "private, no-store"; }
        return next(http);
    }
}
