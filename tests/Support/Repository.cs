namespace Observatorio.Tests.Support;

/// <summary>Where the repository is, and the shared folder beside it.</summary>
public static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of a file or folder in it.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Text of a file in it.</summary>
    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    /// <summary>The folder of real files and reference tables that the repository does not hold; null where it is absent.</summary>
    public static string? Shared
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("OBSERVATORIO_SHARED") is { Length: > 0 } named ? named : Path.GetFullPath(Path.Combine(Root, "..", "shared"));
            return Directory.Exists(folder) ? folder : null;
        }
    }

    /// <summary>A file of the shared folder; the test is passed over where it is absent.</summary>
    public static string SharedFile(params string[] path)
    {
        var file = Shared is { } shared ? Path.Combine([shared, .. path]) : null;
        if (!File.Exists(file)) { Assert.Ignore($"The shared file {string.Join('/', path)} is not here: it lies beside the repository or where OBSERVATORIO_SHARED says."); }
        return file!;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Observatorio.sln"))) { folder = folder.Parent; }
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run within the repository.");
    }
}
