using Observatorio.Tests.Support;

namespace Observatorio.Tests;

/// <summary>One server on a workspace made from the samples, shared by all tests that only read; the first of them starts it.</summary>
[SetUpFixture]
public sealed class SampleServer
{
    private static readonly TemporaryFolder Folder = new();
    private static readonly Lazy<ServerProcess> Server = new(() => ServerProcess.Start(Folder.Path));

    /// <summary>A client of the shared server.</summary>
    public static HttpClient Client => Server.Value.Client;

    /// <summary>What the first start printed.</summary>
    public static string Output => Server.Value.Output;

    /// <summary>The shared workspace; do not write to it.</summary>
    public static string WorkspaceFolder => Server.Value is not null ? Folder.Path : "";

    /// <summary>Stops the server and removes the workspace.</summary>
    [OneTimeTearDown]
    public void Stop()
    {
        if (Server.IsValueCreated) { Server.Value.Dispose(); }
        Folder.Dispose();
    }
}
