using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Registers;

/// <summary>
/// Counts a register or survey extract where it lies and writes what may be shown of it as a table, which then goes the way of every table that an
/// office sends. The rows themselves, with their names and numbers, are kept nowhere.
/// </summary>
/// <param name="connection">Any warehouse: the tables made here are temporary, the size schemes and rates are its own.</param>
/// <param name="profile">Whose dataset is counted.</param>
/// <param name="layout">How its files are laid out.</param>
/// <param name="findings">Where faults are told.</param>
/// <param name="progress">Told how far the counting has come.</param>
public sealed partial class RegisterCount(DuckDBConnection connection, Profile profile, RegisterLayout layout, List<Finding> findings, Action<string>? progress)
{
    /// <summary>First cell of a table of counts: its first row says what it was counted from.</summary>
    public const string Mark = "Observatorio: counted from";

    /// <summary>The register layout of a profile that fits a file best; null where the profile reads tables.</summary>
    public static RegisterLayout? LayoutOf(Profile profile, string path)
        => profile.Layouts.Select(l => l.Register).OfType<RegisterLayout>()
            .OrderBy(l => RegisterFiles.Nearness(path, l)?.Missing ?? int.MaxValue).FirstOrDefault();

    /// <summary>Counts a file.</summary>
    /// <param name="path">What the office sent.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="folder">An empty folder for what is in between; the caller deletes it.</param>
    /// <param name="sha256">Its hash, where that was taken as it arrived.</param>
    /// <returns>Path of the table of counts; null where the findings say why there is none.</returns>
    public string? Count(string path, string fileName, string folder, string? sha256 = null)
    {
        if (Open(path, fileName, layout.File, RegisterColumns.OfUnits(layout), folder) is not { } units) { return null; }
        var joined = layout.Joins.Select(j => Open(path, fileName, j.File, RegisterColumns.OfJoin(j), folder)).ToList();
        if (joined.Contains(null)) { return null; }
        // The file's hash takes its time on one core while DuckDB counts.
        var hash = sha256 is null ? Task.Run(() => Archive.HashOf(path)) : Task.FromResult(sha256);
        try
        {
            Sql.Run(connection, typeof(RegisterCount).Assembly, "register/macros.sql");
            Read("register_unit", units, RegisterColumns.OfUnits(layout));
            for (var i = 0; i < joined.Count; i++) { Join(i, joined[i]!); }
            if (Classes() is not { } classes) { return null; }
            var sql = new RegisterSql(layout, classes);
            WithProgress(() => connection.Execute(sql.Cell()));
            if (!RowsAreWell(sql, units)) { return null; }
            ReadLabels(sql);
            connection.Execute(sql.Table());
            Protect(sql);
            return Write(sql, Path.Combine(folder, "counts.csv"), fileName, hash.Result, new FileInfo(path).Length);
        }
        catch (DuckDBException e) when (e.Message.Contains("CSV Error", StringComparison.Ordinal) || e.Message.Contains("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            findings.Add(NotReadable(e.Message));
            return null;
        }
        finally { hash.Wait(); }
    }

    private RegisterText? Open(string path, string fileName, string? pattern, IEnumerable<string> columns, string folder)
    {
        RegisterText? text = null;
        try { text = RegisterFiles.Open(path, fileName, layout, pattern, folder); }
        catch (InvalidDataException) { findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = "damaged", ["what"] = null } }); return null; }
        if (text is null)
        {
            findings.Add(new Finding("F04") { Args = new Dictionary<string, string?> { ["part_kind"] = "file", ["name"] = Checking.FileChecks.Readable(pattern ?? fileName), ["nearest"] = null } });
            return null;
        }
        var missing = columns.Where(c => text.Find(c) == 0).ToList();
        foreach (var column in missing)
        {
            findings.Add(new Finding("F04", Row: layout.HeaderRow)
            {
                Args = new Dictionary<string, string?> { ["part_kind"] = "column", ["name"] = column, ["nearest"] = Spelling.Nearest(column, text.Header, 1) is [var nearest] ? nearest : null },
            });
        }
        return missing.Count > 0 ? null : text;
    }

    private void Read(string table, RegisterText text, IEnumerable<string> columns)
        => Sql.Run(connection, typeof(RegisterCount).Assembly, "register/unit.sql",
            ("table", table),
            ("columns", string.Join(", ", columns.Select(c => $"c{text.Find(c)} as {Sql.Identifier(c)}"))),
            ("file", Sql.Literal(text.Path)),
            ("types", "{" + string.Join(", ", Enumerable.Range(1, text.Header.Count).Select(i => $"'c{i}': 'varchar'")) + "}"),
            ("delimiter", Sql.Literal(layout.Delimiter == "\\t" ? "\t" : layout.Delimiter)),
            ("quote", layout.Quoted ? "'\"'" : "''"),
            ("skip", layout.HeaderRow.ToString(CultureInfo.InvariantCulture)));

    private void Join(int place, RegisterText text)
    {
        var join = layout.Joins[place];
        Read($"register_rows_{place}", text, RegisterColumns.OfJoin(join));
        Sql.Run(connection, typeof(RegisterCount).Assembly, "register/joined.sql",
            ("table", $"register_join_{place}"), ("rows", $"register_rows_{place} r"), ("keys", string.Join(", ", join.Keys.Values.Select(Sql.Identifier))), ("filters", RegisterSql.Filters(join.Filters, "r")));
        var keys = string.Join(", ", join.Keys.Keys.Select(k => $"u.{Sql.Identifier(k)}"));
        var together = string.Join(" and ", join.Keys.Select(k => $"u.{Sql.Identifier(k.Key)} = j.{Sql.Identifier(k.Value)}"));
        var twice = connection.Query<(long Units, string Key)>($"select count(*), concat_ws(' ', {keys}) as key from register_unit u group by {keys} having count(*) > 1 order by key").ToList();
        if (twice.Count > 0) { findings.Add(new Finding("R03", Value: twice[0].Key) { Places = twice.Count, Args = new Dictionary<string, string?> { ["columns"] = string.Join(", ", join.Keys.Keys), ["rows"] = Text(twice[0].Units) } }); }
        var orphans = connection.ExecuteScalar<long>($"select coalesce(sum(n), 0)::bigint from register_join_{place} j where not exists (select 1 from register_unit u where {together})");
        if (orphans > 0) { findings.Add(new Finding("R04") { Args = new Dictionary<string, string?> { ["rows"] = Text(orphans), ["file"] = text.Name, ["columns"] = string.Join(", ", join.Keys.Values) } }); }
    }

    // The bounds of the classes that a number is sorted into; null after a finding where there is no rate for them.
    private IReadOnlyList<SizeBound>? Classes()
    {
        if (!layout.Dimensions.Any(d => d.Classes)) { return []; }
        var spec = profile.Dataset;
        var year = layout.Fixed.TryGetValue("TIME_PERIOD", out var period) ? period[..4] : "";
        var bounds = connection.Query<(string Class, decimal? Low, decimal? High)>(
            Sql.Text(typeof(RegisterCount).Assembly, "register/classes.sql"), new { scheme = spec.SizeScheme, country = spec.RefArea, currency = spec.Currency ?? "", unit_year = spec.UnitYear ?? "", year }).ToList();
        if (bounds.Count > 0 && bounds.TrueForAll(b => b.Low is not null)) { return [.. bounds.Select(b => new SizeBound(b.Class, b.Low!.Value, b.High))]; }
        findings.Add(new Finding("R05", Value: spec.SizeScheme) { Args = new Dictionary<string, string?> { ["year"] = year.Length > 0 ? year : null } });
        return null;
    }

    // A weight or number that cannot be read would make every total wrong: nothing is counted then.
    private bool RowsAreWell(RegisterSql sql, RegisterText units)
    {
        var before = findings.Count;
        var (bad, newest) = connection.QuerySingle<(long, string?)>("select coalesce(sum(bad_weights) filter (kept), 0)::bigint, max(newest) filter (kept) from register_cell");
        if (bad > 0) { findings.Add(FirstRow("R01", units, layout.Weight!, bad, $"{sql.AsNumber(layout.Weight!, 18)} is null or {sql.AsNumber(layout.Weight!, 18)} < 0")); }
        for (var i = 0; i < layout.Numbers.Count; i++)
        {
            var number = layout.Numbers[i];
            var unread = connection.ExecuteScalar<long>($"select coalesce(sum(bads{i}) filter (kept), 0)::bigint from register_cell");
            if (unread > 0) { findings.Add(FirstRow("R02", units, number.Of.First(of => layout.Joins.All(j => j.Count != of)), unread, sql.IsBad(number))); }
        }
        if (layout.PeriodFromNewest is { } date && newest is null) { findings.Add(new Finding("R06") { Args = new Dictionary<string, string?> { ["column"] = date } }); }
        return findings.Skip(before).All(f => Checking.CheckCatalogue.SeverityOf(f) != "E") && findings.TrueForAll(f => f.Code != "R03");
    }

    private Finding FirstRow(string code, RegisterText units, string column, long places, string condition)
    {
        var (row, text) = connection.QueryFirst<(long, string?)>(
            $"""
            select row, {Sql.Identifier(column)} from (select row_number() over () + {layout.HeaderRow} as row, * from register_unit) u
            where ({condition}) and {RegisterSql.Filters(layout.Filters, "u")} order by row limit 1
            """);
        return new Finding(code, Row: row, Column: units.Find(column), Value: text ?? "") { Places = places, Args = new Dictionary<string, string?> { ["column"] = column } };
    }

    // Labels become codes before they are counted: two spellings are one area. Those that are not understood stay, and are told with the table of counts.
    private void ReadLabels(RegisterSql sql)
    {
        Sql.Run(connection, typeof(RegisterCount).Assembly, "register/labels.sql");
        var labels = new Staging.LabelReader(connection, CodeLists.Read(connection), profile);
        for (var i = 0; i < sql.Names.Count; i++)
        {
            var name = sql.Names[i];
            using (var appender = connection.CreateAppender("temp", "main", "register_label"))
            {
                foreach (var text in connection.Query<string>($"select distinct coalesce(trim({name}), '') from register_cell where kept").ToList())
                {
                    if (labels.Read(layout.Dimensions[i].Component, text)?.Code is { } code) { appender.CreateRow().AppendValue(name).AppendValue(text).AppendValue(code).EndRow(); }
                }
            }
            connection.Execute($"update register_cell set {name} = coalesce(trim({name}), '')");
            connection.Execute($"update register_cell c set {name} = l.code from register_label l where l.name = '{name}' and l.text = c.{name}");
        }
    }

    private void Protect(RegisterSql sql)
    {
        if (layout.Suppression is not { } rule) { return; }
        Sql.Run(connection, typeof(RegisterCount).Assembly, "register/primary.sql", ("minimum", Text(rule.Minimum)), ("dominated", sql.Dominated(rule.Dominance)));
        var rows = connection.Query($"select rowid as id, totals, units, mark, {string.Join(", ", sql.Names)} from register_table order by rowid").Cast<IDictionary<string, object?>>().ToList();
        var placeOf = rows.Select((row, place) => (Key: (Totals: Convert.ToInt32(row["totals"], CultureInfo.InvariantCulture), Labels: Labels(row, sql.Names)), place)).ToDictionary(r => r.Key, r => r.place);
        var sums = from margin in sql.Sets
                   from detail in sql.Sets
                   where detail.Count == margin.Count + 1 && margin.IsSubsetOf(detail)
                   let shared = sql.Names.Select(n => margin.Contains(n) ? n : null).ToList()
                   from parts in rows.Select((row, place) => (row, place)).Where(r => Convert.ToInt32(r.row["totals"], CultureInfo.InvariantCulture) == sql.Totals(detail)).GroupBy(r => Labels(r.row, shared), r => r.place)
                   select new CellSum(placeOf[(sql.Totals(margin), parts.Key)], [.. parts]);
        var cells = rows.Select(row => new CountedCell(Convert.ToInt64(row["units"], CultureInfo.InvariantCulture), row["mark"] is not null)).ToList();
        var further = SecondarySuppression.Find(cells, [.. sums], rule.Minimum).Select(place => rows[place]["id"]);
        connection.Execute($"update register_table set mark = 'S' where rowid in (select unnest([{string.Join(", ", further)}]::bigint[]))");

        static string Labels(IDictionary<string, object?> row, IEnumerable<string?> names) => string.Join('\u001f', names.Select(n => n is null ? "\u001e" : row[n] ?? "\u001e"));
    }

    private string Write(RegisterSql sql, string target, string fileName, string sha256, long bytes)
    {
        var (rows, kept, newest) = connection.QuerySingle<(long, long, string?)>("select coalesce(sum(units), 0)::bigint, coalesce(sum(units) filter (kept), 0)::bigint, max(newest) filter (kept) from register_cell");
        using var csv = new CsvWriter(new StreamWriter(target), CultureInfo.InvariantCulture);
        void Row(IEnumerable<string?> fields)
        {
            foreach (var field in fields) { csv.WriteField(field); }
            csv.NextRecord();
        }

        Row([Mark, fileName, sha256, Text(bytes), Text(rows), Text(kept), string.Join(" and ", layout.Filters.Select(f => $"{f.Column} ~ {f.Pattern}"))]);
        Row([.. layout.Dimensions.Select(d => d.Component), .. layout.PeriodFromNewest is null ? (string[])[] : ["TIME_PERIOD"],
            .. layout.Measures.SelectMany(m => layout.Design is null ? (string[])[m.Indicator] : [m.Indicator, RegisterLayout.StdErrHeader(m)]), layout.UnitsHeader]);
        var counts = layout.Suppression is { Counts: true };
        string Figure(int measure) => layout.Measures[measure].Sum is null ? "weighted" : $"s{measure}";
        string Shown(int measure, string text) => counts || layout.Measures[measure].Sum is not null ? $"case when mark is null then {text} else '[' || mark || ']' end" : text;
        var columns = layout.Measures.SelectMany((m, i) => (string[])[
            Shown(i, $"trim(trailing '.' from case when contains({Figure(i)}::varchar, '.') then trim(trailing '0' from {Figure(i)}::varchar) else {Figure(i)}::varchar end)"),
            .. layout.Design is null ? (string[])[] : [Shown(i, $"coalesce(round(e{(m.Sum is null ? "" : Text(i))}, 3)::varchar, '')")]]).ToList();
        columns.Add(counts ? "case when mark is null then units::varchar else '' end" : "units::varchar");
        var totals = layout.Dimensions.Select((d, i) => $"case when (totals & {1 << (layout.Dimensions.Count - 1 - i)}) <> 0 then {Sql.Literal(d.Component == "REF_AREA" ? profile.Dataset.RefArea : "_T")} else {sql.Names[i]} end");
        using var command = connection.CreateCommand();
        command.CommandText = $"select {string.Join(", ", totals.Concat(layout.PeriodFromNewest is null ? [] : [$"{Sql.Literal(newest ?? "")}"]).Concat(columns))} from register_table order by totals desc, {string.Join(", ", sql.Names)}";
        using var reader = command.ExecuteReader();
        while (reader.Read()) { Row(Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : reader.GetString(i))); }
        return target;
    }

    private void WithProgress(Action count)
    {
        if (progress is null) { count(); return; }
        connection.Execute("set enable_progress_bar = true; set enable_progress_bar_print = false");
        using var timer = new Timer(_ => { if (connection.GetQueryProgress().Percentage is > 0 and var done) { progress($"count {done:0} %"); } }, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        count();
    }

    private static Finding NotReadable(string message)
    {
        var line = LineOf().Match(message) is { Success: true } at ? long.Parse(at.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : (long?)null;
        if (FieldsOf().Match(message) is { Success: true } fields)
        {
            return new Finding("F06", Row: line) { Args = new Dictionary<string, string?> { ["expected"] = fields.Groups[1].Value, ["fields"] = fields.Groups[2].Value } };
        }
        return message.Contains("utf-8", StringComparison.OrdinalIgnoreCase) || message.Contains("unicode", StringComparison.OrdinalIgnoreCase)
            ? new Finding("F02", Row: line) { Args = new Dictionary<string, string?> { ["why"] = "invalid", ["encoding"] = "utf-8", ["line"] = line?.ToString(CultureInfo.InvariantCulture) } }
            : new Finding("F01", Row: line) { Args = new Dictionary<string, string?> { ["why"] = "quotes", ["what"] = null } };
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"CSV Error on Line: (\d+)")]
    private static partial Regex LineOf();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex FieldsOf();
}
