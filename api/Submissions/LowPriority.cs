using System.Runtime.InteropServices;

namespace Observatorio.Api.Submissions;

/// <summary>
/// Lets a thread, and those that it starts (DuckDB's workers among them), have the processor only as far as others leave it. On Linux a thread has a niceness of its own, which .NET's thread priorities do not set;
/// elsewhere nothing is done.
/// </summary>
public static partial class LowPriority
{
    private const int ThisThread = 0;
    private const int Niceness = 10;

    /// <summary>Lowers the priority of the calling thread for good: it should be one that ends with its work.</summary>
    public static void ForThisThread()
    {
        if (OperatingSystem.IsLinux()) { _ = SetPriority(0, ThisThread, Niceness); }
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int priority);
}
