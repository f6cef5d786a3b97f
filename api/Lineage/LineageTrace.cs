using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Api.Data;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;
using Observatorio.Ingest;

namespace Observatorio.Api.Lineage;

/// <summary>A row of a fact table with its provenance.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Rule">The rule that made it, or 0.</param>
/// <param name="Submission">The submission that brought it.</param>
/// <param name="Part">Sheet or file part; 0 for none.</param>
/// <param name="Row">Row in the part; 0 for none.</param>
/// <param name="Column">Column in the part; 0 for none.</param>
/// <param name="Text">Verbatim text of the cell.</param>
public sealed record TracedFigure(Figure Figure, int Rule, long Submission, int Part, long Row, int Column, string? Text);

/// <summary>Walks from a figure to its inputs, one rule at a time.</summary>
/// <param name="release">The release that is asked.</param>
/// <param name="connection">A connection to it.</param>
/// <param name="query">Dataflow and language.</param>
public sealed class LineageTrace(OpenRelease release, DuckDBConnection connection, DataQuery query)
{
    // Where the provenance begins, behind the figure.
    private const int First = FigureReader.Columns;

    private readonly FigureCodes codes = new(release);

    /// <summary>The figures of a selection, at most so many.</summary>
    public IReadOnlyList<TracedFigure> Find(Selection selection, int most) => Read(selection.ProvenanceQuery(), most);

    /// <summary>The reported figures of the cells around a figure's, by row and column, of both dataflows.</summary>
    public IReadOnlyList<TracedFigure> Around(TracedFigure traced)
    {
        const int Rows = 6, Columns = 4;
        string Query(string flow) => Selection.AroundQuery(flow, traced.Submission, traced.Part, (traced.Row - Rows, traced.Row + Rows), (traced.Column - Columns, traced.Column + Columns));
        return [.. Dataflows.Ids.SelectMany(flow => Read(Query(flow), int.MaxValue)).OrderBy(f => f.Row).ThenBy(f => f.Column)];
    }

    /// <summary>The status of a figure, the first of several.</summary>
    public string Status(TracedFigure traced) => codes.Of(traced.Figure)["OBS_STATUS"];

    private List<TracedFigure> Read(string sql, int most)
    {
        using var command = FigureReader.Command(connection, sql);
        using var reader = command.ExecuteReader();
        var found = new List<TracedFigure>();
        while (found.Count < most && reader.Read())
        {
            found.Add(new TracedFigure(
                FigureReader.Row(reader), Number(First), (long)reader.GetFieldValue<uint>(First + 1), Number(First + 2), reader.IsDBNull(First + 3) ? 0 : reader.GetFieldValue<uint>(First + 3), Number(First + 4),
                reader.IsDBNull(First + 5) ? null : reader.GetString(First + 5)));
        }
        return found;

        int Number(int column) => reader.IsDBNull(column) ? 0 : Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);
    }

    /// <summary>The codes of a figure's key.</summary>
    public IReadOnlyDictionary<string, string> Key(TracedFigure traced) => codes.KeyOf(traced.Figure);

    /// <summary>A figure with all that it comes from.</summary>
    public LineageNode Trace(TracedFigure traced)
    {
        var figure = traced.Figure;
        var texts = codes.Of(figure);
        LineageRule? rule = null;
        List<LineageNode> inputs = [];
        List<Rate> rates = [];
        if (traced.Rule > 0)
        {
            rates = [.. Population(traced), .. connection.Query<string>("select code from rule_input where rule_id = $id and component = 'RATE' order by code desc", new { id = traced.Rule })
                .Select(code => release.Rates.All.Single(r => $"{r.Kind}|{r.RefArea}|{r.Unit}|{r.Year}" == code))];
            rule = connection.QuerySingle<LineageRule>("select kind as Kind, source_code as Source, target_code as Target, detail as Detail from harmonisation_rule where rule_id = $id", new { id = traced.Rule });
            inputs = [.. Inputs(traced).Select(Trace)];
        }
        var cell = traced.Row > 0 ? Cell(traced) : null;
        return new LineageNode(
            Key(traced), figure.Value, figure.ValueLow, figure.ValueHigh, texts["OBS_STATUS"], texts["OBS_STATUSES"], texts["METHOD"], texts.GetValueOrDefault("REASON"),
            LineageSentence.Of(release, figure, rule, cell, query.Language), rule, cell, inputs, rates.Count > 0 ? rates : null, figure.Point);
    }

    /// <summary>The same as data say it at full quality: a point estimate as the value, and in the money that the query asks for.</summary>
    public LineageNode TraceConverted(TracedFigure traced)
    {
        var original = Trace(traced);
        if (traced.Figure.Point is { } point)
        {
            var said = codes.Of(VisibleFigures.Estimated(release, traced.Figure, point));
            return original with { Value = point, ObsStatus = said["OBS_STATUS"], ObsStatuses = said["OBS_STATUSES"], Method = said["METHOD"] };
        }
        if (query.Conversion is null) { return original; }
        var converted = traced with { Figure = new MoneyConverter(release, query.Conversion).Convert(traced.Figure) };
        if (converted.Figure is not { Converted: { } how } || (how.Factor is null && converted.Figure.Method == traced.Figure.Method)) { return original; }
        var node = Trace(converted with { Rule = 0, Row = 0 });
        var target = how.Factor is null ? query.Conversion.Target : node.Key["UNIT_MEASURE"];
        var rule = new LineageRule("converted money", how.Unit.Code, target, how.Factor?.ToString("G15", CultureInfo.InvariantCulture));
        return node with { Sentence = LineageSentence.Of(release, converted.Figure, rule, null, query.Language), Rule = rule, Inputs = [original], Rates = how.Rates };
    }

    // The figures with the same key but for the components that the rule changes; another indicator may be of the other dataflow and have its own unit.
    private IReadOnlyList<TracedFigure> Inputs(TracedFigure traced)
    {
        var inputs = connection.Query<(string Component, string Code)>("select component, code from rule_input where rule_id = $id", new { id = traced.Rule }).ToLookup(i => i.Component, i => i.Code);
        if (inputs.Count == 0) { return []; }
        var figure = traced.Figure;
        var columns = Selection.Keys.Zip(figure.KeyIds(), (name, id) => (name, id)).ToDictionary(c => c.name, c => (IReadOnlyList<int>)[c.id]);
        Replace("REF_AREA", release.Areas.Items.Select(a => (a.Id, a.Code)));
        Replace("ACTIVITY", release.Activities.Items.Select(a => (a.Id, a.Code)));
        Replace("SIZE_CLASS", release.SizeClasses.Values.Select(c => (c.Item.Id, $"{c.Scheme.Code}|{c.Item.Code}")));
        // A share is of the total of its own scheme, whichever that is.
        if (inputs["SIZE_CLASS"].Contains("_T"))
        {
            var scheme = release.SizeClasses[figure.SizeClass].Scheme;
            columns["size_class"] = [.. release.SizeClasses.Values.Where(c => c.Item.Id == figure.SizeClass || (c.Scheme == scheme && c.Item.Code == "_T")).Select(c => c.Item.Id).Order()];
        }
        if (inputs.Contains("LARGE_CLASS"))
        {
            var scheme = release.SizeClasses[figure.SizeClass].Scheme;
            var large = release.SizeClasses.Values.Single(c => c.Scheme == scheme && inputs["LARGE_CLASS"].Contains($"{scheme.Code}|{c.Item.Code}"));
            columns["size_class"] = [.. new SortedSet<int> { figure.SizeClass, large.Item.Id }];
        }
        if (inputs.Contains("YEAR_BEFORE")) { columns["time_period"] = [.. new SortedSet<int> { figure.TimePeriod, release.Periods.Find($"{YearOf(figure) - 1}")!.Id }]; }
        if (!inputs.Contains("INDICATOR")) { return Find(release.Indicators[figure.Indicator].Parent!, columns); }
        columns.Remove("unit_measure");
        columns.Remove("price_base");
        return [.. release.Indicators.Items.Where(i => inputs["INDICATOR"].Contains(i.Code)).GroupBy(i => i.Parent!)
            .SelectMany(dataflow => Find(dataflow.Key, new Dictionary<string, IReadOnlyList<int>>(columns) { ["indicator"] = [.. dataflow.Select(i => i.Id)] }))];

        void Replace(string component, IEnumerable<(int Id, string Code)> items)
        {
            if (inputs.Contains(component)) { columns[component.ToLowerInvariant()] = [.. items.Where(i => inputs[component].Contains(i.Code)).Select(i => i.Id).Order()]; }
        }

        IReadOnlyList<TracedFigure> Find(string dataflow, IReadOnlyDictionary<string, IReadOnlyList<int>> wanted)
            => this.Find(new Selection(dataflow, wanted, OwnSchemeOnly: false, Quality.All), int.MaxValue);
    }

    private int YearOf(Figure figure) => int.Parse(release.Periods[figure.TimePeriod].Code, CultureInfo.InvariantCulture);

    // What a density is over.
    private IEnumerable<Rate> Population(TracedFigure traced)
        => connection.Query<Rate>(
            """
            select 'POPULATION' as Kind, ref_area as RefArea, year as Year, 'PS' as Unit, null::varchar as Currency, population::decimal(38, 15) as Value, source as Source, status as Status
            from economy where ref_area = $area and year::varchar = $year and exists (select 1 from rule_input where rule_id = $rule and component = 'POPULATION')
            """, new { area = release.Areas[traced.Figure.RefArea].Code, year = release.Periods[traced.Figure.TimePeriod].Code, rule = traced.Rule });

    // A plain whole number is not kept a second time as text.
    private static string TextOf(TracedFigure traced) => traced.Text ?? traced.Figure.Value?.ToString("0", CultureInfo.InvariantCulture) ?? "";

    private LineageCell Cell(TracedFigure traced)
    {
        var (file, sha256, received, profile, layout) = connection.QuerySingle<(string, string, DateTime, string, string)>(
            "select file_name, sha256, received_at, profile, layout from dim_submission where submission_id = $id", new { id = traced.Submission });
        if (connection.QuerySingleOrDefault<(string File, string Sha256, long Bytes, long Read, long Counted, string? Filter, string By)>(
            "select file_name, sha256, bytes, rows_read, rows_counted, filter, counted_by from submission_register where submission_id = $id", new { id = traced.Submission }) is { File: not null } counted)
        {
            var rows = connection.ExecuteScalar<long?>("select units from submission_register_row where submission_id = $id and source_row = $row", new { id = traced.Submission, row = traced.Row });
            return new LineageCell(counted.File, counted.Sha256, null, "", TextOf(traced), traced.Submission, received, $"{profile}/{layout}", [],
                new LineageRegister(counted.Bytes, counted.Read, counted.Counted, counted.Filter, counted.By, rows));
        }
        var sheet = connection.ExecuteScalar<string>("select name from submission_part where submission_id = $id and part = $part", new { id = traced.Submission, part = traced.Part });
        var key = Key(traced);
        var labels = connection.Query<LineageLabel>(
            "select distinct component as Component, label as Label, code as Code, rule as Rule from submission_label where submission_id = $id and part = $part order by 1, 2",
            new { id = traced.Submission, part = traced.Part }).Where(l => key.GetValueOrDefault(l.Component) == l.Code).ToList();
        var part = string.IsNullOrEmpty(sheet) ? null : sheet;
        return new LineageCell(file, sha256, part, CellAddress.Format(part, traced.Row, traced.Column), TextOf(traced), traced.Submission, received, $"{profile}/{layout}", labels);
    }
}
