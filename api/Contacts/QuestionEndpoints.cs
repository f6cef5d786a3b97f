using Observatorio.Api.Access;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Contacts;

/// <summary>A question on a series.</summary>
/// <param name="Dataset">The dataset that it is about.</param>
/// <param name="Text">The question.</param>
/// <param name="Series">What of it, as a query of the data API: <c>indicator=ENTR&amp;size=MICRO</c>.</param>
public sealed record QuestionRequest(string Dataset, string Text, string? Series = null);

/// <summary>That a question was taken.</summary>
/// <param name="Code">What its answer is read with, under <c>/api/v1/questions/CODE</c>; shown here and nowhere again.</param>
public sealed record QuestionTaken(string Code);

/// <summary>An answer to a question.</summary>
public sealed record QuestionAnswerRequest(string Answer);

/// <summary><c>/api/v1/questions</c>: an analyst asks, and the provider of the series finds it in its queue.</summary>
public static class QuestionEndpoints
{
    private const int LongestText = 2000;
    private const int LongestSeries = 500;
    private const long LargestBody = 16 << 10;

    // A queue that nobody answers is not filled any further.
    private const int MostWaiting = 500;

    /// <summary>Adds the routes.</summary>
    public static void MapQuestions(this RouteGroupBuilder group)
    {
        var questions = group.MapGroup("/questions").WithTags("Contacts");
        questions.MapPost("", Ask).AddEndpointFilter(Limited).WithName("PostQuestion").WithMetadata(new SizeLimit(LargestBody))
            .WithSummary("Asks the provider of a series. Nobody's name is asked for: the code in the answer lets you read the reply. A few an hour are taken from one address.")
            .Produces<QuestionTaken>(201).ProducesProblem(400).ProducesProblem(404).ProducesProblem(429);
        questions.MapGet("/{code}", (string code, HttpContext http, Workspace workspace) => new Questions(workspace).OfCode(code) is { } question ? Results.Ok(question) : Problems.NotFound(http, "question", code, []))
            .WithName("GetQuestion").WithSummary("A question and its answer, by the code that was given when it was asked.").Produces<Question>().ProducesProblem(404);
        questions.MapGet("", (HttpContext http, Workspace workspace) => new Questions(workspace).All().Where(q => Guard.Sees(http, q.RefArea))).Requires("provider", "reviewer", "publisher", "admin")
            .WithName("GetQuestions").WithSummary("The queue: questions on the provider's own countries, or all to the other roles; those that wait first.").Produces<IEnumerable<Question>>();
        questions.MapPost("/{id:long}/answer", Answer).Requires("provider", "reviewer").WithName("PostAnswer")
            .WithSummary("Answers a question; whoever asked reads it with their code.").Produces<Question>().ProducesProblem(400).ProducesProblem(404);
    }

    private static IResult Ask(QuestionRequest request, HttpContext http, Workspace workspace, OpenReleases releases)
    {
        if (releases.Current is not { } release) { return Problems.NoRelease(http); }
        if (release.DatasetCodes.Find(request.Dataset) is not { } dataset) { return Problems.NotFound(http, "dataset", request.Dataset, Spelling.Nearest(request.Dataset, release.Datasets.Values.Select(d => d.Spec.Id), 3)); }
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > LongestText) { return Problems.BadRequest(http, new("text", "bad-question", [], ("most", $"{LongestText}"))); }
        if (request.Series is { Length: > LongestSeries } || request.Series?.Any(char.IsControl) == true) { return Problems.BadRequest(http, new("series", "bad-question", [], ("most", $"{LongestSeries}"))); }
        var (questions, spec) = (new Questions(workspace), release.Datasets[dataset.Id].Spec);
        if (questions.Waiting(spec.RefArea) >= MostWaiting) { return Problems.Say(http, "queue-full", StatusCodes.Status429TooManyRequests); }
        return Results.Json(new QuestionTaken(questions.Ask(http.Connection.RemoteIpAddress?.ToString(), spec.Id, spec.RefArea, request.Series ?? "", request.Text)), statusCode: StatusCodes.Status201Created);
    }

    private static IResult Answer(long id, QuestionAnswerRequest request, HttpContext http, Workspace workspace)
    {
        var questions = new Questions(workspace);
        if (questions.Find(id) is not { } question || !Guard.Sees(http, question.RefArea)) { return Problems.NotFound(http, "question", $"{id}", []); }
        if (string.IsNullOrWhiteSpace(request.Answer) || request.Answer.Length > LongestText) { return Problems.BadRequest(http, new("answer", "bad-question", [], ("most", $"{LongestText}"))); }
        questions.Answer(Guard.ActorOf(http), id, request.Answer);
        return Results.Ok(questions.Find(id));
    }

    private static async ValueTask<object?> Limited(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => context.HttpContext.RequestServices.GetRequiredService<Limits>().MayAsk(context.HttpContext.Connection.RemoteIpAddress) ? await next(context) : Limits.TooMany(context.HttpContext, Limits.HourOfQuestions);

    private sealed record SizeLimit(long? MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata;
}
