using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>Which codes have figures after the filters of a query.</summary>
/// <param name="Release">The release that is asked.</param>
/// <param name="Dataflow">The dataflow.</param>
/// <param name="Figures">How many figures fit all filters.</param>
/// <param name="Components">The components of the key.</param>
public sealed record AvailabilityAnswer(string Release, string Dataflow, long Figures, IReadOnlyList<AvailableComponent> Components);

/// <summary>A component and its codes that have figures.</summary>
/// <param name="Id">Such as REF_AREA.</param>
/// <param name="Parameter">The parameter that filters it; null for none.</param>
/// <param name="Codes">The codes in the order of their list.</param>
public sealed record AvailableComponent(string Id, string? Parameter, IReadOnlyList<AvailableCode> Codes);

/// <summary>A code that has figures.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">Its name in the language asked for.</param>
/// <param name="Figures">How many.</param>
public sealed record AvailableCode(string Code, string Name, long Figures);

/// <summary>Counts the figures of each code.</summary>
public static class Availability
{
    /// <summary>
    /// The codes of each component: after all filters (exact), or after those on all other components, as a menu needs them that offers what could be chosen in place of the present choice.
    /// </summary>
    public static AvailabilityAnswer Of(OpenRelease release, DataQuery query, bool exact)
    {
        var hidden = new[] { (Code: "bounded", Hides: query.Selection.Quality.Hides(true, false)), (Code: "refused", Hides: query.Selection.Quality.Hides(false, true)) }
            .Where(m => m.Hides).Select(m => release.Codes["METHOD"].Find(m.Code)!.Id).ToList();
        var counts = Count(release, query.Selection, hidden);
        var figures = counts["ref_area"].Values.Sum();
        if (!exact)
        {
            // Each filter leaves its own component open; a scheme filters by its classes.
            foreach (var column in query.Selection.Columns.Keys)
            {
                var open = query.Selection with { Columns = query.Selection.Columns.Where(c => c.Key != column).ToDictionary(), OwnSchemeOnly = query.Selection.OwnSchemeOnly && column != "size_class" };
                counts[column] = Count(release, open, hidden)[column];
            }
        }
        return new AvailabilityAnswer(release.Id, query.Selection.Dataflow, figures, [.. FigureColumn.Key.Select(c => Component(release, query.Language, c, counts))]);
    }

    private static AvailableComponent Component(OpenRelease release, string language, FigureColumn column, Dictionary<string, Dictionary<int, long>> counts)
    {
        var codes = new FigureCodes(release);
        var part = column.Part!;
        var of = counts[part.Column].OrderBy(c => c.Key).Select(c => (Item: part.Item(codes, c.Key), Figures: c.Value)).GroupBy(c => c.Item.Code).Select(g => (g.First().Item, Figures: g.Sum(c => c.Figures)));
        return new AvailableComponent(column.Name, DataParameters.Components.FirstOrDefault(c => c.Component == column.Name).Name,
            [.. of.OrderBy(c => c.Item.Id).ThenBy(c => c.Item.Code, StringComparer.Ordinal).Select(c => new AvailableCode(c.Item.Code, c.Item.Name(language), c.Figures))]);
    }

    private static Dictionary<string, Dictionary<int, long>> Count(OpenRelease release, Selection selection, IReadOnlyList<int> hidden) => release.With(connection =>
    {
        var counts = Selection.Keys.ToDictionary(k => k, _ => new Dictionary<int, long>());
        using var command = FigureReader.Command(connection, selection.CodesQuery(hidden));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            for (var i = 0; i < Selection.Keys.Count; i++)
            {
                if (!reader.IsDBNull(i)) { counts[Selection.Keys[i]][reader.GetFieldValue<ushort>(i)] = reader.GetInt64(Selection.Keys.Count); }
            }
        }
        return counts;
    });
}
