using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Staging;

/// <summary>
/// Turns raw tables into the long temporary table <c>observation</c>: one row a cell that should hold a figure, with
/// the ids of its components, its verbatim text, its value and its statuses.
/// The SQL of a table depends on which columns it has, so its lists are composed here; its rules are in <c>sql/stage</c>.
/// </summary>
/// <param name="connection">Holds the raw tables and the dimensions.</param>
/// <param name="profile">How the labels are read.</param>
/// <param name="codes">Codes and ids of the dimensions.</param>
/// <param name="findings">Where faults are told.</param>
public sealed class Stager(DuckDBConnection connection, Profile profile, CodeLists codes, List<Finding> findings)
{
    /// <summary>The components of an observation, in the order of the star's columns.</summary>
    public static readonly IReadOnlyList<string> Components =
        ["REF_AREA", "INDICATOR", "SIZE_CLASS", "ACTIVITY", "SEX", "UNIT_MEASURE", "PRICE_BASE", "TIME_PERIOD"];

    private readonly LabelReader labels = new(connection, codes, profile);

    /// <summary>Creates the empty table of observations and the tables that say how the file was read.</summary>
    public void Begin()
    {
        Sql.Run(connection, typeof(Stager).Assembly, "stage/observation.sql");
        connection.Execute("insert into indicator_default select * from indicator_default_of($currency)", new { currency = profile.Dataset.Currency ?? "" });
        RoundingTable.Fill(connection, codes, profile.Dataset);
    }

    /// <summary>What can be said only once every table is staged: markers that depend on another figure, corrections, figures in texts, flags.</summary>
    public void End(FileReading reading)
    {
        if (reading.Tables.Any(t => t.Raw.Name is not null)) { Sql.Run(connection, typeof(Stager).Assembly, "stage/percent.sql"); }
        Sql.Run(connection, typeof(Stager).Assembly, "stage/conditional-markers.sql");
        foreach (var table in reading.Tables.Where(t => reading.Tables.Count(o => o.Raw.Part == t.Raw.Part) == 1)) { RowsBelow.Tell(connection, table, labels, findings); }
        Corrections.Apply(connection, profile, reading, codes, findings);
        foreach (var table in reading.Tables) { TextFigures.Find(connection, table, labels); }
        Sql.Run(connection, typeof(Stager).Assembly, "stage/flags.sql");
        if (findings.Exists(f => f.Code == "C06"))
        {
            // Where it is the period that was not read, it could be any.
            connection.Execute(
                """
                insert into unread_label
                select distinct o.indicator, coalesce(o.time_period, p.time_period), o.ref_area, o.size_class, o.activity
                from observation o, (select distinct time_period from observation where time_period is not null) p
                where o.indicator is not null and (o.ref_area is null or o.size_class is null or o.activity is null or o.time_period is null)
                """);
        }
    }

    /// <summary>Stages one table; its observations come behind those of the tables before it.</summary>
    public void Stage(TablePlan plan)
    {
        var raw = plan.Raw;
        var part = raw.Part.ToString(CultureInfo.InvariantCulture);
        LabelTable.SpreadMerged(connection, plan);
        var firstPosition = plan.FirstDataRow - raw.FirstRow;
        var endPosition = EndPosition(plan, firstPosition);
        var window = $"r.rowid >= {firstPosition} and r.rowid < {endPosition}";
        connection.Execute("insert into table_window values ($part, $name, $header, $first, $last, $thousands)",
            new { part = raw.Part, name = raw.Name, header = plan.HeaderRow, first = plan.FirstDataRow, last = endPosition + raw.FirstRow - 1, thousands = plan.Layout.ThousandsMark });

        var ignoredRows = IgnoredRows(plan, window);
        connection.Execute($"insert into ignored_row select {part}, r.rowid + {raw.FirstRow} from {raw.Table} r where {window} and {ignoredRows}");
        var joins = new List<string>();
        var selected = new List<string>();
        var sources = new Dictionary<string, string>();
        foreach (var column in plan.Labels)
        {
            var table = LabelTable.NameOf(plan, column);
            var text = LabelTable.TextOf(column);
            LabelTable.Fill(connection, codes, labels, plan, column, $"{window} and not {ignoredRows}", findings);
            joins.Add($"left join {table} on {table}.text = {text}");
            foreach (var component in column.Components)
            {
                var id = $"{table}.{component}";
                if (column.CarryDown || column.Components.Count > 1) { id = $"last_value({id} ignore nulls) over (order by r.rowid rows unbounded preceding)"; }
                selected.Add($"{id} as {component}");
                sources[component] = $"t.{component}";
            }
            selected.Add($"{table}.obs_statuses as statuses_{column.Column}");
        }
        LabelTable.DropFollowing(connection, plan, joins, $"{window} and not {ignoredRows}", findings);
        PrepareMeasures(plan, sources);
        MarkerTable.Fill(connection, codes, plan);
        if (plan.Measures.Count == 0) { return; }
        var (value, textNumbers) = ValueExpression(plan);
        Sql.Run(connection, typeof(Stager).Assembly, "stage/unpivot.sql",
            ("part", part),
            ("first_row", raw.FirstRow.ToString(CultureInfo.InvariantCulture)),
            ("raw", raw.Table),
            ("labels", string.Concat(selected.Select(s => s + ", "))),
            ("joins", string.Join("\n    ", joins)),
            ("window", window),
            ("ignored", ignoredRows),
            ("measure_texts", string.Join(", ", plan.Measures.Select(m => m.TextOf))),
            ("measure_columns", string.Join(", ", plan.Measures.Select(m => $"{m.Column}::usmallint"))),
            ("std_err_texts", plan.Measures.Any(m => m.StdErr is not null) ? $",\n        unnest([{string.Join(", ", plan.Measures.Select(m => m.StdErr is { } column ? $"r.c{column}" : "null"))}]) as std_err_text" : ""),
            ("std_err", plan.Measures.Any(m => m.StdErr is not null) ? "plain_number(rtrim(t.std_err_text, ' %'))::double * m.multiplier::double" : "null::double"),
            ("label_statuses", string.Join(" | ", plan.Labels.Select(l => $"coalesce(t.statuses_{l.Column}, 0)").Append("m.obs_statuses"))),
            ("components", string.Join(",\n    ", Components.Select(c => $"{sources.GetValueOrDefault(c, $"m.{c}")} as {c}"))),
            ("value", value),
            ("text_numbers", textNumbers),
            // A marker that looks like a number holds before it; others need not be compared where there is a number.
            ("marker_applies", plan.Layout.Markers.Any(m => m.Text.Any(char.IsAsciiDigit)) ? "" : "f.value is null and"),
            ("multiplied", plan.Measures.Any(m => m.Multiplier != 1) ? "value * f.multiplier" : "value"));
    }

    private long EndPosition(TablePlan plan, int firstPosition)
    {
        var end = connection.ExecuteScalar<long>($"select count(*) from {plan.Raw.Table}");
        foreach (var rule in plan.Layout.EndsAt)
        {
            if (plan.ColumnOf(rule) is not (var column and > 0)) { continue; }
            var matching = TextsMatching(plan, column, rule.Pattern, $"r.rowid >= {firstPosition}");
            if (matching.Count == 0) { continue; }
            var first = connection.ExecuteScalar<long?>($"select min(rowid) from {plan.Raw.Table} where rowid >= {firstPosition} and list_contains({Sql.TextList(matching)}, coalesce(c{column}, ''))");
            end = Math.Min(end, first ?? end);
        }
        return end;
    }

    // A condition on r that holds for rows that some rule passes over; each such row is counted with its reason.
    private string IgnoredRows(TablePlan plan, string window)
    {
        var conditions = new List<string>();
        foreach (var rule in plan.Layout.IgnoreRows)
        {
            if (plan.ColumnOf(rule) is not (var column and > 0)) { continue; }
            var matching = TextsMatching(plan, column, rule.Pattern, window);
            if (matching.Count == 0) { continue; }
            var table = $"ignored_{plan.Raw.Part}_{conditions.Count}";
            connection.Execute($"create or replace temp table {table} as select unnest({Sql.TextList(matching)}) as text");
            conditions.Add($"coalesce(r.c{column}, '') in (select text from {table})");
        }
        // A header that is printed again, as at the top of a page, is no row of the table either.
        var head = plan.Raw.Head.ElementAtOrDefault(plan.HeaderRow + plan.Layout.Header.Rows - 2) ?? [];
        if (head.Count(t => t is not null) > 1)
        {
            conditions.Add("(" + string.Join(" and ", Enumerable.Range(1, plan.Raw.Columns).Select(i => $"r.c{i} is not distinct from {(head.ElementAtOrDefault(i - 1) is { } text ? Sql.Literal(text) : "null")}")) + ")");
        }
        // A wholly empty row is no row of the table.
        conditions.Add("(" + string.Join(" and ", Enumerable.Range(1, plan.Raw.Columns).Select(i => $"r.c{i} is null")) + ")");
        return "(" + string.Join(" or ", conditions) + ")";
    }

    private List<string> TextsMatching(TablePlan plan, int column, string pattern, string window)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        return [.. connection.Query<string>($"select distinct coalesce(r.c{column}, '') from {plan.Raw.Table} r where {window}").Where(text => regex.IsMatch(text.Trim()))];
    }

    // What each column of figures says of itself; what neither column nor label says is the dataset's or the total.
    private void PrepareMeasures(TablePlan plan, Dictionary<string, string> sources)
    {
        connection.Execute($"create or replace temp table measure (col usmallint, {string.Join(", ", Components.Select(c => $"{c} usmallint"))}, multiplier decimal(18, 0), obs_statuses uinteger)");
        foreach (var measure in plan.Measures)
        {
            var ids = new Dictionary<string, int?>();
            uint statuses = 0;
            foreach (var component in Components)
            {
                var code = measure.Codes.TryGetValue(component, out var own) ? own
                    : plan.Fixed.TryGetValue(component, out var common) ? common
                    : component switch
                    {
                        "REF_AREA" => profile.Dataset.RefArea,
                        "SIZE_CLASS" or "ACTIVITY" or "SEX" => "_T",
                        _ => null,
                    };
                if (sources.ContainsKey(component) || code is null) { ids[component] = null; continue; }
                var reading = labels.Read(component, code);
                ids[component] = reading?.Id;
                statuses |= LabelTable.BitsOf(codes, reading?.ObsStatus);
                if (ids[component] is null)
                {
                    findings.Add(new Finding("C06", plan.Raw.Name, plan.HeaderRowOf(measure.Column), measure.Column, code)
                    {
                        Args = new Dictionary<string, string?> { ["column"] = measure.Header, ["component"] = component, ["nearest"] = labels.Nearest([component], code) },
                    });
                }
            }
            connection.Execute(
                $"insert into measure values ($col, {string.Join(", ", Components.Select(c => $"${c}"))}, $multiplier, $statuses)",
                ids.ToDictionary(i => i.Key, i => (object?)i.Value).Append(KeyValuePair.Create("col", (object?)measure.Column)).Append(KeyValuePair.Create("multiplier", (object?)measure.Multiplier)).Append(KeyValuePair.Create("statuses", (object?)statuses)).ToDictionary());
        }
        connection.Execute($"insert into multiplied select {plan.Raw.Part}, col, multiplier from measure where multiplier <> 1");
    }

    // Numbers of a workbook are numbers; its texts, like those of a text file, are read by the layout's marks.
    private static (string Value, string Join) ValueExpression(TablePlan plan)
    {
        // A cell that a workbook shows in percent has the mark of it.
        var text = plan.Raw.Name is null ? "t.text" : "rtrim(t.text, '% \u00A0\u202F')";
        var plain = $"plain_number({text})";
        // Where thousands stand apart by a blank, blanks that hold a line together are such blanks too.
        var local = $"local_number({(plan.Layout.ThousandsMark == " " ? $"translate({text}, '\u00A0\u202F\u2009', '   ')" : text)}, {Sql.Literal(plan.Layout.DecimalMark)}, {Sql.Literal(plan.Layout.ThousandsMark)})";
        if (plan.Layout.DecimalMark == "." && plan.Layout.ThousandsMark.Length == 0) { return (plain, ""); }
        if (plan.Raw.Name is null) { return (local, ""); }
        return (
            $"case when n.kind is not null then {local} else {plain} end",
            $"left join raw_note n on n.part = {plan.Raw.Part} and n.source_row = t.position + {plan.Raw.FirstRow} and n.source_col = t.col and n.kind = 'text number'");
    }
}
