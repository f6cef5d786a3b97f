using DuckDB.NET.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;

namespace Observatorio.Bench;

/// <summary>The SQL of a query run directly, as anybody would with the same packages: every column of every row read by DuckDB.NET's data reader. The server itself reads DuckDB's arrays, which is quicker.</summary>
public static class Direct
{
    /// <summary>How long the query of an address takes, in milliseconds, and how many rows it has.</summary>
    public static (double Time, int Rows) Milliseconds(OpenRelease release, string dataflow, string path)
    {
        var parameters = QueryHelpers.ParseQuery(path[path.IndexOf('?', StringComparison.Ordinal)..]);
        var sql = DataQuery.Parse(release, dataflow, new QueryCollection(parameters)).Query!.Selection.FiguresQuery();
        var rows = 0;
        var time = Measurement.Time(() => release.With(connection =>
        {
            using var command = FigureReader.Command(connection, sql);
            using var reader = (DuckDBDataReader)command.ExecuteReader();
            while (reader.Read())
            {
                FigureReader.Row(reader);
                rows++;
            }
            return rows;
        }));
        return (time, rows);
    }
}
