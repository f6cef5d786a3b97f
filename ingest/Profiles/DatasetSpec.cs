namespace Observatorio.Ingest.Profiles;

/// <summary>A text in the three languages of the observatory.</summary>
/// <param name="Es">Spanish.</param>
/// <param name="Pt">Portuguese.</param>
/// <param name="En">English.</param>
public sealed record Text3(string Es, string Pt, string En)
{
    /// <summary>The text in a language: es, pt or en.</summary>
    public string In(string language) => language switch { "pt" => Pt, "en" => En, _ => Es };
}

/// <summary>What a dataset measures, of whom and how, so that nothing is summed that must not be (METHOD.md, Keys).</summary>
/// <param name="Id">Code of the dataset, such as <c>PE_PRODUCE_ESTRATO</c>.</param>
/// <param name="Provider">Who publishes it.</param>
/// <param name="Title">Its name.</param>
/// <param name="RefArea">The country.</param>
/// <param name="StatUnit">What is counted: a code of the list STAT_UNIT.</param>
/// <param name="CountConcept">When it counts: a code of the list COUNT_CONCEPT.</param>
/// <param name="Universe">Who is in it: a code of the list UNIVERSE.</param>
/// <param name="Coverage">What is in and out, for people.</param>
/// <param name="Origin"><c>transcribed</c> or <c>synthetic</c>.</param>
/// <param name="Source">The publication that the figures come from.</param>
/// <param name="SizeScheme">The size scheme that the producer applied.</param>
public record DatasetSpec(
    string Id, ProviderSpec Provider, Text3 Title, string RefArea, string StatUnit, string CountConcept, string Universe,
    Text3 Coverage, string Origin, string Source, string SizeScheme)
{
    /// <summary>Where units without staff are: <c>separate</c>, <c>inside</c> the bottom class, <c>impossible</c> or <c>excluded</c>.</summary>
    public string? ZeroUnits { get; init; }

    /// <summary>
    /// The indicator whose value puts a unit into its class, measured at the same date, such as <c>EMPN</c>; null where the classes come from something else or that is
    /// not known. Staff and number of units then bound each other (METHOD.md, Size).
    /// </summary>
    public string? ClassifiedBy { get; init; }

    /// <summary>Prefix of the national activity codes, such as <c>SCIAN18</c>; <c>ISIC4</c> where they are ISIC's own.</summary>
    public string ActivitySystem { get; init; } = "ISIC4";

    /// <summary>ISO 4217 code of its money, where a measure does not say another.</summary>
    public string? Currency { get; init; }

    /// <summary>Of which year the units of account are in which its size classes are drawn: <c>period</c> for that of each figure, or a year; null where that is not known.</summary>
    public string? UnitYear { get; init; }

    /// <summary>Partitions that the source lists whole without printing their total.</summary>
    public IReadOnlyList<RollUp> RollUps { get; init; } = [];

    /// <summary>What a row that is not there means: <c>zero</c> (the source has no row where there is no unit) or <c>unknown</c>.</summary>
    public string Absent { get; init; } = "unknown";

    /// <summary>Classes that stand for units of several others, which the source puts together for confidentiality.</summary>
    public IReadOnlyList<GroupedClass> Grouped { get; init; } = [];

    /// <summary>Periods outside <c>[from, to]</c> are errors; codes such as <c>2005</c>.</summary>
    public string? PeriodFrom { get; init; }

    /// <summary>See <see cref="PeriodFrom"/>.</summary>
    public string? PeriodTo { get; init; }

    /// <summary>
    /// What a corrected file replaces: <c>periods</c> (all areas of the dataset in the periods that the file holds) or <c>areas</c> (only the areas that it holds).
    /// </summary>
    public string Replaces { get; init; } = "periods";

    /// <summary>Classes of the scheme that the source leaves out of its universe.</summary>
    public IReadOnlyList<string> ClassesOutside { get; init; } = [];

    /// <summary>Where the source rounds; the first entry that fits a figure holds.</summary>
    public IReadOnlyList<RoundingSpec> Rounding { get; init; } = [];

    /// <summary>Thresholds of checks that differ for this dataset, by their names in the catalogue: <c>T08</c>, <c>S01.national</c>.</summary>
    public IReadOnlyDictionary<string, decimal> Thresholds { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Defects that the source is known to have and will not mend: their findings warn instead of stopping the file.</summary>
    public IReadOnlyList<AcceptedDefect> Accepted { get; init; } = [];

    /// <summary>Comparability flags (DOMAIN.md section 6), each with its evidence.</summary>
    public IReadOnlyList<DatasetFlag> Flags { get; init; } = [];
}

/// <summary>Who publishes a dataset.</summary>
/// <param name="Id">Code, such as <c>PE_PRODUCE</c>.</param>
/// <param name="Name">Its own name.</param>
public sealed record ProviderSpec(string Id, string Name);

/// <summary>A component whose codes in the file add up to a total that the file does not print.</summary>
/// <param name="Component"><c>REF_AREA</c>, <c>ACTIVITY</c> or <c>SIZE_CLASS</c>.</param>
/// <param name="To">Code of the total.</param>
/// <param name="Level">Of activities: whether the source lists <c>section</c>s or <c>division</c>s.</param>
public sealed record RollUp(string Component, string To, string Level = "section");

/// <summary>A class in which the source puts units of several classes together, for confidentiality.</summary>
/// <param name="Class">Its code in the dataset's scheme, such as <c>S_CONF</c>.</param>
/// <param name="Holds">The classes whose units it may hold; where it stands, those of them without a row of their own are in it (OBS_STATUS K).</param>
public sealed record GroupedClass(string Class, IReadOnlyList<string> Holds);

/// <summary>To what the source rounds figures: such a figure carries the interval that it stands for.</summary>
/// <param name="Indicator">Of which indicator.</param>
/// <param name="To">Distance between two printed figures, in the figure's own unit: 1000 for whole thousands, 0 for figures that are not rounded; null for the last decimal that each text prints.</param>
public sealed record RoundingSpec(string Indicator, decimal? To = null)
{
    /// <summary>Restricts it to these classes of the dataset's scheme.</summary>
    public IReadOnlyList<string> SizeClasses { get; init; } = [];
}

/// <summary>A fault that a check finds in every edition of a source, and that was looked into.</summary>
/// <param name="Check">Code of the check, such as <c>T06</c>.</param>
/// <param name="Reason">Why the figures are taken all the same.</param>
public sealed record AcceptedDefect(string Check, Text3 Reason);

/// <summary>Something a user must know before comparing. Where it is of certain periods, <c>BREAK</c> and <c>PRELIMINARY</c> show on their figures.</summary>
/// <param name="Code">Of the list DATASET_FLAG.</param>
/// <param name="Text">What it is.</param>
/// <param name="Evidence">Where that is known from.</param>
public sealed record DatasetFlag(string Code, Text3 Text, string Evidence)
{
    /// <summary>First period that it concerns; null for all.</summary>
    public string? From { get; init; }

    /// <summary>Last period that it concerns; null for no end.</summary>
    public string? To { get; init; }

    /// <summary>Restricts it to areas of these levels, such as <c>subdivision1</c>: a source that moves units between regions does not break its national totals.</summary>
    public IReadOnlyList<string> AreaLevels { get; init; } = [];
}
