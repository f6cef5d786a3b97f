using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Warehouse;

namespace Observatorio.Api;

/// <summary>
/// Errors for people, as RFC 9457 problem details: which parameter, what was wrong, and what is near, in the language of
/// the query (<c>lang</c>) or of the reader's browser. The texts are in <c>problems.csv</c>.
/// </summary>
public static class Problems
{
    private const int LongestEcho = 80;

    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Texts = TextCatalogue.Read(typeof(Problems).Assembly, "Observatorio.Api.problems.csv");

    /// <summary>A parameter that cannot be used.</summary>
    /// <param name="Parameter">Its name in the query.</param>
    /// <param name="Key">Which text says what is wrong.</param>
    /// <param name="Nearest">Valid values nearest to what was given.</param>
    /// <param name="Args">What the placeholders of the text stand for.</param>
    public sealed record BadParameter(string Parameter, string Key, IReadOnlyList<string> Nearest, params IReadOnlyList<(string Name, string? Text)> Args);

    /// <summary>What is said of a parameter that a query does not have.</summary>
    public static BadParameter UnknownParameter(string name, IReadOnlyList<string> parameters)
        => new(name, "unknown-parameter", Spelling.Nearest(name, parameters, 3), ("value", name), ("parameters", string.Join(", ", parameters)));

    /// <summary>Refuses parameters that endpoints without a query do not read; what they say is in the reader's language.</summary>
    public static async ValueTask<object?> RefuseParameters(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => context.HttpContext.Request.Query.Keys.FirstOrDefault(name => !string.Equals(name, "lang", StringComparison.OrdinalIgnoreCase)) is { } unknown
            ? BadRequest(context.HttpContext, UnknownParameter(unknown, ["lang"]))
            : await next(context);

    /// <summary>400 for a parameter.</summary>
    public static IResult BadRequest(HttpContext http, BadParameter bad)
    {
        var language = LanguageOf(http);
        return Result("bad-parameter", StatusCodes.Status400BadRequest, language, Text("bad-parameter", language),
            Text(bad.Key, language, [.. bad.Args, ("nearest", string.Join(", ", bad.Nearest))]), ("parameter", bad.Parameter), ("nearest", bad.Nearest));
    }

    /// <summary>404 for a thing that is not there.</summary>
    /// <param name="http">The request.</param>
    /// <param name="what">dataflow, codelist, dataset or figure.</param>
    /// <param name="id">What was asked for.</param>
    /// <param name="nearest">Ids near it.</param>
    public static IResult NotFound(HttpContext http, string what, string id, IReadOnlyList<string> nearest)
    {
        var language = LanguageOf(http);
        return Result("not-found", StatusCodes.Status404NotFound, language, Text("not-found", language, ("what", id)),
            Text("not-found-detail", language, ("id", id), ("what", Text("what-" + what, language)), ("nearest", string.Join(", ", nearest))), ("nearest", nearest));
    }

    /// <summary>404 for a day on which there was no release yet.</summary>
    public static IResult BeforeFirst(HttpContext http, string day, ReleaseState first)
    {
        var language = LanguageOf(http);
        return Result("not-found", StatusCodes.Status404NotFound, language, Text("not-found", language, ("what", day)),
            Text("before-first-release", language, ("id", day), ("first", first.ReleaseId), ("day", first.PublicAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))), ("nearest", new[] { first.ReleaseId }));
    }

    /// <summary>503 before the first release.</summary>
    public static IResult NoRelease(HttpContext http)
    {
        var language = LanguageOf(http);
        return Result("no-release", StatusCodes.Status503ServiceUnavailable, language, Text("no-release", language), Text("no-release-detail", language));
    }

    /// <summary>401 where a key is needed and none that holds was sent.</summary>
    public static IResult NoKey(HttpContext http)
    {
        http.Response.Headers.WWWAuthenticate = Access.ApiKeyAuthentication.Name;
        return Say(http, "no-key", StatusCodes.Status401Unauthorized);
    }

    /// <summary>403 where the principal lacks the role.</summary>
    public static IResult NotAllowed(HttpContext http) => Say(http, "not-allowed", StatusCodes.Status403Forbidden);

    /// <summary>410 for a release that was withdrawn: why, and what to read in its place.</summary>
    public static IResult Withdrawn(HttpContext http, ReleaseState state)
        => Say(http, "withdrawn", StatusCodes.Status410Gone, ("id", state.ReleaseId), ("reason", state.WithdrawnReason), ("successor", Releases.ReleaseChoice.SuccessorOf(http, state)));

    /// <summary>A problem whose texts are <paramref name="key"/> and <c>key-detail</c>.</summary>
    public static IResult Say(HttpContext http, string key, int status, params IReadOnlyList<(string Name, string? Text)> args)
    {
        var language = LanguageOf(http);
        return Result(key, status, language, Text(key, language, args), Text(key + "-detail", language, args));
    }

    /// <summary>The language of a request: <c>lang</c>, else the reader's browser's, else Spanish.</summary>
    public static string Language(HttpContext http) => LanguageOf(http);

    private static IResult Result(string type, int status, string language, string title, string detail, params (string Name, object Value)[] extensions)
    {
        var problem = new ProblemDetails { Type = "/docs/problems#" + type, Title = title, Status = status, Detail = detail };
        foreach (var (name, value) in extensions) { problem.Extensions[name] = value; }
        problem.Extensions["language"] = language;
        return Results.Json(problem, contentType: "application/problem+json", statusCode: status);
    }

    private static string LanguageOf(HttpContext http)
    {
        var wanted = http.Request.Query["lang"].Concat(http.Request.Headers.AcceptLanguage.SelectMany(h => (h ?? "").Split(',')));
        return wanted.Select(l => l?.Trim().ToLowerInvariant()).Select(l => l is { Length: >= 2 } ? l[..2] : null).FirstOrDefault(l => l is "es" or "pt" or "en") ?? "es";
    }

    private static string Text(string key, string language, params IReadOnlyList<(string Name, string? Text)> args)
        => MessageTemplate.Fill(Texts[key][language], Shortened(args));

    /// <summary>Enough of what was asked to know it again.</summary>
    public static IReadOnlyList<(string Name, string? Text)> Shortened(IReadOnlyList<(string Name, string? Text)> args)
        => [.. args.Select(a => a is { Name: "value" or "id" or "what", Text: { Length: > LongestEcho } text } ? (a.Name, text[..LongestEcho] + "…") : a)];
}
