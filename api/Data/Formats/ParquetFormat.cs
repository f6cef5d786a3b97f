using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Api.Data.Formats;

/// <summary>A Parquet file: codes as texts, numbers as doubles, as R, Python and DuckDB read them without a thought.</summary>
public static class ParquetFormat
{
    /// <summary>Writes an answer.</summary>
    public static Task Write(DataAnswer answer) => AnswerFile.Send(answer.Http, "application/vnd.apache.parquet", file =>
    {
        // Gathered on disk: an answer may be larger than memory.
        using var connection = Sql.Connect(file + ".duckdb");
        Gather(connection, answer, file);
        return Task.CompletedTask;
    });

    private static void Gather(DuckDBConnection connection, DataAnswer answer, string file)
    {
        var table = AnswerTable.Of(answer.Release, answer.Query, answer.Figures.Figures);
        Sql.Run(connection, typeof(ParquetFormat).Assembly, "Formats/parquet-table.sql", ("columns", string.Join(", ", table.Columns.Select(c => $"{Sql.Identifier(c.Name)} {(c.IsNumber ? "double" : "varchar")}"))));
        using (var appender = connection.CreateAppender("answer"))
        {
            foreach (var row in table.Rows)
            {
                var line = appender.CreateRow();
                foreach (var cell in row)
                {
                    if (cell.Number is { } number) { line.AppendValue(FigureNumbers.Nearest(number)); }
                    else if (cell.Text is { } text) { line.AppendValue(text); }
                    else { line.AppendNullValue(); }
                }
                line.EndRow();
            }
        }
        connection.Execute(Sql.Text(typeof(ParquetFormat).Assembly, "Formats/parquet-copy.sql", ("file", Sql.Literal(file)), ("release", Sql.Literal(answer.Release.Id))));
    }
}
