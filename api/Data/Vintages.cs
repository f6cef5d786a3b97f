using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>
/// What a series was in each release: releases are frozen, so its history is what they say, one after another. Those that were withdrawn or that the reader may not see yet say nothing.
/// </summary>
public static class Vintages
{
    // What a reader is told of a figure; two vintages that agree in it are one.
    private sealed record Said(decimal? Value, decimal? Low, decimal? High, double? StdErr, string Attributes);

    private sealed record Run(Figure Figure, Said Said, ReleaseState From, ReleaseState? To);

    /// <summary>Opens an answer that has the vintages of its figures: all of them, or only what is new since a moment.</summary>
    public static FigureAnswer Open(HttpContext http, OpenReleases releases, OpenRelease release, DataQuery query)
    {
        var chosen = releases.States.FirstOrDefault(s => s.ReleaseId == release.Id) ?? new ReleaseState(release.Id, release.CreatedAt);
        var states = releases.States.Where(s => s.WithdrawnAt is null && s.PublicAt <= chosen.PublicAt && ReleaseChoice.MayRead(http, s)).OrderBy(s => s.PublicAt).ToList();
        // What was said before the moment is not asked for.
        if (query.Vintages!.UpdatedAfter is { } since) { states.RemoveRange(0, Math.Max(0, states.FindLastIndex(s => s.PublicAt <= since))); }
        var runs = Read(releases, states, release, query, out var summary);
        return new FigureAnswer(summary, query.Vintages.UpdatedAfter is { } moment ? Updated(runs, moment) : History(runs), null);
    }

    private static List<List<Run>> Read(OpenReleases releases, List<ReleaseState> states, OpenRelease chosen, DataQuery query, out AnswerSummary summary)
    {
        var runs = new Dictionary<string, List<Run>>();
        var order = new List<string>();
        summary = new AnswerSummary([], []);
        foreach (var state in states)
        {
            var release = releases.Open(state.ReleaseId);
            var asked = query with { Selection = Translate(query.Selection, chosen, release), Vintages = null };
            var codes = new FigureCodes(release);
            var seen = new HashSet<string>();
            order.Clear();
            var answer = release.With(connection =>
            {
                var answer = FigureReader.Open(release, asked, connection);
                foreach (var figure in answer.Figures)
                {
                    var key = codes.Joined(FigureColumn.Key, figure);
                    Add(key, figure with { Vintage = new Vintage(state.ReleaseId, state.PublicAt, null, null) { Codes = codes } },
                        new Said(figure.Value, figure.ValueLow, figure.ValueHigh, figure.StdErr, codes.Joined(FigureColumn.Attributes, figure)), state);
                    seen.Add(key);
                    order.Add(key);
                }
                return answer;
            });
            summary = answer.Summary;
            foreach (var (key, before) in runs)
            {
                if (before[^1].To is null && !seen.Contains(key)) { before[^1] = before[^1] with { To = state }; }
            }
        }
        // The newest release's order; behind it what it no longer has.
        var newest = order.ToHashSet();
        return [.. order.Concat(runs.Keys.Where(k => !newest.Contains(k))).Select(k => runs[k])];

        void Add(string key, Figure figure, Said said, ReleaseState state)
        {
            if (!runs.TryGetValue(key, out var before)) { runs[key] = [new Run(figure, said, state, null)]; return; }
            if (before[^1].To is null && before[^1].Said == said) { return; }
            if (before[^1].To is null) { before[^1] = before[^1] with { To = state }; }
            before.Add(new Run(figure, said, state, null));
        }
    }

    private static IEnumerable<Figure> History(List<List<Run>> runs)
        => runs.SelectMany(r => r).Select(r => r.Figure with { Vintage = r.Figure.Vintage! with { ValidTo = r.To?.PublicAt } });

    private static IEnumerable<Figure> Updated(List<List<Run>> runs, DateTime moment)
    {
        foreach (var series in runs)
        {
            var last = series[^1];
            var then = series.LastOrDefault(r => r.From.PublicAt <= moment && (r.To is null || r.To.PublicAt > moment));
            if (last.To is { } gone)
            {
                // It was there then and is not now: its key is left, without a value.
                if (then is not null) { yield return Figure.Gone(last.Figure) with { Vintage = last.Figure.Vintage! with { Release = gone.ReleaseId, ValidFrom = gone.PublicAt, Action = "D" } }; }
            }
            else if (then is null || then.Said != last.Said) { yield return last.Figure with { Vintage = last.Figure.Vintage! with { Action = then is null ? "A" : "R" } }; }
        }
    }

    // The same codes by their ids in another release; what that release does not know has no figures in it.
    private static Selection Translate(Selection selection, OpenRelease from, OpenRelease to)
        => from == to ? selection : selection with { Columns = selection.Columns.ToDictionary(c => c.Key, c => (IReadOnlyList<int>)[.. c.Value.Select(id => Translate(c.Key, id, from, to)).OfType<int>().Order()]) };

    private static int? Translate(string column, int id, OpenRelease from, OpenRelease to)
    {
        if (column == "size_class")
        {
            var size = from.SizeClasses[id];
            return to.SizeClasses.Values.FirstOrDefault(c => c.Scheme.Code == size.Scheme.Code && c.Item.Code == size.Item.Code)?.Item.Id;
        }
        return to.ListOf(column.ToUpperInvariant()).Exactly(from.ListOf(column.ToUpperInvariant())[id].Code)?.Id;
    }
}
