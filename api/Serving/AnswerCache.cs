using Microsoft.AspNetCore.OutputCaching;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Serving;

/// <summary>
/// Which answers are kept in memory, compressed as they were sent: those of a release to readers without a key, by release, question, language and what the reader accepts. Its memory is bounded, and large
/// answers are not kept.
/// </summary>
public sealed class AnswerCache : IOutputCachePolicy
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var http = context.HttpContext;
        var release = http.GetEndpoint()?.Metadata.GetMetadata<ReadsRelease>() is null ? null : http.RequestServices.GetRequiredService<ReleaseStore>().Current;
        var fits = release is not null && http.User.Identity?.IsAuthenticated != true && HttpMethods.IsGet(http.Request.Method);
        context.EnableOutputCaching = true;
        context.AllowCacheLookup = fits;
        context.AllowCacheStorage = fits;
        context.AllowLocking = false;
        context.ResponseExpirationTimeSpan = Kept;
        if (release is null) { return ValueTask.CompletedTask; }
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.HeaderNames = new[] { "Accept", "Accept-Encoding" };
        context.CacheVaryByRules.VaryByValues["release"] = release.Id;
        context.CacheVaryByRules.VaryByValues["beside"] = Validators.BesideRelease(http);
        context.CacheVaryByRules.VaryByValues["language"] = Problems.Language(http);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        Telemetry.Count(CacheResult.Hit);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (context.AllowCacheLookup) { Telemetry.Count(CacheResult.Miss); }
        // Errors are not kept.
        context.AllowCacheStorage &= context.HttpContext.Response.StatusCode == StatusCodes.Status200OK;
        return ValueTask.CompletedTask;
    }
}
