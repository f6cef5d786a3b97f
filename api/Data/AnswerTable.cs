using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>A column of a table as it is written.</summary>
/// <param name="Name">Its header.</param>
/// <param name="IsNumber">Whether its cells are numbers.</param>
/// <param name="Always">Whether JSON writes it where it is empty.</param>
public sealed record TableColumn(string Name, bool IsNumber, bool Always = false);

/// <summary>A cell: a text, a number, or neither.</summary>
/// <param name="Text">A code or a name.</param>
/// <param name="Number">A number.</param>
public readonly record struct TableCell(string? Text, decimal? Number);

/// <summary>An answer as rows and columns: what JSON, CSV, XLSX and Parquet write.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, to be taken once. The array is the same for each row: nothing is made anew a row.</param>
public sealed record AnswerTable(IReadOnlyList<TableColumn> Columns, IEnumerable<TableCell[]> Rows)
{
    /// <summary>One row per figure, or, where the query pivots, one per series.</summary>
    public static AnswerTable Of(OpenRelease release, DataQuery query, IEnumerable<Figure> figures)
    {
        var codes = new FigureCodes(release);
        if (query.Form.Pivot is { } pivot) { return WideTable.Of(codes, query, pivot, figures); }
        var columns = Labelled(query.Form.Columns, query.Form.Labels);
        return new AnswerTable([.. columns.Select(c => new TableColumn(c.Header, c.Column.Number is not null, c.Column.Name == "OBS_VALUE"))], Rows());

        IEnumerable<TableCell[]> Rows()
        {
            var row = new TableCell[columns.Count];
            foreach (var figure in figures)
            {
                for (var i = 0; i < row.Length; i++) { row[i] = Cell(codes, columns[i], figure, query.Language); }
                yield return row;
            }
        }
    }

    /// <summary>Columns with those of their names, as labels are asked for.</summary>
    public static IReadOnlyList<LabelledColumn> Labelled(IEnumerable<FigureColumn> columns, Labels labels) => [.. columns.SelectMany(c => !c.HasNames || labels == Labels.Code ? [new LabelledColumn(c, c.Name, false)]
        : labels == Labels.Name ? [new LabelledColumn(c, c.Name, true)]
        : (LabelledColumn[])[new LabelledColumn(c, c.Name, false), new LabelledColumn(c, c.Name + "_NAME", true)])];

    /// <summary>What a figure has in a column.</summary>
    public static TableCell Cell(FigureCodes codes, LabelledColumn column, Figure figure, string language)
    {
        if (column.Column.Number is { } number) { return new TableCell(null, number(figure)); }
        // A figure of another release has that release's codes.
        var item = column.Column.Code!(figure.Vintage?.Codes ?? codes, figure);
        return new TableCell(column.IsName ? item?.Name(language) : item?.Code, null);
    }
}

/// <summary>A column of codes, or of their names.</summary>
/// <param name="Column">Which.</param>
/// <param name="Header">Its header.</param>
/// <param name="IsName">Whether it has the names.</param>
public sealed record LabelledColumn(FigureColumn Column, string Header, bool IsName);
