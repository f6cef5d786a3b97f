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
            var last = Comparer<decimal?>.Create((a, b) => a is null ? (b is null ? 0 : 1) : b is null ? -1 : descending ? b.Value.CompareTo(a.Value) : a.Value.CompareTo(b.Value));
            sorted = sorted is null ? figures.OrderBy(Place, last) : sorted.ThenBy(Place, last);

            decimal? Place(Figure figure) => column.Number is { } number ? number(figure) : column.Code!(codes, figure)?.Id;
        }
        return sorted ?? figures;
    }
}
