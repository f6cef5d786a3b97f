using System.Runtime.CompilerServices;

namespace Observatorio.Tests.Support;

/// <summary>
/// Answers that are kept in files. <c>make golden</c> writes them anew; the difference is then reviewed like code.
/// </summary>
public static class Golden
{
    private static readonly bool Write = Environment.GetEnvironmentVariable("GOLDEN") == "write";

    /// <summary>Asserts that <paramref name="actual"/> is what <c>tests/golden/NAME</c> holds.</summary>
    public static void Matches(string name, string actual) => MatchesFile(Path.Combine(Folder(), name), actual);

    /// <summary>The same for a file anywhere in the repository.</summary>
    public static void MatchesFile(string file, string actual)
    {
        if (Write)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }
        Assert.That(File.Exists(file), Is.True, $"There is no {file}; run make golden and review it.");
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file)));
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "golden");
}
