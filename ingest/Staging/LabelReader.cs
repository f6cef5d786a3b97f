using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Staging;

/// <summary>What a label was read as.</summary>
/// <param name="Component">The component that it says.</param>
/// <param name="Code">The code.</param>
/// <param name="Id">Its id.</param>
/// <param name="ObsStatus">The statuses that the label conveys, with blanks between; null for none.</param>
/// <param name="Rule">By what: <c>label</c>, <c>pattern</c>, <c>code</c>, <c>alias</c>, <c>repaired</c> or, without the mark of a footnote, <c>footnote</c>.</param>
public sealed record LabelReading(string Component, string Code, int Id, string? ObsStatus, string Rule);

/// <summary>Turns labels into codes by the profile's labels, its patterns, the code lists themselves and other names of the size classes, in that order.</summary>
public sealed partial class LabelReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly DuckDBConnection connection;
    private readonly CodeLists codes;
    private readonly string sizeScheme;
    private readonly Dictionary<(string Component, string Label), LabelRule> exact = [];
    private readonly List<(Regex Regex, LabelRule Rule)> patterns = [];
    private readonly ILookup<string, LabelRule> byComponent;
    private readonly Dictionary<string, string> sizeAliases = [];

    /// <summary>A reader for one profile; it adds the profile's own areas to the dimension.</summary>
    public LabelReader(DuckDBConnection connection, CodeLists codes, Profile profile)
    {
        this.connection = connection;
        this.codes = codes;
        sizeScheme = profile.Dataset.SizeScheme;
        foreach (var area in profile.Areas) { codes.AddArea(connection, area.Code, area.Parent, area.Name); }
        foreach (var rule in profile.Labels)
        {
            if (rule.Pattern is { } pattern) { patterns.Add((new Regex(pattern, RegexOptions.CultureInvariant, Patience), rule)); }
            else { exact.TryAdd((rule.Component, TablePlan.Normal(rule.Label)), rule); }
        }
        byComponent = profile.Labels.ToLookup(l => l.Component);
        foreach (var (code, names) in connection.Query<(string, string)>("select code, aliases from dim_size_class where scheme = $sizeScheme and aliases is not null", new { sizeScheme }))
        {
            foreach (var name in names.Split('|')) { sizeAliases.TryAdd(TablePlan.Normal(name), code); }
        }
    }

    /// <summary>Reads a label as a code of <paramref name="component"/>; null if it is none.</summary>
    /// <param name="component">Such as <c>SIZE_CLASS</c>.</param>
    /// <param name="label">The cell's text; empty for an empty cell.</param>
    public LabelReading? Read(string component, string label)
    {
        if (exact.TryGetValue((component, TablePlan.Normal(label)), out var rule) && IdOrNew(component, rule.Code) is { } exactId)
        {
            return new LabelReading(component, rule.Code, exactId, rule.ObsStatus, "label");
        }
        var text = label.Trim();
        foreach (var (regex, byPattern) in patterns)
        {
            if (byPattern.Component != component) { continue; }
            var match = regex.Match(text);
            if (!match.Success) { continue; }
            var code = match.Result(byPattern.Code);
            if (IdOrNew(component, code) is { } id) { return new LabelReading(component, code, id, byPattern.ObsStatus is { } statuses ? match.Result(statuses) : null, "pattern"); }
        }
        if (text.Length > 0 && IdOrNew(component, text) is { } ownId) { return new LabelReading(component, text, ownId, null, "code"); }
        return component == "SIZE_CLASS" && sizeAliases.TryGetValue(TablePlan.Normal(text), out var named) ? new LabelReading(component, named, IdOrNew(component, named)!.Value, null, "alias") : Repaired(component, text) ?? WithoutFootnote(component, text);
    }

    // A spreadsheet made 2022 into 2022.0, or 0111 into 111: the label is read if undoing that makes it one.
    private LabelReading? Repaired(string component, string text)
    {
        if (text.Length == 0 || !text.All(c => char.IsAsciiDigit(c) || c == '.')) { return null; }
        var tail = text.IndexOf('.', StringComparison.Ordinal);
        if (tail > 0 && text[(tail + 1)..].All(c => c == '0')) { return Read(component, text[..tail]) is { } whole ? whole with { Rule = "repaired" } : null; }
        // One zero only, and never a period: 1 is no 01 where both could be meant, and 202 is no year.
        return tail < 0 && component != "TIME_PERIOD" && exact.TryGetValue((component, "0" + text), out var rule) && IdOrNew(component, rule.Code) is { } id
            ? new LabelReading(component, rule.Code, id, rule.ObsStatus, "repaired")
            : null;
    }

    // The mark of a footnote behind a label, as in "Bolívar 1/" or "Servicios (2)", is no part of it. Behind a year it may say more.
    private LabelReading? WithoutFootnote(string component, string text)
    {
        var plain = component == "TIME_PERIOD" ? text : FootnoteMark().Replace(text, "");
        return plain.Length > 0 && plain.Length < text.Length && Read(component, plain) is { } reading ? reading with { Rule = "footnote" } : null;
    }

    [GeneratedRegex(@"\s*(\s[0-9]{1,2}/|\([0-9]{1,2}[/)]+|\([a-z]\)|\*+|[¹²³⁴-⁹]+)$")]
    private static partial Regex FootnoteMark();

    /// <summary>The id of a code of a component, new for a period that the database does not know yet; size classes are of the dataset's scheme. Null if there is no such code.</summary>
    public int? IdOrNew(string component, string code) => component switch
    {
        "TIME_PERIOD" => codes.AddPeriod(connection, code),
        "SIZE_CLASS" => codes["SIZE_CLASS"].Find(code.Contains('|', StringComparison.Ordinal) ? code : $"{sizeScheme}|{code}"),
        _ => codes[component].Find(code),
    };

    /// <summary>The known label, or else code, nearest to one that is not known.</summary>
    public string? Nearest(IReadOnlyList<string> components, string label)
    {
        var wanted = TablePlan.Normal(label);
        var labels = components.SelectMany(c => byComponent[c]).Where(r => r.Pattern is null).Select(r => r.Label).ToList();
        var known = labels.Count > 0 ? labels : components.SelectMany(c => c == "SIZE_CLASS"
            ? codes[c].Codes.Where(k => k.StartsWith(sizeScheme + "|", StringComparison.Ordinal)).Select(k => k[(sizeScheme.Length + 1)..])
            : codes[c].Codes).ToList();
        return Spelling.Nearest(wanted, known, 1) is [var nearest] ? nearest : null;
    }
}
