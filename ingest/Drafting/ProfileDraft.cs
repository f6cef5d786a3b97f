using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Observatorio.Ingest.Checking;

namespace Observatorio.Ingest.Drafting;

/// <summary>What a person has to say before a draft is a profile.</summary>
/// <param name="File">Which of its files.</param>
/// <param name="Where">The member, column or label.</param>
/// <param name="Sentence">Which sentence of <c>checks/words.csv</c> says what is wanted.</param>
/// <param name="Candidates">What it may be.</param>
public sealed record DraftGap(string File, string Where, string Sentence, IReadOnlyList<string> Candidates)
{
    /// <summary>What is wanted, in a language.</summary>
    public string In(string language) => CheckCatalogue.Say(Sentence, language, ("where", Where), ("candidates", Candidates.Count > 0 ? string.Join(", ", Candidates) : null));
}

/// <summary>A proposed profile of a file that no profile reads.</summary>
/// <param name="Id">Its id, from the file's name.</param>
/// <param name="Files">Texts of its files by their names; what is left to a person is <see cref="Gap"/>.</param>
/// <param name="Gaps">What is left to a person.</param>
public sealed partial record ProfileDraft(string Id, IReadOnlyDictionary<string, string> Files, IReadOnlyList<DraftGap> Gaps)
{
    /// <summary>What stands where a person has to say something.</summary>
    public const string Gap = "¿?";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Drafts a profile.</summary>
    /// <param name="connection">A database with the reference data.</param>
    /// <param name="path">Where the file is.</param>
    /// <param name="fileName">What its office calls it.</param>
    /// <param name="area">The country of the dataset; null where it is not known.</param>
    /// <param name="findings">Why a file cannot be read.</param>
    /// <returns>Null where it cannot be read, or nothing in it looks like a table.</returns>
    public static ProfileDraft? Of(DuckDBConnection connection, string path, string fileName, string? area, List<Finding> findings)
    {
        if (DraftGrid.Read(connection, path, fileName, findings) is not { } grid) { return null; }
        var names = new DraftNames(connection);
        var found = grid.Sheets.Select(s => (Sheet: s, Table: DraftTable.Find(s, names))).ToList();
        var tables = found.Select(f => f.Table).OfType<DraftTable>().ToList();
        if (tables.Count == 0)
        {
            findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = "no_figures", ["what"] = null } });
            return null;
        }
        var gaps = new List<DraftGap>();
        var sizes = tables.SelectMany(t => t.Columns.Where(c => c.Component == "SIZE_CLASS").SelectMany(c => c.Texts)).ToList();
        var (scheme, classes) = names.SchemeOf(sizes, area);
        var layout = new Dictionary<string, object> { ["format"] = grid.IsWorkbook ? "xlsx" : "csv" };
        if (!grid.IsWorkbook)
        {
            layout["encoding"] = grid.Encoding;
            layout["delimiter"] = grid.Delimiter == "\t" ? "\\t" : grid.Delimiter;
            if (grid.NulsAtEnd) { layout["nulsAtEnd"] = true; }
        }
        var layoutFile = (grid.IsWorkbook ? "xlsx" : "csv") + ".layout.json";
        if (found.Any(f => f.Table is null)) { layout["ignoreSheets"] = found.Where(f => f.Table is null).Select(f => new { name = Exactly(f.Sheet.Name!), reason = "No table was found." }).ToList(); }
        layout["tables"] = tables.Select(t => DraftLayout.Of(t, names, layoutFile, gaps)).ToList();
        var id = IdOf(fileName);
        var files = new Dictionary<string, string>
        {
            ["dataset.json"] = JsonSerializer.Serialize(Dataset(area, scheme, sizes.Count > 0, gaps), Json) + "\n",
            [layoutFile] = JsonSerializer.Serialize(layout, Json) + "\n",
            ["labels.csv"] = DraftLayout.Labels(tables, names, classes, area, gaps),
        };
        return new ProfileDraft(id, files, gaps);
    }

    /// <summary>A regular expression that means one text and no other.</summary>
    internal static string Exactly(string text) => $"^{Regex.Escape(text)}$";

    private static Dictionary<string, object> Dataset(string? area, string? scheme, bool hasSizes, List<DraftGap> gaps)
    {
        foreach (var member in (string[])["id", "provider.id", "provider.name", "title", "coverage", "source"]) { gaps.Add(new DraftGap("dataset.json", member, "draft_say", [])); }
        if (area is null) { gaps.Add(new DraftGap("dataset.json", "refArea", "draft_choose", [])); }
        gaps.Add(new DraftGap("dataset.json", "statUnit", "draft_choose", ["ENT", "EST", "LOC"]));
        gaps.Add(new DraftGap("dataset.json", "countConcept", "draft_choose", ["ACTIVE_YEAR", "AT_DATE", "REG_TO_DATE"]));
        gaps.Add(new DraftGap("dataset.json", "universe", "draft_choose", ["FORMAL", "ALL", "EMPLOYERS", "TAXPAYERS"]));
        if (scheme is null && hasSizes) { gaps.Add(new DraftGap("dataset.json", "sizeScheme", "draft_scheme", [])); }
        else if (hasSizes) { gaps.Add(new DraftGap("dataset.json", "sizeScheme", "draft_confirm", [scheme!])); }
        return new Dictionary<string, object>
        {
            ["id"] = Gap,
            ["provider"] = new { id = Gap, name = Gap },
            ["title"] = new { es = Gap, pt = Gap, en = Gap },
            ["refArea"] = area ?? Gap,
            ["statUnit"] = Gap,
            ["countConcept"] = Gap,
            ["universe"] = Gap,
            ["coverage"] = new { es = Gap, pt = Gap, en = Gap },
            ["origin"] = "transcribed",
            ["source"] = Gap,
            ["sizeScheme"] = scheme ?? (hasSizes ? Gap : "_Z"),
        };
    }

    private static string IdOf(string fileName)
    {
        var plain = Other().Replace(Path.GetFileNameWithoutExtension(fileName).Normalize(System.Text.NormalizationForm.FormD).ToLowerInvariant(), "-").Trim('-');
        return "draft-" + (plain.Length == 0 ? "file" : plain[..Math.Min(40, plain.Length)].Trim('-')).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex Other();
}
