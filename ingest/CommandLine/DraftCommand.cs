using System.CommandLine;
using System.Globalization;
using Observatorio.Ingest.Drafting;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The command <c>profile draft</c>: proposes a profile for a file that no profile reads, for a person to finish.</summary>
public static class DraftCommand
{
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "A CSV, TSV, TXT, XLSX or XLS file as the office has it." };
    private static readonly Option<string?> Area = new("--area") { Description = "The country of its figures, such as PE." };
    private static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "Folder to write the draft to (default: a new one among the workspace's profiles)." };

    /// <summary>The command <c>profile</c> with what is below it.</summary>
    public static Command Root()
    {
        var root = new Command("profile", "Makes a profile.");
        root.Subcommands.Add(Commands.Command("draft", "Proposes a profile for a file that no profile reads: header, columns, labels with their codes. What is left to say stands as ¿? and is listed.", Draft, [File, Area, Out]));
        return root;
    }

    private static int Draft(ParseResult parsed)
    {
        var file = parsed.GetValue(File)!;
        if (!file.Exists) { throw new FileNotFoundException(Commands.Say(parsed, "no_file", ("file", file.FullName))); }
        var (workspace, language, findings) = (Workspace.Named(parsed.GetValue(Commands.Data)), parsed.GetValue(Commands.Lang)!, new List<Finding>());
        using var memory = WorkWarehouse.OpenInMemory(ReferenceData.Of(workspace));
        if (ProfileDraft.Of(memory, file.FullName, file.Name, parsed.GetValue(Area), findings) is not { } draft)
        {
            ReportPrinter.Print(IngestReport.Unreadable(file.Name, "", findings), parsed.GetValue(Commands.Format), language);
            return ExitCodes.Findings;
        }
        var folder = parsed.GetValue(Out)?.FullName ?? Path.Combine(workspace.ProfilesFolder, draft.Id);
        // What somebody has begun to finish is not written over.
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) { throw new ProfileException(Commands.Say(parsed, "draft_exists", ("folder", folder))); }
        Directory.CreateDirectory(folder);
        foreach (var (name, text) in draft.Files) { System.IO.File.WriteAllText(Path.Combine(folder, name), text); }
        ReportPrinter.PrintTable(parsed.GetValue(Commands.Format), ["file", "where", "to say"], draft.Gaps.Select(g => new[] { g.File, g.Where, g.In(language) }));
        Console.WriteLine(Commands.Say(parsed, "draft_written", ("folder", folder), ("count", draft.Gaps.Count.ToString(CultureInfo.InvariantCulture))));
        return ExitCodes.Ok;
    }
}
