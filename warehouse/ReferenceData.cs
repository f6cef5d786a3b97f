using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Warehouse;

/// <summary>
/// The reference data of a workspace: the CSV files that come with the program, and behind each of them the rows of the file of the same name in the workspace's own
/// <c>reference</c> folder, if there is one: so a country, a size scheme or a correspondence is added without touching the program.
/// </summary>
/// <param name="Folders">Where the files are; the first folder has all of them.</param>
public sealed record ReferenceData(IReadOnlyList<string> Folders)
{
    // Files that this process has found to be sound: a server opens one warehouse after the other.
    private static readonly ConcurrentDictionary<string, bool> Sound = new();

    private readonly Lazy<string> sha256 = new(() => HashOf(Folders));

    /// <summary>Names of the files, without their ending.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "area", "activity", "indicator", "size_scheme", "size_class", "size_class_bound", "activity_link", "preferred_dataset", "derived_indicator", "comparability", "economy", "parameter", "rate",
        "area_group", "code",
    ];

    /// <summary>Those that come with the program alone.</summary>
    public static ReferenceData Shipped { get; } = new([Path.Combine(AppContext.BaseDirectory, "reference")]);

    /// <summary>Those of a workspace.</summary>
    public static ReferenceData Of(Workspace workspace)
        => Directory.Exists(workspace.ReferenceFolder) ? new([.. Shipped.Folders, workspace.ReferenceFolder]) : Shipped;

    /// <summary>SHA-256 over all files, as they were when it was first asked for.</summary>
    public string Sha256() => sha256.Value;

    private static string HashOf(IEnumerable<string> folders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.csv").Order(StringComparer.Ordinal)))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Checks the files and takes them into the dimensions. Run it within a transaction.</summary>
    /// <exception cref="ReferenceException">A file cannot be read or what it says cannot be: every fault, with its file and row.</exception>
    public void Load(DuckDBConnection connection)
    {
        var problems = new List<ReferenceProblem>();
        foreach (var name in Names) { Stage(connection, name, problems); }
        foreach (var stray in Folders.Skip(1).SelectMany(folder => Directory.EnumerateFiles(folder, "*.csv")).Where(f => !Names.Contains(Path.GetFileNameWithoutExtension(f))))
        {
            problems.Add(new ReferenceProblem(stray, 0, "unknown-file", Path.GetFileName(stray), string.Join(", ", Names)));
        }
        if (problems.Count == 0 && !Sound.ContainsKey(Sha256())) { problems.AddRange(ReferenceChecks.Run(connection)); }
        if (problems.Count > 0) { throw new ReferenceException(problems); }
        Sound.TryAdd(Sha256(), true);
        Sql.Run(connection, typeof(ReferenceData).Assembly, "sql/load-reference.sql");
        foreach (var name in Names) { connection.Execute($"drop table raw_{name}"); }
    }

    private void Stage(DuckDBConnection connection, string name, List<ReferenceProblem> problems)
    {
        string? header = null;
        foreach (var file in Folders.Select(folder => Path.Combine(folder, name + ".csv")).Where(File.Exists))
        {
            var own = File.ReadLines(file).FirstOrDefault("");
            header ??= own;
            if (own != header)
            {
                problems.Add(new ReferenceProblem(file, 1, "header", own, header));
                continue;
            }
            // Told all of this, DuckDB need not look for it, which would take most of the time.
            var columns = string.Join(", ", own.TrimStart('\uFEFF').Split(',').Select(c => $"{Sql.Literal(c)}: 'varchar'"));
            var rows = $"select *, {Sql.Literal(file)} as source_file, row_number() over () + 1 as source_row from read_csv({Sql.Literal(file)}, auto_detect = false, header = true, columns = {{{columns}}}, delim = ',', quote = '\"', escape = '\"', parallel = false, max_line_size = 65536, buffer_size = {Math.Max(new FileInfo(file).Length + 1, 131072)})";
            try { connection.Execute(file.StartsWith(Folders[0], StringComparison.Ordinal) ? $"create or replace temp table raw_{name} as {rows}" : $"insert into raw_{name} {rows}"); }
            catch (DuckDBException e) { problems.Add(new ReferenceProblem(file, 0, "unreadable", e.Message.Split('\n')[0], null)); }
        }
    }
}

/// <summary>One fault of the reference data.</summary>
/// <param name="File">The file.</param>
/// <param name="Row">Its row as a spreadsheet counts them; 0 for the file as a whole.</param>
/// <param name="Key">Which sentence of <c>reference-problems.csv</c> says what is wrong.</param>
/// <param name="Value">What is there.</param>
/// <param name="Other">What it does not go with, or what would be right.</param>
public sealed record ReferenceProblem(string File, long Row, string Key, string? Value, string? Other)
{
    /// <summary>Where and what, in a language.</summary>
    public string In(string language) => MessageTemplate.Fill(ReferenceChecks.Sentence("at", language),
        name => name switch { "file" => File, "row" => Row > 0 ? $"{Row}" : null, _ => MessageTemplate.Fill(ReferenceChecks.Sentence(Key, language), part => part == "value" ? Value : Other) });
}

/// <summary>Reference data that cannot be used; nothing was loaded.</summary>
/// <param name="problems">All that is wrong.</param>
public sealed class ReferenceException(IReadOnlyList<ReferenceProblem> problems) : Exception(string.Join('\n', problems.Select(p => p.In("es"))))
{
    /// <summary>All that is wrong.</summary>
    public IReadOnlyList<ReferenceProblem> Problems { get; } = problems;
}
