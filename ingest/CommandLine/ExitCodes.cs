namespace Observatorio.Ingest.CommandLine;

/// <summary>What the program's exit code says.</summary>
public static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The file has errors and was not loaded.</summary>
    public const int Findings = 1;

    /// <summary>The command cannot be run as it was given.</summary>
    public const int Usage = 2;

    /// <summary>Another process is writing to the workspace.</summary>
    public const int Busy = 3;
}
