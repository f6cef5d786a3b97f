using System.Diagnostics;
using System.Globalization;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>
/// Reads and checks the file of a submission in a process of its own, whose end is no harm. A server that ends during a job may have been killed or may have been ended by the file:
/// a process that ends while its server lives on was ended by the file.
/// </summary>
public static class Trial
{
    /// <summary>The command of the ingest program that <see cref="Run"/> is.</summary>
    public const string Verb = "trial";

    // Exit codes from here on are of a process that a signal ended; on Windows faults are negative.
    private const int FirstSignal = 128;

    // Hangup, interrupt and terminate: somebody stops the whole program, and does not mean the file.
    private static readonly int[] Asked = [FirstSignal + 1, FirstSignal + 2, FirstSignal + 15];

    // Who kills trial and server together does so at once: a server that still lives after this was not meant.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>Whether a process that reads and checks a submission's file comes to its end, whatever it finds.</summary>
    public static bool Survives(Workspace workspace, long submissionId)
    {
        using var process = Start(workspace, submissionId);
        process.WaitForExit();
        if (process.ExitCode is >= 0 and < FirstSignal || Asked.Contains(process.ExitCode)) { return true; }
        Thread.Sleep(Settling);
        return false;
    }

    /// <summary>Reads and checks the file; what it finds is told to nobody. Ends at once when its standard input does, which is when whoever started it ends.</summary>
    public static void Run(Workspace workspace, long submissionId)
    {
        var watch = new Thread(() =>
        {
            while (Console.In.Read() >= 0) { }
            Process.GetCurrentProcess().Kill();
        });
        watch.IsBackground = true;
        watch.Start();
        // What is thrown here ends no process: the server meets it too, and says it.
        try
        {
            var entry = new Ledger(workspace).Find(submissionId)!;
            var path = new IncomingFiles(workspace).Find(entry) ?? new Archive(workspace).PathOf(entry.Sha256!);
            using var memory = WorkWarehouse.OpenInMemory(ReferenceData.Of(workspace));
            SubmissionReport.Try(workspace, memory, Submissions.ProfileOf(workspace, entry), path, entry.FileName, entry.SentSha256);
        }
        catch (Exception e) { Console.Error.WriteLine(e.Message); }
    }

    private static Process Start(Workspace workspace, long submissionId)
    {
        // The .NET that this process has: the same "dotnet", or the program as it was built beside it.
        var beside = Path.Combine(AppContext.BaseDirectory, "observatorio-ingest");
        var own = Environment.ProcessPath!;
        IReadOnlyList<string> program = Path.GetFileNameWithoutExtension(own) == "dotnet" ? [own, beside + ".dll"] : [beside + Path.GetExtension(own)];
        var start = new ProcessStartInfo(program[0], [.. program.Skip(1), Verb, submissionId.ToString(CultureInfo.InvariantCulture), "--data", workspace.Root]) { RedirectStandardInput = true };
        return Process.Start(start)!;
    }
}
