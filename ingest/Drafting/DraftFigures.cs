using System.Text.RegularExpressions;

namespace Observatorio.Ingest.Drafting;

/// <summary>How figures are written in a file of which nothing is known yet.</summary>
/// <param name="DecimalMark">A point or a comma.</param>
/// <param name="ThousandsMark">A point, a comma, a blank or nothing.</param>
public sealed partial record DraftFigures(string DecimalMark, string ThousandsMark)
{
    // What offices write in place of a figure, and what it mostly means: a person confirms it.
    private static readonly Dictionary<string, string> Marks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["-"] = "Zero",
        ["–"] = "Zero",
        ["—"] = "Zero",
        ["..."] = "Missing",
        [".."] = "Missing",
        ["…"] = "Missing",
        ["s/d"] = "Missing",
        ["n/d"] = "Missing",
        ["nd"] = "Missing",
        ["n.d."] = "Missing",
        ["s.d."] = "Missing",
        ["na"] = "NotApplicable",
        ["n/a"] = "NotApplicable",
        ["n.a."] = "NotApplicable",
        ["no aplica"] = "NotApplicable",
        ["x"] = "Suppressed",
        ["*"] = "Suppressed",
        ["c"] = "Suppressed",
        ["(c)"] = "Suppressed",
    };

    /// <summary>What a text in place of a figure mostly means; null where it says nothing by itself.</summary>
    public static string? MeaningOf(string text) => Marks.GetValueOrDefault(text);

    /// <summary>Whether a text is a figure in any way of writing.</summary>
    public static bool IsFigure(string? text) => text is not null && Figure().IsMatch(text);

    /// <summary>Whether a text is a year or another period.</summary>
    public static bool IsPeriod(string? text) => text is not null && Warehouse.Period.Parse(text) is { } period && period.Start.Year is >= 1950 and <= 2100;

    /// <summary>The marks that a file's figures show.</summary>
    public static DraftFigures Of(IEnumerable<string> figures)
    {
        int commaDecimal = 0, pointDecimal = 0, pointThousands = 0, commaThousands = 0, blanks = 0;
        foreach (var text in figures)
        {
            if (Blank().IsMatch(text)) { blanks++; }
            if (ManyPoints().IsMatch(text)) { pointThousands++; }
            else if (ManyCommas().IsMatch(text)) { commaThousands++; }
            else if (OnePoint().IsMatch(text)) { pointThousands++; }
            else if (OneComma().IsMatch(text)) { commaThousands++; }
            else if (text.Contains(',', StringComparison.Ordinal)) { commaDecimal++; }
            else if (text.Contains('.', StringComparison.Ordinal)) { pointDecimal++; }
        }
        // 1.234 alone may be either: decimals of other lengths beside it say which.
        if (blanks > 0) { return new DraftFigures(commaDecimal + commaThousands > pointDecimal + pointThousands ? "," : ".", " "); }
        if (pointThousands > 0 && pointDecimal == 0 && pointThousands >= commaThousands) { return new DraftFigures(",", "."); }
        if (commaThousands > 0 && commaDecimal == 0) { return new DraftFigures(".", ","); }
        return new DraftFigures(commaDecimal > pointDecimal ? "," : ".", "");
    }

    [GeneratedRegex(@"^[-+]?(\d+([.,]\d+)*|\d{1,3}([ \u00A0\u202F]\d{3})+([.,]\d+)?)([eE][-+]?\d+)? ?%?$")]
    private static partial Regex Figure();

    [GeneratedRegex(@"\d[ \u00A0\u202F]\d{3}")]
    private static partial Regex Blank();

    [GeneratedRegex(@"^[-+]?\d{1,3}(\.\d{3}){2,}(,\d+)?$|^[-+]?\d{1,3}(\.\d{3})+,\d+$")]
    private static partial Regex ManyPoints();

    [GeneratedRegex(@"^[-+]?\d{1,3}(,\d{3}){2,}(\.\d+)?$|^[-+]?\d{1,3}(,\d{3})+\.\d+$")]
    private static partial Regex ManyCommas();

    [GeneratedRegex(@"^[-+]?[1-9]\d{0,2}\.\d{3}$")]
    private static partial Regex OnePoint();

    [GeneratedRegex(@"^[-+]?[1-9]\d{0,2},\d{3}$")]
    private static partial Regex OneComma();
}
