using System.Globalization;
using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>How exact a figure must be to be in an answer (METHOD.md, Size).</summary>
public enum Quality
{
    /// <summary>The office's own figures and exact sums of them.</summary>
    Exact,

    /// <summary>Also figures of which an interval is certain.</summary>
    Bounded,

    /// <summary>Also refusals, each with its reason.</summary>
    All,
}

/// <summary>What each quality shows.</summary>
public static class Qualities
{
    /// <summary>Whether a figure is hidden.</summary>
    public static bool Hides(this Quality quality, bool isBounded, bool isRefused) => (isRefused && quality != Quality.All) || (isBounded && quality == Quality.Exact);
}

/// <summary>What a query asks for: a fact table, the ids allowed in each column, and how exact.</summary>
/// <param name="Dataflow"><c>counts</c> or <c>performance</c>.</param>
/// <param name="Columns">Allowed ids by column of the fact table; a column that is absent is not restricted.</param>
/// <param name="OwnSchemeOnly">Only figures in the size scheme of their producer: so where the query names no scheme.</param>
/// <param name="Quality">How exact.</param>
public sealed record Selection(string Dataflow, IReadOnlyDictionary<string, IReadOnlyList<int>> Columns, bool OwnSchemeOnly, Quality Quality)
{
    /// <summary>Only figures of the dataset that is preferred for their country, indicator and year.</summary>
    public bool PreferredOnly { get; init; }

    private const string Figures =
        "select ref_area, dataset, indicator, size_class, activity, sex, unit_measure, price_base, time_period, value, value_low, value_high, obs_status, conf_status, method, reason, interval_kinds, obs_statuses, std_err, point";

    private const string Provenance = "rule, submission, source_part, source_row, source_col, source_text";

    /// <summary>Key columns of a fact table, in their stored order.</summary>
    public static readonly IReadOnlyList<string> Keys = ["ref_area", "dataset", "indicator", "size_class", "activity", "sex", "unit_measure", "price_base", "time_period"];

    /// <summary>The fact table.</summary>
    public string Fact => WorkWarehouse.FactTableOfDataflow[Dataflow];

    /// <summary>
    /// The query for the figures. Rows stand in key order, so there is no sort; there is no join. Column names come from <see cref="Keys"/>, and the ids are numbers of our own:
    /// they stand in the text itself, since DuckDB plans a query with parameters twice.
    /// </summary>
    /// <param name="after">Only rows whose key stands behind this one; null for all.</param>
    public string FiguresQuery(IReadOnlyList<int>? after = null) => $"{Figures} from {Fact}{Where(after)}";

    /// <summary>The same with the rule, the submission and the source cell of each figure.</summary>
    public string ProvenanceQuery() => $"{Figures}, {Provenance} from {Fact}{Where()}";

    /// <summary>The query for the reported figures of a rectangle of a submission's sheet.</summary>
    public static string AroundQuery(string dataflow, long submission, int part, (long First, long Last) rows, (int First, int Last) columns) => FormattableString.Invariant(
        $"{Figures}, {Provenance} from {WorkWarehouse.FactTableOfDataflow[dataflow]} where submission = {submission} and coalesce(source_part, 0) = {part} and source_row between {rows.First} and {rows.Last} and source_col between {columns.First} and {columns.Last} and own_scheme");

    /// <summary>The query that counts figures by method, reason and dataset.</summary>
    public string CountQuery() => $"select method, coalesce(reason, 0), dataset, count(*) from {Fact}{Where()} group by all";

    /// <summary>The query that counts the figures of each code of each column of the key: column, code, figures.</summary>
    /// <param name="hidden">Ids of the methods that are not counted.</param>
    public string CodesQuery(IEnumerable<int> hidden)
        => $"select {string.Join(", ", Keys)}, count(*) from {Fact}{Where(hidden: hidden)} group by grouping sets ({string.Join(", ", Keys.Select(k => $"({k})"))})";

    private string Where(IReadOnlyList<int>? after = null, IEnumerable<int>? hidden = null)
    {
        var conditions = Keys.Where(Columns.ContainsKey).Select(column => Condition(column, Columns[column])).ToList();
        if (OwnSchemeOnly) { conditions.Add("own_scheme"); }
        if (PreferredOnly) { conditions.Add("preferred"); }
        // The first column is said twice, so that what stands before it is not even read.
        if (after is not null) { conditions.Add(FormattableString.Invariant($"{Keys[0]} >= {after[0]} and ({string.Join(", ", Keys)}) > ({List(after)})")); }
        foreach (var method in hidden ?? []) { conditions.Add(FormattableString.Invariant($"method <> {method}")); }
        return conditions.Count == 0 ? "" : " where " + string.Join(" and ", conditions);
    }

    private static string Condition(string column, IReadOnlyList<int> ids) => ids.Count switch
    {
        0 => "false",
        1 => FormattableString.Invariant($"{column} = {ids[0]}"),
        > 2 when ids[^1] - ids[0] == ids.Count - 1 => FormattableString.Invariant($"{column} between {ids[0]} and {ids[^1]}"),
        _ => $"{column} in ({List(ids)})",
    };

    private static string List(IReadOnlyList<int> ids) => string.Join(", ", ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}
