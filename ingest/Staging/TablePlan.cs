using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest.Staging;

/// <summary>A column whose cells are labels.</summary>
/// <param name="Column">Its place, from 1.</param>
/// <param name="Joined">Columns whose texts follow its own, joined with <c>|</c>.</param>
/// <param name="Header">Its header text.</param>
/// <param name="Components">The components that its labels say.</param>
/// <param name="CarryDown">Whether an empty cell repeats the label above it.</param>
public sealed record LabelColumn(int Column, IReadOnlyList<int> Joined, string Header, IReadOnlyList<string> Components, bool CarryDown);

/// <summary>A column whose cells are figures.</summary>
/// <param name="Column">Its place, from 1.</param>
/// <param name="Header">Its header text.</param>
/// <param name="Codes">The components that the column itself says.</param>
/// <param name="Multiplier">One unit of the source in units of the star.</param>
/// <param name="WhenEmpty">Columns that say why a cell is empty.</param>
/// <param name="StdErr">The column of its standard errors, or null.</param>
public sealed record MeasureColumn(int Column, string Header, IReadOnlyDictionary<string, string> Codes, decimal Multiplier, IReadOnlyList<int> WhenEmpty, int? StdErr = null)
{
    /// <summary>The SQL for a cell's text, or for what stands in its place.</summary>
    public string TextOf => WhenEmpty.Count == 0 ? $"r.c{Column}" : $"coalesce(r.c{Column}, {string.Join(" || '|' || ", WhenEmpty.Select(c => $"coalesce(r.c{c}, '')"))})";
}

/// <summary>How one raw table is read: what a layout's rules come to for the columns that are really there.</summary>
/// <param name="Raw">The table as read.</param>
/// <param name="Layout">The rules.</param>
/// <param name="HeaderRow">Where the header was found, from 1.</param>
/// <param name="FirstDataRow">The first row below header and skipped rows.</param>
/// <param name="Labels">Label columns.</param>
/// <param name="Measures">Columns of figures.</param>
/// <param name="Ignored">Columns that the layout passes over, with the reason.</param>
/// <param name="Unknown">Columns that no rule reads, with their header text.</param>
/// <param name="Missing">Rules that found no column.</param>
/// <param name="Fixed">Components that the table itself says.</param>
public sealed partial record TablePlan(
    RawTable Raw, TableLayout Layout, int HeaderRow, int FirstDataRow, IReadOnlyList<LabelColumn> Labels, IReadOnlyList<MeasureColumn> Measures,
    IReadOnlyDictionary<int, string> Ignored, IReadOnlyDictionary<int, string> Unknown, IReadOnlyList<ColumnRule> Missing, IReadOnlyDictionary<string, string> Fixed)
{
    /// <summary>Header texts by column; columns without one are absent.</summary>
    public required IReadOnlyDictionary<int, string> Headers { get; init; }

    /// <summary>True where every rule that must find a column found one.</summary>
    public bool Complete => Missing.Count == 0;

    /// <summary>How many rules found a column.</summary>
    public required int Matched { get; init; }

    /// <summary>The row in which the header text of a column stands; of a text that is merged over several rows the first.</summary>
    public int HeaderRowOf(int column)
    {
        var texts = Enumerable.Range(HeaderRow, Layout.Header.Rows).Select(row => (Row: row, Text: row <= Raw.Head.Count && column <= Raw.Head[row - 1].Length ? Raw.Head[row - 1][column - 1] : null)).ToList();
        var last = texts.LastOrDefault(t => !string.IsNullOrWhiteSpace(t.Text));
        return last.Text is null ? HeaderRow + Layout.Header.Rows - 1 : texts.First(t => t.Text == last.Text).Row;
    }

    /// <summary>Matches a layout's rules against a table whose sheet name already fits.</summary>
    public static TablePlan Match(RawTable raw, TableLayout layout)
    {
        if (layout.Header.Row > 0) { return MatchAt(raw, layout, layout.Header.Row); }
        return Enumerable.Range(1, Math.Max(1, raw.Head.Count))
            .Select(row => MatchAt(raw, layout, row))
            .OrderByDescending(plan => plan.Matched)
            .ThenBy(plan => plan.HeaderRow)
            .First();
    }

    /// <summary>Matches as if the header stood in <paramref name="row"/>.</summary>
    public static TablePlan MatchAt(RawTable raw, TableLayout layout, int row)
    {
        var headers = HeaderTexts(raw, row, layout.Header.Rows);
        var labels = new List<LabelColumn>();
        var measures = new List<MeasureColumn>();
        var ignored = new Dictionary<int, string>();
        var stdErrs = new Dictionary<string, int>();
        var used = new HashSet<int>();
        var missing = new List<ColumnRule>();
        var matched = 0;
        foreach (var rule in layout.Columns)
        {
            var found = false;
            foreach (var (column, text) in Candidates(rule))
            {
                if (used.Contains(column)) { continue; }
                var match = rule.HeaderPattern is null ? null : Regex.Match(text, rule.HeaderPattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
                if (match is { Success: false }) { continue; }
                found = true;
                used.Add(column);
                if (rule.Ignore is { } reason) { ignored[column] = reason; }
                else if (rule.StdErrOf is { } measured) { stdErrs[Normal(measured)] = column; }
                else if (rule.Measure is { } codes) { measures.Add(new MeasureColumn(column, text, Expand(codes, match), rule.Multiplier, PlacesOf(rule.WhenEmpty))); }
                else { labels.Add(ToLabelColumn(rule, column, text)); }
                if (rule.HeaderPattern is null) { break; }
            }
            if (found) { matched++; } else if (!rule.Optional) { missing.Add(rule); }
        }
        measures = [.. measures.Select(m => stdErrs.TryGetValue(Normal(m.Header), out var column) ? m with { StdErr = column } : m)];
        var joined = labels.SelectMany(l => l.Joined).Concat(measures.SelectMany(m => m.WhenEmpty)).ToHashSet();
        var unknown = headers.Where(h => !used.Contains(h.Key) && !joined.Contains(h.Key)).ToDictionary(h => h.Key, h => h.Value);
        var sheetMatch = layout.Sheet is { } pattern && raw.Name is { } name ? Regex.Match(name.Trim(), pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null;
        var plan = new TablePlan(
            raw, layout, row, row + layout.Header.Rows + layout.Header.SkipBelow,
            labels, measures, ignored, unknown, missing, Expand(layout.Fixed, sheetMatch))
        { Headers = headers, Matched = matched };
        return plan with { Fixed = plan.Fixed.Concat(plan.SaidByIdentity()).ToDictionary() };

        IEnumerable<KeyValuePair<int, string>> Candidates(ColumnRule rule)
        {
            if (rule.Position is { } position) { return [KeyValuePair.Create(position, headers.GetValueOrDefault(position, ""))]; }
            if (rule.HeaderPattern is not null) { return headers; }
            var wanted = Normal(rule.Header ?? "");
            return headers.Where(h => Normal(h.Value) == wanted);
        }

        LabelColumn ToLabelColumn(ColumnRule rule, int column, string text) => new(column, PlacesOf(rule.JoinedWith), text, rule.Component is { } one ? [one] : rule.Components, rule.CarryDown);

        List<int> PlacesOf(IReadOnlyList<string> others)
        {
            var places = new List<int>();
            foreach (var other in others)
            {
                var place = headers.FirstOrDefault(h => Normal(h.Value) == Normal(other)).Key;
                if (place == 0) { missing.Add(new ColumnRule { Header = other }); } else { places.Add(place); }
            }
            return places;
        }
    }

    /// <summary>The column that a row rule names, or 0.</summary>
    public int ColumnOf(RowRule rule)
    {
        if (rule.Column.StartsWith('#')) { return int.Parse(rule.Column.AsSpan(1), CultureInfo.InvariantCulture); }
        var wanted = Normal(rule.Column);
        return Headers.FirstOrDefault(h => Normal(h.Value) == wanted).Key;
    }

    /// <summary>The text of a cell among the first rows, with its blanks as in <see cref="OneBlank"/>; empty where there is none.</summary>
    /// <param name="address">Such as <c>A1</c>.</param>
    public string TextAt(string address)
        => CellAddress.Parse(address) is var (_, row, column) && row <= Raw.Head.Count && column <= Raw.Head[row - 1].Length ? OneBlank(Raw.Head[row - 1][column - 1] ?? "") : "";

    /// <summary>Text with runs of blanks of any kind made one, line breaks among them, and its ends trimmed: how patterns see it.</summary>
    public static string OneBlank(string text) => Blanks().Replace(text, " ").Trim();

    /// <summary>Text with runs of blanks (of any kind) made one, ends trimmed, in lower case and without accents: how headers and labels are compared.</summary>
    public static string Normal(string text)
        => string.Concat(OneBlank(text).ToLowerInvariant().Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));

    // A group of an identity pattern that is named after a component says its code: the year in a title.
    private IEnumerable<KeyValuePair<string, string>> SaidByIdentity()
        => Layout.Identity.SelectMany(i => Regex.Match(TextAt(i.Cell), i.Pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)).Groups.Values)
            .Where(g => g.Success && !char.IsDigit(g.Name[0])).DistinctBy(g => g.Name).Where(g => !Layout.Fixed.ContainsKey(g.Name)).Select(g => KeyValuePair.Create(g.Name, g.Value));

    private static Dictionary<int, string> HeaderTexts(RawTable raw, int row, int rows)
    {
        var texts = new Dictionary<int, string>();
        if (row < 1 || row + rows - 1 > raw.Head.Count) { return texts; }
        var lines = raw.Head.Skip(row - 1).Take(rows).ToList();
        var width = lines.Max(line => line.Length);
        var upper = new string?[rows];
        for (var column = 1; column <= width; column++)
        {
            var parts = new List<string>();
            for (var i = 0; i < rows; i++)
            {
                var text = column <= lines[i].Length ? lines[i][column - 1] : null;
                // In delimited text a merged upper cell is one text and then blanks.
                if (i < rows - 1) { text = raw.Name is null ? upper[i] = text ?? upper[i] : text; }
                if (!string.IsNullOrWhiteSpace(text) && (parts.Count == 0 || parts[^1] != OneBlank(text))) { parts.Add(OneBlank(text)); }
            }
            if (parts.Count > 0) { texts[column] = string.Join(" / ", parts); }
        }
        return texts;
    }

    private static Dictionary<string, string> Expand(IReadOnlyDictionary<string, string> codes, Match? match)
        => codes.ToDictionary(c => c.Key, c => match is { Success: true } ? match.Result(c.Value) : c.Value);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
