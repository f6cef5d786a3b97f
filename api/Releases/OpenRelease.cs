using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>One code as readers see it: the same shape for every list.</summary>
/// <param name="Id">Its id in the release; order of ids is order of answers.</param>
/// <param name="Code">The code.</param>
/// <param name="Names">Its name by language; a language that the source lacks is absent.</param>
/// <param name="Parent">The code above it, or null.</param>
/// <param name="Aliases">Other spellings that queries may use.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record CodeItem(int Id, string Code, IReadOnlyDictionary<string, string> Names, string? Parent, IReadOnlyList<string> Aliases, string? Status, string? Source)
{
    /// <summary>The name in a language, else in Spanish, else in any, else the code.</summary>
    public string Name(string language) => Names.TryGetValue(language, out var name) ? name : Names.TryGetValue("es", out name) ? name : Names.Values.FirstOrDefault() ?? Code;
}

/// <summary>A size class, which means nothing without its scheme.</summary>
/// <param name="Scheme">Its scheme.</param>
/// <param name="Item">The class.</param>
public sealed record SizeClassItem(string Scheme, CodeItem Item);

/// <summary>What a dataset is, as queries need it.</summary>
/// <param name="Id">Its id in the release.</param>
/// <param name="Code">Its code.</param>
/// <param name="RefArea">Its country.</param>
/// <param name="StatUnit">What it counts.</param>
/// <param name="Origin"><c>transcribed</c> or <c>synthetic</c>.</param>
/// <param name="Description">All that its profile says, as JSON.</param>
public sealed record DatasetItem(int Id, string Code, string RefArea, string StatUnit, string Origin, string Description)
{
    private readonly JsonElement spec = JsonDocument.Parse(Description).RootElement;

    /// <summary>What its profile says, as JSON.</summary>
    public JsonElement Spec => spec;

    /// <summary>Its name in a language.</summary>
    public string Title(string language) => spec.GetProperty("title").GetProperty(language).GetString()!;
}

/// <summary>
/// A release opened for queries: its codes are in memory, and its DuckDB file is only read. Many requests use it at once.
/// </summary>
public sealed class OpenRelease : IDisposable
{
    private readonly ConcurrentBag<DuckDBConnection> idle = [];
    private readonly string file;
    private bool closed;

    private OpenRelease(string id, string file)
    {
        Id = id;
        this.file = file;
        var connection = Connect();
        (CreatedAt, Notes) = connection.QuerySingle<(DateTime, string)>("select created_at, notes from release_info");
        Areas = Items(connection, "area_id as id, code, name_es, name_pt, name_en, parent, aliases, status, source from dim_area");
        Activities = Items(connection, "activity_id as id, code, name_es, name_pt, name_en, parent, null as aliases, status, source from dim_activity");
        Indicators = Items(connection, "indicator_id as id, code, name_es, name_pt, name_en, dataflow as parent, null as aliases, status, source from dim_indicator");
        Schemes = Items(connection, "scheme_id as id, code, name_es, name_pt, name_en, ref_area as parent, null as aliases, status, source from dim_size_scheme");
        Periods = Items(connection, "period_id as id, code, null as name_es, null as name_pt, null as name_en, freq as parent, null as aliases, null as status, null as source from dim_period");
        PeriodSpans = connection.Query<(int Id, DateOnly Start, DateOnly End)>("select period_id, start_date, end_date from dim_period").ToDictionary(p => p.Id, p => (p.Start, p.End));
        SizeClasses = connection.Query<CodeRow>("select scheme as list, size_class_id as id, code, name_es, name_pt, name_en, parent, aliases, status, source from dim_size_class order by size_class_id")
            .ToDictionary(r => r.id, r => new SizeClassItem(r.list!, Item(r)));
        Codes = connection.Query<CodeRow>("select list, code_id as id, code, name_es, name_pt, name_en, parent, null as aliases, status, source from dim_code order by list, code_id")
            .GroupBy(r => r.list!).ToDictionary(g => g.Key, g => (IReadOnlyDictionary<int, CodeItem>)g.ToDictionary(r => r.id, Item));
        Datasets = connection.Query<(int Id, string Code, string RefArea, string StatUnit, string Origin, string Description)>("select dataset_id, code, ref_area, stat_unit, origin, description::varchar from dim_dataset order by dataset_id")
            .ToDictionary(d => d.Id, d => new DatasetItem(d.Id, d.Code, d.RefArea, d.StatUnit, d.Origin, d.Description));
        Return(connection);
    }

    /// <summary>Its stable id, such as <c>2026.1</c>.</summary>
    public string Id { get; }

    /// <summary>When it was published, UTC.</summary>
    public DateTime CreatedAt { get; }

    /// <summary>What it holds, for readers.</summary>
    public string Notes { get; }

    /// <summary>Countries, their subdivisions and regions.</summary>
    public IReadOnlyDictionary<int, CodeItem> Areas { get; }

    /// <summary>Activities: ISIC Rev.4 and the national classifications.</summary>
    public IReadOnlyDictionary<int, CodeItem> Activities { get; }

    /// <summary>Indicators; the parent is the dataflow.</summary>
    public IReadOnlyDictionary<int, CodeItem> Indicators { get; }

    /// <summary>Size schemes; the parent is the country.</summary>
    public IReadOnlyDictionary<int, CodeItem> Schemes { get; }

    /// <summary>Periods; the parent is the frequency.</summary>
    public IReadOnlyDictionary<int, CodeItem> Periods { get; }

    /// <summary>First and last day of each period.</summary>
    public IReadOnlyDictionary<int, (DateOnly Start, DateOnly End)> PeriodSpans { get; }

    /// <summary>Size classes of all schemes.</summary>
    public IReadOnlyDictionary<int, SizeClassItem> SizeClasses { get; }

    /// <summary>The short lists: SEX, UNIT_MEASURE, OBS_STATUS, METHOD …</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<int, CodeItem>> Codes { get; }

    /// <summary>Datasets.</summary>
    public IReadOnlyDictionary<int, DatasetItem> Datasets { get; }

    /// <summary>Opens a release of a workspace.</summary>
    public static OpenRelease Open(Workspace workspace, string id) => new(id, Release.DatabaseFile(workspace, id));

    /// <summary>A connection that no other request uses until it is given back.</summary>
    public DuckDBConnection Rent() => idle.TryTake(out var pooled) ? pooled : Connect();

    /// <summary>Gives a rented connection back.</summary>
    public void Return(DuckDBConnection connection)
    {
        if (closed) { connection.Dispose(); } else { idle.Add(connection); }
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
        closed = true;
        while (idle.TryTake(out var connection)) { connection.Dispose(); }
    }

    private DuckDBConnection Connect() => Sql.Connect(file, ";ACCESS_MODE=READ_ONLY");

    private static Dictionary<int, CodeItem> Items(DuckDBConnection connection, string select)
        => connection.Query<CodeRow>($"select {select} order by 1").ToDictionary(r => r.id, Item);

    private static CodeItem Item(CodeRow row)
    {
        var names = new Dictionary<string, string>();
        if (row.name_es is { } es) { names["es"] = es; }
        if (row.name_pt is { } pt) { names["pt"] = pt; }
        if (row.name_en is { } en) { names["en"] = en; }
        return new CodeItem(row.id, row.code, names, row.parent, row.aliases?.Split('|') ?? [], row.status, row.source);
    }

    // One row of any list, under the names that the SQL gives.
#pragma warning disable IDE1006
    private sealed class CodeRow
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
#pragma warning restore IDE1006
}
