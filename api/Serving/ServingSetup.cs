using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Serving;

/// <summary>What makes a good server of this one: validators, an answer cache, compression, reading from other sites' pages, and a limit.</summary>
public static class ServingSetup
{
    // What the cache may hold, and the largest answer that it keeps.
    private const long CacheBytes = 64 << 20;
    private const long MostCachedBytes = 4 << 20;

    private static readonly string[] Compressed =
    [
        "application/json", "application/problem+json", "text/csv", "application/vnd.json-stat+json", "application/ld+json", "application/atom+xml", "application/xml", "text/xml", "text/markdown", "text/html", "text/css", "text/javascript",
        "application/vnd.sdmx.data+json", "application/vnd.sdmx.structure+json", "application/vnd.sdmx.data+csv", "application/vnd.sdmx.genericdata+xml", "application/vnd.sdmx.structurespecificdata+xml", "application/vnd.sdmx.structure+xml",
    ];

    // What a page of another site may read of an answer beside its body.
    private static readonly string[] Readable = ["ETag", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy", "Content-Disposition", "Observatorio-Release", "Observatorio-Hidden", "Observatorio-Hidden-Reasons", "Observatorio-Synthetic"];

    /// <summary>Adds the services.</summary>
    public static void AddServing(this IServiceCollection services)
    {
        services.AddSingleton<ReadLimit>();
        services.AddHostedService<WarmUp>();
        services.AddOutputCache(cache =>
        {
            (cache.SizeLimit, cache.MaximumBodySize) = (CacheBytes, MostCachedBytes);
            cache.AddBasePolicy(new AnswerCache());
        });
        services.AddResponseCompression(compression =>
        {
            // Nothing secret stands beside what a reader sends.
            compression.EnableForHttps = true;
            compression.MimeTypes = Compressed;
            compression.Providers.Add<BrotliCompressionProvider>();
            compression.Providers.Add<GzipCompressionProvider>();
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.AllowAnyOrigin().WithMethods("GET", "HEAD").AllowAnyHeader().WithExposedHeaders(Readable).SetPreflightMaxAge(TimeSpan.FromDays(1))));
    }

    /// <summary>Adds the steps of a request, in their order: a request that is answered early costs nothing further.</summary>
    public static void UseServing(this WebApplication app)
    {
        app.Use(ReleaseChoice.Choose);
        app.Use(Validators.Validate);
        app.UseOutputCache();
        app.Use(ReadLimit.Count);
        app.UseResponseCompression();
    }
}
