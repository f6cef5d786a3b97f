using System.Globalization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace Observatorio.Ingest.Drafting;

/// <summary>Writes what was found in a table as a layout and as labels, and what was not as gaps.</summary>
internal static partial class DraftLayout
{
    private const int MostMarkers = 20;
    private const int MostLabels = 2000;

    // Words of headers for what is mostly published; other names come from the reference data.
    private static readonly (Regex Header, string Indicator)[] Words =
    [
        (Establishments(), "ESTA"), (Employees(), "EMPE"), (Employed(), "EMPN"), (Turnover(), "TURN"), (Enterprises(), "ENTR"),
    ];

    /// <summary>A table of the layout file.</summary>
    public static Dictionary<string, object> Of(DraftTable table, DraftNames names, string file, List<DraftGap> gaps)
    {
        var layout = new Dictionary<string, object>();
        if (table.Sheet.Name is { } sheet) { layout["sheet"] = ProfileDraft.Exactly(sheet); }
        layout["header"] = table.HeaderRows == 1 ? new { row = table.HeaderRow + 1 } : new { row = table.HeaderRow + 1, rows = table.HeaderRows };
        layout["decimalMark"] = table.Figures.DecimalMark;
        layout["thousandsMark"] = table.Figures.ThousandsMark;
        var byYear = table.Columns.Where(c => c.IsFigures && Year().IsMatch(c.Header)).ToList();
        if (byYear.Count < 2) { byYear = []; }
        if (!table.Columns.Any(c => c.Component == "TIME_PERIOD") && byYear.Count == 0)
        {
            layout["fixed"] = new Dictionary<string, string> { ["TIME_PERIOD"] = ProfileDraft.Gap };
            gaps.Add(new DraftGap(file, "fixed.TIME_PERIOD", "draft_period", []));
        }
        if (Markers(table, file, gaps) is { Count: > 0 } markers) { layout["markers"] = markers; }
        if (Notes(table) is { } note) { layout["endsAt"] = new[] { note }; }
        var rules = table.Columns.Except(byYear).Select(c => Rule(c, names, file, gaps, table)).ToList();
        if (byYear.Count > 0)
        {
            // The years stand in the header: one rule for all of them.
            rules.Add(new Dictionary<string, object> { ["headerPattern"] = "^([0-9]{4})$", ["measure"] = new Dictionary<string, string> { ["INDICATOR"] = ProfileDraft.Gap, ["TIME_PERIOD"] = "$1" } });
            gaps.Add(new DraftGap(file, string.Join(", ", byYear.Select(c => c.Header)), "draft_indicator", []));
        }
        layout["columns"] = rules;
        return layout;
    }

    /// <summary>The labels file: each distinct label with its code, or a gap.</summary>
    public static string Labels(IReadOnlyList<DraftTable> tables, DraftNames names, IReadOnlyDictionary<string, string> classes, string? area, List<DraftGap> gaps)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }))
        {
            foreach (var column in (string[])["component", "label", "pattern", "code", "obs_status"]) { csv.WriteField(column); }
            csv.NextRecord();
            var labels = tables.SelectMany(t => t.Columns).Where(c => c.Component is not null).SelectMany(c => c.Texts.Select(text => (Component: c.Component!, Text: text)));
            foreach (var (component, label) in labels.Where(l => l.Component != "TIME_PERIOD" || !DraftFigures.IsPeriod(l.Text)).Distinct().Take(MostLabels))
            {
                // D is manufacturing in one revision of ISIC and electricity in another.
                var activities = component == "ACTIVITY" ? names.ActivitiesOf(label) : [];
                var code = component switch
                {
                    "SIZE_CLASS" => classes.GetValueOrDefault(label) ?? (DraftNames.IsTotal(label) ? "_T" : null),
                    "TIME_PERIOD" => null,
                    "REF_AREA" when DraftNames.IsTotal(label) => area,
                    "ACTIVITY" when activities.Count > 1 => null,
                    _ => names.CodesOf(component, label) is [var likeliest, ..] ? likeliest : null,
                };
                if (code is null) { gaps.Add(new DraftGap("labels.csv", $"{component}: {label}", "draft_code", activities.Count > 1 ? activities : component is "TIME_PERIOD" or "SIZE_CLASS" ? [] : names.Near(component, label))); }
                foreach (var field in (string[])[component, label, "", code ?? ProfileDraft.Gap, ""]) { csv.WriteField(field); }
                csv.NextRecord();
            }
        }
        return text.ToString();
    }

    private static Dictionary<string, object> Rule(DraftColumn column, DraftNames names, string file, List<DraftGap> gaps, DraftTable table)
    {
        var named = table.Columns.Any(o => o.Component == "INDICATOR");
        var rule = column.Header.Length > 0 ? new Dictionary<string, object> { ["header"] = column.Header } : new Dictionary<string, object> { ["position"] = column.Place + 1 };
        var where = column.Header.Length > 0 ? column.Header : $"#{(column.Place + 1).ToString(CultureInfo.InvariantCulture)}";
        if (column.Component is { } component) { rule["component"] = component; }
        // Where labels say what is measured, the column need not.
        else if (column.IsFigures && named) { rule["measure"] = new Dictionary<string, string>(); }
        else if (column.IsFigures)
        {
            // A share of enterprises, or their mean age, is no number of them.
            var indicator = names.CodesOf("INDICATOR", column.Header) is [var known] ? known : Relative().IsMatch(column.Header) ? null : Words.Where(w => w.Header.IsMatch(Warehouse.Spelling.Plain(column.Header))).Select(w => w.Indicator).FirstOrDefault();
            gaps.Add(new DraftGap(file, where, indicator is null ? "draft_indicator" : "draft_confirm", indicator is null ? names.Near("INDICATOR", column.Header) : [indicator]));
            rule["measure"] = new Dictionary<string, string> { ["INDICATOR"] = indicator ?? ProfileDraft.Gap };
            if (MultiplierOf(table.Title.Prepend(column.Header)) is { } multiplier)
            {
                rule["multiplier"] = multiplier;
                gaps.Add(new DraftGap(file, $"{where}: multiplier", "draft_confirm", [multiplier.ToString(CultureInfo.InvariantCulture)]));
            }
        }
        else
        {
            rule["ignore"] = ProfileDraft.Gap;
            gaps.Add(new DraftGap(file, where, "draft_ignored", []));
        }
        return rule;
    }

    // What the header says, else the title.
    private static int? MultiplierOf(IEnumerable<string> texts) => texts.Select(text => Millions().IsMatch(text) ? 1_000_000 : Thousands().IsMatch(text) ? 1_000 : (int?)null).FirstOrDefault(m => m is not null);

    private static List<object> Markers(DraftTable table, string file, List<DraftGap> gaps)
    {
        var markers = new List<object>();
        foreach (var text in table.Columns.Where(c => c.IsFigures).SelectMany(c => c.Texts).Distinct().Take(MostMarkers))
        {
            var meaning = DraftFigures.MeaningOf(text);
            gaps.Add(new DraftGap(file, text, meaning is null ? "draft_marker" : "draft_confirm", [meaning ?? "Missing"]));
            markers.Add(new { text, meaning = meaning ?? "Missing" });
        }
        return markers;
    }

    // Text below the last figure is a note: the table ends where it begins.
    private static object? Notes(DraftTable table)
    {
        var below = Enumerable.Range(table.LastRow + 1, table.Sheet.Rows.Count - table.LastRow - 1).FirstOrDefault(r => table.Sheet.Rows[r].Any(t => !string.IsNullOrWhiteSpace(t)));
        if (below == 0) { return null; }
        var column = Enumerable.Range(0, table.Sheet.Width).First(c => table.Sheet.At(below, c) is not null);
        var start = table.Sheet.At(below, column)!;
        var word = Word().Match(start).Value is { Length: > 0 } w ? w : start;
        return new { column = $"#{(column + 1).ToString(CultureInfo.InvariantCulture)}", pattern = "^" + Regex.Escape(word), reason = "Notes below the table." };
    }

    [GeneratedRegex(@"^\S+")]
    private static partial Regex Word();

    [GeneratedRegex("^(19|20)[0-9]{2}$")]
    private static partial Regex Year();

    [GeneratedRegex("(?i)porcenta|percent|participaci[oó]n|participaç[aã]o|%|promedio|\\bm[eé]di[ao]s?\\b|\\btasa|\\btaxa|variaci[oó]n|variaç[aã]o|share|average")]
    private static partial Regex Relative();

    [GeneratedRegex("(?i)\\b(en|em|in)? ?(miles|mil|milhares|thousands?) (de|of)\\b|\\((miles|milhares|thousands)\\)|\\ben miles\\b")]
    private static partial Regex Thousands();

    [GeneratedRegex("(?i)\\b(millones|milh[oõ]es|millions?)\\b")]
    private static partial Regex Millions();

    [GeneratedRegex("establecimiento|estabelecimento|establishment|unidadeslocales|unidadeslocais")]
    private static partial Regex Establishments();

    [GeneratedRegex("asalariad|assalariad|dependientes|employees")]
    private static partial Regex Employees();

    [GeneratedRegex("personalocupado|personasocupadas|pessoalocupado|ocupados|trabajadores|empleo|personsemployed")]
    private static partial Regex Employed();

    [GeneratedRegex("^ventas|facturacion|faturamento|ingresosporventas|turnover")]
    private static partial Regex Turnover();

    [GeneratedRegex("empresa|enterprise|firma|unidadeseconomicas")]
    private static partial Regex Enterprises();
}
