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

    // A class of which the source counts the units in another one (OBS_STATUS K) has none of its own to miss.
    private const string IsElsewhere = "(f.obs_statuses & getvariable('bit.K') <> 0)";

    private static readonly string[] NamedLists = ["METHOD", "REASON", "CONF_STATUS", "OBS_STATUS"];

    /// <summary>Makes the codes that the SQL files use by name into DuckDB variables, such as <c>METHOD.refused</c> and <c>bit.Q</c>.</summary>
    public static void SetVariables(DuckDBConnection connection, CodeLists codes, long submission, int dataset, DatasetSpec spec)
    {
        foreach (var list in NamedLists)
        {
            foreach (var code in codes[list].Codes) { Set(connection, $"{list}.{code}", codes[list].IdOf(code)); }
        }
        foreach (var status in codes["OBS_STATUS"].Codes) { Set(connection, $"bit.{status}", Bit(codes["OBS_STATUS"], status)); }
        foreach (var kind in codes["INTERVAL_KIND"].Codes) { Set(connection, $"kind.{kind}", Bit(codes["INTERVAL_KIND"], kind)); }
        Set(connection, "submission", submission);
        Set(connection, "dataset", dataset);
        Set(connection, "size_scheme", spec.SizeScheme);
        Set(connection, "zero_units", spec.ZeroUnits ?? "");
        Set(connection, "country", spec.RefArea);
        Set(connection, "unit_year", spec.UnitYear ?? "");
        Set(connection, "count_concept", spec.CountConcept);
        Set(connection, "replaces", spec.Replaces);
        Set(connection, "total_class", codes["SIZE_CLASS"].IdOf($"{spec.SizeScheme}|_T"));
        Set(connection, "classified_by", spec.ClassifiedBy is { } variable ? codes["INDICATOR"].IdOf(variable) : 0);
        Set(connection, "both_sexes", codes["SEX"].IdOf("_T"));
        Set(connection, "counted", codes["INDICATOR"].IdOf(spec.StatUnit is "EST" or "LOC" or "UE" ? "ESTA" : "ENTR"));
        Set(connection, "absent_is_zero", spec.Absent == "zero");
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
        var carried = InheritedStatuses.Select(s => Bit(codes["OBS_STATUS"], s)).Sum();
        Run(connection, "harmonise/macros.sql", ("carried", $"{carried}"), ("normal", $"{Bit(codes["OBS_STATUS"], "A")}"));
        foreach (var (cell, corrected, reason) in connection.Query<(string, string, string)>("select cell, corrected, reason from correction order by cell").ToList())
        {
            var rule = Rule(connection, "correction", $"{spec.Id}!{cell}", corrected, reason, "", []);
            connection.Execute("update correction set rule = $rule where cell = $cell", new { rule, cell });
        }
        InBothFacts(connection, "harmonise/reported.sql");
        Group(connection, codes);
        foreach (var rollUp in spec.RollUps) { RollUp(connection, codes, spec, rollUp); }
        GroupSizes(connection, codes, spec);
        MapActivities(connection, spec);
        MapSizes(connection);
        var average = spec.ClassifiedBy is not null && connection.ExecuteScalar<bool>("select flow_or_stock = 'average' from dim_indicator where code = $variable", new { variable = spec.ClassifiedBy });
        if (spec.ClassifiedBy is { } variable) { BoundByStaff(connection, codes, spec, variable, average); }
        Run(connection, "harmonise/size-narrowing.sql", ("most_staff", average ? "hi" : "(hi - 1)"), ("counts", Incoming(WorkWarehouse.FactTableOfDataflow["counts"])), ("measures", Incoming(WorkWarehouse.FactTableOfDataflow["performance"])));
    }

    /// <summary>Writes them, and what they are in the target schemes, into the star. Run it within the transaction of the submission.</summary>
    public static void IntoStar(DuckDBConnection connection)
    {
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values) { connection.Execute($"insert into {fact} from {Incoming(fact)}"); }
        var withoutSize = string.Join(", ", Keys.Where(k => k != "size_class"));
        InBothFacts(connection, "harmonise/size-identity.sql");
        foreach (var (dataflow, fact) in WorkWarehouse.FactTableOfDataflow) { Nest(connection, dataflow, fact, "size_class", "size", IsElsewhere, ownScheme: false); }
        Run(connection, "harmonise/size-points.sql", ("counts", Incoming(WorkWarehouse.FactTableOfDataflow["counts"])));
        InBothFacts(connection, "harmonise/size-refused.sql", ("keys", withoutSize), ("refused_keys", string.Join(", ", Keys.Select(k => k == "size_class" ? "t.target" : k))));
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values) { connection.Execute($"drop table {Incoming(fact)}"); }
    }

    // Classes whose units the source counts in another, for confidentiality.
    private static void Group(DuckDBConnection connection, CodeLists codes)
    {
        var pairs = connection.Query<(int Group, int Held)>("select size_class, held from grouped_class order by size_class, held").ToList();
        foreach (var (group, held) in pairs)
        {
            var rule = Rule(connection, "grouped size", codes["SIZE_CLASS"].CodeOf(group), codes["SIZE_CLASS"].CodeOf(held), null, "SIZE_CLASS", [codes["SIZE_CLASS"].CodeOf(group)]);
            connection.Execute("update grouped_class set rule = $rule where size_class = $group and held = $held", new { group, held, rule });
        }
        if (pairs.Count > 0) { InBothFacts(connection, "harmonise/included-elsewhere.sql"); }
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

    // What the national activities are, or between which ends they lie, as sections and divisions of ISIC Rev.4.
    private static void MapActivities(DuckDBConnection connection, DatasetSpec spec)
    {
        Run(connection, "harmonise/activity-mapping.sql", ("system", Sql.Literal(spec.ActivitySystem)), ("counts", Incoming(WorkWarehouse.FactTableOfDataflow["counts"])), ("measures", Incoming(WorkWarehouse.FactTableOfDataflow["performance"])));
        Run(connection, "harmonise/activity-rules.sql", ("system", Sql.Literal(spec.ActivitySystem)));
        Run(connection, "harmonise/keep-rules.sql");
        Run(connection, "harmonise/activity-ruled.sql");
        InBothFacts(connection, "harmonise/activity-identity.sql");
        foreach (var (dataflow, fact) in WorkWarehouse.FactTableOfDataflow) { Nest(connection, dataflow, Incoming(fact), "activity", "activity", "false", ownScheme: true); }
    }

    // Micro, small and medium enterprises together, in the scheme of the producer.
    private static void GroupSizes(DuckDBConnection connection, CodeLists codes, DatasetSpec spec)
    {
        Run(connection, "harmonise/size-group.sql", ("counts", Incoming(WorkWarehouse.FactTableOfDataflow["counts"])), ("measures", Incoming(WorkWarehouse.FactTableOfDataflow["performance"])));
        foreach (var (target, members) in connection.Query<(int, string)>("select target, members from group_target").ToList())
        {
            var sources = connection.Query<int>("select source from group_nesting where target = $target", new { target }).Select(codes["SIZE_CLASS"].CodeOf);
            connection.Execute("update group_target set rule = $rule", new { rule = Rule(connection, "sum of size", spec.SizeScheme, codes["SIZE_CLASS"].CodeOf(target), members, "SIZE_CLASS", sources) });
            foreach (var (dataflow, fact) in WorkWarehouse.FactTableOfDataflow) { Nest(connection, dataflow, Incoming(fact), "size_class", "size", IsElsewhere, ownScheme: true, mapped: "group"); }
        }
    }

    // What several classes or activities of the source are together: exact, or between two ends.
    private static void Nest(DuckDBConnection connection, string dataflow, string into, string component, string dimension, string elsewhere, bool ownScheme, string? mapped = null)
    {
        (string, string)[] parts =
        [
            ("incoming", Incoming(WorkWarehouse.FactTableOfDataflow[dataflow])), ("dataflow", dataflow), ("component", component), ("dimension", dimension), ("mapping", $"{mapped ?? dimension}_nesting"), ("elsewhere", elsewhere),
            ("keys", string.Join(", ", Keys.Where(k => k != component))), ("target_keys", string.Join(", ", Keys.Select(k => k == component ? "target" : k))),
            ("into", into), ("targets", $"{mapped ?? dimension}_target"), ("own_scheme", ownScheme ? "true" : "false"),
        ];
        Run(connection, "harmonise/plain-targets.sql", parts);
        foreach (var members in (string[])["harmonise/members-plain.sql", "harmonise/members.sql"]) { Run(connection, "harmonise/nesting.sql", [.. parts, ("member", Sql.Text(typeof(Harmoniser).Assembly, members, parts))]); }
    }

    // Which classes of the producer's scheme make each class of the target schemes, and under which rule.
    private static void MapSizes(DuckDBConnection connection)
    {
        (string, string)[] incoming = [("counts", Incoming(WorkWarehouse.FactTableOfDataflow["counts"])), ("measures", Incoming(WorkWarehouse.FactTableOfDataflow["performance"]))];
        Run(connection, "harmonise/size-mapping.sql", incoming);
        Run(connection, "harmonise/size-refusal.sql", incoming);
        Run(connection, "harmonise/size-rules.sql");
        Run(connection, "harmonise/keep-rules.sql");
        Run(connection, "harmonise/size-ruled.sql");
        Run(connection, "harmonise/size-identity-of-bands.sql");
    }

    // What units say of staff, and staff of units, where the source prints only one of them.
    private static void BoundByStaff(DuckDBConnection connection, CodeLists codes, DatasetSpec spec, string variable, bool average)
    {
        var (counts, measures) = (Incoming(WorkWarehouse.FactTableOfDataflow["counts"]), Incoming(WorkWarehouse.FactTableOfDataflow["performance"]));
        var counted = codes["INDICATOR"].CodeOf(connection.ExecuteScalar<int>("select getvariable('counted')"));
        Bound(counts, measures, counted, variable,
            average ? "0" : "ceil(coalesce(f.value_low, f.value))::hugeint * s.low::hugeint",
            $"case when s.high < 1e15 then floor(coalesce(f.value_high, f.value))::hugeint * (s.high::hugeint - {(average ? 0 : 1)}) when coalesce(f.value_high, f.value) = 0 then 0 end");
        if (average) { return; }
        Bound(measures, counts, variable, counted,
            "case when s.high < 1e15 and s.high > 1 then ceil_div(ceil(coalesce(f.value_low, f.value)), s.high - 1) when f.value > 0 then 1 else 0 end", "case when s.low > 0 then floor_div(floor(coalesce(f.value_high, f.value)), s.low) end");

        void Bound(string from, string into, string known, string unknown, string low, string high)
        {
            Set(connection, "rule", Rule(connection, "between limits", known, unknown, spec.SizeScheme, "INDICATOR", [known]));
            Run(connection, "harmonise/staff-and-counts.sql", ("from", from), ("into", into), ("known", $"{codes["INDICATOR"].IdOf(known)}"), ("unknown", $"{codes["INDICATOR"].IdOf(unknown)}"), ("low", low), ("high", high));
        }
    }

    private static long Bit(CodeList list, string code) => 1L << (list.IdOf(code) - 1);

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
