using Observatorio.Api.Access;
using Observatorio.Ingest.Drafting;
using Observatorio.Warehouse;

namespace Observatorio.Api.Submissions;

/// <summary>Something that a person has to say before a draft is a profile.</summary>
/// <param name="File">Which of its files.</param>
/// <param name="Where">The member, column or label.</param>
/// <param name="What">What is wanted, in words.</param>
/// <param name="Candidates">What it may be.</param>
public sealed record DraftGapAnswer(string File, string Where, string What, IReadOnlyList<string> Candidates);

/// <summary>A proposed profile.</summary>
/// <param name="Id">A name for its folder.</param>
/// <param name="Files">Texts of its files by their names; what is left to say stands as <c>¿?</c>.</param>
/// <param name="Gaps">What is left to say.</param>
public sealed record DraftAnswer(string Id, IReadOnlyDictionary<string, string> Files, IReadOnlyList<DraftGapAnswer> Gaps);

/// <summary><c>/api/v1/profiles/draft</c>: a profile for a file that no profile reads, for a person to finish.</summary>
public static class DraftEndpoint
{
    // Drafting reads a whole workbook: a sample of a larger file says as much.
    private const long MostBytes = 32L << 20;

    /// <summary>Adds the route.</summary>
    public static void MapDraft(this RouteGroupBuilder group)
        => group.MapPost("/profiles/draft", Draft).Requires("provider", "reviewer", "admin").DisableAntiforgery().WithTags("Submissions").WithName("PostProfileDraft")
            .WithSummary("Proposes a profile for a file (multipart: file) that no profile reads: header, columns, and labels with their codes. Nothing is kept.")
            .Produces<DraftAnswer>().ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    private static async Task<IResult> Draft(HttpContext http, Workspace workspace, string? area = null)
    {
        var (upload, problem) = await Upload.Read(http, workspace, MostBytes);
        if (upload is null) { return problem!; }
        using (upload)
        {
            var findings = new List<Ingest.Finding>();
            using var memory = WorkWarehouse.OpenInMemory(ReferenceData.Of(workspace));
            var draft = ProfileDraft.Of(memory, upload.Path, upload.FileName, area, findings);
            var language = Problems.Language(http);
            return draft is null
                ? Problems.Say(http, "no-draft", StatusCodes.Status422UnprocessableEntity, ("why", findings is [var first, ..] ? Ingest.Checking.CheckCatalogue.Describe(first, language).Message : null))
                : Results.Ok(new DraftAnswer(draft.Id, draft.Files, [.. draft.Gaps.Select(g => new DraftGapAnswer(g.File, g.Where, g.In(language), g.Candidates))]));
        }
    }
}
