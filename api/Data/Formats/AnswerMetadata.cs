using System.Globalization;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data.Formats;

/// <summary>What is said of an answer as a whole: in headers of the response, and in sheets of a workbook.</summary>
public static class AnswerMetadata
{
    /// <summary>A name that tells what a file is.</summary>
    public static string FileName(OpenRelease release, DataQuery query, string extension)
    {
        string[] parts = ["observatorio", query.Selection.Dataflow, .. Few("ref_area", release.Areas), .. Few("indicator", release.Indicators), .. Years(), release.Id];
        return string.Join('-', parts.Select(p => p.Replace('/', '_'))) + "." + extension;

        IEnumerable<string> Few(string column, ReleaseCodelist list) => query.Selection.Columns.TryGetValue(column, out var ids) && ids.Count is > 0 and < 4 ? ids.Select(id => list[id].Code) : [];

        IEnumerable<string> Years()
        {
            if (!query.Selection.Columns.TryGetValue("time_period", out var ids) || ids.Count == 0) { return []; }
            var spans = ids.Select(id => release.PeriodSpans[id]).ToList();
            var (first, last) = (spans.Min(s => s.Start).Year, spans.Max(s => s.End).Year);
            return ((int[])[first, last]).Distinct().Select(year => year.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Sets the headers that every format has.</summary>
    public static void SetHeaders(DataAnswer answer, DataFormat format)
    {
        var headers = answer.Http.Response.Headers;
        headers["Observatorio-Release"] = answer.Release.Id;
        headers["Observatorio-Hidden"] = answer.Figures.Summary.HiddenCount.ToString(CultureInfo.InvariantCulture);
        headers["Observatorio-Hidden-Reasons"] = string.Join("; ", answer.Figures.Summary.Hidden.Select(h => $"{h.Reason}={h.Count}"));
        headers["Observatorio-Synthetic"] = string.Join(", ", answer.Figures.Summary.Synthetic);
        headers.ContentDisposition = $"{(format.IsFile ? "attachment" : "inline")}; filename=\"{FileName(answer.Release, answer.Query, format.Extension)}\"";
        if (answer.Figures.Next is { } next) { headers.Link = $"<{Paging.Link(answer.Http, answer.Release, next)}>; rel=\"next\""; }
    }
}
