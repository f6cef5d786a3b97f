using System.Text.Json.Serialization;

namespace Observatorio.Ingest.Profiles;

/// <summary>What one figure's marker means. The four are different things from reader to API (METHOD.md).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MarkerMeaning>))]
public enum MarkerMeaning
{
    /// <summary>The figure is exactly zero.</summary>
    Zero,

    /// <summary>OBS_STATUS O: it exists and the source does not have it.</summary>
    Missing,

    /// <summary>OBS_STATUS L: the source did not collect it.</summary>
    NotCollected,

    /// <summary>OBS_STATUS M: it cannot exist.</summary>
    NotApplicable,

    /// <summary>OBS_STATUS Q, CONF_STATUS C: the source hides it.</summary>
    Suppressed,

    /// <summary>OBS_STATUS K: the source counts it in another cell.</summary>
    IncludedElsewhere,

    /// <summary>There is no figure here and none is meant: the cell is passed over.</summary>
    Absent,
}

/// <summary>How a file of one kind is laid out: where its header is and what its columns mean. Data only.</summary>
/// <param name="Format"><c>csv</c> for any delimited text, <c>xlsx</c> for both Excel formats.</param>
/// <param name="Tables">The tables that the file holds; a text file holds one.</param>
public sealed record Layout(string Format, IReadOnlyList<TableLayout> Tables)
{
    /// <summary>File name of the layout without <c>.layout.json</c>.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>The register that the table was counted from; null for a table that the office made.</summary>
    [JsonIgnore]
    public RegisterLayout? Register { get; init; }

    /// <summary><c>utf-8</c> (with or without a byte order mark), <c>latin1</c> or <c>windows-1252</c>; text files only.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>One character; <c>\t</c> for tab; text files only.</summary>
    public string Delimiter { get; init; } = ",";

    /// <summary>False for files in which a quote is an ordinary character.</summary>
    public bool Quoted { get; init; } = true;

    /// <summary>True where the source pads the end of the file with NUL bytes.</summary>
    public bool NulsAtEnd { get; init; }

    /// <summary>Sheets that hold no data, by regular expression, each with the reason.</summary>
    public IReadOnlyList<IgnoredPart> IgnoreSheets { get; init; } = [];
}

/// <summary>A sheet that no rule reads, on purpose.</summary>
/// <param name="Name">Regular expression on the sheet's name.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record IgnoredPart(string Name, string Reason);

/// <summary>One table of a layout.</summary>
/// <param name="Header">Where the header is.</param>
/// <param name="Columns">What the columns are; the first rule that matches a column holds.</param>
public sealed record TableLayout(HeaderLayout Header, IReadOnlyList<ColumnRule> Columns)
{
    /// <summary>Regular expression on the sheet's name; empty for the only sheet or for text files.</summary>
    public string? Sheet { get; init; }

    /// <summary>Components whose code is the same for the whole table.</summary>
    public IReadOnlyDictionary<string, string> Fixed { get; init; } = new Dictionary<string, string>();

    /// <summary>Decimal mark of text figures.</summary>
    public string DecimalMark { get; init; } = ".";

    /// <summary>Thousands mark of text figures; empty for none.</summary>
    public string ThousandsMark { get; init; } = "";

    /// <summary>What stands in place of a figure.</summary>
    public IReadOnlyList<Marker> Markers { get; init; } = [];

    /// <summary>Rows that are no data, by the label in one column.</summary>
    public IReadOnlyList<RowRule> IgnoreRows { get; init; } = [];

    /// <summary>The table ends above the first row that one of these matches.</summary>
    public IReadOnlyList<RowRule> EndsAt { get; init; } = [];

    /// <summary>Cells that say what the table is, so that the wrong file is noticed.</summary>
    public IReadOnlyList<IdentityCell> Identity { get; init; } = [];

    /// <summary>Figures that notes or titles repeat.</summary>
    public IReadOnlyList<TextFigure> TextFigures { get; init; } = [];

    /// <summary>All regular expressions in it.</summary>
    public IEnumerable<string> Patterns()
        => Columns.Select(c => c.HeaderPattern).Concat(IgnoreRows.Concat(EndsAt).Select(r => r.Pattern)).Concat(Identity.Select(i => i.Pattern)).Concat(TextFigures.Select(t => t.Pattern)).Append(Sheet).OfType<string>();
}

/// <summary>Where the header of a table is.</summary>
/// <param name="Row">First header row, from 1; 0 where the header is to be looked for in the first 60 rows.</param>
/// <param name="Rows">How many rows it has; the texts of a column are joined with <c> / </c>, merged cells repeated.</param>
public sealed record HeaderLayout(int Row, int Rows = 1)
{
    /// <summary>How many rows below the header are no data, such as a header repeated as first data row.</summary>
    public int SkipBelow { get; init; }
}

/// <summary>What one column, or each column of one kind, means: a component, a measure or nothing.</summary>
public sealed record ColumnRule
{
    /// <summary>Header text; case and runs of blanks do not matter.</summary>
    public string? Header { get; init; }

    /// <summary>Regular expression on the header text; <c>$1</c> in the codes below stands for its groups.</summary>
    public string? HeaderPattern { get; init; }

    /// <summary>Place of the column, from 1, for columns without a header text.</summary>
    public int? Position { get; init; }

    /// <summary>The component whose label the column holds, such as <c>REF_AREA</c>.</summary>
    public string? Component { get; init; }

    /// <summary>Several components that share the column: the labels file says which label is of which.</summary>
    public IReadOnlyList<string> Components { get; init; } = [];

    /// <summary>Further columns, by header, whose texts are joined to this one with <c>|</c> before the label is looked up.</summary>
    public IReadOnlyList<string> JoinedWith { get; init; } = [];

    /// <summary>An empty cell repeats the label above it.</summary>
    public bool CarryDown { get; init; }

    /// <summary>For a column of figures: the components that the column itself says.</summary>
    public IReadOnlyDictionary<string, string>? Measure { get; init; }

    /// <summary>For a column of standard errors: the header of the column of figures that they belong to.</summary>
    public string? StdErrOf { get; init; }

    /// <summary>For a column of figures: columns, by header, that say why a cell of it is empty; their texts, joined with <c>|</c>, are looked up among the markers.</summary>
    public IReadOnlyList<string> WhenEmpty { get; init; } = [];

    /// <summary>Source figures are in units of this many: 1000 for thousands. Undone at staging.</summary>
    public decimal Multiplier { get; init; } = 1;

    /// <summary>Why the column is not read.</summary>
    public string? Ignore { get; init; }

    /// <summary>True where some editions of the file lack the column.</summary>
    public bool Optional { get; init; }
}

/// <summary>A text that stands in place of a figure. It may look like one: a source that prints 0 for what it did not compute is read by a marker <c>0</c>.</summary>
/// <param name="Text">The whole cell, trimmed; empty for an empty cell.</param>
/// <param name="Meaning">What it means.</param>
public sealed record Marker(string Text, MarkerMeaning Meaning)
{
    /// <summary>CONF_STATUS of a suppressed figure: <c>C</c>, or why it is, where the source tells (<c>A</c> small count, <c>O</c> dominance, <c>D</c> secondary by the source, <c>S</c> by us).</summary>
    public string ConfStatus { get; init; } = "C";

    /// <summary>Restricts the marker to measures of these indicators.</summary>
    public IReadOnlyList<string> Indicators { get; init; } = [];

    /// <summary>First period in which the text means this; null for all. A code such as <c>2005</c>.</summary>
    public string? From { get; init; }

    /// <summary>Last period in which the text means this; null for no end.</summary>
    public string? To { get; init; }

    /// <summary>The text means this only where the same key has a zero of this indicator: a rate of nothing cannot exist. Comes before the marker without it.</summary>
    public string? WhereZero { get; init; }
}

/// <summary>Recognises rows by the label in one column.</summary>
/// <param name="Column">Header of the column, or its place as <c>#1</c>.</param>
/// <param name="Pattern">Regular expression on the cell's text; <c>^$</c> for an empty cell.</param>
/// <param name="Reason">Why such a row is no data.</param>
public sealed record RowRule(string Column, string Pattern, string Reason);

/// <summary>A cell that identifies the table.</summary>
/// <param name="Cell">Address such as <c>A1</c>.</param>
/// <param name="Pattern">Regular expression that its text must match; a group named after a component says its code, as in <c>año (?&lt;TIME_PERIOD&gt;[0-9]{4})</c>.</param>
public sealed record IdentityCell(string Cell, string Pattern);

/// <summary>A figure that stands in a note or title, and the cell that it repeats.</summary>
/// <param name="Pattern">Regular expression whose first group is the figure; looked for in every text cell outside the data.</param>
/// <param name="Codes">Components of the figure that it repeats.</param>
public sealed record TextFigure(string Pattern, IReadOnlyDictionary<string, string> Codes);
