using System.Globalization;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Registers;

/// <summary>The parts of the SQL of <c>sql/register</c> that depend on a layout: lists of columns, numbers and sums.</summary>
/// <param name="layout">What is counted.</param>
/// <param name="classes">The classes of the dataset's size scheme with their bounds, for numbers that are sorted into them.</param>
public sealed class RegisterSql(RegisterLayout layout, IReadOnlyList<SizeBound> classes)
{
    /// <summary>Names of the dimensions in the tables of counts, in the order of the layout.</summary>
    public IReadOnlyList<string> Names { get; } = [.. layout.Dimensions.Select(d => d.Component.ToLowerInvariant())];

    /// <summary>The dimensions of each table of counts, down to the total over all of them.</summary>
    public IReadOnlyList<IReadOnlySet<string>> Sets { get; } =
        [.. (layout.Tables.Count > 0 ? layout.Tables : [[.. layout.Dimensions.Select(d => d.Component)]])
            .SelectMany(t => Subsets([.. t.Select(c => c.ToLowerInvariant())])).DistinctBy(s => string.Join(',', s.Order())).Select(s => (IReadOnlySet<string>)s)];

    /// <summary>Condition on a row of <paramref name="rows"/> that fits all filters.</summary>
    public static string Filters(IReadOnlyList<RegisterFilter> filters, string rows)
        => filters.Count == 0 ? "true" : string.Join(" and ", filters.Select(f => $"regexp_matches(coalesce({rows}.{Sql.Identifier(f.Column)}, ''), {Sql.Literal(f.Pattern)})"));

    /// <summary>The statement that reads the rows once and counts them by everything.</summary>
    public string Cell() => Sql.Text(typeof(RegisterSql).Assembly, "register/cell.sql",
        ("dimensions", string.Join(", ", layout.Dimensions.Select((d, i) => $"{Dimension(d)} as {Names[i]}"))),
        ("numbers", string.Concat(layout.Numbers.Select((n, i) => $"{Number(n)} as n{i}, ({IsBad(n)}) as bad{i}, "))),
        ("weight", layout.Weight is null ? "1" : AsNumber(layout.Weight, 18)),
        // Without weights their sum is the count, which is there already.
        ("weighted", layout.Weight is null ? "units" : "sum(weight)"),
        ("bad_weights", layout.Weight is null ? "0" : "count(*) filter (weight is null or weight < 0)"),
        ("stratum", layout.Design?.Strata is { } strata ? $"coalesce(u.{Sql.Identifier(strata)}, '')" : "''"),
        ("cluster", layout.Design?.Cluster is { } cluster ? $"u.{Sql.Identifier(cluster)}" : "null::varchar"),
        ("newest", layout.PeriodFromNewest is { } date ? $"u.{Sql.Identifier(date)}" : "null::varchar"),
        ("filters", Filters(layout.Filters, "u")),
        ("joins", string.Join("\n    ", layout.Joins.Select((j, i) => $"left join register_join_{i} j{i} on {string.Join(" and ", j.Keys.Select(k => $"j{i}.{Sql.Identifier(k.Value)} = u.{Sql.Identifier(k.Key)}"))}"))),
        ("names", string.Join(", ", Names)),
        ("sums", string.Concat(Summed.Select(m => $"sum(weight * n{m.Number}) as s{m.Place}, sum(abs(weight * n{m.Number})) as a{m.Place}, max(abs(weight * n{m.Number})) as m{m.Place}, ")
            .Concat(layout.Numbers.Select((_, i) => $"count(*) filter (bad{i}) as bads{i}, ")))),
        ("squares", layout.Design is null ? "" : "sum((weight * weight)::double) as q, " + string.Concat(Summed.Select(m => $"sum((weight * n{m.Number})::double ** 2) as q{m.Place}, "))));

    /// <summary>The statement that makes the tables of counts.</summary>
    public string Table()
    {
        var design = layout.Design is not null;
        string EachSum(Func<int, string> text) => string.Concat(Summed.Select(m => ", " + text(m.Place)));
        string Sums(int m) => $"sum(s{m}) as s{m}, sum(a{m}) as a{m}, max(m{m}) as m{m}";
        return Sql.Text(typeof(RegisterSql).Assembly, "register/table.sql",
            ("names", string.Join(", ", Names)),
            ("sets", string.Join(", ", Sets.Select(s => $"({string.Concat(Names.Where(s.Contains).Select(n => n + ", "))}stratum, cluster)"))),
            ("sums", EachSum(Sums)), ("largest", EachSum(Sums)), ("all_sums", EachSum(Sums)),
            ("squares", design ? ", sum(q) as q" + EachSum(m => $"sum(q{m}) as q{m}") : ""),
            ("spreads", design ? ", sum(case when cluster is null then q else weighted::double ** 2 end) as q" + EachSum(m => $"sum(case when cluster is null then q{m} else s{m}::double ** 2 end) as q{m}") : ""),
            ("std_errs", design ? ", " + StdErr("q", "weighted") + " as e" + EachSum(m => $"{StdErr($"q{m}", $"s{m}")} as e{m}") : ""));

        static string StdErr(string squares, string total) => $"case when min(clusters) > 1 then sqrt(greatest(sum(clusters / (clusters - 1) * ({squares} - {total}::double ** 2 / clusters)), 0)) end";
    }

    /// <summary>Condition on a cell of which one unit is more than <paramref name="part"/> of a sum.</summary>
    public string Dominated(decimal? part)
        => part is null || Summed.Count == 0 ? "false" : string.Join(" or ", Summed.Select(m => $"m{m.Place} > {part.Value.ToString(CultureInfo.InvariantCulture)} * a{m.Place}"));

    /// <summary>DuckDB's <c>grouping</c> of a table: a bit for each dimension that is a total there, the first being the highest.</summary>
    public int Totals(IReadOnlySet<string> set) => Names.Select((name, i) => set.Contains(name) ? 0 : 1 << (Names.Count - 1 - i)).Sum();

    /// <summary>The measures that add up a number: their place among the measures and that number's among the numbers.</summary>
    public IReadOnlyList<(int Place, int Number)> Summed { get; } =
        [.. layout.Measures.Select((m, i) => (Place: i, Number: m.Sum is null ? -1 : layout.Numbers.Select(n => n.Name).ToList().IndexOf(m.Sum))).Where(m => m.Number >= 0)];

    /// <summary>A number of a unit; null where a part of it is blank or not a number.</summary>
    public string Number(RegisterNumber number)
    {
        var parts = number.Of.Select(of => Joined(of) ?? (number.Blank == "zero" ? $"case when trim(coalesce(u.{Sql.Identifier(of)}, '')) = '' then 0 else {AsNumber(of, 24)} end" : AsNumber(of, 24)));
        return $"({string.Join(" + ", parts.Append(number.Plus.ToString(CultureInfo.InvariantCulture)))})::decimal(24, 6)";
    }

    /// <summary>Condition on a row whose number cannot be read.</summary>
    public string IsBad(RegisterNumber number)
    {
        var parts = number.Of.Where(of => Joined(of) is null).Select(of =>
            number.Blank == "error" ? $"{AsNumber(of, 24)} is null" : $"(trim(coalesce(u.{Sql.Identifier(of)}, '')) <> '' and {AsNumber(of, 24)} is null)").ToList();
        return parts.Count == 0 ? "false" : string.Join(" or ", parts);
    }

    /// <summary>A column as a decimal of six places; null where it is none.</summary>
    public string AsNumber(string column, int digits)
    {
        var text = $"u.{Sql.Identifier(column)}";
        return $"try_cast({(layout.DecimalMark == "." ? text : $"replace({text}, {Sql.Literal(layout.DecimalMark)}, '.')")} as decimal({digits}, 6))";
    }

    private string? Joined(string of)
    {
        for (var i = 0; i < layout.Joins.Count; i++) { if (layout.Joins[i].Count == of) { return $"coalesce(j{i}.n, 0)"; } }
        return null;
    }

    private string Dimension(RegisterDimension dimension)
    {
        if (dimension.Classes)
        {
            var number = "n" + layout.Numbers.Select(n => n.Name).ToList().IndexOf(dimension.Column).ToString(CultureInfo.InvariantCulture);
            return $"case when {number} is null then '_U' {string.Concat(classes.Select(c => $"when {number} >= {Text(c.Low)}{(c.High is { } high ? $" and {number} < {Text(high)}" : "")} then {Sql.Literal(c.Class)} "))}else '_U' end";
        }
        var text = $"u.{Sql.Identifier(dimension.Column)}";
        return dimension.First > 0 ? $"left({text}, {dimension.First})" : text;

        static string Text(decimal limit) => limit.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<HashSet<string>> Subsets(List<string> all)
    {
        for (var mask = (1 << all.Count) - 1; mask >= 0; mask--) { yield return [.. all.Where((_, i) => (mask & (1 << i)) != 0)]; }
    }
}

/// <summary>A class of a size scheme and what its number is from (inclusive) and to (exclusive; null for no end), in units of the register.</summary>
public sealed record SizeBound(string Class, decimal Low, decimal? High);
