using System.Globalization;
using System.Text.Json.Serialization;
using CsvHelper;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Warehouse;

namespace Observatorio.Api.Studies;

/// <summary>A study or good practice, described in Dublin Core's words.</summary>
/// <param name="Id">Its id in the catalogue.</param>
/// <param name="Type"><c>study</c> or <c>practice</c>.</param>
/// <param name="Title">As it was published.</param>
/// <param name="Creator">Authors, or the bodies that wrote it.</param>
/// <param name="Publisher">The body that published it.</param>
/// <param name="Date">Year.</param>
/// <param name="Coverage">Countries, ISO 3166-1; empty for the region.</param>
/// <param name="Subject">Themes.</param>
/// <param name="Language">Languages it is in.</param>
/// <param name="Identifier">Its address, a DOI where it has one.</param>
/// <param name="Relation">Indicators that it speaks of.</param>
/// <param name="Programmes">Programmes that it belongs to or assesses.</param>
/// <param name="Source">Where this description was taken from.</param>
/// <param name="Status"><c>confirmed</c> where somebody read that source.</param>
public sealed record Study(
    string Id, [property: JsonPropertyName("dc:type")] string Type, [property: JsonPropertyName("dc:title")] string Title, [property: JsonPropertyName("dc:creator")] IReadOnlyList<string> Creator,
    [property: JsonPropertyName("dc:publisher")] string Publisher, [property: JsonPropertyName("dc:date")] string Date, [property: JsonPropertyName("dc:coverage")] IReadOnlyList<string> Coverage,
    [property: JsonPropertyName("dc:subject")] IReadOnlyList<string> Subject, [property: JsonPropertyName("dc:language")] IReadOnlyList<string> Language, [property: JsonPropertyName("dc:identifier")] string Identifier,
    [property: JsonPropertyName("dc:relation")] IReadOnlyList<string> Relation, IReadOnlyList<string> Programmes, [property: JsonPropertyName("dc:source")] string Source, string Status);

/// <summary><c>/api/v1/studies</c>: the catalogue of studies and good practices, which is the file <c>studies.csv</c>.</summary>
public static class StudyEndpoints
{
    private static readonly string[] Parameters = ["q", "area", "theme"];
    private static readonly IReadOnlyList<Study> All = Read();

    /// <summary>Adds the route.</summary>
    public static void MapStudies(this RouteGroupBuilder group)
        => group.MapGet("/studies", GetStudies).WithName("GetStudies").WithTags("Studies")
            .WithSummary("Studies and good practices with Dublin Core metadata, the newest first; searched by words, country and theme.")
            .Produces<IReadOnlyList<Study>>().Produces<ProblemDetails>(400, "application/problem+json");

    private static IResult GetStudies(HttpContext http, string? q = null, string? area = null, string? theme = null)
    {
        if (http.Request.Query.Keys.FirstOrDefault(name => !Parameters.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } unknown) { return Problems.BadRequest(http, Problems.UnknownParameter(unknown, Parameters)); }
        var words = (q ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Spelling.Plain).ToList();
        return Results.Ok(All.Where(s =>
            (area is null || s.Coverage.Count == 0 || s.Coverage.Contains(area, StringComparer.OrdinalIgnoreCase))
            && (theme is null || s.Subject.Contains(theme, StringComparer.OrdinalIgnoreCase))
            && words.TrueForAll(w => Spelling.Plain(string.Join(' ', [s.Title, s.Publisher, s.Date, .. s.Creator, .. s.Subject, .. s.Programmes])).Contains(w, StringComparison.Ordinal))));
    }

    private static List<Study> Read()
    {
        using var csv = new CsvReader(new StreamReader(typeof(StudyEndpoints).Assembly.GetManifestResourceStream("studies.csv")!), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var studies = new List<Study>();
        while (csv.Read())
        {
            studies.Add(new Study(
                csv["id"]!, csv["kind"]!, csv["title"]!, Several("creator"), csv["publisher"]!, csv["date"]!, Several("coverage"), Several("subject"), Several("language"), csv["identifier"]!, Several("relation"),
                    Several("programmes"), csv["source"]!, csv["status"]!));
        }
        return [.. studies.OrderByDescending(s => s.Date).ThenBy(s => s.Title, StringComparer.Ordinal)];

        string[] Several(string column) => csv[column]!.Split('|', StringSplitOptions.RemoveEmptyEntries);
    }
}
