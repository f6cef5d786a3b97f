using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using Observatorio.Ingest.Profiles;

namespace Observatorio.Ingest.Sdmx;

/// <summary>
/// Files in SDMX-CSV (2.0 or 1.0) of our own data structure. They need no layout of their profile: their header says what their columns are, and their column DATASET whose figures they hold. What
/// the dataset is, its profile says, as it does of every other file.
/// </summary>
public static class SdmxCsv
{
    private const string LayoutFile = "sdmx-csv.layout.json";

    // What every form of it begins with, and the columns without which it is of another structure.
    private static readonly string[] Beginnings = ["DATAFLOW", "STRUCTURE"];
    private static readonly string[] Needed = ["DATASET", "INDICATOR", "SIZE_SCHEME", "OBS_VALUE"];

    private static readonly Dictionary<string, MarkerMeaning> MeaningOfStatus = new()
    {
        ["O"] = MarkerMeaning.Missing,
        ["L"] = MarkerMeaning.NotCollected,
        ["M"] = MarkerMeaning.NotApplicable,
        ["K"] = MarkerMeaning.IncludedElsewhere,
        ["Q"] = MarkerMeaning.Suppressed,
    };

    // Of a profile what the dataset is and its areas hold; layouts and labels are those of this form.
    private static readonly string[] KeptFiles = ["dataset.json", "areas.csv"];

    /// <summary>The profile of the file's dataset with this form as its layout; none, with a finding, where the file has no one dataset or none that a profile names. Null for any other file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="profiles">Those to choose from.</param>
    /// <param name="findings">Told what is missing.</param>
    public static IReadOnlyList<Profile>? Find(string path, IReadOnlyList<Profile> profiles, List<Finding> findings)
    {
        if (Read(path) is not { } content) { return null; }
        var datasets = content.Datasets;
        var fitting = datasets is [var one] ? profiles.Where(p => p.Dataset.Id == one).ToList() : [];
        if (fitting.Count == 0)
        {
            findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = datasets.Count == 1 ? "sdmx_unknown" : "sdmx_several", ["what"] = string.Join(", ", datasets) } });
        }
        return [.. fitting.Select(p => WithLayout(p, content))];
    }

    // What the layout of a file follows from. Of several statuses OBS_STATUS has the first only; our own messages have them all beside it.
    private sealed record Content(IReadOnlyList<string> Datasets, string Statuses, IReadOnlySet<(string Statuses, string ConfStatus)> OfNoValue);

    private static Profile WithLayout(Profile profile, Content content)
    {
        var files = profile.Files.Where(f => KeptFiles.Contains(f.Key)).ToDictionary();
        files[LayoutFile] = Shipped(LayoutFile).Replace("{statuses}", content.Statuses, StringComparison.Ordinal).Replace("{markers}", MarkersOf(content), StringComparison.Ordinal);
        files["labels.csv"] = Shipped("sdmx-csv.labels.csv").Replace("{scheme}", Regex.Escape(profile.Dataset.SizeScheme), StringComparison.Ordinal);
        return ProfileFolder.Parse(profile.Id, files);
    }

    // What the statuses of a cell without a value say of it; nothing, and then it is told, where they say nothing or two things.
    private static string MarkersOf(Content content)
        => JsonSerializer.Serialize(content.OfNoValue.Order().Select(said => (said, Meanings: said.Statuses.Split(' ').Where(MeaningOfStatus.ContainsKey).Select(s => MeaningOfStatus[s]).ToList()))
            .Where(m => m.Meanings.Count == 1 && (m.said.ConfStatus != "F") == (m.Meanings[0] == MarkerMeaning.Suppressed))
            .Select(m => new { text = $"{m.said.Statuses}|{m.said.ConfStatus}", meaning = m.Meanings[0].ToString(), confStatus = m.said.ConfStatus }));

    private static string Shipped(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sdmx", name));

    // Null where the file is of another form.
    private static Content? Read(string path)
    {
        using (var beginning = new StreamReader(path))
        {
            var head = new char[Beginnings.Max(b => b.Length)];
            var read = new string(head, 0, beginning.ReadBlock(head));
            if (!Beginnings.Any(b => read.StartsWith(b, StringComparison.Ordinal))) { return null; }
        }
        using var reader = new StreamReader(path);
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, MissingFieldFound = null });
        if (!csv.Read() || !csv.ReadHeader() || Needed.Except(csv.HeaderRecord!).Any()) { return null; }
        var statuses = csv.HeaderRecord!.Contains("OBS_STATUSES") ? "OBS_STATUSES" : "OBS_STATUS";
        var (datasets, ofNoValue) = (new List<string>(), new HashSet<(string, string)>());
        while (csv.Read())
        {
            if (csv.GetField("DATASET") is { Length: > 0 } dataset && !datasets.Contains(dataset)) { datasets.Add(dataset); }
            if (string.IsNullOrEmpty(csv.GetField("OBS_VALUE"))) { ofNoValue.Add((Field(statuses), Field("CONF_STATUS"))); }
        }
        return new Content(datasets, statuses, ofNoValue);

        string Field(string name) => csv.TryGetField<string>(name, out var text) ? text ?? "" : "";
    }
}
