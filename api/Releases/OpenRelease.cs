using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Api.Money;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>
/// A release opened for queries: its codes are in memory, and its DuckDB file is only read. Many requests use it at once.
/// </summary>
public sealed class OpenRelease : IDisposable
{
    // What a rush of requests opened is closed again.
    private static readonly int MostIdle = 2 * Environment.ProcessorCount;

    private readonly Lock lending = new();
    private readonly Stack<DuckDBConnection> idle = [];
    private readonly string file;
    private bool closed;

    private OpenRelease(string id, string file)
    {
        Id = id;
        this.file = file;
        var connection = Connect();
        (CreatedAt, Notes) = connection.QuerySingle<(DateTime, string)>("select created_at, notes from release_info");
        Areas = List(connection, "area_id as id, code, name_es, name_pt, name_en, parent, aliases, status, source from dim_area");
        Activities = List(connection, "activity_id as id, code, name_es, name_pt, name_en, parent, null as aliases, status, source from dim_activity");
        // All columns, for a release of before one of them was kept lacks it and can still be read.
        var indicators = connection.Query<IndicatorRow>("select *, indicator_id as id, dataflow as parent, null as aliases from dim_indicator order by indicator_id").ToList();
        Indicators = new ReleaseCodelist(indicators.Select(Item));
        IndicatorTexts = indicators.ToDictionary(i => i.id, i => new IndicatorText(i.topic, Texts(i.definition_es, i.definition_pt, i.definition_en)));
        Schemes = List(connection, "scheme_id as id, code, name_es, name_pt, name_en, ref_area as parent, null as aliases, status, source from dim_size_scheme");
        Periods = List(connection, "period_id as id, code, null as name_es, null as name_pt, null as name_en, freq as parent, null as aliases, null as status, null as source from dim_period");
        PeriodSpans = connection.Query<(int Id, DateOnly Start, DateOnly End)>("select period_id, start_date, end_date from dim_period").ToDictionary(p => p.Id, p => (p.Start, p.End));
        SizeClasses = connection.Query<CodeRow>("select scheme as list, size_class_id as id, code, name_es, name_pt, name_en, parent, aliases, status, source from dim_size_class order by size_class_id")
            .ToDictionary(r => r.id, r => new SizeClassItem(Schemes.Find(r.list!)!, Item(r)));
        SizeClassesBySpelling = SizeClasses.Values
            .SelectMany(c => c.Item.Aliases.Concat(c.Item.Names.Values).Prepend(c.Item.Code).Select(Spelling.Plain).Distinct().Select(text => (text, c)))
            .ToLookup(c => c.text, c => c.c);
        Codes = connection.Query<CodeRow>("select list, code_id as id, code, name_es, name_pt, name_en, parent, null as aliases, status, source from dim_code order by list, code_id")
            .GroupBy(r => r.list!).ToDictionary(g => g.Key, g => new ReleaseCodelist(g.Select(Item)));
        var datasets = connection.Query<(int Id, string Code, string RefArea, string StatUnit, string Origin, string Description)>("select dataset_id, code, ref_area, stat_unit, origin, description::varchar from dim_dataset order by dataset_id")
            .Select(d => (d.Id, Spec: JsonSerializer.Deserialize<DatasetSpec>(d.Description, JsonSerializerOptions.Web)!, d)).ToList();
        DatasetCodes = new ReleaseCodelist(datasets.Select(d => new CodeItem(d.Id, d.d.Code, new Dictionary<string, string> { ["es"] = d.Spec.Title.Es, ["pt"] = d.Spec.Title.Pt, ["en"] = d.Spec.Title.En }, d.d.RefArea, [], null, null)));
        var preferences = connection.Query<(string Dataset, string Indicator, int Place, string From, string To, string Es, string Pt, string En)>(
            "select dataset, indicator, place, valid_from, valid_to, reason_es, reason_pt, reason_en from preferred_dataset").ToLookup(p => p.Dataset, p => new PreferredFor(p.Indicator, p.Place, p.From, p.To, new Dictionary<string, string> { ["es"] = p.Es, ["pt"] = p.Pt, ["en"] = p.En }));
        var holdings = connection.Query<HoldingRow>("select *, array_to_string(schemes, '|') as scheme_list from dataset_holding")
            .ToLookup(h => h.dataset, h => new Holding(Indicators[h.indicator].Code, h.first_period, h.last_period, h.figures, h.scheme_list?.Split('|') ?? [], h.last_updated is { } at ? DateTime.SpecifyKind(at, DateTimeKind.Utc) : null));
        var ownClasses = connection.Query<(int Dataset, int SizeClass)>("select dataset, size_class from own_size_class").ToLookup(c => c.Dataset, c => c.SizeClass);
        Datasets = datasets.ToDictionary(d => d.Id, d => new DatasetItem(DatasetCodes[d.Id], Codes["STAT_UNIT"].Find(d.d.StatUnit)!, d.d.Origin, d.Spec, ownClasses[d.Id].ToHashSet(), [.. preferences[d.d.Code]], [.. holdings[d.Id]]));
        Rates = new RateTable(connection);
        IndicatorMoney = connection.Query<int, IndicatorMoney, (int Id, IndicatorMoney Money)>(
            """
            select i.indicator_id::integer as Id, i.unit_kind = 'MONEY' as IsMoney, coalesce(n.flow_or_stock, i.flow_or_stock) = 'stock' as IsStock, coalesce(n.ppp, i.ppp) as Ppp, i.decimals::integer as Decimals
            from dim_indicator i left join derived_indicator d on d.code = i.code left join dim_indicator n on n.code = d.numerator
            """, (id, money) => (id, money), splitOn: "IsMoney").ToDictionary(i => i.Id, i => i.Money);
        Return(connection);
    }

    /// <summary>The workspace that it is of, for what is true now and is no part of a release.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Its stable id, such as <c>2026.1</c>.</summary>
    public string Id { get; }

    /// <summary>When it was published, UTC.</summary>
    public DateTime CreatedAt { get; }

    /// <summary>What it holds, for readers.</summary>
    public string Notes { get; }

    /// <summary>Countries, their subdivisions and regions.</summary>
    public ReleaseCodelist Areas { get; }

    /// <summary>Activities: ISIC Rev.4 and the national classifications.</summary>
    public ReleaseCodelist Activities { get; }

    /// <summary>Indicators; the parent is the dataflow.</summary>
    public ReleaseCodelist Indicators { get; }

    /// <summary>What each indicator means and belongs to.</summary>
    public IReadOnlyDictionary<int, IndicatorText> IndicatorTexts { get; }

    /// <summary>Size schemes; the parent is the country.</summary>
    public ReleaseCodelist Schemes { get; }

    /// <summary>Periods; the parent is the frequency.</summary>
    public ReleaseCodelist Periods { get; }

    /// <summary>First and last day of each period.</summary>
    public IReadOnlyDictionary<int, (DateOnly Start, DateOnly End)> PeriodSpans { get; }

    /// <summary>Size classes of all schemes.</summary>
    public IReadOnlyDictionary<int, SizeClassItem> SizeClasses { get; }

    /// <summary>Their codes alone, for what asks no scheme: schemes share codes, and the name is that of the first.</summary>
    public ReleaseCodelist SizeClassCodes => field ??= new ReleaseCodelist(SizeClasses.Values.Select(c => c.Item).GroupBy(c => c.Code).Select(g => g.First()).OrderBy(c => c.Code, StringComparer.Ordinal));

    /// <summary>The same by <see cref="Spelling.Plain"/> code, other spelling or name: a text may mean a class of several schemes.</summary>
    public ILookup<string, SizeClassItem> SizeClassesBySpelling { get; }

    /// <summary>The short lists: SEX, UNIT_MEASURE, OBS_STATUS, METHOD …</summary>
    public IReadOnlyDictionary<string, ReleaseCodelist> Codes { get; }

    /// <summary>Codes and titles of the datasets.</summary>
    public ReleaseCodelist DatasetCodes { get; }

    /// <summary>Datasets.</summary>
    public IReadOnlyDictionary<int, DatasetItem> Datasets { get; }

    /// <summary>Exchange rates, units of account and price indices.</summary>
    public RateTable Rates { get; }

    /// <summary>How the figures of each indicator convert.</summary>
    public IReadOnlyDictionary<int, IndicatorMoney> IndicatorMoney { get; }

    /// <summary>The lists that are no part of <see cref="Codes"/>.</summary>
    public static readonly IReadOnlyList<string> LongLists = ["REF_AREA", "INDICATOR", "SIZE_SCHEME", "SIZE_CLASS", "ACTIVITY", "TIME_PERIOD", "DATASET"];

    /// <summary>The code list of a component, which must exist.</summary>
    public ReleaseCodelist ListOf(string component) => component switch
    {
        "REF_AREA" => Areas,
        "DATASET" => DatasetCodes,
        "INDICATOR" => Indicators,
        "ACTIVITY" => Activities,
        "TIME_PERIOD" => Periods,
        "SIZE_SCHEME" => Schemes,
        "SIZE_CLASS" => SizeClassCodes,
        _ => Codes[component],
    };

    /// <summary>Opens a release of a workspace.</summary>
    public static OpenRelease Open(Workspace workspace, string id) => new(id, Release.DatabaseFile(workspace, id)) { Workspace = workspace };

    /// <summary>A connection that no other request uses until it is given back.</summary>
    public DuckDBConnection Rent()
    {
        lock (lending)
        {
            if (idle.TryPop(out var pooled)) { return pooled; }
        }
        return Connect();
    }

    /// <summary>Gives a rented connection back.</summary>
    public void Return(DuckDBConnection connection)
    {
        lock (lending)
        {
            if (!closed && idle.Count < MostIdle)
            {
                idle.Push(connection);
                return;
            }
        }
        connection.Dispose();
    }

    /// <summary>Runs <paramref name="use"/> with a rented connection.</summary>
    public T With<T>(Func<DuckDBConnection, T> use)
    {
        var connection = Rent();
        try { return use(connection); }
        finally { Return(connection); }
    }

    /// <summary>Closes the idle connections; those in use close when their request ends.</summary>
    public void Dispose()
    {
        lock (lending)
        {
            closed = true;
            while (idle.TryPop(out var connection)) { connection.Dispose(); }
        }
    }

    // Figures are given in the order in which they are stored. DuckDB would make a join of a list of ids, and the rows of a join come as they like.
    private DuckDBConnection Connect() => Sql.Connect(file, ";ACCESS_MODE=READ_ONLY;disabled_optimizers=in_clause");

    private static ReleaseCodelist List(DuckDBConnection connection, string select) => new(connection.Query<CodeRow>($"select {select} order by 1").Select(Item));

    private static CodeItem Item(CodeRow row) => new(row.id, row.code, Texts(row.name_es, row.name_pt, row.name_en), row.parent, row.aliases?.Split('|') ?? [], row.status, row.source);

    private static Dictionary<string, string> Texts(string? es, string? pt, string? en)
    {
        var texts = new Dictionary<string, string>();
        if (es is not null) { texts["es"] = es; }
        if (pt is not null) { texts["pt"] = pt; }
        if (en is not null) { texts["en"] = en; }
        return texts;
    }

    // One row of any list, under the names that the SQL gives.
#pragma warning disable IDE1006
    private class CodeRow
    {
        public string? list { get; set; }

        public int id { get; set; }

        public string code { get; set; } = "";

        public string? name_es { get; set; }

        public string? name_pt { get; set; }

        public string? name_en { get; set; }

        public string? parent { get; set; }

        public string? aliases { get; set; }

        public string? status { get; set; }

        public string? source { get; set; }
    }

    private sealed class IndicatorRow : CodeRow
    {
        public string? topic { get; set; }

        public string? definition_es { get; set; }

        public string? definition_pt { get; set; }

        public string? definition_en { get; set; }
    }

    private sealed class HoldingRow
    {
        public int dataset { get; set; }

        public int indicator { get; set; }

        public string first_period { get; set; } = "";

        public string last_period { get; set; } = "";

        public long figures { get; set; }

        public string? scheme_list { get; set; }

        public DateTime? last_updated { get; set; }
    }
#pragma warning restore IDE1006
}
