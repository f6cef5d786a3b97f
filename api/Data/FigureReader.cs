using DuckDB.NET.Data;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>Answers a selection from a release.</summary>
public static class FigureReader
{
    /// <summary>
    /// Answers of up to this many rows are read whole, so that what the quality filter hid is counted on the way; for
    /// larger ones a second query counts it first and the rows are streamed.
    /// </summary>
    public const int HeldRows = 20_000;

    /// <summary>
    /// Runs a selection. <paramref name="begin"/> is called once with what is said of the answer as a whole, then <paramref name="write"/> for each row in key order.
    /// Money is converted on the way where <paramref name="money"/> says into what.
    /// </summary>
    public static async Task Read(OpenRelease release, Selection selection, MoneyConverter? money, DuckDBConnection connection, Func<AnswerSummary, Task> begin, Func<Figure, ValueTask> write)
    {
        var (bounded, refused) = (IdOf(release, "bounded"), IdOf(release, "refused"));
        var (estimated, imputed) = (IdOf(release, "estimated"), release.Codes["OBS_STATUS"].Find("I")!.Id);
        var held = new List<Figure>();
        var hidden = new Dictionary<int, long>();
        var datasets = new HashSet<int>();
        var rows = 0;
        using (var command = Command(connection, selection.FiguresQuery(HeldRows + 1)))
        {
            using var reader = command.ExecuteReader();
            for (; reader.Read(); rows++)
            {
                var figure = Next(reader);
                if (Hides(figure.Method)) { hidden[figure.Reason] = hidden.GetValueOrDefault(figure.Reason) + 1; continue; }
                held.Add(figure);
                datasets.Add(figure.Dataset);
            }
        }
        if (rows <= HeldRows)
        {
            // Rows stand in key order, but a query with a limit that two threads work on need not keep it.
            held.Sort(Figure.CompareKeys);
            await begin(Describe(release, hidden, datasets));
            foreach (var figure in held) { await write(figure); }
            return;
        }
        await begin(money is null ? Summarise(release, selection) : SummariseRows());
        using var streaming = Command(connection, selection.FiguresQuery());
        streaming.UseStreamingMode = true;
        using var stream = streaming.ExecuteReader();
        while (stream.Read())
        {
            var figure = Next(stream);
            if (!Hides(figure.Method)) { await write(figure); }
        }

        Figure Next(DuckDBDataReader reader)
        {
            var figure = Row(reader);
            if (selection.Quality == Quality.All && figure.Point is { } point) { return figure with { Value = point, Method = estimated, ObsStatus = imputed, ObsStatuses = 1 << (imputed - 1) }; }
            return money is null ? figure : money.Convert(figure);
        }

        // What cannot be converted is known row by row only.
        AnswerSummary SummariseRows()
        {
            using var counting = Command(connection, selection.FiguresQuery());
            counting.UseStreamingMode = true;
            using var rows = counting.ExecuteReader();
            (hidden, datasets) = ([], []);
            while (rows.Read())
            {
                var figure = Next(rows);
                if (Hides(figure.Method)) { hidden[figure.Reason] = hidden.GetValueOrDefault(figure.Reason) + 1; } else { datasets.Add(figure.Dataset); }
            }
            return Describe(release, hidden, datasets);
        }

        bool Hides(int method) => selection.Quality switch
        {
            Quality.Exact => method == bounded || method == refused,
            Quality.Bounded => method == refused,
            _ => false,
        };
    }

    private static AnswerSummary Summarise(OpenRelease release, Selection selection) => release.With(connection =>
    {
        var (bounded, refused) = (IdOf(release, "bounded"), IdOf(release, "refused"));
        using var command = Command(connection, selection.CountQuery());
        using var reader = command.ExecuteReader();
        var hidden = new Dictionary<int, long>();
        var datasets = new HashSet<int>();
        while (reader.Read())
        {
            var (method, reason) = (reader.GetInt32(0), reader.GetInt32(1));
            if ((selection.Quality == Quality.Exact && method == bounded) || (selection.Quality != Quality.All && method == refused))
            {
                hidden[reason] = hidden.GetValueOrDefault(reason) + reader.GetInt64(3);
            }
            else { datasets.Add(reader.GetInt32(2)); }
        }
        return Describe(release, hidden, datasets);
    });

    private static AnswerSummary Describe(OpenRelease release, Dictionary<int, long> hidden, HashSet<int> datasets) => new(
        [.. hidden.OrderBy(h => h.Key).Select(h => new HiddenFigures(h.Key == 0 ? "" : release.Codes["REASON"][h.Key].Code, h.Value))],
        [.. datasets.Order().Select(d => release.Datasets[d]).Where(d => d.Origin == "synthetic").Select(d => d.Item.Code)]);

    private static int IdOf(OpenRelease release, string method) => release.Codes["METHOD"].Find(method)!.Id;

    /// <summary>A command with its parameters bound.</summary>
    public static DuckDBCommand Command(DuckDBConnection connection, (string Sql, IReadOnlyList<int> Parameters) query)
    {
        var command = (DuckDBCommand)connection.CreateCommand();
        command.CommandText = query.Sql;
        foreach (var id in query.Parameters) { command.Parameters.Add(new DuckDBParameter(id)); }
        return command;
    }

    /// <summary>How many columns <see cref="Row"/> reads.</summary>
    public const int Columns = 20;

    /// <summary>The figure in the current row of a reader over one of <see cref="Selection"/>'s queries.</summary>
    public static Figure Row(DuckDBDataReader reader) => new(
        reader.GetFieldValue<ushort>(0), reader.GetFieldValue<ushort>(1), reader.GetFieldValue<ushort>(2), reader.GetFieldValue<ushort>(3), reader.GetFieldValue<ushort>(4),
        reader.GetFieldValue<ushort>(5), reader.GetFieldValue<ushort>(6), reader.GetFieldValue<ushort>(7), reader.GetFieldValue<ushort>(8),
        Number(reader, 9), Number(reader, 10), Number(reader, 11),
        reader.GetFieldValue<ushort>(12), reader.GetFieldValue<ushort>(13), reader.GetFieldValue<ushort>(14), Convert.ToInt32(reader.GetValue(15), System.Globalization.CultureInfo.InvariantCulture), Convert.ToInt32(reader.GetValue(16), System.Globalization.CultureInfo.InvariantCulture), (int)reader.GetFieldValue<uint>(17), reader.IsDBNull(18) ? null : reader.GetDouble(18), Number(reader, 19));

    private static decimal? Number(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetDecimal(column);
}
