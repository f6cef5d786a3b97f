using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Serving;

/// <summary>
/// Lets readers and caches keep what they have. A release is frozen, so that an answer of it can only change with the program: its strong ETag follows from the release, the question and
/// the program, and is known before anything is read. Who has it already gets 304.
/// </summary>
public static class Validators
{
    // Parameters whose answers depend on which releases may be seen, and not on one release alone.
    private static readonly string[] OfSeveralReleases = ["includeHistory", "updatedAfter"];

    private static readonly string Build = typeof(Validators).Module.ModuleVersionId.ToString("N");

    /// <summary>Answers 304 where the reader's copy holds, and else gives the answer its validators.</summary>
    public static async Task Validate(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.GetEndpoint()?.Metadata.GetMetadata<ReadsRelease>() is null || http.RequestServices.GetRequiredService<ReleaseStore>() is not { Current: { } release } store)
        {
            await next(http);
            return;
        }
        var tag = TagOf(http, release);
        var modified = new DateTimeOffset(DateTime.SpecifyKind(release.CreatedAt, DateTimeKind.Utc));
        var headers = http.Response.Headers;
        headers.Vary = "Accept, Accept-Language, Accept-Encoding";
        if (http.Request.GetTypedHeaders().IfNoneMatch.Select(m => Own(m, tag)).FirstOrDefault(own => own is not null) is { } held)
        {
            SayUnchanged(held);
            return;
        }
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode == StatusCodes.Status200OK)
            {
                // One tag for each encoding: they are different bytes.
                headers.ETag = headers.ContentEncoding.Count > 0 ? $"\"{tag}-{headers.ContentEncoding}\"" : $"\"{tag}\"";
                SetCaching(http, store, modified);
            }
            return Task.CompletedTask;
        });
        if (!HoldsUnnamed(http, modified))
        {
            await next(http);
            return;
        }
        // Without a tag of ours nothing says that there is such an answer: it is made, and not sent.
        var body = http.Response.Body;
        http.Response.Body = new UnsentStream(http.Response, body);
        try { await next(http); }
        finally { http.Response.Body = body; }
        if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status200OK or StatusCodes.Status304NotModified }) { SayUnchanged($"\"{tag}\""); }

        void SayUnchanged(string own)
        {
            (headers.ContentLength, headers.ContentType, headers.ContentEncoding) = (null, default, default);
            headers.ETag = own;
            SetCaching(http, store, modified);
            Telemetry.Count(CacheResult.Reader);
            http.Response.StatusCode = StatusCodes.Status304NotModified;
        }
    }

    private static void SetCaching(HttpContext http, ReleaseStore store, DateTimeOffset modified)
    {
        http.Response.Headers.LastModified = modified.ToString("R", CultureInfo.InvariantCulture);
        // What a key may have opened is nobody else's to keep. The current release may be another one in a minute; one that was named may at most be withdrawn.
        http.Response.Headers.CacheControl = http.User.Identity?.IsAuthenticated == true ? "private, no-store" : store.IsChosen ? "public, max-age=86400" : "public, max-age=60";
    }

    // Whether a reader has whatever there is, or what there was at a time. RFC 9110: the date is looked at only where no tag is sent. It is known to a second.
    private static bool HoldsUnnamed(HttpContext http, DateTimeOffset modified)
    {
        var headers = http.Request.GetTypedHeaders();
        return http.Request.Headers.IfNoneMatch.Count > 0
            ? headers.IfNoneMatch.Any(m => m.Tag == "*")
            : headers.IfModifiedSince is { } since && since.ToUnixTimeSeconds() >= modified.ToUnixTimeSeconds() && BesideRelease(http).Length == 0;
    }

    // The tag that a reader sent, where it is one that was given with this answer: who has it was answered 200.
    private static string? Own(EntityTagHeaderValue sent, string tag) => ((string[])[$"\"{tag}\"", $"\"{tag}-br\"", $"\"{tag}-gzip\""]).FirstOrDefault(own => sent.Tag.Equals(own, StringComparison.Ordinal));

    private static string TagOf(HttpContext http, OpenRelease release)
    {
        var question = string.Join('\n', Build, release.Id, release.CreatedAt.Ticks, http.Request.Path, http.Request.QueryString, http.Request.Headers.Accept, Problems.Language(http), BesideRelease(http));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(question)).AsSpan(0, 12));
    }

    /// <summary>What an answer depends on beside the release, the question and the program: another text whenever that changes, and empty where there is nothing.</summary>
    public static string BesideRelease(HttpContext http)
    {
        var releases = OfSeveralReleases.Any(http.Request.Query.ContainsKey) ? string.Join(' ', http.RequestServices.GetRequiredService<OpenReleases>().States.Where(s => ReleaseChoice.MayRead(http, s)).Select(s => s.ReleaseId + s.WithdrawnAt)) : "";
        return http.GetEndpoint()?.Metadata.GetMetadata<ReadsContacts>() is null ? releases : releases + new Warehouse.Contacts(http.RequestServices.GetRequiredService<Workspace>()).Version();
    }
}
