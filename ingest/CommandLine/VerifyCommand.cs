using System.CommandLine;
using System.Text.Json;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The command <c>verify</c>: whether what is meant never to change is as it was.</summary>
public static class VerifyCommand
{
    private static readonly Option<FileInfo?> Receipt = new("--receipt") { Description = "Check a receipt of a submission, as the server gave it, and nothing else." };
    private static readonly Option<FileInfo?> KeyFile = new("--key-file") { Description = "With --receipt: the observatory's public key as PEM (default: the workspace's)." };

    /// <summary>The command.</summary>
    public static Command Root()
        => Commands.Command("verify", "Follows the audit log, the files of every release and of the archive: says what was changed or removed.", Run, [Receipt, KeyFile]);

    private static int Run(ParseResult parsed) => parsed.GetValue(Receipt) is { } receipt ? VerifyReceipt(parsed, receipt) : VerifyWorkspace(parsed);

    /// <summary>Verifies the workspace that the command names.</summary>
    internal static int VerifyWorkspace(ParseResult parsed)
    {
        var workspace = Workspace.Named(parsed.GetValue(Commands.Data));
        var (whole, broken) = File.Exists(workspace.LedgerFile) ? AuditLog.Verify(workspace) : (0, null);
        var releases = Integrity.Releases(workspace, out var releaseCount);
        var archive = Integrity.ArchiveFiles(workspace, out var fileCount);
        if (broken is { } at) { Console.WriteLine(Commands.Say(parsed, "audit_broken", ("row", $"{at}"))); }
        else if (!releases.Any(u => u.Kind == "audit_cut")) { Console.WriteLine(Commands.Say(parsed, "audit_whole", ("count", $"{whole}"))); }
        Console.WriteLine(Commands.Say(parsed, "looked_at", ("releases", $"{releaseCount}"), ("files", $"{fileCount}")));
        foreach (var (kind, file) in releases.Concat(archive)) { Console.WriteLine(Commands.Say(parsed, kind, ("file", file))); }
        return broken is null && releases.Count + archive.Count == 0 ? ExitCodes.Ok : ExitCodes.Findings;
    }

    private static int VerifyReceipt(ParseResult parsed, FileInfo file)
    {
        var key = parsed.GetValue(KeyFile) is { } pem ? File.ReadAllText(pem.FullName) : SigningKey.Public(Workspace.Named(parsed.GetValue(Commands.Data))) ?? throw new FileNotFoundException(Commands.Say(parsed, "no_signing_key"));
        SubmissionReceipt? receipt = null;
        try { receipt = JsonSerializer.Deserialize<SubmissionReceipt>(File.ReadAllText(file.FullName), JsonSerializerOptions.Web); }
        catch (JsonException) { }
        var holds = receipt is { Text: not null, Signature: not null } && receipt.Holds(key);
        Console.WriteLine(Commands.Say(parsed, holds ? "receipt_holds" : "receipt_changed", ("file", file.Name)));
        if (holds) { Console.Write(receipt!.Text); }
        return holds ? ExitCodes.Ok : ExitCodes.Findings;
    }
}
