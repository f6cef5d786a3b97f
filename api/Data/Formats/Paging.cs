using Microsoft.AspNetCore.WebUtilities;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data.Formats;

/// <summary>How an answer of several pages names the next one.</summary>
public static class Paging
{
    /// <summary>The address of the next page, of the same release whatever is published meanwhile.</summary>
    public static string Link(HttpContext http, OpenRelease release, PageCursor next)
    {
        var parameters = http.Request.Query.Where(p => !string.Equals(p.Key, "cursor", StringComparison.OrdinalIgnoreCase)).SelectMany(p => p.Value, (p, value) => KeyValuePair.Create(p.Key, value))
            .Append(KeyValuePair.Create<string, string?>("release", release.Id)).Append(KeyValuePair.Create<string, string?>("cursor", next.ToString()));
        return QueryHelpers.AddQueryString(http.Request.PathBase + http.Request.Path, parameters);
    }
}
