using DuckDB.NET.Data;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>An answer: what is said of it as a whole, and its figures, which are read while they are written.</summary>
/// <param name="Summary">What is said of it as a whole.</param>
/// <param name="Figures">The figures, to be taken once and in their order.</param>
/// <param name="Next">Where the next page begins; null where there is none or no page was asked for.</param>
public sealed record FigureAnswer(AnswerSummary Summary, IEnumerable<Figure> Figures, PageCursor? Next)
{
    /// <summary>How many figures may come at most, where that is known: lists of that size need not grow.</summary>
    public long? Most { get; init; }
}

/// <summary>Answers a query from a release.</summary>
public static class FigureReader
{
    /// <summary>
    /// Answers of up to this many rows are read whole, so that what the quality filter hid is counted on the way; for
    /// larger ones a second query counts it and the other rows are read while they are written.
    /// </summary>
    public const int HeldRows = 20_000;

    /// <summary>How many columns <see cref="Row"/> reads.</summary>
    public const int Columns = 20;

    /// <summary>Opens an answer. Its figures come in the order of their keys, or as the query orders them.</summary>
    /// <param name="release">The release that is asked.</param>
    /// <param name="query">What is asked.</param>
    /// <param name="connection">A connection to it, which the caller keeps until the figures are taken.</param>
    /// <param name="known">What <see cref="VisibleFigures.Summarise"/> has said of the query; null where it was not asked.</param>
    public static FigureAnswer Open(OpenRelease release, DataQuery query, DuckDBConnection connection, (AnswerSummary Summary, long Count)? known = null)
    {
        var visible = new VisibleFigures(release, query);
        var form = query.Form;
        var rows = FigureChunks.Read(connection, query.Selection.FiguresQuery(form.Cursor?.Key), streaming: true);
        var (held, behind) = form.Cursor is null && known is null or { Count: <= HeldRows } ? Hold(rows, visible) : ([], rows.GetEnumerator());
        var (summary, most) = behind is null ? (visible.Summary, held.Count) : known ?? VisibleFigures.Summarise(release, query);
        var figures = behind is null ? held : GoOn(held, behind, visible);
        if (form.Last is { } last) { figures = LastOfSeries.Take(release, figures, last, form.NonEmpty); }
        if (form.Order.Count > 0) { figures = FigureOrder.Sort(figures, form.Order, new FigureCodes(release)); }
        if (form.Limit is not { } limit) { return new FigureAnswer(summary, figures, null) { Most = most }; }
        var given = form.Cursor?.Given ?? 0;
        var page = figures.Skip(given).Take(limit + 1).ToList();
        if (page.Count <= limit) { return new FigureAnswer(summary, page, null); }
        page.RemoveAt(limit);
        return new FigureAnswer(summary, page, new PageCursor(release.Id, form.Sequence, form.Order.Count > 0 ? [given + limit] : page[^1].KeyIds()));
    }

    /// <summary>A command for one of <see cref="Selection"/>'s queries.</summary>
    public static DuckDBCommand Command(DuckDBConnection connection, string sql)
    {
        var command = (DuckDBCommand)connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    /// <summary>The figure in the current row of a reader over one of <see cref="Selection"/>'s queries.</summary>
    public static Figure Row(DuckDBDataReader reader) => new(
        reader.GetFieldValue<ushort>(0), reader.GetFieldValue<ushort>(1), reader.GetFieldValue<ushort>(2), reader.GetFieldValue<ushort>(3), reader.GetFieldValue<ushort>(4),
        reader.GetFieldValue<ushort>(5), reader.GetFieldValue<ushort>(6), reader.GetFieldValue<ushort>(7), reader.GetFieldValue<ushort>(8),
        Number(reader, 9), Number(reader, 10), Number(reader, 11),
        reader.GetFieldValue<ushort>(12), reader.GetFieldValue<ushort>(13), reader.GetFieldValue<ushort>(14),
        reader.IsDBNull(15) ? 0 : reader.GetFieldValue<ushort>(15), reader.IsDBNull(16) ? 0 : reader.GetFieldValue<byte>(16), (int)reader.GetFieldValue<uint>(17), reader.IsDBNull(18) ? null : reader.GetDouble(18), Number(reader, 19));

    private static decimal? Number(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);

    // The visible figures of the first rows, and the rows behind them; null where there are none.
    private static (List<Figure> Held, IEnumerator<Figure>? Behind) Hold(IEnumerable<Figure> rows, VisibleFigures visible)
    {
        var (held, read) = (new List<Figure>(), 0);
        var row = rows.GetEnumerator();
        try
        {
            while (row.MoveNext())
            {
                if (visible.Of(row.Current) is { } figure) { held.Add(figure); }
                if (++read == HeldRows) { return (held, row); }
            }
            return (held, null);
        }
        finally
        {
            // Whoever is given the rows behind ends them.
            if (read < HeldRows) { row.Dispose(); }
        }
    }

    private static IEnumerable<Figure> GoOn(List<Figure> held, IEnumerator<Figure> behind, VisibleFigures visible)
    {
        using (behind)
        {
            foreach (var figure in held) { yield return figure; }
            while (behind.MoveNext())
            {
                if (visible.Of(behind.Current) is { } figure) { yield return figure; }
            }
        }
    }
}
