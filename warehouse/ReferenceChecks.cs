using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Warehouse;

/// <summary>What reference data must keep before any of it is loaded. The staged files are in tables <c>raw_NAME</c>.</summary>
public static class ReferenceChecks
{
    // What names a row: twice the same is once too often.
    private static readonly (string File, string[] Key)[] Keys =
    [
        ("area", ["code"]), ("activity", ["code"]), ("indicator", ["code"]), ("size_scheme", ["code"]), ("size_class", ["scheme", "code"]),
        ("size_class_bound", ["scheme", "class", "sector", "criterion", "valid_from"]), ("activity_link", ["source_code", "target_code"]), ("derived_indicator", ["code"]),
        ("comparability", ["aspect", "code"]), ("economy", ["ref_area", "year"]), ("parameter", ["code"]), ("rate", ["kind", "ref_area", "year", "unit"]), ("area_group", ["group", "member", "valid_from"]), ("code", ["list", "code"]),
    ];

    // What must be there, and where.
    private static readonly (string File, string[] Columns, string In, string[] As)[] Names =
    [
        ("area", ["parent"], "area", ["code"]), ("activity", ["parent"], "activity", ["code"]), ("size_scheme", ["ref_area"], "area", ["code"]),
        ("size_class", ["scheme"], "size_scheme", ["code"]), ("size_class", ["scheme", "parent"], "size_class", ["scheme", "code"]), ("size_class_bound", ["scheme", "class"], "size_class", ["scheme", "code"]),
        ("activity_link", ["source_code"], "activity", ["code"]), ("activity_link", ["target_code"], "activity", ["code"]), ("derived_indicator", ["code"], "indicator", ["code"]),
        ("derived_indicator", ["numerator"], "indicator", ["code"]), ("derived_indicator", ["denominator"], "indicator", ["code"]), ("preferred_dataset", ["indicator"], "indicator", ["code"]),
        ("economy", ["ref_area"], "area", ["code"]), ("rate", ["ref_area"], "area", ["code"]), ("area_group", ["group"], "area", ["code"]), ("area_group", ["member"], "area", ["code"]),
    ];

    // Numbers, and whether zero is one of those allowed.
    private static readonly (string File, string Column, bool Zero)[] Numbers =
    [
        ("rate", "value", false), ("rate", "year", false), ("size_class_bound", "low", true), ("size_class_bound", "high", false), ("parameter", "value", false), ("economy", "population", false), ("economy", "gdp_usd", false),
        ("derived_indicator", "scale", false), ("size_class", "sort", true), ("code", "sort", true), ("indicator", "decimals", true),
    ];

    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Sentences = TextCatalogue.Read(typeof(ReferenceChecks).Assembly, "Observatorio.Warehouse.reference-problems.csv");

    /// <summary>A sentence about reference data, in es, pt or en.</summary>
    public static string Sentence(string key, string language) => Sentences[key][language];

    /// <summary>All faults, by file and row.</summary>
    public static IReadOnlyList<ReferenceProblem> Run(DuckDBConnection connection)
    {
        var found = new List<ReferenceProblem>();
        foreach (var (file, key) in Keys)
        {
            var columns = string.Join(", ", key.Select(Sql.Identifier));
            var same = string.Join(" and ", key.Select(Sql.Identifier).Select(c => $"d.{c} is not distinct from r.{c}"));
            Ask(
                $"""
                select source_file, source_row, 'duplicate', concat_ws('|', {columns}), null
                from raw_{file} r
                where exists (select 1 from (select {columns} from raw_{file} group by all having count(*) > 1) d where {same})
                qualify row_number() over (partition by {columns} order by r.rowid) > 1
                """);
        }
        foreach (var (file, columns, other, named) in Names)
        {
            var same = string.Join(" and ", columns.Zip(named, (own, theirs) => $"t.{Sql.Identifier(theirs)} = r.{Sql.Identifier(own)}"));
            Ask($"select source_file, source_row, 'unknown', concat_ws('|', {string.Join(", ", columns.Select(Sql.Identifier))}), '{other}.csv' from raw_{file} r where {Sql.Identifier(columns[^1])} is not null and not exists (select 1 from raw_{other} t where {same})");
        }
        foreach (var (file, column, zero) in Numbers)
        {
            Ask($"select source_file, source_row, 'number', {column}, '{column}' from raw_{file} where {column} is not null and not coalesce(try_cast({column} as double) {(zero ? ">= 0" : "> 0")} and isfinite(try_cast({column} as double)), false)");
        }
        Ask($"select source_file, source_row, 'number', '', 'value' from raw_rate where value is null");
        // Bounds and links are looked at once their numbers and names are sound.
        if (found.Count == 0)
        {
            Ask(Sql.Text(typeof(ReferenceChecks).Assembly, "sql/check-bounds.sql"));
            Ask(Sql.Text(typeof(ReferenceChecks).Assembly, "sql/check-links.sql"));
        }
        return [.. found.OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Row)];

        void Ask(string sql) => found.AddRange(connection.Query<(string, long, string, string?, string?)>(sql).Select(p => new ReferenceProblem(p.Item1, p.Item2, p.Item3, p.Item4, p.Item5)));
    }
}
