using System.Text;
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

    /// <summary>Key columns of a fact table, in their stored order.</summary>
    public static readonly IReadOnlyList<string> Keys = ["ref_area", "dataset", "indicator", "size_class", "activity", "sex", "unit_measure", "price_base", "time_period"];

    /// <summary>The fact table.</summary>
    public string Fact => WorkWarehouse.FactTableOfDataflow[Dataflow];

    /// <summary>
    /// The query for the figures. Rows stand in key order, so there is no sort; there is no join. Column names come from
    /// <see cref="Keys"/>, values are parameters.
    /// </summary>
    /// <param name="most">Most rows to read; null for all.</param>
    /// <param name="after">Only rows whose key stands behind this one; null for all.</param>
    public (string Sql, IReadOnlyList<int> Parameters) FiguresQuery(int? most = null, IReadOnlyList<int>? after = null)
    {
        var (sql, parameters) = Compose($"{Figures} from {Fact}", after);
        return (most is null ? sql : $"{sql} limit {most}", parameters);
    }

    /// <summary>The same with the rule, the submission and the source cell of each figure.</summary>
    public (string Sql, IReadOnlyList<int> Parameters) ProvenanceQuery()
        => Compose($"{Figures}, rule, submission, source_part, source_row, source_col, source_text from {Fact}");

    /// <summary>The query for the reported figures of a rectangle of a submission's sheet: submission, part, first and last row, first and last column.</summary>
    public static string AroundQuery(string dataflow)
        => $"{Figures}, rule, submission, source_part, source_row, source_col, source_text from {WorkWarehouse.FactTableOfDataflow[dataflow]} where submission = $1 and coalesce(source_part, 0) = $2 and source_row between $3 and $4 and source_col between $5 and $6 and own_scheme";

    /// <summary>The query that counts figures by method, reason and dataset.</summary>
    public (string Sql, IReadOnlyList<int> Parameters) CountQuery()
    {
        var (sql, parameters) = Compose($"select method, coalesce(reason, 0), dataset, count(*) from {Fact}");
        return (sql + " group by all", parameters);
    }

    /// <summary>The query that counts the figures of each code of each column of the key: column, code, figures.</summary>
    /// <param name="hidden">Ids of the methods that are not counted.</param>
    public (string Sql, IReadOnlyList<int> Parameters) CodesQuery(IEnumerable<int> hidden)
    {
        var (sql, parameters) = Compose($"select {string.Join(", ", Keys)}, count(*) from {Fact}");
        var conditions = string.Join(" and ", hidden.Select(id => FormattableString.Invariant($"method <> {id}")));
        var methods = conditions.Length == 0 ? "" : (sql.Contains(" where ", StringComparison.Ordinal) ? " and " : " where ") + conditions;
        return ($"{sql}{methods} group by grouping sets ({string.Join(", ", Keys.Select(k => $"({k})"))})", parameters);
    }

    private (string Sql, IReadOnlyList<int> Parameters) Compose(string start, IReadOnlyList<int>? after = null)
    {
        var sql = new StringBuilder(start);
        var parameters = new List<int>();
        var word = " where ";
        foreach (var column in Keys)
        {
            if (!Columns.TryGetValue(column, out var ids)) { continue; }
            sql.Append(word);
            word = " and ";
            if (ids.Count == 0) { sql.Append("false"); }
            else if (ids.Count > 2 && ids[^1] - ids[0] == ids.Count - 1)
            {
                sql.Append(column).Append(" between ").Append(Parameter(ids[0])).Append(" and ").Append(Parameter(ids[^1]));
            }
            else if (ids.Count == 1) { sql.Append(column).Append(" = ").Append(Parameter(ids[0])); }
            else { sql.Append(column).Append(" in (").AppendJoin(", ", ids.Select(Parameter)).Append(')'); }
        }
        if (OwnSchemeOnly) { sql.Append(word).Append("own_scheme"); word = " and "; }
        if (PreferredOnly) { sql.Append(word).Append("preferred"); word = " and "; }
        if (after is not null)
        {
            // The first column is said twice, so that what stands before it is not even read.
            sql.Append(word).Append(Keys[0]).Append(" >= ").Append(Parameter(after[0]));
            sql.Append(" and (").AppendJoin(", ", Keys).Append(") > (").AppendJoin(", ", after.Select(Parameter)).Append(')');
        }
        return (sql.ToString(), parameters);

        string Parameter(int id)
        {
            parameters.Add(id);
            return $"${parameters.Count}";
        }
    }
}
