namespace Observatorio.Ingest;

/// <summary>Something about a submission that its office must know; the message is made of the catalogue's text and <see cref="Args"/>.</summary>
/// <param name="Code">Of the check catalogue, such as <c>C01</c>.</param>
/// <param name="Part">Sheet, or null for a text file.</param>
/// <param name="Row">As the office counts, from 1; null where no row is meant.</param>
/// <param name="Column">From 1; null where no column is meant.</param>
/// <param name="Value">The text in the cell, or null.</param>
public sealed record Finding(string Code, string? Part = null, long? Row = null, int? Column = null, string? Value = null)
{
    /// <summary>What the message's placeholders stand for.</summary>
    public IReadOnlyDictionary<string, string?> Args { get; init; } = new Dictionary<string, string?>();

    /// <summary>How many places have the same fault from the same cause; the finding shows the first.</summary>
    public long Places { get; init; } = 1;

    /// <summary>How many more findings of the check this one stands for, so that a report stays readable; 0 for a finding of its own.</summary>
    public long Omitted { get; init; }

    /// <summary>The check's severity unless this finding is milder or graver than usual: E, W or I.</summary>
    public string? Severity { get; init; }

    /// <summary>Why the profile takes the figures all the same; the finding then warns instead of stopping the file.</summary>
    public Profiles.Text3? Accepted { get; init; }

    /// <summary>The cell as its office names it, such as <c>Hoja1!C17</c>; empty where the finding concerns the whole file.</summary>
    public string Cell => CellAddress.Format(Part, Row, Column);
}

/// <summary>Addresses of cells as spreadsheets show them.</summary>
public static class CellAddress
{
    /// <summary>As in <c>Hoja1!C17</c> or <c>'Cuadro 1'!C17</c>; without what is not known.</summary>
    public static string Format(string? part, long? row, int? column)
    {
        var cell = (column is { } c ? ColumnName(c) : "") + (row is { } r ? r.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
        return part is null ? cell : cell.Length == 0 ? part : $"{(PlainName(part) ? part : $"'{part.Replace("'", "''", StringComparison.Ordinal)}'")}!{cell}";
    }

    // Spreadsheets put quotation marks around the other names, as in 'Cuadro 1'!C17.
    private static bool PlainName(string part) => part.All(c => char.IsLetterOrDigit(c) || c is '_' or '.') && !char.IsDigit(part[0]);

    /// <summary>Letters of a column: 1 is A, 27 is AA.</summary>
    public static string ColumnName(int column)
    {
        var name = "";
        for (var rest = column; rest > 0; rest = (rest - 1) / 26)
        {
            name = (char)('A' + ((rest - 1) % 26)) + name;
        }
        return name;
    }

    /// <summary>Reads what <see cref="Format"/> writes; null if it is no address.</summary>
    public static (string? Part, int Row, int Column)? Parse(string address)
    {
        var mark = address.LastIndexOf('!');
        var cell = address[(mark + 1)..];
        var letters = cell.TakeWhile(char.IsAsciiLetterUpper).Count();
        if (letters is 0 or > 3 || !int.TryParse(cell.AsSpan(letters), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var row) || row < 1) { return null; }
        var column = cell[..letters].Aggregate(0, (sum, letter) => (sum * 26) + (letter - 'A' + 1));
        var part = mark < 0 ? null : address[..mark];
        if (part is ['\'', .., '\'']) { part = part[1..^1].Replace("''", "'", StringComparison.Ordinal); }
        return (part, row, column);
    }
}
