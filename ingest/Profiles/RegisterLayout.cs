using System.Text.Json.Serialization;

namespace Observatorio.Ingest.Profiles;

/// <summary>
/// One way in which a register or survey extract may be laid out: text files of one row a firm, establishment or interview. It is counted
/// where it is read and never kept: only the counts, hidden where they would show single units, go the way of a table that an office sends.
/// </summary>
/// <param name="Dimensions">What the rows are counted by.</param>
/// <param name="Measures">What is counted and added up.</param>
public sealed record RegisterLayout(IReadOnlyList<RegisterDimension> Dimensions, IReadOnlyList<RegisterMeasure> Measures)
{
    /// <summary>File name of the layout without <c>.register.json</c>.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>Regular expression on the name of the file of units, where they come as a ZIP of several files.</summary>
    public string? File { get; init; }

    /// <summary><c>utf-8</c>, <c>latin1</c> or <c>windows-1252</c>.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>One character; <c>\t</c> for tab.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>False for files in which a quote is an ordinary character.</summary>
    public bool Quoted { get; init; } = true;

    /// <summary>Row of the header, from 1; the units begin below it.</summary>
    public int HeaderRow { get; init; } = 1;

    /// <summary>Decimal mark of the numbers.</summary>
    public string DecimalMark { get; init; } = ".";

    /// <summary>Only rows that fit all of these are counted.</summary>
    public IReadOnlyList<RegisterFilter> Filters { get; init; } = [];

    /// <summary>Other files of the ZIP of which the rows that belong to a unit are counted.</summary>
    public IReadOnlyList<RegisterJoin> Joins { get; init; } = [];

    /// <summary>Numbers of a unit, such as its staff.</summary>
    public IReadOnlyList<RegisterNumber> Numbers { get; init; } = [];

    /// <summary>Column that says how many units of the country a row stands for; none for a full register.</summary>
    public string? Weight { get; init; }

    /// <summary>How the sample was drawn, where the file tells: the counts then carry their standard error.</summary>
    public RegisterDesign? Design { get; init; }

    /// <summary>Which components each table of counts is split by; each also comes as total over any of them. None for one table by all.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tables { get; init; } = [];

    /// <summary>Components whose code is the same for all rows.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = new Dictionary<string, string>();

    /// <summary>Column of dates (<c>2014-12…</c> or <c>DICIEMBRE 2014</c>) whose newest month is the date of the whole register.</summary>
    public string? PeriodFromNewest { get; init; }

    /// <summary>What must not be shown; none for a register that is public row by row.</summary>
    public RegisterSuppression? Suppression { get; init; }

    /// <summary>All regular expressions in it.</summary>
    public IEnumerable<string> Patterns() => ((string?[])[File, .. Joins.Select(j => j.File), .. Filters.Concat(Joins.SelectMany(j => j.Filters)).Select(f => f.Pattern)]).OfType<string>();

    /// <summary>The table of counts as a layout: what is read from the file that the counting writes.</summary>
    public Layout ToLayout()
    {
        var columns = Dimensions.Select(d => new ColumnRule { Header = d.Component, Component = d.Component })
            .Concat(PeriodFromNewest is null ? [] : [new ColumnRule { Header = "TIME_PERIOD", Component = "TIME_PERIOD" }])
            .Concat(Measures.SelectMany(ColumnsOf))
            .Append(new ColumnRule { Header = UnitsHeader, Ignore = "how many rows of the register the cell counts" });
        return new Layout("csv", [new TableLayout(new HeaderLayout(2), [.. columns]) { Fixed = Fixed, Markers = Marks }]) { Name = Name, Register = this };
    }

    /// <summary>Header of the column with the number of rows; it tells the layouts of one profile apart.</summary>
    [JsonIgnore]
    public string UnitsHeader => $"rows ({Name})";

    /// <summary>What stands in place of a figure that is not shown, with its CONF_STATUS.</summary>
    [JsonIgnore]
    public static IReadOnlyList<Marker> Marks { get; } =
        [.. ((string[])["A", "O", "S"]).Select(status => new Marker($"[{status}]", MarkerMeaning.Suppressed) { ConfStatus = status })];

    /// <summary>Header of the column with the standard errors of a measure.</summary>
    public static string StdErrHeader(RegisterMeasure measure) => "STD_ERR " + measure.Indicator;

    private IEnumerable<ColumnRule> ColumnsOf(RegisterMeasure measure)
    {
        yield return new ColumnRule { Header = measure.Indicator, Measure = new Dictionary<string, string> { ["INDICATOR"] = measure.Indicator } };
        if (Design is not null) { yield return new ColumnRule { Header = StdErrHeader(measure), StdErrOf = measure.Indicator }; }
    }
}

/// <summary>What the rows of a register are counted by.</summary>
/// <param name="Component">The component that the column says.</param>
/// <param name="Column">Header of a column, or name of a number.</param>
public sealed record RegisterDimension(string Component, string Column)
{
    /// <summary>Only so many characters of the text, as the first two of an activity code; 0 for all.</summary>
    public int First { get; init; }

    /// <summary>The column is a number, and its unit belongs to the class of the dataset's size scheme whose bounds hold it; a blank one is <c>_U</c>.</summary>
    public bool Classes { get; init; }
}

/// <summary>What is counted or added up.</summary>
/// <param name="Indicator">Of which indicator the result is.</param>
public sealed record RegisterMeasure(string Indicator)
{
    /// <summary>Name of the number to add up; none counts the units.</summary>
    public string? Sum { get; init; }
}

/// <summary>Rows that are counted.</summary>
/// <param name="Column">Header of the column.</param>
/// <param name="Pattern">Regular expression (RE2) that its text must fit.</param>
public sealed record RegisterFilter(string Column, string Pattern);

/// <summary>Another file with rows that belong to the units, such as the workers of a business.</summary>
/// <param name="File">Regular expression on its name in the ZIP.</param>
/// <param name="Keys">The columns by which they belong together: its header in the file of units, and its header there.</param>
/// <param name="Count">Name of the number of rows that belong to a unit: 0 where there is none.</param>
public sealed record RegisterJoin(string File, IReadOnlyDictionary<string, string> Keys, string Count)
{
    /// <summary>Only rows that fit all of these are counted.</summary>
    public IReadOnlyList<RegisterFilter> Filters { get; init; } = [];
}

/// <summary>A number of a unit: columns and counts of joined rows added up.</summary>
/// <param name="Name">Its name here.</param>
/// <param name="Of">Headers of columns, and counts of joins.</param>
public sealed record RegisterNumber(string Name, IReadOnlyList<string> Of)
{
    /// <summary>Added to it, such as 1 for the owner.</summary>
    public decimal Plus { get; init; }

    /// <summary>What a blank is: <c>error</c>, <c>zero</c>, or <c>unknown</c> (class <c>_U</c>, and nothing to a sum).</summary>
    public string Blank { get; init; } = "error";
}

/// <summary>How a sample was drawn.</summary>
/// <param name="Strata">Column of the stratum; null for one.</param>
/// <param name="Cluster">Column of the primary sampling unit, within its stratum; null where each row was drawn by itself.</param>
public sealed record RegisterDesign(string? Strata = null, string? Cluster = null);

/// <summary>Which cells of a register are not shown. Further ones are hidden with them, so that no sum gives them away.</summary>
/// <param name="Minimum">A cell of fewer rows is hidden (CONF_STATUS A).</param>
public sealed record RegisterSuppression(int Minimum)
{
    /// <summary>A sum of which one unit is more than this part is hidden (CONF_STATUS O); null for no such rule.</summary>
    public decimal? Dominance { get; init; }

    /// <summary>Whether the number of units is hidden too, and not only what is added up.</summary>
    public bool Counts { get; init; }
}
