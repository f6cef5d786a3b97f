using System.Globalization;
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

    // Of a profile what the dataset is and its areas hold; layouts and labels are those of this form.
    private static readonly string[] KeptFiles = ["dataset.json", "areas.csv"];

    /// <summary>The profile of the file's dataset with this form as its layout; none, with a finding, where the file has no one dataset or none that a profile names. Null for any other file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="profiles">Those to choose from.</param>
    /// <param name="findings">Told what is missing.</param>
    public static IReadOnlyList<Profile>? Find(string path, IReadOnlyList<Profile> profiles, List<Finding> findings)
    {
        if (DatasetsOf(path) is not { } datasets) { return null; }
        var fitting = datasets is [var one] ? profiles.Where(p => p.Dataset.Id == one).ToList() : [];
        if (fitting.Count == 0)
        {
            findings.Add(new Finding("F01") { Args = new Dictionary<string, string?> { ["why"] = datasets.Count == 1 ? "sdmx_unknown" : "sdmx_several", ["what"] = string.Join(", ", datasets) } });
        }
        return [.. fitting.Select(WithLayout)];
    }

    private static Profile WithLayout(Profile profile)
    {
        var files = profile.Files.Where(f => KeptFiles.Contains(f.Key)).ToDictionary();
        files[LayoutFile] = Shipped(LayoutFile);
        files["labels.csv"] = Shipped("sdmx-csv.labels.csv").Replace("{scheme}", Regex.Escape(profile.Dataset.SizeScheme), StringComparison.Ordinal);
        return ProfileFolder.Parse(profile.Id, files);
    }

    private static string Shipped(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sdmx", name));

    // The datasets in their order; null where the file is of another form.
    private static List<string>? DatasetsOf(string path)
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
        var datasets = new List<string>();
        while (csv.Read())
        {
            if (csv.GetField("DATASET") is { Length: > 0 } dataset && !datasets.Contains(dataset)) { datasets.Add(dataset); }
        }
        return datasets;
    }
}
