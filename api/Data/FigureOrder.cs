namespace Observatorio.Api.Data;

/// <summary>The order that a query asks for.</summary>
public static class FigureOrder
{
    /// <summary>Sorts figures, which are taken whole for it; those that are alike stay in the order of their keys. Codes stand in the order of their list, and what has nothing to compare stands last.</summary>
    public static IEnumerable<Figure> Sort(IEnumerable<Figure> figures, IReadOnlyList<OrderBy> order, FigureCodes codes)
    {
        IOrderedEnumerable<Figure>? sorted = null;
        foreach (var (column, descending) in order)
        {
            var last = Comparer<Place?>.Create((a, b) => a is null ? (b is null ? 0 : 1) : b is null ? -1 : descending ? b.Value.CompareTo(a.Value) : a.Value.CompareTo(b.Value));
            sorted = sorted is null ? figures.OrderBy(Of, last) : sorted.ThenBy(Of, last);

            Place? Of(Figure figure) => column.Number is { } number
                ? number(figure) is { } value ? new Place(value, "") : null
                : column.Code!(codes, figure) is { } item ? new Place(item.Id, item.Id == 0 ? item.Code : "") : null;
        }
        return sorted ?? figures;
    }

    // What was put together for a figure, such as all its statuses, is in no list: its text is compared.
    private readonly record struct Place(decimal Number, string Text)
    {
        public int CompareTo(Place other) => Number != other.Number ? Number.CompareTo(other.Number) : string.CompareOrdinal(Text, other.Text);
    }
}
