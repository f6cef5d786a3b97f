using Observatorio.Tests.Support;

namespace Observatorio.Tests;

/// <summary>One server on a workspace made from the samples, shared by all tests that only read.</summary>
[SetUpFixture]
public sealed class SampleServer
{
    private static TemporaryFolder? folder;
    private static ServerProcess? server;

    /// <summary>A client of the shared server.</summary>
    public static HttpClient Client => server!.Client;

    /// <summary>What the first start printed.</summary>
    public static string Output => server!.Output;

    /// <summary>The shared workspace; do not write to it.</summary>
    public static string WorkspaceFolder => folder!.Path;

    /// <summary>Makes the workspace and starts the server.</summary>
    [OneTimeSetUp]
    public void Start()
    {
        folder = new TemporaryFolder();
        server = ServerProcess.Start(folder.Path);
    }

    /// <summary>Stops the server and removes the workspace.</summary>
    [OneTimeTearDown]
    public void Stop()
    {
        server?.Dispose();
        folder?.Dispose();
    }
}
