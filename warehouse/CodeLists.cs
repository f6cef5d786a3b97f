using System.Data;
using System.Globalization;
using Dapper;

namespace Observatorio.Warehouse;

/// <summary>One dimension's codes and their ids in one database.</summary>
public sealed class CodeList
{
    private readonly Dictionary<string, int> idOf = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> codeOf = [];

    internal CodeList(string name, IEnumerable<(int Id, string Code)> codes)
    {
        Name = name;
        foreach (var (id, code) in codes) { Add(id, code); }
    }

    /// <summary>The component that the list codes, such as <c>REF_AREA</c>.</summary>
    public string Name { get; }

    /// <summary>All codes.</summary>
    public IReadOnlyCollection<string> Codes => idOf.Keys;

    /// <summary>The id of a code, or null.</summary>
    public int? Find(string code) => idOf.TryGetValue(code, out var id) ? id : null;

    /// <summary>The id of a code that must exist.</summary>
    /// <exception cref="KeyNotFoundException">It does not.</exception>
    public int IdOf(string code) => Find(code) ?? throw new KeyNotFoundException($"{Name} has no code {code}.");

    /// <summary>The code of an id that must exist.</summary>
    public string CodeOf(int id) => codeOf[id];

    internal void Add(int id, string code)
    {
        idOf[code] = id;
        codeOf[id] = code;
    }
}

/// <summary>
/// The codes of a database, work warehouse or release, held in memory: facts store ids, people see codes.
/// Size classes are written <c>SCHEME|CLASS</c>, since a class means nothing without its scheme.
/// </summary>
public sealed class CodeLists
{
    private CodeLists(IReadOnlyDictionary<string, CodeList> lists) => Lists = lists;

    /// <summary>The lists by component: REF_AREA, TIME_PERIOD, INDICATOR, SIZE_CLASS, ACTIVITY, SEX, UNIT_MEASURE, PRICE_BASE, OBS_STATUS, CONF_STATUS, METHOD, DATASET …</summary>
    public IReadOnlyDictionary<string, CodeList> Lists { get; }

    /// <summary>The list of one component.</summary>
    public CodeList this[string component] => Lists[component];

    /// <summary>Reads the lists of the database behind <paramref name="connection"/>.</summary>
    public static CodeLists Read(IDbConnection connection)
    {
        var lists = connection.Query<(string List, int Id, string Code)>(Sql.Text(typeof(CodeLists).Assembly, "sql/codes.sql"))
            .GroupBy(row => row.List)
            .ToDictionary(group => group.Key, group => new CodeList(group.Key, group.Select(row => (row.Id, row.Code))));
        foreach (var name in new[] { "TIME_PERIOD", "DATASET" })
        {
            lists.TryAdd(name, new CodeList(name, []));
        }
        return new CodeLists(lists);
    }

    /// <summary>
    /// The id of a period, which is added to the database on first use; null if the code is no period. A period that only a check has seen stays, so that the next check uses its id again, of which there are few: a release has the periods
    /// alone that figures are of.
    /// </summary>
    public int? AddPeriod(IDbConnection connection, string code)
    {
        var list = Lists["TIME_PERIOD"];
        if (list.Find(code) is { } known) { return known; }
        if (Warehouse.Period.Parse(code) is not { } period) { return null; }
        var id = connection.ExecuteScalar<int>(
            "insert into dim_period (code, freq, start_date, end_date) values ($code, $freq, $start::date, $finish::date) returning period_id",
            new { code, freq = period.Freq, start = period.Start.ToString("O", CultureInfo.InvariantCulture), finish = period.End.ToString("O", CultureInfo.InvariantCulture) });
        list.Add(id, code);
        return id;
    }

    /// <summary>The id of a national area, which is added to the database on first use; as with periods, a release has those alone that figures are of.</summary>
    public int AddArea(IDbConnection connection, string code, string parent, string name)
    {
        var list = Lists["REF_AREA"];
        if (list.Find(code) is { } known) { return known; }
        var id = connection.ExecuteScalar<int>(
            """
            insert into dim_area (code, level, parent, name_es, name_pt, name_en, source, status)
            values ($code, case when (select level from dim_area where code = $parent) = 'subdivision1' then 'subdivision2' else 'other' end, $parent, $name, $name, $name, 'national', 'confirmed')
            returning area_id
            """,
            new { code, parent, name });
        list.Add(id, code);
        return id;
    }
}
