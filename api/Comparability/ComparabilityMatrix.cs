using Dapper;
using DuckDB.NET.Data;
using Observatorio.Api.Releases;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Api.Comparability;

/// <summary>
/// Says of each country and year how far the figure that the observatory prefers compares with those of the others. The rules are data
/// (<c>reference/comparability.csv</c>, METHOD.md Keys); what a dataset's flags say is in its own words.
/// </summary>
public static class ComparabilityMatrix
{
    private static readonly string[] Grades = ["no_data", "not_comparable", "with_notes", "comparable"];

    /// <summary>The matrix of an indicator in a scheme.</summary>
    /// <param name="connection">A connection to the release.</param>
    /// <param name="release">The release.</param>
    /// <param name="question">What is compared.</param>
    public static ComparabilityAnswer Of(DuckDBConnection connection, OpenRelease release, ComparabilityQuestion question)
    {
        var (indicator, scheme, from, to, language) = question;
        var rules = connection.Query<Rule>($"select aspect as Aspect, code as Code, grade as Grade, text_{language} as Text from comparability_rule").ToDictionary(r => (r.Aspect, r.Code));
        var countries = connection.Query<string>("select distinct member from area_group where group_code = 'ALADI' and valid_to is null order by member").ToList();
        var figures = connection.Query<National>(
            """
            select dataset as Dataset, time_period as TimePeriod, scheme as Scheme, exact as Exact, bounded as Bounded, refused as Refused, array_to_string(reasons, '|') as Reasons, preferred as Preferred
            from national_figure where indicator = $indicator
            """, new { indicator = indicator.Id }).ToLookup(f => release.Datasets[f.Dataset].Item.Parent!);
        var years = figures.SelectMany(c => c).Select(YearOf).Distinct().Order().ToList();
        var periods = years.Count == 0 ? [] : Enumerable.Range(from is null ? years[0] : Year(from), Math.Max(0, (to is null ? years[^1] : Year(to)) - (from is null ? years[0] : Year(from)) + 1)).ToList();
        return new ComparabilityAnswer(
            release.Id, indicator.Code, scheme?.Code ?? "own", [.. periods.Select(Text)],
            [.. countries.Select(country => new ComparabilityRow(country, release.Areas.Find(country)!.Name(language), [.. periods.Select(year => Cell(figures[country].ToList(), year))]))]);

        ComparabilityCell Cell(List<National> ofCountry, int year)
        {
            var ofYear = ofCountry.Where(f => YearOf(f) == year).ToList();
            if (ofYear.Count == 0)
            {
                return ofCountry.Count == 0
                    ? Nothing(null, "NO_DATASET")
                    : Nothing(null, "NO_PERIOD", ("years", string.Join(", ", ofCountry.Select(YearOf).Distinct().Order())));
            }
            // Statistics before invented figures, years before parts of years, the scheme asked for before others, the preferred dataset before the others.
            var inOrder = ofYear
                .OrderBy(f => release.Datasets[f.Dataset].Origin == "synthetic").ThenBy(f => release.Periods[f.TimePeriod].Parent != "A").ThenByDescending(InScheme).ThenByDescending(f => f.Preferred)
                .ThenByDescending(f => f.Exact).ThenByDescending(f => f.Bounded).ThenBy(f => f.Dataset).ToList();
            var chosen = inOrder[0];
            var dataset = release.Datasets[chosen.Dataset];
            if (!InScheme(chosen)) { return Nothing(dataset.Item.Code, "NO_CLASSES"); }
            var reasons = new List<ComparabilityReason>();
            if (!chosen.Preferred && ofYear.Where(InScheme).Select(f => f.Dataset).Distinct().Count() > 1) { Add("DATA", "CHOICE", null, ("dataset", dataset.Item.Code)); }
            Add("ORIGIN", dataset.Origin);
            if (release.Periods[chosen.TimePeriod] is { Parent: not "A" } period) { Add("FREQ", "PART", null, ("period", period.Code)); }
            Add("STAT_UNIT", dataset.Spec.StatUnit);
            Add("COUNT_CONCEPT", dataset.Spec.CountConcept);
            Add("UNIVERSE", dataset.Spec.Universe);
            foreach (var flag in dataset.Spec.Flags.Where(f => Holds(f, year) && rules.ContainsKey(("DATASET_FLAG", f.Code))))
            {
                reasons.Add(new ComparabilityReason("DATASET_FLAG", flag.Code, GradeOf(rules[("DATASET_FLAG", flag.Code)]), flag.Text.In(language), flag.Evidence));
            }
            if (chosen.Exact + chosen.Bounded == 0)
            {
                foreach (var code in chosen.Reasons?.Split('|') ?? []) { reasons.Add(new ComparabilityReason("REASON", code, "not_comparable", release.Codes["REASON"].Find(code)!.Name(language), null)); }
            }
            else if (chosen.Bounded > 0) { Add("METHOD", chosen.Exact > 0 ? "partly" : "bounded"); }
            var inGravity = reasons.OrderBy(r => Array.IndexOf(Grades, r.Grade)).ToList();
            var why = dataset.PreferredFor.FirstOrDefault(p => p.Indicator == indicator.Code && string.CompareOrdinal(p.From, Text(year)) <= 0 && string.CompareOrdinal(Text(year), p.To) <= 0);
            return new ComparabilityCell(Text(year), inGravity.Count == 0 ? "comparable" : inGravity[0].Grade, dataset.Item.Code, why?.Reason[language], inGravity);

            void Add(string aspect, string code, string? evidence = null, params IReadOnlyList<(string Name, string? Text)> args)
            {
                if (rules.TryGetValue((aspect, code), out var rule)) { reasons.Add(new ComparabilityReason(aspect, code, GradeOf(rule), Say(rule, args), evidence)); }
            }

            bool InScheme(National f) => scheme is null ? f.Scheme == release.Datasets[f.Dataset].Spec.SizeScheme : f.Scheme == scheme.Code;

            ComparabilityCell Nothing(string? code, string why, params IReadOnlyList<(string Name, string? Text)> args)
                => new(Text(year), "no_data", code, null, [new ComparabilityReason("DATA", why, "no_data", Say(rules[("DATA", why)], args), null)]);
        }

        int YearOf(National figure) => release.PeriodSpans[figure.TimePeriod].End.Year;

        static string Text(int year) => year.ToString(System.Globalization.CultureInfo.InvariantCulture);

        static int Year(string period) => Period.Parse(period)!.Value.Start.Year;

        static string Say(Rule rule, IReadOnlyList<(string Name, string? Text)> args) => MessageTemplate.Fill(rule.Text ?? "", args);

        static string GradeOf(Rule rule) => rule.Grade switch { "not" => "not_comparable", "notes" => "with_notes", var grade => grade };
    }

    // A flag without periods is of the whole dataset; a break is between a year and the one before it.
    private static bool Holds(DatasetFlag flag, int year)
    {
        var (from, to) = (flag.From is null ? int.MinValue : YearOf(flag.From), flag.To is null ? int.MaxValue : YearOf(flag.To));
        return flag.Code == "BREAK" && flag.From is not null ? year == from : year >= from && year <= to;

        static int YearOf(string period) => int.Parse(period.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture);
    }

    private sealed record Rule(string Aspect, string Code, string Grade, string? Text);

    private sealed record National(ushort Dataset, ushort TimePeriod, string Scheme, long Exact, long Bounded, long Refused, string? Reasons, bool Preferred);
}
