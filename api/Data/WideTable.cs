namespace Observatorio.Api.Data;

/// <summary>An answer as a wide table: the codes of one component are its columns, each with the value, its statuses, and its interval where intervals are asked for.</summary>
public static class WideTable
{
    private sealed record Head(string Code, string Name, int Place);

    /// <summary>The table; the figures are taken whole.</summary>
    public static AnswerTable Of(FigureCodes codes, DataQuery query, FigureColumn pivot, IEnumerable<Figure> figures)
    {
        // A unit belongs to its indicator: it stands in the head of the column, and two indicators share a row.
        var ofHead = pivot.Name == "INDICATOR" ? (string[])["INDICATOR", "UNIT_MEASURE", "PRICE_BASE"] : [pivot.Name];
        var keys = AnswerTable.Labelled(FigureColumn.Key.Where(c => !ofHead.Contains(c.Name)), query.Form.Labels);
        var heads = new Dictionary<string, Head>();
        var rows = new Dictionary<string, (TableCell[] Key, Dictionary<string, Figure> Cells)>();
        foreach (var figure in figures)
        {
            var head = HeadOf(figure);
            heads.TryAdd(head.Code, head);
            var key = keys.Select(c => AnswerTable.Cell(codes, c, figure, query.Language)).ToArray();
            var id = string.Join('\u001f', key.Select(c => c.Text));
            if (!rows.TryGetValue(id, out var row)) { rows[id] = row = (key, []); }
            row.Cells[head.Code] = figure;
        }
        var intervals = query.Selection.Quality != Quality.Exact;
        var sorted = heads.Values.OrderBy(h => h.Place).ThenBy(h => h.Code, StringComparer.Ordinal).ToList();
        var columns = keys.Select(c => new TableColumn(c.Header, false))
            .Concat(sorted.SelectMany(h => (IEnumerable<TableColumn>)[new(Header(h), true, Always: true), .. intervals ? [new(Header(h) + "_LOW", true), new(Header(h) + "_HIGH", true)] : Array.Empty<TableColumn>(),
                new(Header(h) + "_STATUS", false)])).ToList();
        return new AnswerTable(columns, Rows());

        IEnumerable<TableCell[]> Rows()
        {
            foreach (var (key, cells) in rows.Values)
            {
                yield return [.. key, .. sorted.SelectMany(head => CellsOf(cells.TryGetValue(head.Code, out var figure) ? figure : null))];
            }
        }

        IEnumerable<TableCell> CellsOf(Figure? figure)
        {
            yield return new TableCell(null, figure?.Value);
            if (intervals)
            {
                yield return new TableCell(null, figure?.ValueLow);
                yield return new TableCell(null, figure?.ValueHigh);
            }
            yield return new TableCell(figure is { } known ? codes.AllStatuses(known.ObsStatuses).Code : null, null);
        }

        Head HeadOf(Figure figure)
        {
            var item = pivot.Code!(codes, figure)!;
            if (ofHead.Length == 1) { return new Head(item.Code, item.Name(query.Language), item.Id); }
            var (unit, prices) = (codes.Units[figure.UnitMeasure].Code, codes.Prices[figure.PriceBase].Code);
            var suffix = ":" + unit + (prices is "V" or "_Z" ? "" : ":" + prices);
            return new Head(item.Code + suffix, item.Name(query.Language) + suffix, item.Id);
        }

        string Header(Head head) => query.Form.Labels == Labels.Name ? head.Name : head.Code;
    }
}
