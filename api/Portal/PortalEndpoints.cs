using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Observatorio.Api.Portal;

/// <summary>The portal's files, as the build made them. Every view is one page: what it shows is in its address.</summary>
public static class PortalEndpoints
{
    // No script, style or data but this server's own.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors ";

    // What a page of somebody else may show within itself: views that only read and take no key (main.js knows the same).
    private static readonly FrozenSet<string> Embeddable = FrozenSet.Create(StringComparer.Ordinal, "embed/explore");

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>
    {
        [".js"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, PortalFile> Assets = Read();
    private static readonly PortalFile? Page = Assets.GetValueOrDefault("index.html");

    /// <summary>A file of the portal.</summary>
    /// <param name="Plain">Its bytes.</param>
    /// <param name="Brotli">The same compressed.</param>
    /// <param name="Type">Its media type.</param>
    /// <param name="ETag">By its content.</param>
    private sealed record PortalFile(byte[] Plain, byte[]? Brotli, string Type, string ETag);

    /// <summary>Adds the page at <c>/</c>, the views below the languages, and their files.</summary>
    public static void MapPortal(this WebApplication app)
    {
        app.MapGet("/", Show).ExcludeFromDescription();
        app.MapGet("/{language:regex(^(es|pt|en)$)}/{**view}", Show).ExcludeFromDescription();
        app.MapGet("/assets/{name}", Asset).ExcludeFromDescription();
    }

    private static IResult Show(HttpContext http, string? view = null)
    {
        var embedded = view is not null && Embeddable.Contains(view);
        http.Response.Headers.ContentSecurityPolicy = Policy + (embedded ? "*" : "'none'");
        if (embedded) { http.Response.Headers.Remove("X-Frame-Options"); }
        http.Response.Headers.CacheControl = "no-cache";
        return Page is null
            ? Results.Stream(typeof(PortalEndpoints).Assembly.GetManifestResourceStream("without-portal.html")!, "text/html; charset=utf-8")
            : Send(http, Page with { Type = "text/html; charset=utf-8" });
    }

    private static IResult Asset(string name, HttpContext http)
    {
        if (name == "index.html" || !Assets.TryGetValue(name, out var file)) { return Problems.NotFound(http, "file", name, []); }
        // A name has its content's hash in it.
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Send(http, file);
    }

    private static IResult Send(HttpContext http, PortalFile file)
    {
        http.Response.Headers.ETag = file.ETag;
        http.Response.Headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch.Contains(file.ETag)) { return Results.StatusCode(StatusCodes.Status304NotModified); }
        if (file.Brotli is null || !http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal)) { return Results.Bytes(file.Plain, file.Type); }
        http.Response.Headers.ContentEncoding = "br";
        return Results.Bytes(file.Brotli, file.Type);
    }

    private static FrozenDictionary<string, PortalFile> Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "portal");
        if (!Directory.Exists(folder)) { return FrozenDictionary<string, PortalFile>.Empty; }
        return Directory.EnumerateFiles(folder).Where(f => !f.EndsWith(".br", StringComparison.Ordinal)).ToFrozenDictionary(
            f => Path.GetFileName(f),
            f =>
            {
                var plain = File.ReadAllBytes(f);
                return new PortalFile(plain, File.Exists(f + ".br") ? File.ReadAllBytes(f + ".br") : null, Types.GetValueOrDefault(Path.GetExtension(f), "application/octet-stream"), $"\"{Convert.ToHexStringLower(SHA256.HashData(plain))[..16]}\"");
            });
    }
}
