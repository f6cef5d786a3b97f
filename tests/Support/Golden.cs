namespace Observatorio.Tests.Support;

/// <summary>
/// Answers that are kept in files. <c>make golden</c> writes them anew; the difference is then reviewed like code.
/// </summary>
public static class Golden
{
    /// <summary>True where files are to be written anew instead of compared.</summary>
    public static bool Write { get; } = Environment.GetEnvironmentVariable("GOLDEN") == "write";

    /// <summary>Asserts that <paramref name="actual"/> is what <c>tests/golden/NAME</c> holds.</summary>
    public static void Matches(string name, string actual) => MatchesFile($"tests/golden/{name}", actual);

    /// <summary>The same for a file anywhere in the repository.</summary>
    public static void MatchesFile(string relative, string actual)
    {
        var file = Repository.PathOf(relative);
        if (Write)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }
        Assert.That(File.Exists(file), Is.True, $"There is no {relative}; run make golden and review it.");
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file)), $"{relative} is generated; run make golden and review the difference.");
    }
}
