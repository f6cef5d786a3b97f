using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using CsvHelper;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Architecture;

/// <summary>The few rules that hold the house together.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string[] Projects = ["api", "ingest", "warehouse"];

    private static readonly Assembly Api = Assembly.Load("observatorio-api");
    private static readonly Assembly Ingest = typeof(Pipeline).Assembly;
    private static readonly Assembly Warehouse = typeof(Workspace).Assembly;

    [Test]
    public void ThereIsOneDirection()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ours(Api), Is.SubsetOf((string[])[Name(Ingest), Name(Warehouse)]).And.Contain(Name(Ingest)));
            Assert.That(Ours(Ingest), Is.EqualTo((string[])[Name(Warehouse)]));
            Assert.That(Ours(Warehouse), Is.Empty);
        }

        static string Name(Assembly assembly) => assembly.GetName().Name!;

        static IEnumerable<string> Ours(Assembly assembly) => assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(n => n.StartsWith("Observatorio", StringComparison.OrdinalIgnoreCase));
    }

    [Test]
    public void ThereIsNoFourthProject()
    {
        var projects = Directory.EnumerateDirectories(Repository.Root).SelectMany(d => Directory.EnumerateFiles(d, "*.csproj")).Select(f => Path.GetFileName(Path.GetDirectoryName(f)!));
        Assert.That(projects.Where(p => p is not ("tests" or "bench")), Is.EquivalentTo(Projects));
    }

    // A statement of ten lines can be read in its place; a longer one is a file.
    [Test]
    public void LongSqlIsInFiles()
    {
        const int MostLines = 10;
        var sources = Sources().ToList();
        var long_ = sources.SelectMany(file => Texts().Matches(File.ReadAllText(file))
            .Where(m => Statement().IsMatch(m.Value) && m.Value.Trim().Split('\n').Length - 2 > MostLines)
            .Select(m => $"{Path.GetRelativePath(Repository.Root, file)}: {m.Value.Trim().Split('\n')[1].Trim()} …"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sources.Sum(file => Texts().Matches(File.ReadAllText(file)).Count(m => Statement().IsMatch(m.Value))), Is.GreaterThan(5), "The rule finds no statement at all.");
            Assert.That(long_, Is.Empty);
        }
    }

    [Test]
    public void NoFileIsLong() => Assert.That(Sources().Concat(Files("tests", "*.cs"))
        .Select(f => (File: Path.GetRelativePath(Repository.Root, f), Lines: File.ReadAllLines(f).Length)).Where(f => f.Lines > 250), Is.Empty);

    [Test]
    public void TheProgramOfTheLibraryIsInternal() => Assert.That(Ingest.GetTypes().Single(t => t.Name == "Program").IsPublic, Is.False);

    // Checks are run by the name of their folder; every other file is named in the code by its path or its last part.
    [Test]
    public void EverySqlFileIsUsed()
    {
        var code = string.Concat(Sources().Select(File.ReadAllText));
        var files = Projects.SelectMany(p => Files(p, "*.sql")).ToList();
        var unused = files.Where(f => !f.Contains("/checks/", StringComparison.Ordinal) && !code.Contains(Path.GetFileName(f), StringComparison.Ordinal)
            && !f.Contains("/ledger/", StringComparison.Ordinal) // steps by number
            && !(Path.GetFileName(f).StartsWith("parts-of-", StringComparison.Ordinal) && code.Contains("parts-of-{", StringComparison.Ordinal)));
        var catalogue = Observatorio.Ingest.Checking.CheckCatalogue.Checks;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(files, Has.Count.GreaterThan(40));
            Assert.That(unused.Select(Path.GetFileName), Is.Empty);
            Assert.That(files.Where(f => f.Contains("/checks/", StringComparison.Ordinal)).Select(f => Path.GetFileNameWithoutExtension(f)).Where(n => !catalogue.TryGetValue(n[..3], out var check) || n[4..] != check.Name), Is.Empty);
        }
    }

    private static IEnumerable<string> ProfileFolders() => Directory.EnumerateDirectories(Path.Combine(Repository.Root, "ingest", "profiles")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(ProfileFolders))]
    public void EveryProfileIsReadable(string id)
    {
        var folder = Path.Combine(Repository.Root, "ingest", "profiles", id);
        var profile = ProfileFolder.Read(folder);
        var known = new[] { "dataset.json", "labels.csv", "areas.csv", "corrections.csv" };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)).Where(n => !n.EndsWith(".layout.json", StringComparison.Ordinal) && !n.EndsWith(".register.json", StringComparison.Ordinal)), Is.SubsetOf(known));
            Assert.That(profile.Layouts.SelectMany(l => l.Tables).SelectMany(t => t.Columns).Where(c => c.Measure is not null), Is.Not.Empty);
            Assert.That(profile.Layouts.Where(l => l.Tables.Count == 0), Is.Empty);
            Assert.That(new[] { profile.Dataset.Title, profile.Dataset.Coverage }.SelectMany(t => new[] { t.Es, t.Pt, t.En }), Has.None.Empty);
            Assert.That(profile.Dataset.Source, Is.Not.Empty);
        }
    }

    private static IEnumerable<string> ReferenceFiles() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "warehouse", "reference"), "*.csv").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(ReferenceFiles))]
    public void EveryReferenceRowHasItsSourceAndStatus(string name)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(Repository.Root, "warehouse", "reference", name)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = 0;
        var faults = new List<string>();
        while (csv.Read())
        {
            rows++;
            if (string.IsNullOrWhiteSpace(csv["source"]) || csv["status"] is not ("confirmed" or "unconfirmed") || csv.Parser.Count != csv.HeaderRecord!.Length) { faults.Add($"{name}, line {csv.Parser.RawRow}"); }
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows, Is.GreaterThan(0));
            Assert.That(faults, Is.Empty);
        }
    }

    private static IEnumerable<string> Sources() => Projects.SelectMany(p => Files(p, "*.cs"));

    private static IEnumerable<string> Files(string folder, string pattern) => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex Texts();

    [GeneratedRegex(@"\b(select|insert|update|delete|create)\b")]
    private static partial Regex Statement();
}
