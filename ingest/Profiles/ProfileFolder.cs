using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace Observatorio.Ingest.Profiles;

/// <summary>A profile that cannot be used: which file of it, where and why.</summary>
public sealed class ProfileException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Reads profiles from folders. A profile folder holds <c>dataset.json</c>, one or more <c>NAME.layout.json</c> or <c>NAME.register.json</c>,
/// <c>labels.csv</c> and, if needed, <c>areas.csv</c> and <c>corrections.csv</c>.
/// </summary>
public static class ProfileFolder
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The folder of the profiles that come with the program.</summary>
    public static string Shipped { get; } = Path.Combine(AppContext.BaseDirectory, "profiles");

    /// <summary>Ids of all profiles in <paramref name="folders"/>; of two with the same id the later folder's holds.</summary>
    public static IReadOnlyDictionary<string, string> List(params ReadOnlySpan<string> folders)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder)) { continue; }
            foreach (var profile in Directory.EnumerateDirectories(folder))
            {
                if (File.Exists(Path.Combine(profile, "dataset.json"))) { found[Path.GetFileName(profile)] = profile; }
            }
        }
        return found;
    }

    /// <summary>All profiles in some folders that can be read, by id: one that cannot must not keep the others from being used.</summary>
    /// <param name="told">Told of each that cannot.</param>
    /// <param name="folders">As in <see cref="List"/>.</param>
    public static IReadOnlyDictionary<string, Profile> ReadAll(Action<ProfileException> told, params ReadOnlySpan<string> folders)
    {
        var read = new SortedDictionary<string, Profile>(StringComparer.Ordinal);
        foreach (var (id, folder) in List(folders))
        {
            if (TryRead(folder, told) is { } profile) { read[id] = profile; }
        }
        return read;
    }

    /// <summary>Reads the profile in <paramref name="folder"/>; null where it cannot be used.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="told">Told why it cannot.</param>
    public static Profile? TryRead(string folder, Action<ProfileException> told)
    {
        try
        {
            var profile = Read(folder);
            foreach (var layout in profile.Layouts)
            {
                foreach (var pattern in layout.Register?.Patterns() ?? layout.Tables.SelectMany(t => t.Patterns())) { RequireRegex(profile.Id, layout.Name + (layout.Register is null ? ".layout.json" : ".register.json"), pattern); }
            }
            return profile;
        }
        catch (ProfileException e)
        {
            told(e);
            return null;
        }
    }

    /// <summary>Reads the profile in <paramref name="folder"/>.</summary>
    /// <exception cref="ProfileException">A file is missing or wrong.</exception>
    public static Profile Read(string folder)
    {
        var files = Directory.EnumerateFiles(folder)
            .Where(f => f.EndsWith(".json", StringComparison.Ordinal) || f.EndsWith(".csv", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        return Parse(Path.GetFileName(folder.TrimEnd('/', '\\')), files);
    }

    /// <summary>Makes a profile of its files' texts, as they are kept in the archive.</summary>
    /// <exception cref="ProfileException">A file is missing or wrong.</exception>
    public static Profile Parse(string id, IReadOnlyDictionary<string, string> files)
    {
        var dataset = FromJson<DatasetSpec>(id, files, "dataset.json");
        var layouts = files.Keys.Where(name => name.EndsWith(".layout.json", StringComparison.Ordinal))
            .Select(name => FromJson<Layout>(id, files, name) with { Name = name[..^".layout.json".Length] })
            .Concat(files.Keys.Where(name => name.EndsWith(".register.json", StringComparison.Ordinal))
                .Select(name => (FromJson<RegisterLayout>(id, files, name) with { Name = name[..^".register.json".Length] }).ToLayout()))
            .ToList();
        if (layouts.Count == 0) { throw new ProfileException($"Profile {id} has no layout: a file NAME.layout.json or NAME.register.json is needed."); }
        // A register lists all its units: a class or area of which it has none has none.
        if (layouts.TrueForAll(l => l.Register is not null)) { dataset = dataset with { Absent = "zero" }; }
        var labels = Rows(id, files, "labels.csv", (row, line) => new LabelRule(
            row("component"), row("label").Trim(), NullIfEmpty(row("pattern")), row("code"), NullIfEmpty(row("obs_status")), line));
        foreach (var label in labels.Where(l => l.Pattern is not null)) { RequireRegex(id, $"labels.csv, line {label.Line}", label.Pattern!); }
        var areas = Rows(id, files, "areas.csv", (row, _) => new NationalArea(row("code"), row("parent"), row("name")));
        var corrections = Rows(id, files, "corrections.csv", (row, _) => new Correction(row("cell"), row("expected"), row("corrected"), row("reason")));
        return new Profile(id, dataset, layouts, labels, areas, corrections, files);
    }

    private static T FromJson<T>(string id, IReadOnlyDictionary<string, string> files, string name)
    {
        if (!files.TryGetValue(name, out var text)) { throw new ProfileException($"Profile {id} lacks its file {name}."); }
        try
        {
            return JsonSerializer.Deserialize<T>(text, Json) ?? throw new ProfileException($"{id}/{name} is empty.");
        }
        catch (JsonException e)
        {
            throw new ProfileException($"{id}/{name}, line {e.LineNumber + 1}, at {e.Path}: {e.Message}", e);
        }
    }

    private static List<T> Rows<T>(string id, IReadOnlyDictionary<string, string> files, string name, Func<Func<string, string>, int, T> read)
    {
        var rows = new List<T>();
        if (!files.TryGetValue(name, out var text)) { return rows; }
        using var csv = new CsvReader(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture) { MissingFieldFound = null, HeaderValidated = null });
        try
        {
            if (!csv.Read() || !csv.ReadHeader()) { return rows; }
            while (csv.Read())
            {
                if (csv.Parser.Count != csv.HeaderRecord!.Length)
                {
                    throw new ProfileException($"{id}/{name}, line {csv.Parser.Row}: {csv.Parser.Count} fields where the header has {csv.HeaderRecord.Length}.");
                }
                rows.Add(read(column => csv.GetField(column) ?? "", csv.Parser.Row));
            }
        }
        catch (CsvHelperException e)
        {
            throw new ProfileException($"{id}/{name}, line {csv.Parser.Row}: it cannot be read as CSV.", e);
        }
        return rows;
    }

    private static void RequireRegex(string id, string place, string pattern)
    {
        try { _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1)); }
        catch (ArgumentException e) { throw new ProfileException($"{id}/{place}: {e.Message}", e); }
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
