using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>Whether answers carry codes, names or both.</summary>
public enum Labels
{
    /// <summary>Codes.</summary>
    Code,

    /// <summary>Names in the place of codes.</summary>
    Name,

    /// <summary>Names beside the codes.</summary>
    Both,
}

/// <summary>How an answer looks.</summary>
/// <param name="Language"><c>es</c>, <c>pt</c> or <c>en</c>.</param>
/// <param name="Labels">Codes, names or both.</param>
/// <param name="Format">One of <see cref="DataFormats.Names"/>.</param>
/// <param name="Columns">The columns in their order.</param>
/// <param name="Pivot">The component whose codes become columns; null for tidy records.</param>
/// <param name="Order">What it is sorted by; empty for the order of keys.</param>
/// <param name="Last">So many of the latest periods of each series; null for all.</param>
/// <param name="NonEmpty">Whether <paramref name="Last"/> counts only periods with a value or an interval.</param>
/// <param name="Limit">So many figures at most; null for all.</param>
/// <param name="Cursor">Where a page begins; null for the first.</param>
/// <param name="Sequence">What the pages are a sequence of.</param>
public sealed record AnswerForm(
    string Language, Labels Labels, string Format, IReadOnlyList<FigureColumn> Columns, FigureColumn? Pivot, IReadOnlyList<OrderBy> Order, int? Last, bool NonEmpty, int? Limit, PageCursor? Cursor, string Sequence = "")
{
    /// <summary>The largest page.</summary>
    public const int MostLimit = 100_000;

    private const int MostPeriods = 1000;

    private static readonly Dictionary<string, string> Pivots = new() { ["period"] = "TIME_PERIOD", ["size"] = "SIZE_CLASS", ["indicator"] = "INDICATOR", ["area"] = "REF_AREA" };

    /// <summary>Reads the parameters of form.</summary>
    public static AnswerForm Read(OpenRelease release, string dataflow, ParameterReader parameters, string? format, bool converts, bool vintages)
    {
        var pivot = parameters.Choice("pivot") is { } name ? FigureColumn.Find(Pivots[name]) : null;
        var (last, filled) = (parameters.Whole("last", MostPeriods), parameters.Whole("lastNonEmpty", MostPeriods));
        if (last is not null && filled is not null) { parameters.Reject("lastNonEmpty", "one-of-two", [], ("parameter", "lastNonEmpty"), ("other", "last")); }
        var sequence = PageCursor.SequenceOf(dataflow, parameters);
        var form = new AnswerForm(
            parameters.Choice("lang") ?? "es",
            Enum.Parse<Labels>(parameters.Choice("labels") ?? "code", ignoreCase: true),
            parameters.Has("format") ? parameters.Choice("format")! : format ?? DataFormats.Names[0],
            ReadColumns(parameters, converts, vintages),
            pivot,
            ReadOrder(parameters),
            last ?? filled, filled is not null,
            parameters.Whole("limit", MostLimit),
            PageCursor.Read(release, sequence, parameters), sequence);
        if (form.Cursor is not null && form.Limit is null) { parameters.Reject("cursor", "cursor-needs-limit", []); }
        foreach (var other in (string[])["columns", "order", "limit", "includeHistory", "updatedAfter"])
        {
            if (pivot is not null && parameters.Has(other)) { parameters.Reject(other, "not-with-pivot", [], ("parameter", other)); }
        }
        foreach (var lacking in DataFormats.Of(form).Lacks.Where(parameters.Has)) { parameters.Reject("format", "format-lacks", ["json", "csv"], ("format", form.Format), ("parameter", lacking)); }
        return form;
    }

    private static IReadOnlyList<FigureColumn> ReadColumns(ParameterReader parameters, bool converts, bool vintages)
    {
        FigureColumn[] all = [.. FigureColumn.Key, .. FigureColumn.Attributes, .. converts ? FigureColumn.OfConversion : [], .. vintages ? FigureColumn.OfVintage : []];
        var chosen = new List<FigureColumn>();
        foreach (var name in parameters.Values("columns"))
        {
            if (all.FirstOrDefault(c => ParameterReader.Same(c.Name, name)) is not { } column) { parameters.Reject("columns", "unknown-column", Choices.Near(name, all.Select(c => c.Name)), ("value", name)); }
            else if (!chosen.Contains(column)) { chosen.Add(column); }
        }
        return chosen.Count > 0 ? chosen : all;
    }

    private static List<OrderBy> ReadOrder(ParameterReader parameters)
    {
        var order = new List<OrderBy>();
        foreach (var name in parameters.Values("order"))
        {
            if (FigureColumn.Find(name.TrimStart('-')) is { } column) { order.Add(new OrderBy(column, name.StartsWith('-'))); }
            else { parameters.Reject("order", "unknown-column", Choices.Near(name.TrimStart('-'), FigureColumn.All.Select(c => c.Name)), ("value", name)); }
        }
        return order;
    }
}

/// <summary>One step of an order.</summary>
/// <param name="Column">What is compared.</param>
/// <param name="Descending">The largest first.</param>
public sealed record OrderBy(FigureColumn Column, bool Descending);
