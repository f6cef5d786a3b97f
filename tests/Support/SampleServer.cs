using Observatorio.Tests.Support;

namespace Observatorio.Tests;

/// <summary>
/// One server on a workspace made from the samples, shared by all tests that only read; the first of them starts it.
/// For work on the tests, <c>OBSERVATORIO_TEST_SAMPLES</c> names a finished sample workspace to copy instead of making it from the files; CI does not set it.
/// </summary>
[SetUpFixture]
public sealed class SampleServer
{
    private static readonly TemporaryFolder Folder = new();
    private static readonly Lazy<ServerProcess> Server = new(Begin);

    /// <summary>A client of the shared server.</summary>
    public static HttpClient Client => Server.Value.Client;

    /// <summary>Where it listens.</summary>
    public static string Address => Client.BaseAddress!.ToString();

    /// <summary>What the first start printed.</summary>
    public static string Output => Server.Value.Output;

    /// <summary>The shared workspace; do not write to it.</summary>
    public static string WorkspaceFolder => Server.Value is not null ? Folder.Path : "";

    /// <summary>Copies the shared workspace into a folder.</summary>
    public static void CopyTo(string folder) => Copy(WorkspaceFolder, folder);

    /// <summary>Another server on a copy of the shared workspace, for what a test must have for itself.</summary>
    /// <param name="folder">Where the copy goes.</param>
    /// <param name="environment">Settings.</param>
    public static ServerProcess StartAnother(TemporaryFolder folder, params (string Name, string Value)[] environment)
    {
        CopyTo(folder.File("data"));
        return ServerProcess.Start(folder.File("data"), environment);
    }

    /// <summary>Stops the server and removes the workspace.</summary>
    [OneTimeTearDown]
    public void Stop()
    {
        if (Server.IsValueCreated) { Server.Value.Dispose(); }
        Folder.Dispose();
    }

    private static ServerProcess Begin()
    {
        if (Environment.GetEnvironmentVariable("OBSERVATORIO_TEST_SAMPLES") is { Length: > 0 } made) { Copy(made, Folder.Path); }
        // All tests ask from one address.
        return ServerProcess.Start(Folder.Path, [("Limits__Reads", "1000000")]);
    }

    private static void Copy(string from, string to)
    {
        // Whoever holds the lock holds it there.
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "writer.lock"))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
