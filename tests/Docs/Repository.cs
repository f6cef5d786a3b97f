using System.Runtime.CompilerServices;

namespace Observatorio.Tests.Docs;

/// <summary>The files of the repository, as they are in the working tree.</summary>
internal static class Repository
{
    /// <summary>True where documents are to be written anew instead of compared: <c>make golden</c>.</summary>
    public static bool Write { get; } = Environment.GetEnvironmentVariable("GOLDEN") == "write";

    /// <summary>Absolute path of a file or folder.</summary>
    public static string PathOf(string relative) => Path.Combine(Folder(), relative);

    /// <summary>Text of a file.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>Asserts that a generated page, or the generated part of one, is what the file holds.</summary>
    public static void Matches(string relative, string text)
    {
        if (Write) { File.WriteAllText(PathOf(relative), text); }
        Assert.That(Read(relative), Is.EqualTo(text), $"{relative} is generated; run make golden and review the difference.");
    }

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
