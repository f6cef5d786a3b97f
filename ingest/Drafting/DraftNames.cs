using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Drafting;

/// <summary>What the reference data call the codes, to find the code of a label that nobody has described yet.</summary>
public sealed partial class DraftNames
{
    private readonly Dictionary<string, ILookup<string, string>> exact = [];
    private readonly Dictionary<string, IReadOnlyList<(string Name, string Code)>> names = [];
    private readonly IReadOnlyList<(string Scheme, string Class, decimal Low, decimal? High)> bounds;

    /// <summary>Reads them.</summary>
    /// <param name="connection">A database with the reference data.</param>
    public DraftNames(DuckDBConnection connection)
    {
        foreach (var (component, sql) in ((string, string)[])[
            ("REF_AREA", "select code, name_es, name_pt, name_en, coalesce(aliases, '') || '|' || coalesce(iso3, '') from dim_area where level in ('country', 'subdivision1')"),
            ("ACTIVITY", "select code, name_es, name_pt, name_en, '' from dim_activity"),
            ("SEX", "select code, name_es, name_pt, name_en, '' from dim_code where list = 'SEX'"),
            ("SIZE_CLASS", "select scheme || '|' || code, name_es, name_pt, name_en, coalesce(aliases, '') from dim_size_class where code not in ('_Z')"),
            ("INDICATOR", "select code, name_es, name_pt, name_en, '' from dim_indicator")])
        {
            var rows = connection.Query<(string Code, string? Es, string? Pt, string? En, string Aliases)>(sql).ToList();
            names[component] = [.. rows.SelectMany(r => ((string?[])[r.Es, r.Pt, r.En, r.Code, .. r.Aliases.Split('|')]).Where(n => !string.IsNullOrWhiteSpace(n)).Select(n => (n!, r.Code)))];
            exact[component] = names[component].Select(n => (Plain: Spelling.Plain(n.Name), n.Code)).Distinct().ToLookup(n => n.Plain, n => n.Code);
        }
        bounds = [.. connection.Query<(string, string, decimal, decimal?)>("select scheme, class, low, high from size_class_bound where criterion = 'employment' and sector is null")];
    }

    /// <summary>The codes that a label may mean, the likeliest first: one only where it is the label's name, or what its numbers say.</summary>
    /// <param name="component">REF_AREA, ACTIVITY, SEX or INDICATOR.</param>
    /// <param name="label">As the file has it.</param>
    public IReadOnlyList<string> CodesOf(string component, string label)
    {
        if (IsTotal(label) && component != "INDICATOR") { return ["_T"]; }
        if (exact[component][Spelling.Plain(label)].Distinct().ToList() is [var one]) { return [one]; }
        if (component == "ACTIVITY" && Section().Match(label) is { Success: true } section && exact[component].Contains(Spelling.Plain(section.Groups[1].Value))) { return [section.Groups[1].Value.ToUpperInvariant()]; }
        return [];
    }

    /// <summary>The activities that a bare code may be: those of ISIC Rev.4 and of every other system that has the code, which a file mostly does not say.</summary>
    /// <returns>None where the label is more than a code.</returns>
    public IReadOnlyList<string> ActivitiesOf(string label)
        => BareCode().IsMatch(label) ? [.. names["ACTIVITY"].Where(n => n.Name == n.Code && (n.Code == label || n.Code.EndsWith("_" + label, StringComparison.Ordinal))).Select(n => n.Code).Distinct()] : [];

    /// <summary>Codes whose names are near a label, for a person to choose from.</summary>
    public IReadOnlyList<string> Near(string component, string label, int most = 3)
    {
        var near = Spelling.Nearest(label, names[component].Select(n => n.Name), most * 2);
        return [.. near.SelectMany(n => names[component].Where(k => k.Name == n).Select(k => k.Code)).Distinct().Take(most)];
    }

    /// <summary>The size scheme that most labels are classes of, and the class of each label in it.</summary>
    /// <param name="labels">As the file has them.</param>
    /// <param name="area">The country whose schemes come first; null for none.</param>
    public (string? Scheme, IReadOnlyDictionary<string, string> Classes) SchemeOf(IReadOnlyCollection<string> labels, string? area)
    {
        var meant = labels.Distinct().SelectMany(label => ClassesOf(label).Select(c => (label, c.Scheme, c.Class, c.Named))).ToList();
        var best = meant.Where(m => m.Class is not ("_T" or "_U")).GroupBy(m => m.Scheme)
            .OrderByDescending(g => g.Select(m => m.label).Distinct().Count()).ThenByDescending(g => area is not null && g.Key.StartsWith(Iso3(area), StringComparison.Ordinal))
            // Of schemes with the same bounds the one whose classes are called so.
            .ThenByDescending(g => g.Count(m => m.Named)).ThenBy(g => bounds.Count(b => b.Scheme == g.Key)).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        return best is null ? (null, new Dictionary<string, string>()) : (best.Key, meant.Where(m => m.Scheme == best.Key).GroupBy(m => m.label).ToDictionary(g => g.Key, g => g.First().Class));
    }

    /// <summary>Whether a label is of a total.</summary>
    public static bool IsTotal(string label) => Spelling.Plain(label) is "total" or "todos" or "todas" or "totalgeneral" or "totalgeral" or "totalnacional" or "nacional";

    private IEnumerable<(string Scheme, string Class, bool Named)> ClassesOf(string label)
        => exact["SIZE_CLASS"][Spelling.Plain(label)].Concat(exact["SIZE_CLASS"][Spelling.Plain(Noise().Replace(label, ""))]).Select(c => (c[..c.IndexOf('|', StringComparison.Ordinal)], c[(c.IndexOf('|', StringComparison.Ordinal) + 1)..], true))
            .Concat(Bounds(label) is var (low, high) ? bounds.Where(b => Same(b, low, high)).Select(b => (b.Scheme, b.Class, false)) : []).DistinctBy(c => (c.Item1, c.Item2));

    private static bool Same((string Scheme, string Class, decimal Low, decimal? High) bound, decimal low, decimal? high) => bound.High == high && (bound.Low == low || (bound.Low <= 1 && low <= 1 && high > 1));

    // What a band says: 10 a 49 is 10 and 50 in the half-open way of the reference data.
    private static (decimal Low, decimal? High)? Bounds(string label)
    {
        var numbers = Number().Matches(label).Select(m => decimal.Parse(m.Value, CultureInfo.InvariantCulture)).ToList();
        return numbers switch
        {
            [var low, var high] when low <= high => (low, high + 1),
            [var only] when Open().IsMatch(label) => (MoreThan().IsMatch(label) ? only + 1 : only, null),
            [var only] when Below().IsMatch(label) => (0, LessThan().IsMatch(label) ? only : only + 1),
            [var only] => (only, only + 1),
            _ => null,
        };
    }

    private string Iso3(string area) => names["REF_AREA"].FirstOrDefault(n => n.Code == area && n.Name.Length == 3 && n.Name.All(char.IsAsciiLetterUpper)).Name ?? area;

    [GeneratedRegex(@"^\s*([A-Ua-u])\s*(?:[-.:)–]|\s)\s*\S")]
    private static partial Regex Section();

    [GeneratedRegex("^([A-Z]|[A-Z]?[0-9]{2,6})$")]
    private static partial Regex BareCode();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();

    [GeneratedRegex(@"(?i)m[aá]s|mais|more|over|mayor|\+|>|superior|acima")]
    private static partial Regex Open();

    [GeneratedRegex(@"(?i)^\s*(m[aá]s de|mais de|more than|over|mayor(es)? de|>(?!=)|acima de)")]
    private static partial Regex MoreThan();

    [GeneratedRegex(@"(?i)hasta|at[eé]|up to|menos|less|menor|under|<")]
    private static partial Regex Below();

    [GeneratedRegex(@"(?i)menos de|less than|menor(es)? (de|a|que)|under|<(?!=)")]
    private static partial Regex LessThan();

    [GeneratedRegex(@"(?i)^\s*\d+[).]\s*|\([^)]*\)|\b(empresas?|personas?|pessoas?|trabajadores|ocupad[oa]s|empleados|informados|establecimientos)\b")]
    private static partial Regex Noise();
}
