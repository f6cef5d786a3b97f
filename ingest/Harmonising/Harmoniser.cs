using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Harmonising;

/// <summary>
/// Makes the figures of the star from the staged observations: the office's cells, the totals that it leaves out, the activities that
/// are ISIC's under another name, and the target size schemes. Each step is one SQL file, run for both fact tables.
/// </summary>
public static class Harmoniser
{
    private static readonly string[] Keys = ["ref_area", "dataset", "indicator", "size_class", "activity", "sex", "unit_measure", "price_base", "time_period"];

    // A sum of provisional or estimated parts is provisional or estimated itself.
    private static readonly string[] InheritedStatuses = ["B", "P", "D", "E", "U"];

    private static readonly string[] NamedLists = ["METHOD", "REASON", "CONF_STATUS", "INTERVAL_KIND", "OBS_STATUS"];

    /// <summary>Makes the codes that the SQL files use by name into DuckDB variables, such as <c>METHOD.refused</c> and <c>bit.Q</c>.</summary>
    public static void SetVariables(DuckDBConnection connection, CodeLists codes, long submission, int dataset, DatasetSpec spec)
    {
        foreach (var list in NamedLists)
        {
            foreach (var code in codes[list].Codes) { Set(connection, $"{list}.{code}", codes[list].IdOf(code)); }
        }
        foreach (var status in codes["OBS_STATUS"].Codes) { Set(connection, $"bit.{status}", 1L << (codes["OBS_STATUS"].IdOf(status) - 1)); }
        Set(connection, "submission", submission);
        Set(connection, "dataset", dataset);
        Set(connection, "size_scheme", spec.SizeScheme);
        Set(connection, "zero_units", spec.ZeroUnits ?? "");
        Set(connection, "count_concept", spec.CountConcept);
        Set(connection, "replaces", spec.Replaces);
        Set(connection, "total_class", codes["SIZE_CLASS"].IdOf($"{spec.SizeScheme}|_T"));
        Set(connection, "classified_by", spec.ClassifiedBy is { } variable ? codes["INDICATOR"].IdOf(variable) : 0);
        Set(connection, "both_sexes", codes["SEX"].IdOf("_T"));
        Set(connection, "counted", codes["INDICATOR"].IdOf(spec.StatUnit is "EST" or "LOC" or "UE" ? "ESTA" : "ENTR"));
        Set(connection, "absent_is_zero", spec.RollUps.Any(r => r.Absent == "zero"));
    }

    /// <summary>The temporary table that holds the figures on their way to a fact table.</summary>
    public static string Incoming(string fact) => "incoming_" + fact;

    /// <summary>
    /// Makes the figures in the scheme of their producer, in temporary tables: they are read again and again on the way,
    /// and DuckDB reads rows that are not committed yet five times slower than others.
    /// </summary>
    public static void Prepare(DuckDBConnection connection, CodeLists codes, DatasetSpec spec)
    {
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values) { connection.Execute($"create or replace temp table {Incoming(fact)} as from {fact} limit 0"); }
        var carried = InheritedStatuses.Select(s => 1L << (codes["OBS_STATUS"].IdOf(s) - 1)).Sum();
        Run(connection, "harmonise/macros.sql", ("carried", $"{carried}"), ("normal", $"{1L << (codes["OBS_STATUS"].IdOf("A") - 1)}"));
        foreach (var (cell, corrected, reason) in connection.Query<(string, string, string)>("select cell, corrected, reason from correction order by cell").ToList())
        {
            var rule = Rule(connection, "correction", $"{spec.Id}!{cell}", corrected, reason, "", []);
            connection.Execute("update correction set rule = $rule where cell = $cell", new { rule, cell });
        }
        InBothFacts(connection, "harmonise/reported.sql");
        foreach (var rollUp in spec.RollUps) { RollUp(connection, codes, spec, rollUp); }
        MapActivities(connection, spec);
        MapSizes(connection, codes, spec);
        if (spec.ClassifiedBy is { } variable) { BoundByStaff(connection, codes, spec, variable); }
        Run(connection, "harmonise/size-narrowing.sql", ("counts", Incoming(WorkWarehouse.FactTableOfDataflow["counts"])), ("measures", Incoming(WorkWarehouse.FactTableOfDataflow["performance"])));
    }

    /// <summary>Writes them, and what they are in the target schemes, into the star. Run it within the transaction of the submission.</summary>
    public static void IntoStar(DuckDBConnection connection)
    {
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values) { connection.Execute($"insert into {fact} from {Incoming(fact)}"); }
        var withoutSize = string.Join(", ", Keys.Where(k => k != "size_class"));
        InBothFacts(connection, "harmonise/size-identity.sql");
        InBothFacts(connection, "harmonise/size-nesting.sql", ("keys", withoutSize), ("nested_keys", string.Join(", ", Keys.Select(k => k == "size_class" ? "target_class" : k))));
        InBothFacts(connection, "harmonise/size-refused.sql", ("keys", withoutSize), ("refused_keys", string.Join(", ", Keys.Select(k => k == "size_class" ? "t.target_class" : k))));
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values) { connection.Execute($"drop table {Incoming(fact)}"); }
    }

    private static void RollUp(DuckDBConnection connection, CodeLists codes, DatasetSpec spec, RollUp rollUp)
    {
        var (column, dimension, list) = rollUp.Component switch
        {
            "REF_AREA" => ("ref_area", "area", "REF_AREA"),
            "ACTIVITY" => ("activity", "activity", "ACTIVITY"),
            "SIZE_CLASS" => ("size_class", "size", "SIZE_CLASS"),
            var other => throw new ProfileException($"Dataset {spec.Id}: no roll-up over {other}."),
        };
        var total = list == "SIZE_CLASS" ? $"{spec.SizeScheme}|{rollUp.To}" : rollUp.To;
        Set(connection, "total", codes[list].IdOf(total));
        Set(connection, "dimension", dimension);
        Run(connection, $"harmonise/parts-of-{dimension}.sql", ("system", Sql.Literal(spec.ActivitySystem)), ("level", Sql.Literal(rollUp.Level)));
        var parts = connection.Query<int>("select part from part_of_total order by 1").Select(codes[list].CodeOf);
        Set(connection, "rule", Rule(connection, $"sum of {dimension}", spec.Id, total, null, rollUp.Component, parts));
        InBothFacts(connection, "harmonise/roll-up.sql",
            ("column", column),
            ("total_area", column == "ref_area" ? "getvariable('total')" : "t.ref_area"),
            ("keys", string.Join(", ", Keys.Where(k => k != column))),
            ("total_keys", string.Join(", ", Keys.Select(k => k == column ? "getvariable('total')" : $"t.{k}"))),
            ("same_keys", string.Join(" and ", Keys.Where(k => k != column).Select(k => $"printed.{k} = t.{k}"))));
    }

    private static void MapActivities(DuckDBConnection connection, DatasetSpec spec)
    {
        Run(connection, "harmonise/activity-identity.sql", ("system", Sql.Literal(spec.ActivitySystem)));
        var pairs = connection.Query<(string Source, string Target)>("select source_code, target_code from activity_identity order by source_code").ToList();
        foreach (var (source, target) in pairs)
        {
            connection.Execute("update activity_identity set rule = $rule where source_code = $source", new { rule = Rule(connection, "same activity", source, target, null, "ACTIVITY", [source]), source });
        }
        if (pairs.Count > 0) { InBothFacts(connection, "harmonise/activity.sql"); }
    }

    // Which classes of the producer's scheme make each class of the target schemes, and under which rule.
    private static void MapSizes(DuckDBConnection connection, CodeLists codes, DatasetSpec spec)
    {
        Run(connection, "harmonise/size-mapping.sql");
        foreach (var (target, code, exact, low, high) in connection.Query<(int Target, string Code, bool Exact, string? Low, string High)>(
            "select target_class, target_code, exact, low_sum, high_sum from size_target order by target_code").ToList())
        {
            var detail = exact ? high : $"[{low}] … [{high}]";
            var sources = connection.Query<int>("select source_class from size_nesting where target_class = $target", new { target }).Select(codes["SIZE_CLASS"].CodeOf).ToList();
            var rule = Rule(connection, exact ? "nested size" : "straddled size", spec.SizeScheme, code, detail, "SIZE_CLASS", sources);
            var narrowed = rule;
            if (!exact && spec.ClassifiedBy is { } variable)
            {
                narrowed = Rule(connection, "straddled size, known staff", spec.SizeScheme, code, $"{detail}; {variable}", "SIZE_CLASS", sources);
                connection.Execute("insert or ignore into rule_input select $narrowed, 'INDICATOR', code from dim_indicator where code = $variable or indicator_id = getvariable('counted')", new { narrowed, variable });
            }
            connection.Execute("update size_target set rule = $rule, narrowed_rule = $narrowed where target_class = $target", new { rule, narrowed, target });
        }
        connection.Execute("create or replace temp table size_identity (source_class usmallint, target_class usmallint, rule usmallint)");
        foreach (var (source, target, code) in connection.Query<(int, int, string)>("select source_class, target_class, target_code from size_same").ToList())
        {
            connection.Execute("insert into size_identity values ($source, $target, $rule)", new { source, target, rule = Rule(connection, "same size", spec.SizeScheme, code, null, "SIZE_CLASS", [codes["SIZE_CLASS"].CodeOf(source)]) });
        }
        Run(connection, "harmonise/size-identity-of-bands.sql");
        Run(connection, "harmonise/size-refusal.sql");
        foreach (var (target, code) in connection.Query<(int, string)>("select target_class, target_code from size_refusal").ToList())
        {
            connection.Execute("update size_refusal set rule = $rule where target_class = $target", new { rule = Rule(connection, "size on another criterion", spec.SizeScheme, code, null, "SIZE_CLASS", []), target });
        }
    }

    // What units say of staff, and staff of units, where the source prints only one of them.
    private static void BoundByStaff(DuckDBConnection connection, CodeLists codes, DatasetSpec spec, string variable)
    {
        var (counts, measures) = (Incoming(WorkWarehouse.FactTableOfDataflow["counts"]), Incoming(WorkWarehouse.FactTableOfDataflow["performance"]));
        var average = connection.ExecuteScalar<bool>("select flow_or_stock = 'average' from dim_indicator where code = $variable", new { variable });
        var counted = codes["INDICATOR"].CodeOf(connection.ExecuteScalar<int>("select getvariable('counted')"));
        Bound(counts, measures, counted, variable,
            average ? "0" : "coalesce(f.value_low, f.value) * s.low", $"case when s.high < 1e15 then coalesce(f.value_high, f.value) * (s.high - {(average ? 0 : 1)}) end");
        if (average) { return; }
        Bound(measures, counts, variable, counted,
            "case when s.high < 1e15 and s.high > 1 then ceil_div(ceil(coalesce(f.value_low, f.value)), s.high - 1) when f.value > 0 then 1 else 0 end", "case when s.low > 0 then floor_div(floor(coalesce(f.value_high, f.value)), s.low) end");

        void Bound(string from, string into, string known, string unknown, string low, string high)
        {
            Set(connection, "rule", Rule(connection, "between limits", known, unknown, spec.SizeScheme, "INDICATOR", [known]));
            Run(connection, "harmonise/staff-and-counts.sql", ("from", from), ("into", into), ("known", $"{codes["INDICATOR"].IdOf(known)}"), ("unknown", $"{codes["INDICATOR"].IdOf(unknown)}"), ("low", low), ("high", high));
        }
    }

    // The id of a rule; rule and inputs are recorded on first use.
    private static int Rule(DuckDBConnection connection, string kind, string source, string target, string? detail, string component, IEnumerable<string> inputs)
    {
        var known = connection.ExecuteScalar<int?>(
            "select rule_id from harmonisation_rule where kind = $kind and source_code = $source and target_code = $target", new { kind, source, target });
        var rule = known ?? connection.ExecuteScalar<int>(
            "insert into harmonisation_rule (kind, source_code, target_code, detail) values ($kind, $source, $target, $detail) returning rule_id",
            new { kind, source, target, detail });
        connection.Execute($"insert or ignore into rule_input select $rule, $component, unnest({Sql.TextList(inputs)})", new { rule, component });
        return rule;
    }

    private static void InBothFacts(DuckDBConnection connection, string file, params ReadOnlySpan<(string Key, string Fragment)> parts)
    {
        foreach (var (dataflow, fact) in WorkWarehouse.FactTableOfDataflow)
        {
            Run(connection, file, [.. parts, ("incoming", Incoming(fact)), ("fact", fact), ("dataflow", dataflow)]);
        }
    }

    private static void Run(DuckDBConnection connection, string file, params ReadOnlySpan<(string Key, string Fragment)> parts)
        => Sql.Run(connection, typeof(Harmoniser).Assembly, file, parts);

    private static void Set(DuckDBConnection connection, string variable, object value)
    {
        var literal = value switch
        {
            string text => Sql.Literal(text),
            bool flag => flag ? "true" : "false",
            _ => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture),
        };
        connection.Execute($"set variable {Sql.Identifier(variable)} = {literal}");
    }
}
