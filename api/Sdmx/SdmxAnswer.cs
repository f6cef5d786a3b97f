using System.Globalization;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx;

/// <summary>Answers a request, or says what is wrong with it in the words of SDMX.</summary>
public static class SdmxAnswer
{
    /// <summary>Runs a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="store">The release that it is answered from.</param>
    /// <param name="jsonFirst">Whether errors are JSON where the reader says nothing.</param>
    /// <param name="answer">Writes the answer; nothing may be written before all that can be wrong is known.</param>
    public static async Task Run(HttpContext http, ReleaseStore store, bool jsonFirst, Func<OpenRelease, Task> answer)
    {
        try
        {
            if (store.Current is not { } release) { throw new SdmxException(new SdmxProblem(503, "no-release")); }
            await answer(release);
        }
        catch (SdmxException wrong) when (!http.Response.HasStarted)
        {
            http.Response.Headers.ContentDisposition = default;
            await wrong.Problem.Write(http, SdmxAccept.TakesJson(http, jsonFirst));
        }
    }

    /// <summary>Says why no release can be read that a request names.</summary>
    public static Task Refuse(HttpContext http, ReleaseRefusal refusal, bool jsonFirst)
    {
        var problem = refusal.Withdrawn is { } state ? new SdmxProblem(410, "withdrawn", ("id", state.ReleaseId), ("reason", state.WithdrawnReason), ("successor", ReleaseChoice.SuccessorOf(http, state)))
            : refusal.IsNoMoment ? new SdmxProblem(140, "bad-moment", ("parameter", refusal.Parameter), ("value", refusal.Value))
            : refusal.First is { } first ? new SdmxProblem(100, "before-first-release", ("value", refusal.Value), ("first", first.ReleaseId), ("day", first.PublicAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))
            : new SdmxProblem(100, "no-such-release", ("value", refusal.Value), ("nearest", string.Join(", ", refusal.Nearest)));
        return problem.Write(http, SdmxAccept.TakesJson(http, jsonFirst));
    }
}
