using System.CommandLine;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The command <c>verify</c>: whether what is meant never to change is as it was.</summary>
public static class VerifyCommand
{
    /// <summary>Runs it.</summary>
    public static int Run(ParseResult parsed)
    {
        var workspace = Workspace.Named(parsed.GetValue(Commands.Data));
        var (whole, broken) = File.Exists(workspace.LedgerFile) ? AuditLog.Verify(workspace) : (0, null);
        Console.WriteLine(broken is { } at ? Commands.Say(parsed, "audit_broken", ("row", $"{at}")) : Commands.Say(parsed, "audit_whole", ("count", $"{whole}")));
        var changed = Release.Ids(workspace).SelectMany(id => Release.Manifest(workspace, id)!.Files.Where(f => !f.Holds(Path.Combine(workspace.ReleasesFolder, id))).Select(f => $"{id}/{f.Name}")).ToList();
        if (SigningKey.Public(workspace) is { } key) { changed.AddRange(Release.Ids(workspace).Where(id => !ReleaseSignature.Holds(Path.Combine(workspace.ReleasesFolder, id), key)).Select(id => $"{id}/{ReleaseSignature.FileName}")); }
        foreach (var file in changed) { Console.WriteLine(Commands.Say(parsed, "release_changed", ("file", file))); }
        return broken is null && changed.Count == 0 ? ExitCodes.Ok : ExitCodes.Findings;
    }
}
