using System.Globalization;
using System.Text.Json.Serialization;
using Dapper;
using DuckDB.NET.Data;
using Microsoft.AspNetCore.Mvc;
using Observatorio.Api.Data;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;
using Observatorio.Ingest;

namespace Observatorio.Api.Lineage;

/// <summary>A figure and where it comes from, down to the cells of the offices.</summary>
/// <param name="Key">The codes of its key.</param>
/// <param name="Value">The figure; null where only an interval is certain or nothing is.</param>
/// <param name="ValueLow">Lower end of the interval.</param>
/// <param name="ValueHigh">Upper end of the interval.</param>
/// <param name="ObsStatus">Its status, the first of several by SDMX's precedence.</param>
/// <param name="ObsStatuses">All its statuses, with blanks between.</param>
/// <param name="Method">How it came about.</param>
/// <param name="Reason">Why it is bounded or refused.</param>
/// <param name="Rule">The step that made it; null for a cell of the office.</param>
/// <param name="Cell">The cell, for a figure that the office reported.</param>
/// <param name="Inputs">The figures that the rule took together.</param>
/// <param name="Rates">The rates that money or limits in money were converted with, each with its source; null for none.</param>
public sealed record LineageNode(
    IReadOnlyDictionary<string, string> Key, decimal? Value, decimal? ValueLow, decimal? ValueHigh, string ObsStatus, string ObsStatuses, string Method, string? Reason,
    LineageRule? Rule, LineageCell? Cell, IReadOnlyList<LineageNode> Inputs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<Rate>? Rates = null);

/// <summary>A rule of harmonisation.</summary>
/// <param name="Kind">What it does, such as <c>nested size</c>.</param>
/// <param name="Source">Scheme, activity or dataset that it starts from.</param>
/// <param name="Target">What it makes.</param>
/// <param name="Detail">The classes that it adds, where it adds classes.</param>
public sealed record LineageRule(string Kind, string Source, string Target, string? Detail);

/// <summary>A cell of a submission.</summary>
/// <param name="File">Name of the office's file.</param>
/// <param name="Sha256">Its content hash, which is its address in the archive.</param>
/// <param name="Sheet">Sheet; null for a text file.</param>
/// <param name="Cell">As the office sees it, such as <c>Hoja1!C17</c>.</param>
/// <param name="Text">What stands in it, verbatim.</param>
/// <param name="Submission">Number of the submission.</param>
/// <param name="ReceivedAt">When it was received, UTC.</param>
/// <param name="Profile">Profile and layout that read it.</param>
/// <param name="Labels">How the labels of its row and column were read.</param>
public sealed record LineageCell(
    string File, string Sha256, string? Sheet, string Cell, string? Text, long Submission, DateTime ReceivedAt, string Profile, IReadOnlyList<LineageLabel> Labels);

/// <summary>A label and the code that it was read as.</summary>
/// <param name="Component">Of which component.</param>
/// <param name="Label">Verbatim.</param>
/// <param name="Code">The code.</param>
/// <param name="Rule">By a label of the profile, a pattern, or because it is the code itself.</param>
public sealed record LineageLabel(string Component, string? Label, string Code, string Rule);

/// <summary>The proof of one figure.</summary>
/// <param name="Release">The release that it is in.</param>
/// <param name="Figure">The figure and its sources.</param>
public sealed record LineageAnswer(string Release, LineageNode Figure);

/// <summary><c>/api/v1/lineage</c>: from a published figure to the cells that it comes from.</summary>
public static class LineageEndpoints
{
    /// <summary>Adds the route.</summary>
    public static void MapLineage(this RouteGroupBuilder group)
        => group.MapGet("/lineage/{dataflow}", GetLineage)
            .WithName("GetLineage").WithTags("Lineage")
            .WithSummary("The proof of one figure: every rule, and every source cell with its file, sheet, address and verbatim text.")
            .Produces<LineageAnswer>()
            .Produces<ProblemDetails>(StatusCodes.Status400BadRequest, "application/problem+json")
            .Produces<ProblemDetails>(StatusCodes.Status404NotFound, "application/problem+json");

    private static IResult GetLineage(string dataflow, HttpContext http, ReleaseStore store)
    {
        if (store.Current is not { } release) { return Problems.NoRelease(http); }
        if (Dataflows.Find(dataflow) is not { } flow) { return Problems.NotFound(http, "dataflow", dataflow, Dataflows.Ids); }
        var (query, problem) = SelectionParser.Parse(release, flow, http.Request.Query, ofOneFigure: true);
        if (query is null) { return Problems.BadRequest(http, problem!); }
        return release.With(connection =>
        {
            var trace = new LineageTrace(release, connection, query);
            var found = trace.Find(query.Selection, most: 100);
            if (found.Count == 0) { return Problems.NotFound(http, "figure", http.Request.QueryString.Value ?? "", []); }
            return found.Count > 1 ? TooMany(http, trace, found) : Results.Ok(new LineageAnswer(release.Id, trace.TraceConverted(found[0])));
        });
    }

    // Says which parameters would tell the figures apart.
    private static IResult TooMany(HttpContext http, LineageTrace trace, IReadOnlyList<TracedFigure> found)
    {
        var keys = found.Select(trace.Key).ToList();
        var several = keys[0].Keys.Where(column => keys.Select(k => k[column]).Distinct().Count() > 1).ToList();
        return Problems.BadRequest(http, new Problems.BadParameter(
            DataParameters.ParameterOf(several[0]), "several-figures", [.. keys.Select(k => k[several[0]]).Distinct().Take(10)],
            ("count", found.Count == 100 ? "≥ 100" : found.Count.ToString(CultureInfo.InvariantCulture)), ("parameters", string.Join(", ", several.Select(DataParameters.ParameterOf)))));
    }
}

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

    private readonly FigureWriter writer = new(release, query);

    /// <summary>The figures of a selection, at most so many.</summary>
    public IReadOnlyList<TracedFigure> Find(Selection selection, int most)
    {
        var (sql, parameters) = selection.ProvenanceQuery();
        using var command = FigureReader.Command(connection, (sql, parameters));
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
    public IReadOnlyDictionary<string, string> Key(TracedFigure traced)
    {
        var codes = writer.Codes(traced.Figure);
        return FigureWriter.Columns.TakeWhile(c => c != "OBS_VALUE").ToDictionary(c => c, c => codes[c]);
    }

    /// <summary>A figure with all that it comes from.</summary>
    public LineageNode Trace(TracedFigure traced)
    {
        var figure = traced.Figure;
        var texts = writer.Codes(figure);
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
        return new LineageNode(
            Key(traced), figure.Value, figure.ValueLow, figure.ValueHigh, texts["OBS_STATUS"], texts["OBS_STATUSES"], texts["METHOD"], texts.GetValueOrDefault("REASON"),
            rule, traced.Row > 0 ? Cell(traced) : null, inputs, rates.Count > 0 ? rates : null);
    }

    /// <summary>The same in the money that the query asks for.</summary>
    public LineageNode TraceConverted(TracedFigure traced)
    {
        var original = Trace(traced);
        if (query.Conversion is null) { return original; }
        var converted = traced with { Figure = new MoneyConverter(release, query.Conversion).Convert(traced.Figure) };
        if (converted.Figure.Converted is not { } how) { return original; }
        var node = Trace(converted with { Rule = 0, Row = 0 });
        var target = how.Factor is null ? query.Conversion.Target : node.Key["UNIT_MEASURE"];
        return node with { Rule = new LineageRule("converted money", how.Unit.Code, target, how.Factor?.ToString("G15", CultureInfo.InvariantCulture)), Inputs = [original], Rates = how.Rates };
    }

    // The figures with the same key but for the components that the rule changes; another indicator may be of the other dataflow and have its own unit.
    private IReadOnlyList<TracedFigure> Inputs(TracedFigure traced)
    {
        var inputs = connection.Query<(string Component, string Code)>("select component, code from rule_input where rule_id = $id", new { id = traced.Rule }).ToLookup(i => i.Component, i => i.Code);
        if (inputs.Count == 0) { return []; }
        var figure = traced.Figure;
        int[] key = [figure.RefArea, figure.Dataset, figure.Indicator, figure.SizeClass, figure.Activity, figure.Sex, figure.UnitMeasure, figure.PriceBase, figure.TimePeriod];
        var columns = Selection.Keys.Zip(key, (name, id) => (name, id)).ToDictionary(c => c.name, c => (IReadOnlyList<int>)[c.id]);
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
            var large = release.SizeClasses.Values.Where(c => c.Scheme == scheme && (c.Item.Code is "LARGE" or "V" || c.Item.Code.StartsWith("S_GE", StringComparison.Ordinal))).MaxBy(c => c.Item.Id)!;
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

    private LineageCell Cell(TracedFigure traced)
    {
        var (file, sha256, received, profile, layout) = connection.QuerySingle<(string, string, DateTime, string, string)>(
            "select file_name, sha256, received_at, profile, layout from dim_submission where submission_id = $id", new { id = traced.Submission });
        var sheet = connection.ExecuteScalar<string>("select name from submission_part where submission_id = $id and part = $part", new { id = traced.Submission, part = traced.Part });
        var key = Key(traced);
        var labels = connection.Query<LineageLabel>(
            "select distinct component as Component, label as Label, code as Code, rule as Rule from submission_label where submission_id = $id and part = $part order by 1, 2",
            new { id = traced.Submission, part = traced.Part }).Where(l => key.GetValueOrDefault(l.Component) == l.Code).ToList();
        var part = string.IsNullOrEmpty(sheet) ? null : sheet;
        return new LineageCell(file, sha256, part, CellAddress.Format(part, traced.Row, traced.Column), traced.Text ?? traced.Figure.Value?.ToString("0", CultureInfo.InvariantCulture) ?? "", traced.Submission, received, $"{profile}/{layout}", labels);
    }
}
