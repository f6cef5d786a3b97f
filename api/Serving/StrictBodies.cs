using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Observatorio.Api.Serving;

/// <summary>What a JSON body must be before an endpoint sees it: every member that its record needs, none of them null that may not be, no nulls in lists, no control characters in texts. All else is answered 400 in words.</summary>
public static class StrictBodies
{
    /// <summary>Sets the reader of bodies so.</summary>
    public static void AddStrictBodies(this IServiceCollection services)
    {
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
            json.SerializerOptions.TypeInfoResolver = (json.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(RefuseNullsInLists).WithAddedModifier(RefuseControlCharacters);
        });
    }

    /// <summary>Answers for a request that could not be read.</summary>
    public static async Task Say(HttpContext http, RequestDelegate next)
    {
        try { await next(http); }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            // Parameters of reading endpoints, bodies that are too large or of another media type: the status says it.
            if (e.StatusCode != StatusCodes.Status400BadRequest || HttpMethods.IsGet(http.Request.Method)) { http.Response.StatusCode = e.StatusCode; }
            else { await Problems.Say(http, "bad-body", StatusCodes.Status400BadRequest, ("path", (e.InnerException as JsonException)?.Path)).ExecuteAsync(http); }
        }
    }

    // The annotations of what is in a list are not known at run time: no list of a request has a null in it.
    private static void RefuseNullsInLists(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) { return; }
        var lists = type.Properties.Where(p => p.Get is not null && p.PropertyType != typeof(string) && p.PropertyType.IsAssignableTo(typeof(IEnumerable))).ToList();
        if (lists.Count == 0) { return; }
        type.OnDeserialized += body =>
        {
            var wrong = lists.Find(p => p.Get!(body) is IEnumerable items && items.Cast<object?>().Contains(null));
            if (wrong is not null) { throw new JsonException(null, "$." + wrong.Name, null, null); }
        };
    }

    // What people write ends in feeds, reports and logs, which have no place for them; a line break and a tab are text.
    private static void RefuseControlCharacters(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) { return; }
        var texts = type.Properties.Where(p => p.Get is not null && p.PropertyType == typeof(string)).ToList();
        if (texts.Count == 0) { return; }
        type.OnDeserialized += body =>
        {
            var wrong = texts.Find(p => p.Get!(body) is string text && text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t') || c is '\uFFFE' or '\uFFFF'));
            if (wrong is not null) { throw new JsonException(null, "$." + wrong.Name, null, null); }
        };
    }
}
