using System.Globalization;
using Observatorio.Api.Serving;

namespace Observatorio.Api.Releases;

/// <summary>How to cite a release, as DataCite recommends: creator (year): title. Version. Publisher. [type]. address.</summary>
public static class Citation
{
    private static readonly Dictionary<string, (string Title, string Version)> Words = new()
    {
        ["es"] = ("Estadísticas armonizadas de MIPYMES de América Latina", "Versión"),
        ["pt"] = ("Estatísticas harmonizadas de MPMEs da América Latina", "Versão"),
        ["en"] = ("Harmonised MSME statistics of Latin America", "Version"),
    };

    /// <summary>The citation in a language.</summary>
    /// <param name="http">The request, for the address of this server.</param>
    /// <param name="releaseId">Which release.</param>
    /// <param name="createdAt">When it was made.</param>
    /// <param name="language">es, pt or en.</param>
    public static string Of(HttpContext http, string releaseId, DateTime createdAt, string language)
    {
        var (title, version) = Words[language];
        return $"Observatorio ({createdAt.Year.ToString(CultureInfo.InvariantCulture)}): {title}. {version} {releaseId}. Observatorio. [Dataset]. {PublicAddress.Of(http)}/api/v1/releases/{releaseId}";
    }
}
