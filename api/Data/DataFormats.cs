using Microsoft.Net.Http.Headers;
using Observatorio.Api.Data.Formats;
using Observatorio.Api.Releases;
using Observatorio.Api.Sdmx;
using Observatorio.Api.Sdmx.Data;

namespace Observatorio.Api.Data;

/// <summary>An answer that is about to be written.</summary>
/// <param name="Http">The request.</param>
/// <param name="Release">The release that it comes from.</param>
/// <param name="Query">What was asked.</param>
/// <param name="Figures">The figures.</param>
public sealed record DataAnswer(HttpContext Http, OpenRelease Release, DataQuery Query, FigureAnswer Figures);

/// <summary>A format of answers.</summary>
/// <param name="Name">As <c>format=</c> says it.</param>
/// <param name="ContentType">As <c>Accept</c> says it, and as the answer says.</param>
/// <param name="Extension">Of a file.</param>
/// <param name="IsFile">Whether a browser saves it and does not show it.</param>
/// <param name="IsStreamed">Whether it goes out while it is read; else all its figures are held, and there is a limit to them.</param>
/// <param name="Write">Writes it.</param>
/// <param name="Lacks">Parameters that it has no place for.</param>
public sealed record DataFormat(string Name, string ContentType, string Extension, bool IsFile, bool IsStreamed, Func<DataAnswer, Task> Write, params IReadOnlyList<string> Lacks);

/// <summary>The formats of <c>/api/v1/data</c>; the first is the one of answers to whom nothing else is asked for.</summary>
public static class DataFormats
{
    // What is in a message of SDMX, and in which order, its data structure definition says.
    private static readonly string[] NotInMessages = ["columns", "order", "pivot", "convert"];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<DataFormat> All =
    [
        new("json", "application/json", "json", IsFile: false, IsStreamed: true, JsonFormat.Write),
        new("csv", "text/csv", "csv", IsFile: true, IsStreamed: true, CsvFormat.Write),
        new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", IsFile: true, IsStreamed: false, XlsxFormat.Write),
        new("parquet", "application/vnd.apache.parquet", "parquet", IsFile: true, IsStreamed: true, ParquetFormat.Write),
        new("json-stat", "application/vnd.json-stat+json", "json", IsFile: false, IsStreamed: false, JsonStatFormat.Write, "columns", "order", "limit", "pivot", "includeHistory", "updatedAfter"),
        new("sdmx-csv", "application/vnd.sdmx.data+csv", "csv", IsFile: true, IsStreamed: true, QueryMessage.WriterOf(SdmxFormat.Csv2), NotInMessages),
        new("sdmx-json", "application/vnd.sdmx.data+json", "json", IsFile: false, IsStreamed: true, QueryMessage.WriterOf(SdmxFormat.Json), NotInMessages),
        new("sdmx-generic", "application/vnd.sdmx.genericdata+xml", "xml", IsFile: false, IsStreamed: true, QueryMessage.WriterOf(SdmxFormat.Generic), [.. NotInMessages, "labels"]),
        new("sdmx-structure-specific", "application/vnd.sdmx.structurespecificdata+xml", "xml", IsFile: false, IsStreamed: true, QueryMessage.WriterOf(SdmxFormat.StructureSpecific), [.. NotInMessages, "labels"]),
    ];

    /// <summary>Their names.</summary>
    public static readonly string[] Names = [.. All.Select(f => f.Name)];

    /// <summary>The one that a query asks for.</summary>
    public static DataFormat Of(AnswerForm form) => All.First(f => f.Name == form.Format);

    /// <summary>The format that a reader accepts best; null where the header says nothing of any of them.</summary>
    public static string? Accepted(HttpRequest request)
        => request.GetTypedHeaders().Accept is { Count: > 0 } accepted
            ? accepted.OrderByDescending(a => a.Quality ?? 1).Select(a => All.FirstOrDefault(f => Matches(a, f))?.Name).FirstOrDefault(name => name is not null)
            : null;

    private static bool Matches(MediaTypeHeaderValue accepted, DataFormat format) => !accepted.MatchesAllTypes && !accepted.MatchesAllSubTypes && accepted.MediaType.Equals(format.ContentType, StringComparison.OrdinalIgnoreCase);
}
