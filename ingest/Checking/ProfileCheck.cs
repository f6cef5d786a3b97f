using System.Text.Json;
using System.Text.RegularExpressions;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Checking;

/// <summary>One fault of a profile.</summary>
/// <param name="File">Which of its files.</param>
/// <param name="Row">The line; 0 where it is none in particular.</param>
/// <param name="Sentence">Which sentence of <c>checks/words.csv</c> says what is wrong.</param>
/// <param name="Args">What stands in its places.</param>
public sealed record ProfileProblem(string File, int Row, string Sentence, params IReadOnlyList<(string Name, string? Text)> Args)
{
    /// <summary>Where and what, in a language.</summary>
    public string In(string profile, string language)
        => CheckCatalogue.Say("profile_at", language, ("file", $"{profile}/{File}"), ("row", Row > 0 ? $"{Row}" : null), ("problem", CheckCatalogue.Say(Sentence, language, Args)));
}

/// <summary>Holds a profile against the code lists before anything is read with it: all that is wrong, each with its file and line.</summary>
public sealed class ProfileCheck
{
    /// <summary>What a label, a column or a table can say.</summary>
    public static readonly IReadOnlyList<string> Components = ["REF_AREA", "TIME_PERIOD", "INDICATOR", "SIZE_CLASS", "ACTIVITY", "SEX", "UNIT_MEASURE", "PRICE_BASE"];

    private static readonly string[] OtherComponents = ["OBS_STATUS", "CONF_STATUS", "STD_ERR", "UNIT_MULT"];
    private static readonly string[] Encodings = ["utf-8", "latin1", "windows-1252"];

    private readonly Profile profile;
    private readonly CodeLists codes;
    private readonly List<ProfileProblem> problems = [];

    private ProfileCheck(Profile profile, CodeLists codes) => (this.profile, this.codes) = (profile, codes);

    /// <summary>All faults, by file and line.</summary>
    public static IReadOnlyList<ProfileProblem> Find(Profile profile, CodeLists codes)
    {
        var check = new ProfileCheck(profile, codes);
        check.CheckDataset();
        foreach (var layout in profile.Layouts)
        {
            if (layout.Register is { } register) { check.CheckRegister(register); } else { check.CheckLayout(layout); }
        }
        check.CheckLabels();
        return [.. check.problems.Distinct().OrderBy(p => p.File, StringComparer.Ordinal).ThenBy(p => p.Row)];
    }

    /// <summary>Refuses a profile with faults.</summary>
    /// <exception cref="ProfileException">It has; the message says all of them.</exception>
    public static void Require(Profile profile, CodeLists codes)
    {
        if (Find(profile, codes) is { Count: > 0 } found) { throw new ProfileException(string.Join('\n', found.Select(p => p.In(profile.Id, "en")))); }
    }

    private void CheckDataset()
    {
        const string file = "dataset.json";
        var spec = profile.Dataset;
        foreach (var (list, code) in ((string, string?)[])[("STAT_UNIT", spec.StatUnit), ("COUNT_CONCEPT", spec.CountConcept), ("UNIVERSE", spec.Universe), ("ORIGIN", spec.Origin), ("SIZE_SCHEME", spec.SizeScheme),
            ("REF_AREA", spec.RefArea), ("UNIT_MEASURE", spec.Currency), ("INDICATOR", spec.ClassifiedBy), .. spec.Flags.Select(f => ("DATASET_FLAG", (string?)f.Code)), .. spec.Rounding.Select(r => ("INDICATOR", (string?)r.Indicator))])
        {
            if (code is not null) { Require(file, list, code); }
        }
        if (codes["SIZE_SCHEME"].Find(spec.SizeScheme) is not null)
        {
            foreach (var size in spec.ClassesOutside.Concat(spec.Grouped.SelectMany(g => g.Holds.Prepend(g.Class))).Concat(spec.Rounding.SelectMany(r => r.SizeClasses))) { Require(file, "SIZE_CLASS", size); }
        }
        if (spec.ActivitySystem != "ISIC4" && !codes["ACTIVITY"].Codes.Any(c => c.StartsWith(spec.ActivitySystem + "_", StringComparison.Ordinal)))
        {
            var systems = codes["ACTIVITY"].Codes.Where(c => c.IndexOf('_', StringComparison.Ordinal) > 0).Select(c => c[..c.IndexOf('_', StringComparison.Ordinal)]).Distinct();
            Add(file, spec.ActivitySystem, "profile_code", ("list", "ACTIVITY"), ("value", spec.ActivitySystem), ("nearest", string.Join(", ", Spelling.Nearest(spec.ActivitySystem, systems, 3))));
        }
        Choose(file, "zeroUnits", spec.ZeroUnits, "separate", "inside", "impossible", "excluded");
        Choose(file, "absent", spec.Absent, "unknown", "zero");
        Choose(file, "replaces", spec.Replaces, "periods", "areas");
        if (spec.UnitYear is { } year && year != "period" && Period.Parse(year) is not { Freq: "A" }) { Choose(file, "unitYear", year, "period", "2011"); }
        foreach (var rollUp in spec.RollUps)
        {
            Choose(file, "rollUps.component", rollUp.Component, "REF_AREA", "ACTIVITY", "SIZE_CLASS");
            if (Components.Contains(rollUp.Component)) { Require(file, rollUp.Component, rollUp.To); }
        }
        foreach (var period in ((string?[])[spec.PeriodFrom, spec.PeriodTo, .. spec.Flags.SelectMany(f => (string?[])[f.From, f.To])]).Where(p => p is not null)) { Require(file, "TIME_PERIOD", period!); }
    }

    private void CheckLayout(Layout layout)
    {
        var file = layout.Name + ".layout.json";
        Choose(file, "encoding", layout.Encoding, Encodings);
        if (layout.Tables.Count == 0) { Add(file, "tables", "profile_no_table"); }
        foreach (var table in layout.Tables)
        {
            foreach (var (component, code) in table.Fixed.Concat(table.Columns.SelectMany(c => c.Measure ?? new Dictionary<string, string>())).Concat(table.TextFigures.SelectMany(t => t.Codes))) { RequireOf(file, component, code); }
            foreach (var column in table.Columns)
            {
                foreach (var component in column.Components.Concat(column.Component is { } one ? [one] : [])) { RequireComponent(file, component); }
                var name = column.Header ?? column.HeaderPattern;
                if (new[] { column.Header is not null, column.HeaderPattern is not null, column.Position is not null }.Count(said => said) != 1) { Add(file, name ?? "", "profile_column_found", ("value", name ?? $"{column.Position}")); }
                var isFor = column.Component is not null || column.Components.Count > 0 || column.Measure is not null || column.StdErrOf is not null || column.Ignore is not null;
                if (!isFor) { Add(file, name ?? "", "profile_column_empty", ("value", name ?? $"{column.Position}")); }
            }
            foreach (var pattern in table.Patterns()) { RequirePattern(file, 0, pattern); }
            foreach (var indicator in table.Markers.SelectMany(m => m.Indicators)) { Require(file, "INDICATOR", indicator); }
            // Of every figure it must be known what it is and when.
            foreach (var needed in (string[])["INDICATOR", "TIME_PERIOD"])
            {
                if (!Says(table, needed)) { Add(file, "tables", "profile_unsaid", ("component", needed)); }
            }
        }

        static bool Says(TableLayout table, string component)
            => table.Fixed.ContainsKey(component) || table.Columns.Any(c => c.Component == component || c.Components.Contains(component)) || table.Identity.Any(i => i.Pattern.Contains($"<{component}>", StringComparison.Ordinal))
                || table.Columns.Where(c => c.Measure is not null).All(c => c.Measure!.ContainsKey(component)) && table.Columns.Any(c => c.Measure is not null) || table.TextFigures.Any(t => t.Codes.ContainsKey(component));
    }

    private void CheckRegister(RegisterLayout register)
    {
        var file = register.Name + ".register.json";
        Choose(file, "encoding", register.Encoding, Encodings);
        var (numbers, counts, components) = (register.Numbers.Select(n => n.Name).ToList(), register.Joins.Select(j => j.Count).ToList(), register.Dimensions.Select(d => d.Component).ToArray());
        if (register.Dimensions.Count == 0 || register.Measures.Count == 0) { Add(file, "", "profile_no_table"); }
        foreach (var dimension in register.Dimensions)
        {
            RequireComponent(file, dimension.Component);
            if (dimension.Classes) { Choose(file, "dimensions.column", dimension.Column, [.. numbers]); }
        }
        foreach (var measure in register.Measures)
        {
            Require(file, "INDICATOR", measure.Indicator);
            Choose(file, "measures.sum", measure.Sum, [.. numbers]);
        }
        foreach (var component in register.Tables.SelectMany(t => t)) { Choose(file, "tables", component, components); }
        foreach (var (component, code) in register.Fixed) { RequireOf(file, component, code); }
        foreach (var number in register.Numbers) { Choose(file, "numbers.blank", number.Blank, "error", "zero", "unknown"); }
        foreach (var pattern in register.Patterns()) { RequirePattern(file, 0, pattern); }
        if (register.PeriodFromNewest is null && !register.Fixed.ContainsKey("TIME_PERIOD") && !components.Contains("TIME_PERIOD")) { Add(file, "", "profile_unsaid", ("component", "TIME_PERIOD")); }
    }

    private void CheckLabels()
    {
        foreach (var label in profile.Labels)
        {
            if (RequireComponent("labels.csv", label.Component, label.Line)) { RequireOf("labels.csv", label.Component, label.Code, label.Line); }
            if (label.ObsStatus is { } status && !status.Contains('$', StringComparison.Ordinal)) { Require("labels.csv", "OBS_STATUS", status, label.Line); }
        }
        foreach (var area in profile.Areas.Where(a => !profile.Areas.Any(b => b.Code == a.Parent))) { Require("areas.csv", "REF_AREA", area.Parent); }
        foreach (var correction in profile.Corrections.Where(c => CellAddress.Parse(c.Cell) is null)) { Add("corrections.csv", correction.Cell, "profile_cell", ("value", correction.Cell)); }
    }

    // A code that takes in a part of the label is known only when there is one.
    private void RequireOf(string file, string component, string code, int line = 0)
    {
        if (!RequireComponent(file, component, line) || code.Contains('$', StringComparison.Ordinal) || OtherComponents.Contains(component)) { return; }
        Require(file, component, code, line);
    }

    private bool RequireComponent(string file, string component, int line = 0)
    {
        if (Components.Contains(component) || OtherComponents.Contains(component)) { return true; }
        Add(file, component, line, "profile_component", ("value", component), ("nearest", string.Join(", ", Spelling.Nearest(component, Components, 1))), ("choices", string.Join(", ", Components)));
        return false;
    }

    private void Require(string file, string list, string code, int line = 0)
    {
        var known = list switch
        {
            "TIME_PERIOD" => Period.Parse(code) is not null,
            "SIZE_CLASS" => codes[list].Find(code.Contains('|', StringComparison.Ordinal) ? code : $"{profile.Dataset.SizeScheme}|{code}") is not null,
            "REF_AREA" => codes[list].Find(code) is not null || profile.Areas.Any(a => a.Code == code),
            _ => codes[list].Find(code) is not null,
        };
        if (known) { return; }
        var scheme = profile.Dataset.SizeScheme + "|";
        var candidates = list == "SIZE_CLASS" ? codes[list].Codes.Where(c => c.StartsWith(scheme, StringComparison.Ordinal)).Select(c => c[scheme.Length..]) : codes[list].Codes;
        Add(file, code, line, "profile_code", ("list", list == "SIZE_CLASS" ? $"SIZE_CLASS {profile.Dataset.SizeScheme}" : list), ("value", code), ("nearest", list == "TIME_PERIOD" ? null : string.Join(", ", Spelling.Nearest(code, candidates, 3))));
    }

    private void RequirePattern(string file, int line, string pattern)
    {
        try { _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)); }
        catch (ArgumentException e) { Add(file, JsonEncodedText.Encode(pattern).ToString(), line, "profile_pattern", ("value", pattern), ("why", e.Message)); }
    }

    private void Choose(string file, string member, string? value, params string[] choices)
    {
        if (value is not null && !choices.Contains(value)) { Add(file, value, "profile_choice", ("member", member), ("value", value), ("choices", string.Join(", ", choices))); }
    }

    private void Add(string file, string value, string sentence, params IReadOnlyList<(string Name, string? Text)> args) => Add(file, value, 0, sentence, args);

    // Where no line is known it is the first that has the text in quotation marks.
    private void Add(string file, string value, int line, string sentence, params IReadOnlyList<(string Name, string? Text)> args)
    {
        if (line == 0 && value.Length > 0 && profile.Files.TryGetValue(file, out var text))
        {
            var wanted = file.EndsWith(".json", StringComparison.Ordinal) ? $"\"{value}\"" : value;
            line = Array.FindIndex(text.Split('\n'), l => l.Contains(wanted, StringComparison.Ordinal)) + 1;
        }
        problems.Add(new ProfileProblem(file, line, sentence, args));
    }
}
