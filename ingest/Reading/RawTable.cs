using System.Globalization;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Ingest.Reading;

/// <summary>
/// One sheet or text file as it was read: a temporary table of a row per source row and a text column <c>c1…cN</c>
/// per source column, and a column <c>fields</c> with the number of fields of that row. DuckDB's <c>rowid</c> keeps the order.
/// </summary>
/// <param name="Part">Number of the part in the file, from 1.</param>
/// <param name="Name">Sheet name; null for a text file.</param>
/// <param name="Columns">How many text columns the table has.</param>
/// <param name="FirstRow">The office's number of the row with <c>rowid</c> 0.</param>
/// <param name="Head">The first rows of the source, from row 1, whether or not they are in the table.</param>
public sealed record RawTable(int Part, string? Name, int Columns, int FirstRow, IReadOnlyList<string?[]> Head)
{
    /// <summary>How many rows of a part are held in <see cref="Head"/>: a header lies within them.</summary>
    public const int HeadRows = 60;

    /// <summary>Name of the temporary table.</summary>
    public string Table => $"raw_{Part.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Text of a column's definition list: <c>c1 varchar, c2 varchar …</c>.</summary>
    public static string ColumnList(int columns) => string.Join(", ", Enumerable.Range(1, columns).Select(i => $"c{i} varchar"));

    /// <summary>Creates an empty table for part <paramref name="part"/>.</summary>
    public static void Create(DuckDBConnection connection, int part, int columns)
        => connection.Execute($"create or replace temp table raw_{part} ({ColumnList(columns)}, fields usmallint)");

    /// <summary>The remarks of a reader on single cells: dates, errors, hidden rows.</summary>
    public static void CreateNotes(DuckDBConnection connection)
        => connection.Execute("create or replace temp table raw_note (part usmallint not null, source_row uinteger, source_col usmallint, kind varchar not null, text varchar)");
}
