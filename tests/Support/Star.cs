using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Support;

/// <summary>The key of a figure, by codes.</summary>
public sealed record StarKey(string Dataset, string Indicator, string Area, string Scheme, string Class, string Activity, string Period);

/// <summary>One figure of the star, by codes.</summary>
public sealed record StarFigure(decimal? Value, decimal? Low, decimal? High, string? IntervalKind, string Status, string Method, string? Reason, long Submission, long? ClosedBy);

/// <summary>Reads the star with its ids resolved, so that two warehouses can be compared.</summary>
public static class Star
{
    // Everything of a row but its ids: what a rule is stands in place of its number.
    private const string Rows =
        """
        select {fact} as fact, a.code as area, d.code as dataset, i.code as indicator, s.scheme as scheme, s.code as size_class, v.code as activity,
            x.code as sex, u.code as unit, b.code as price_base, p.code as period,
            f.value, f.value_low, f.value_high, (select string_agg(k.code, ' ' order by k.code_id) from dim_code k where k.list = 'INTERVAL_KIND' and f.interval_kinds & (1 << (k.code_id - 1)) <> 0) as interval_kind, f.std_err, o.code as status, f.obs_statuses, c.code as conf, m.code as method, n.code as reason,
            f.own_scheme, r.kind as rule_kind, r.source_code as rule_source, r.target_code as rule_target, r.detail as rule_detail,
            f.submission, f.source_part, f.source_row, f.source_col, f.source_text{closed}
        from {table} f
        join dim_area a on a.area_id = f.ref_area
        join dim_dataset d on d.dataset_id = f.dataset
        join dim_indicator i on i.indicator_id = f.indicator
        join dim_size_class s on s.size_class_id = f.size_class
        join dim_activity v on v.activity_id = f.activity
        join dim_period p on p.period_id = f.time_period
        join dim_code x on x.list = 'SEX' and x.code_id = f.sex
        join dim_code u on u.list = 'UNIT_MEASURE' and u.code_id = f.unit_measure
        join dim_code b on b.list = 'PRICE_BASE' and b.code_id = f.price_base
        join dim_code o on o.list = 'OBS_STATUS' and o.code_id = f.obs_status
        join dim_code c on c.list = 'CONF_STATUS' and c.code_id = f.conf_status
        join dim_code m on m.list = 'METHOD' and m.code_id = f.method
        left join dim_code n on n.list = 'REASON' and n.code_id = f.reason
        left join harmonisation_rule r on r.rule_id = f.rule
        """;

    /// <summary>How many rows the two fact tables hold.</summary>
    public static long Count(DuckDBConnection connection)
        => WorkWarehouse.FactTableOfDataflow.Values.Sum(fact => connection.ExecuteScalar<long>($"select count(*) from {fact}"));

    /// <summary>The figures of a key, the current one first, then those that were closed, the newest first.</summary>
    public static IReadOnlyList<StarFigure> History(DuckDBConnection connection, StarKey key)
        => [.. connection.Query<(decimal?, decimal?, decimal?, string?, string, string, string?, long, long?)>(
            $"""
            select value, value_low, value_high, interval_kind, status, method, reason, submission::bigint, closed_by::bigint from ({Sql(closed: true)})
            where dataset = $Dataset and indicator = $Indicator and area = $Area and scheme = $Scheme and size_class = $Class and activity = $Activity and period = $Period and sex = '_T'
            order by closed_by desc nulls first
            """, key).Select(f => new StarFigure(f.Item1, f.Item2, f.Item3, f.Item4, f.Item5, f.Item6, f.Item7, f.Item8, f.Item9))];

    /// <summary>The current figure of a key; null if there is none.</summary>
    public static StarFigure? Current(DuckDBConnection connection, StarKey key)
        => History(connection, key).SingleOrDefault(f => f.ClosedBy is null);

    /// <summary>The current figures of a dataset in a period and area, all activities together, by <c>SCHEME|CLASS</c>.</summary>
    public static IReadOnlyDictionary<string, StarFigure> Classes(DuckDBConnection connection, string dataset, string indicator, string period, string area)
        => connection.Query<(string Class, decimal?, decimal?, decimal?, string?, string, string, string?, long)>(
            $"""
            select scheme || '|' || size_class, value, value_low, value_high, interval_kind, status, method, reason, submission::bigint from ({Sql(closed: true)})
            where dataset = $dataset and indicator = $indicator and period = $period and area = $area and activity = '_T' and sex = '_T' and closed_by is null
            """, new { dataset, indicator, period, area })
            .ToDictionary(f => f.Class, f => new StarFigure(f.Item2, f.Item3, f.Item4, f.Item5, f.Item6, f.Item7, f.Item8, f.Item9, null));

    /// <summary>All rows of a star, one text a row, sorted.</summary>
    /// <param name="connection">A work warehouse.</param>
    /// <param name="without">Columns that the comparison does not regard.</param>
    public static IReadOnlyList<string> Lines(DuckDBConnection connection, params string[] without)
    {
        var kept = without.Length == 0 ? "*" : $"* exclude ({string.Join(", ", without)})";
        return [.. connection.Query<string>($"select to_json(q)::varchar from (select {kept} from ({Sql(closed: true)})) q order by 1")];
    }

    /// <summary>Writes all rows of a star, or of a release, into a Parquet file, for <see cref="Differences"/>.</summary>
    public static void Save(DuckDBConnection connection, string file, bool release = false)
        => connection.Execute($"copy ({Sql(!release)}) to {Observatorio.Warehouse.Sql.Literal(file)} (format parquet)");

    /// <summary>How many rows are in one saved star and not in the other, and how many rows the first has.</summary>
    public static (long Rows, long Different) Differences(string one, string other)
    {
        using var memory = Observatorio.Warehouse.Sql.Connect(":memory:");
        var (first, second) = (Observatorio.Warehouse.Sql.Literal(one), Observatorio.Warehouse.Sql.Literal(other));
        return (memory.ExecuteScalar<long>($"select count(*) from {first}"),
            memory.ExecuteScalar<long>($"select count(*) from ((from {first} except all from {second}) union all (from {second} except all from {first}))"));
    }

    private static string Sql(bool closed)
        => string.Join(" union all ", WorkWarehouse.FactTableOfDataflow.Values.Select(fact => Rows
            .Replace("{fact}", $"'{fact}'", StringComparison.Ordinal)
            .Replace("{table}", fact, StringComparison.Ordinal)
            .Replace("{closed}", closed ? ", f.closed_by" : "", StringComparison.Ordinal)));

    /// <summary>A decimal as a table of expectations writes it.</summary>
    public static string Text(decimal? value) => value is { } number ? (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : "";
}
