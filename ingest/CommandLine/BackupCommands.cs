using System.CommandLine;
using System.Globalization;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;
using Copies = Observatorio.Warehouse.Backup;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The commands <c>backup</c> and <c>restore</c>.</summary>
public static class BackupCommands
{
    private static readonly Argument<DirectoryInfo> To = new("FOLDER") { Description = "A folder that is new or empty." };
    private static readonly Argument<DirectoryInfo> From = new("BACKUP") { Description = "Folder of a backup." };

    /// <summary>The command <c>backup</c>; it may run beside a server.</summary>
    public static Command Backup()
        => Commands.Command("backup", "Copies the workspace into a folder, as of one moment, while a server or another command may go on.", Make, [To]);

    /// <summary>The command <c>restore</c>.</summary>
    public static Command Restore()
        => Commands.Command("restore", "Makes the workspace of a backup in a folder that is new or empty, and verifies it.", Restore, [From]);

    private static int Make(ParseResult parsed)
    {
        var workspace = Workspace.Named(parsed.GetValue(Commands.Data));
        if (!File.Exists(workspace.LedgerFile)) { throw new ProfileException(Commands.Say(parsed, "no_workspace", ("folder", workspace.Root))); }
        var folder = Free(parsed, parsed.GetValue(To)!.FullName);
        var made = Copies.Make(workspace, folder);
        Console.WriteLine(Commands.Say(parsed, "backup_made", ("folder", folder), ("files", Number(made.Files.Count)), ("releases", Number(made.Releases.Count)), ("rows", Number(made.AuditRows))));
        return ExitCodes.Ok;
    }

    private static int Restore(ParseResult parsed)
    {
        var (backup, folder) = (parsed.GetValue(From)!.FullName, Free(parsed, Workspace.Named(parsed.GetValue(Commands.Data)).Root));
        var manifest = Copies.Manifest(backup) ?? throw new ProfileException(Commands.Say(parsed, "no_backup", ("folder", backup)));
        if (manifest.Schema > LedgerFile.Version) { throw new ProfileException(Commands.Say(parsed, "backup_newer", ("folder", backup), ("schema", Number(manifest.Schema)))); }
        var changed = Copies.Changed(backup, manifest);
        foreach (var file in changed) { Console.Error.WriteLine(Commands.Say(parsed, "backup_changed", ("file", file))); }
        if (changed.Count > 0) { return ExitCodes.Findings; }
        Copies.Restore(backup, manifest, folder);
        var workspace = Workspace.Open(folder);
        int loaded;
        using (workspace.LockForWriting()) { loaded = Submissions.Rebuild(workspace, file => Console.WriteLine(file)); }
        Console.WriteLine(Commands.Say(parsed, "restored", ("folder", folder), ("count", Number(loaded)), ("releases", Number(manifest.Releases.Count))));
        return VerifyCommand.VerifyWorkspace(parsed);
    }

    private static string Free(ParseResult parsed, string folder) => Copies.IsTaken(folder) ? throw new ProfileException(Commands.Say(parsed, "folder_taken", ("folder", folder))) : folder;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
