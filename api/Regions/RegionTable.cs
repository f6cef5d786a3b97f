using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Api.Comparability;
using Observatorio.Api.Data;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Regions;

/// <summary>
/// Sets the countries of a region side by side and adds up what adds (METHOD.md, Regions): no sum crosses statistical unit, count concept or universe, a sum is of
/// the same countries in every year asked, a partial one bears another code, and a ratio is the sum of its numerators over that of its denominators. So is a growth, where no member has a break.
/// </summary>
public static class RegionTable
{
    private sealed record Formula(string Kind, string Numerator, string? Denominator, double Scale);

    // What of a figure must be the same before figures are added.
    private sealed record Kind(string StatUnit, string CountConcept, string Universe);

    /// <summary>The table.</summary>
    public static RegionAnswer Of(DuckDBConnection connection, OpenRelease release, RegionSummary region, ComparabilityQuestion question)
    {
        var matrix = ComparabilityMatrix.Of(connection, release, question);
        var years = matrix.Periods;
        var members = years.SelectMany(y => Regions.MembersIn(region, Year(y))).Distinct().Order(StringComparer.Ordinal).ToList();
        var formula = connection.QueryFirstOrDefault<Formula>("select kind as Kind, numerator as Numerator, denominator as Denominator, scale as Scale from derived_indicator where code = $code", new { code = question.Indicator.Code });
        var codes = formula is null ? [question.Indicator.Code] : (string[])[question.Indicator.Code, formula.Numerator, .. formula.Denominator is null ? Array.Empty<string>() : [formula.Denominator]];
        var figures = Figures(connection, release, codes.Distinct(), question);
        var rows = matrix.Countries.Where(c => members.Contains(c.RefArea)).ToDictionary(c => c.RefArea);
        return new RegionAnswer(
            release.Id, region.Code, question.Indicator.Code, question.Scheme!.Code, years,
            [.. rows.Values.Select(row => new RegionCountry(row.RefArea, row.Name, [.. row.Cells.Select(cell => new RegionYear(cell, [.. Of(question.Indicator.Code, row.RefArea, cell)]))]))],
            Adds(connection, question, formula) ? [.. Totals()] : []);

        IEnumerable<RegionFigure> Of(string indicator, string country, ComparabilityCell cell)
            => cell.Dataset is null || cell.Grade == "no_data" ? [] : figures[(indicator, country, cell.Dataset, cell.Period)].Select(f => f.Figure).Where(f => f.Value is not null || f.Low is not null);

        IEnumerable<RegionTotal> Totals()
        {
            // Of a country all years must be of one dataset, or at least of datasets that count alike.
            var kinds = rows.Values.ToDictionary(r => r.RefArea, r => r.Cells.Select(KindOf).Distinct().ToList());
            foreach (var kind in kinds.Values.Where(k => k is [not null]).Select(k => k[0]!).Distinct().OrderBy(k => k.ToString(), StringComparer.Ordinal))
            {
                var inside = members.Where(m => kinds.TryGetValue(m, out var k) && k is [var one] && one == kind).ToList();
                var complete = inside.Count == members.Count;
                yield return new RegionTotal(
                    complete ? region.Code : region.Code + "_P", kind.StatUnit, kind.CountConcept, kind.Universe, inside,
                    [.. members.Except(inside).Select(m => new RegionGap(m, WhyNot(m, kind)))],
                    [.. years.Select((year, i) => new RegionSum(year, [.. Sums(inside, i)], Share(year, inside, "population"), Share(year, inside, "gdp_usd")))]);
            }
        }

        Kind? KindOf(ComparabilityCell cell)
            => cell.Grade is "no_data" or "not_comparable" || release.DatasetCodes.Find(cell.Dataset!) is not { } dataset ? null
                : new Kind(release.Datasets[dataset.Id].Spec.StatUnit, release.Datasets[dataset.Id].Spec.CountConcept, release.Datasets[dataset.Id].Spec.Universe);

        string WhyNot(string country, Kind kind)
        {
            if (!rows.TryGetValue(country, out var row)) { return ""; }
            var cell = row.Cells.FirstOrDefault(c => KindOf(c) is null) ?? row.Cells.First(c => KindOf(c) != kind);
            // Where nothing is wrong with its figures, they count something else.
            return KindOf(cell) is { } other
                ? $"{cell.Period}: {Name("STAT_UNIT", other.StatUnit)}; {Name("COUNT_CONCEPT", other.CountConcept)}; {Name("UNIVERSE", other.Universe)}"
                : $"{cell.Period}: {cell.Reasons.First(r => r.Grade is "no_data" or "not_comparable").Text}";
        }

        string Name(string list, string code) => release.Codes[list].Find(code)?.Name(question.Language) ?? code;

        IEnumerable<RegionFigure> Sums(List<string> inside, int year)
        {
            var classes = release.SizeClasses.Values.Where(c => c.Scheme == question.Scheme).Select(c => c.Item.Code).ToList();
            foreach (var size in classes)
            {
                var figure = formula switch
                {
                    null => Sum(question.Indicator.Code, size),
                    { Kind: "density" } => Known(years[year], "population") is var people && inside.TrueForAll(people.ContainsKey) ? Over(Sum(formula.Numerator, size), new RegionFigure("", (decimal)inside.Sum(m => people[m]), null, null)) : null,
                    // That each member has a growth of its own says that it counts alike in both years.
                    { Kind: "growth" } => Sum(question.Indicator.Code, size) is null ? null : LessOne(Over(Sum(formula.Numerator, size), Sum(formula.Denominator!, size, before: 1))),
                    { Kind: "relative" } => classes.LastOrDefault(IsLarge) is { } large ? Over(Of(size), Of(large)) : null,
                    { Kind: "share" } => Over(Sum(formula.Numerator, size), Sum(formula.Denominator!, "_T")),
                    _ => Of(size),
                };
                if (figure is not null) { yield return formula is null ? figure : Rounded(figure with { SizeClass = size }, formula); }
            }

            RegionFigure? Of(string size) => Over(Sum(formula!.Numerator, size), Sum(formula.Denominator!, size));

            // Null where a member has no figure of the class.
            RegionFigure? Sum(string indicator, string size, int before = 0)
            {
                var period = (Year(years[year]) - before).ToString(CultureInfo.InvariantCulture);
                var parts = inside.Select(m => figures[(indicator, m, rows[m].Cells[year].Dataset!, period)].Where(f => f.Figure.SizeClass == size).ToList()).ToList();
                if (parts.Exists(p => p.Count != 1) || parts.Select(p => p[0].Unit).Distinct().Count() > 1) { return null; }
                var one = parts.Select(p => p[0].Figure).ToList();
                if (one.Exists(f => f.Value is null && f.Low is null)) { return null; }
                var exact = one.TrueForAll(f => f.Value is not null);
                var interval = one.Exists(f => f.Low is not null);
                var open = one.Exists(f => f is { Low: not null, High: null });
                return new RegionFigure(size, exact ? one.Sum(f => f.Value) : null, interval ? one.Sum(f => f.Low ?? f.Value) : null, interval && !open ? one.Sum(f => f.High ?? f.Value) : null);
            }
        }

        Dictionary<string, double> Known(string year, string column)
            => connection.Query<(string RefArea, double? Number)>($"select ref_area, {column}::double from economy where year = $year", new { year = Year(year) }).Where(e => e.Number is not null).ToDictionary(e => e.RefArea, e => e.Number!.Value);

        decimal? Share(string year, List<string> inside, string column)
        {
            var known = Known(year, column);
            var all = Regions.MembersIn(region, Year(year)).ToList();
            return all.TrueForAll(known.ContainsKey) && all.Count > 0 ? Math.Round((decimal)(100 * inside.Where(all.Contains).Sum(m => known[m]) / all.Sum(m => known[m])), 1) : null;
        }
    }

    // What a whole is of another, between the ends of both; null where one of them is not known.
    private static RegionFigure? Over(RegionFigure? numerator, RegionFigure? denominator)
    {
        if (numerator is null || denominator is null) { return null; }
        var value = numerator.Value is { } n && denominator.Value is { } d && d != 0 ? n / d : (decimal?)null;
        if (numerator.Low is null && denominator.Low is null) { return numerator with { Value = value }; }
        var (most, least) = (denominator.Low is null ? denominator.Value : denominator.High, denominator.Low ?? denominator.Value);
        var low = most is > 0 ? (numerator.Low ?? numerator.Value!.Value) / most.Value : 0;
        return numerator with { Value = value, Low = low, High = (numerator.Low is null ? numerator.Value : numerator.High) is { } up && least > 0 ? up / least.Value : null };
    }

    private static RegionFigure? LessOne(RegionFigure? figure) => figure is null ? null : figure with { Value = figure.Value - 1, Low = figure.Low - 1, High = figure.High - 1 };

    // As they are told: intervals outwards, and no part more than its whole.
    private static RegionFigure Rounded(RegionFigure figure, Formula formula)
    {
        var scale = (decimal)formula.Scale;
        var high = figure.High is { } up ? Math.Ceiling(scale * up * 100) / 100 : (decimal?)null;
        return figure with
        {
            Value = figure.Value is { } value ? Math.Round(scale * value, 2) : null,
            Low = figure.Low is { } low ? Math.Floor(scale * low * 100) / 100 : null,
            High = figure.Low is not null && formula.Kind is "share" or "part" ? Math.Min(high ?? scale, scale) : high,
        };
    }

    // The class that all others are relative to, as in derived.sql.
    private static bool IsLarge(string size) => size is "LARGE" or "V" || size.StartsWith("S_GE", StringComparison.Ordinal);

    // Distinct units do not add over countries, and printed rates never do.
    private static bool Adds(DuckDBConnection connection, ComparabilityQuestion question, Formula? formula)
        => connection.ExecuteScalar<bool>(
            "select additive_over = 'all' or list_contains(string_split(additive_over, '|'), 'area') from dim_indicator where code = $code", new { code = formula?.Numerator ?? question.Indicator.Code });

    // National figures of all datasets, all activities and both sexes together.
    private static ILookup<(string Indicator, string Country, string Dataset, string Period), (RegionFigure Figure, int Unit)> Figures(DuckDBConnection connection, OpenRelease release, IEnumerable<string> indicators, ComparabilityQuestion question)
        => indicators.Select(code => release.Indicators.Find(code)!).GroupBy(i => i.Parent!).SelectMany(dataflow =>
        {
            var selection = new Selection(dataflow.Key, new Dictionary<string, IReadOnlyList<int>>
            {
                ["indicator"] = [.. dataflow.Select(i => i.Id).Order()],
                ["size_class"] = [.. release.SizeClasses.Values.Where(c => c.Scheme == question.Scheme).Select(c => c.Item.Id).Order()],
                ["activity"] = [release.Activities.Find("_T")!.Id],
                ["sex"] = [release.Codes["SEX"].Find("_T")!.Id],
            }, OwnSchemeOnly: false, Quality.Bounded);
            var money = question.Conversion is null ? null : new MoneyConverter(release, question.Conversion);
            var rows = FigureChunks.Read(connection, selection.FiguresQuery(), streaming: false).Select(f => money?.Convert(f) ?? f).ToList();
            return rows.Where(f => release.Areas[f.RefArea].Parent is null or { Length: 0 } || release.Datasets[f.Dataset].Item.Parent == release.Areas[f.RefArea].Code);
        }).ToLookup(
            f => (release.Indicators[f.Indicator].Code, release.Areas[f.RefArea].Code, release.Datasets[f.Dataset].Item.Code, release.Periods[f.TimePeriod].Code),
            f => (new RegionFigure(release.SizeClasses[f.SizeClass].Item.Code, f.Value, f.ValueLow, f.ValueHigh), f.UnitMeasure));

    private static int Year(string period) => int.Parse(period, CultureInfo.InvariantCulture);
}
