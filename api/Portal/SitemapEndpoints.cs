using System.Globalization;
using System.Xml.Linq;
using Observatorio.Api.Releases;
using Observatorio.Api.Serving;
using Observatorio.Warehouse;

namespace Observatorio.Api.Portal;

/// <summary><c>/sitemap.xml</c> and <c>/robots.txt</c>: which pages of the portal there are, for search engines, and what is not for them.</summary>
public static class SitemapEndpoints
{
    // Every query is an address of its own, and they do not end.
    private const string Robots = "User-agent: *\nDisallow: /api/\nAllow: /api/v1/catalog.jsonld\nAllow: /api/v1/datasets/\nDisallow: /sdmx/\nDisallow: /metrics\n\nSitemap: ";

    private static readonly XNamespace Map = "http://www.sitemaps.org/schemas/sitemap/0.9";
    private static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    private static readonly string[] Views = ["", "/explore", "/country", "/compare", "/releases", "/studies"];

    /// <summary>Adds the routes.</summary>
    public static void MapSitemap(this WebApplication app)
    {
        app.MapGet("/sitemap.xml", GetSitemap).WithMetadata(new ReadsRelease(ReleaseChoice.Refuse)).ExcludeFromDescription();
        app.MapGet("/robots.txt", (HttpContext http) => Results.Text($"{Robots}{PublicAddress.Of(http)}/sitemap.xml\n")).ExcludeFromDescription();
    }

    private static IResult GetSitemap(HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        var root = PublicAddress.Of(http);
        var map = new XElement(Map + "urlset", new XAttribute(XNamespace.Xmlns + "xhtml", Html), PagesOf(release).SelectMany(page => TextCatalogue.Languages.Select(language => Entry(root, language, page.View, page.Updated))));
        return Results.Text(new XDeclaration("1.0", "utf-8", null) + "\n" + map, "application/xml; charset=utf-8");
    }

    // A country's page shows all its datasets, so it is as new as the newest of them.
    private static IEnumerable<(string View, DateTime Updated)> PagesOf(OpenRelease release)
    {
        var datasets = release.Datasets.Values.Select(d => (d.Item.Code, d.Spec.RefArea, d.Holds, Updated: d.Holds.Max(h => h.LastUpdated) ?? release.CreatedAt)).ToList();
        return
        [
            .. Views.Select(view => (view, release.CreatedAt)),
            .. datasets.GroupBy(d => d.RefArea).Select(c => ("/country/" + c.Key, c.Max(d => d.Updated))),
            .. datasets.SelectMany(d => d.Holds).GroupBy(h => h.Indicator).Select(i => ("/indicator/" + i.Key, i.Max(h => h.LastUpdated) ?? release.CreatedAt)),
            .. datasets.Select(d => ("/explore?dataset=" + d.Code, d.Updated)),
        ];
    }

    private static XElement Entry(string root, string language, string view, DateTime updated) => new(
        Map + "url",
        new XElement(Map + "loc", $"{root}/{language}{view}"),
        new XElement(Map + "lastmod", updated.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        TextCatalogue.Languages.Select(other => new XElement(Html + "link", new XAttribute("rel", "alternate"), new XAttribute("hreflang", other), new XAttribute("href", $"{root}/{other}{view}"))));
}
