using Microsoft.Net.Http.Headers;

namespace Observatorio.Api.Sdmx;

/// <summary>A form of data messages.</summary>
public enum SdmxFormat
{
    /// <summary>SDMX-ML 2.1, generic.</summary>
    Generic,

    /// <summary>SDMX-ML 2.1, structure-specific.</summary>
    StructureSpecific,

    /// <summary>SDMX-CSV 1.0.</summary>
    Csv1,

    /// <summary>SDMX-CSV 2.0.</summary>
    Csv2,

    /// <summary>SDMX-JSON 2.1.</summary>
    Json,
}

/// <summary>Which form a reader wants: the parameter <c>format</c>, else the header <c>Accept</c>, else the version's own.</summary>
public static class SdmxAccept
{
    /// <summary>Media type of structures in XML.</summary>
    public const string StructureXml = "application/vnd.sdmx.structure+xml; version=2.1; charset=utf-8";

    /// <summary>Media type of structures in JSON.</summary>
    public const string StructureJson = "application/vnd.sdmx.structure+json; version=2.1.0; charset=utf-8";

    private static readonly (SdmxFormat Format, string Name, string Type, string Version)[] Forms =
    [
        (SdmxFormat.Generic, "genericdata", "application/vnd.sdmx.genericdata+xml", "2.1"),
        (SdmxFormat.StructureSpecific, "structurespecificdata", "application/vnd.sdmx.structurespecificdata+xml", "2.1"),
        (SdmxFormat.Json, "jsondata", "application/vnd.sdmx.data+json", "2.1.0"),
        (SdmxFormat.Csv2, "csv", "application/vnd.sdmx.data+csv", "2.0.0"),
        (SdmxFormat.Csv1, "csv1", "application/vnd.sdmx.data+csv", "1.0.0"),
    ];

    /// <summary>The media type of a form, as answers say it.</summary>
    public static string TypeOf(SdmxFormat format)
    {
        var (_, _, type, version) = Forms.First(f => f.Format == format);
        return $"{type}; version={version}; charset=utf-8";
    }

    /// <summary>The form of a data message.</summary>
    /// <exception cref="SdmxException">None of those that the reader takes is offered.</exception>
    public static SdmxFormat OfData(HttpContext http, SdmxFormat first)
    {
        if (SdmxParameters.Value(http, "format") is not null)
        {
            var name = SdmxParameters.Choice(http, "format", [.. Forms.Select(f => f.Name)]);
            return Forms.First(f => f.Name == name).Format;
        }
        return Choose(http, Forms.Select(f => f.Type), accepted => Matching(accepted, first)) ?? first;
    }

    /// <summary>Whether structures are wanted as JSON.</summary>
    /// <exception cref="SdmxException">None of those that the reader takes is offered.</exception>
    public static bool OfStructure(HttpContext http, bool jsonFirst)
    {
        if (SdmxParameters.Value(http, "format") is not null) { return SdmxParameters.Choice(http, "format", ["structure", "xml", "json"]) == "json"; }
        return Choose<bool>(http, ["application/vnd.sdmx.structure+xml", "application/vnd.sdmx.structure+json"], accepted => accepted switch
        {
            "application/vnd.sdmx.structure+json" or "application/json" or "text/json" => true,
            "application/vnd.sdmx.structure+xml" or "application/xml" or "text/xml" => false,
            "*/*" or "application/*" => jsonFirst,
            _ => null,
        }) ?? jsonFirst;
    }

    /// <summary>Whether errors go out as JSON.</summary>
    public static bool TakesJson(HttpContext http, bool jsonFirst)
    {
        var accepted = http.Request.Headers.Accept.ToString();
        return accepted.Contains("json", StringComparison.OrdinalIgnoreCase) || (jsonFirst && !accepted.Contains("xml", StringComparison.OrdinalIgnoreCase));
    }

    private static SdmxFormat? Matching(string type, SdmxFormat first) => type switch
    {
        "application/xml" or "text/xml" => first is SdmxFormat.Json ? SdmxFormat.StructureSpecific : first,
        "application/json" or "text/json" => SdmxFormat.Json,
        "text/csv" => SdmxFormat.Csv2,
        "*/*" or "application/*" => first,
        // REST 1.5 knows the old form of CSV only where it is asked for by its version.
        "application/vnd.sdmx.data+csv;1" => SdmxFormat.Csv1,
        _ => Forms.FirstOrDefault(f => f.Type == type) is { Type: not null } form ? form.Format : null,
    };

    private static T? Choose<T>(HttpContext http, IEnumerable<string> offered, Func<string, T?> match)
        where T : struct
    {
        if (http.Request.GetTypedHeaders().Accept is not { Count: > 0 } accepted) { return null; }
        foreach (var one in accepted.OrderByDescending(a => a.Quality ?? 1))
        {
            if (match(NameOf(one)) is { } found) { return found; }
        }
        throw new SdmxException(new SdmxProblem(406, "bad-accept", ("value", http.Request.Headers.Accept.ToString()), ("choices", string.Join(", ", offered.Distinct()))));
    }

    private static string NameOf(MediaTypeHeaderValue accepted)
    {
        var name = accepted.MediaType.Value?.ToLowerInvariant() ?? "";
        var version = accepted.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value.Value?.Trim('"');
        return name == "application/vnd.sdmx.data+csv" && version?.StartsWith('1') == true ? name + ";1" : name;
    }
}
