using System.CommandLine;
using System.Globalization;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Ingest.Registers;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The commands of the ingest program. Exit codes are in <see cref="ExitCodes"/>.</summary>
public static class Commands
{
    internal static readonly Option<string?> Data = new("--data") { Description = "Workspace folder (default: OBSERVATORIO_DATA, else ./var).", Recursive = true };
    internal static readonly Option<string> Lang = new("--lang") { Description = "Language of findings: es, pt or en.", DefaultValueFactory = _ => "es", Recursive = true };
    internal static readonly Option<ReportFormat> Format = new("--format") { Description = "table, csv or json.", DefaultValueFactory = _ => ReportFormat.Table, Recursive = true };
    private static readonly Option<string?> ProfileOption = new("--profile") { Description = "Profile to read the file with (default: the one whose layout fits)." };
    private static readonly Argument<FileInfo> File = new("FILE") { Description = "A CSV, TSV, TXT, XLSX or XLS file as the office has it." };

    /// <summary>All commands.</summary>
    public static RootCommand Root()
    {
        Lang.AcceptOnlyFromAmong("es", "pt", "en");
        var root = new RootCommand("Observatorio: takes files of national statistics offices into the warehouse, and publishes releases.")
        {
            Command("check", "Reads and checks a file and keeps nothing.", Check, File, ProfileOption, AnnotatedOption),
            Command("ingest", "Keeps a file, checks it and loads it where it has no errors.", Ingest, File, ProfileOption),
            Command("publish", "Publishes what the warehouse holds as a new release.", Publish, NotesOption),
            Command("status", "Shows what became of the submissions.", Status),
            Command("releases", "Lists the releases.", Releases),
            Command("rebuild", "Makes the warehouse again from the archived files.", Rebuild),
            ProfileCommands.Root(),
            DraftCommand.Root(),
            SendCommand.Root(),
            PrincipalCommands.Root(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
            VerifyCommand.Root(),
            RemoteCommands.Root(),
            TrialCommand(),
        };
        foreach (var command in DecisionCommands.All()) { root.Subcommands.Add(command); }
        root.Options.Add(Data);
        root.Options.Add(Lang);
        root.Options.Add(Format);
        return root;
    }

    private static readonly Option<FileInfo?> AnnotatedOption = new("--annotated") { Description = "Write the file back as a workbook with each wrong cell marked." };
    private static readonly Option<string> NotesOption = new("--notes") { Description = "What the release holds, for readers.", DefaultValueFactory = _ => "" };

    // The server's own, for a submission during which it ended.
    private static Command TrialCommand()
    {
        var submission = new Argument<long>("SUBMISSION");
        var command = Command(Trial.Verb, "Reads and checks a submission's file, to see whether that ends the program.", parsed =>
        {
            Trial.Run(Workspace.Named(parsed.GetValue(Data)), parsed.GetValue(submission));
            return ExitCodes.Ok;
        }, submission);
        command.Hidden = true;
        return command;
    }

    internal static Command Command(string name, string description, Func<ParseResult, int> run, params Symbol[] symbols)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Option option) { command.Options.Add(option); } else { command.Arguments.Add((Argument)symbol); }
        }
        command.SetAction(parsed => Guard(parsed.GetValue(Lang)!, () => run(parsed)));
        return command;
    }

    // Failures that a person can mend end in a sentence and an exit code; anything else is a fault of the program and shows its trace.
    private static int Guard(string language, Func<int> run)
    {
        try { return run(); }
        catch (ReferenceException e)
        {
            foreach (var problem in e.Problems) { Console.Error.WriteLine(problem.In(language)); }
            return ExitCodes.Usage;
        }
        catch (WorkspaceBusyException e)
        {
            Console.Error.WriteLine(CheckCatalogue.Say("busy", language, ("folder", e.Root), ("process", e.Writer.Process), ("host", e.Writer.Host), ("since", e.Writer.Since)));
            return ExitCodes.Busy;
        }
        catch (Exception e) when (NotWritableException.KindOf(e) is { } kind)
        {
            Console.Error.WriteLine(CheckCatalogue.Say("not_writable_" + kind.ToString().ToLowerInvariant(), language, ("why", e.InnerException?.Message ?? e.Message)));
            return ExitCodes.Usage;
        }
        catch (JobFailedException e)
        {
            Console.Error.WriteLine(CheckCatalogue.Say("job_failed", language, ("why", e.Message)));
            return ExitCodes.Findings;
        }
        catch (Exception e) when (e is ProfileException or FileNotFoundException or DirectoryNotFoundException or LedgerVersionException)
        {
            Console.Error.WriteLine(e.Message);
            return ExitCodes.Usage;
        }
    }

    private static int Check(ParseResult parsed)
    {
        var file = Existing(parsed);
        var workspace = Workspace.Named(parsed.GetValue(Data));
        using var memory = WorkWarehouse.OpenInMemory(ReferenceData.Of(workspace));
        var report = ProfileFor(parsed, file, out var unreadable) is { } profile ? CheckOf(memory, workspace, profile, file) : unreadable!;
        ReportPrinter.Print(report, parsed.GetValue(Format), parsed.GetValue(Lang)!);
        if (parsed.GetValue(AnnotatedOption) is { } target && report.Profile.Length > 0)
        {
            var layout = ProfileFolder.Read(ProfileCommands.Known(parsed)[report.Profile]).Layouts.FirstOrDefault(l => l.Name == report.Layout);
            var all = new SubmissionReport(0, file.Name, report.Profile, report.Layout, report.Findings, report.Accounting, SubmissionChanges.None);
            AnnotatedWorkbook.Write(layout?.Register is null ? file.FullName : null, all, layout, parsed.GetValue(Lang)!, target.FullName);
        }
        return report.Errors > 0 ? ExitCodes.Findings : ExitCodes.Ok;
    }

    private static IngestReport CheckOf(DuckDB.NET.Data.DuckDBConnection memory, Workspace workspace, Profile profile, FileInfo file) => ProgressDisplay.OfFile(file.Name, progress =>
    {
        PublishedFigures.Bring(memory, workspace, profile);
        using var counted = CountedFile.Of(memory, profile, file.FullName, file.Name, Path.GetTempPath(), progress);
        return counted.Path is { } path ? Pipeline.Run(memory, new PipelineInput(profile, path, file.Name) { Progress = progress, Earlier = counted.Findings }) : IngestReport.Unreadable(file.Name, profile.Id, counted.Findings);
    });

    private static int Ingest(ParseResult parsed)
    {
        var file = Existing(parsed);
        if (ProfileFor(parsed, file, out var unreadable) is not { } profile)
        {
            ReportPrinter.Print(unreadable!, parsed.GetValue(Format), parsed.GetValue(Lang)!);
            return ExitCodes.Findings;
        }
        var workspace = Workspace.Open(parsed.GetValue(Data));
        var report = ProgressDisplay.OfFile(file.Name, progress => WriterOrServer.Ingest(workspace, profile, file, Environment.UserName, progress, why => Rebuilding(parsed, why)));
        if (report is null)
        {
            Console.WriteLine(Say(parsed, "nothing_new", ("file", file.Name)));
            return ExitCodes.Ok;
        }
        ReportPrinter.Print(report, parsed.GetValue(Format), parsed.GetValue(Lang)!);
        return report.Loaded ? ExitCodes.Ok : ExitCodes.Findings;
    }

    private static int Publish(ParseResult parsed)
    {
        var release = WriterOrServer.Publish(Workspace.Open(parsed.GetValue(Data)), parsed.GetValue(NotesOption)!, Environment.UserName, why => Rebuilding(parsed, why));
        Console.WriteLine(Say(parsed, "published", ("release", release)));
        return ExitCodes.Ok;
    }

    private static int Status(ParseResult parsed)
    {
        ReportPrinter.PrintTable(parsed.GetValue(Format), ["submission", "received", "by", "file", "profile", "status"],
            Read(parsed, ledger => ledger.Submissions())
                .Select(s => new[] { s.SubmissionId.ToString(CultureInfo.InvariantCulture), s.ReceivedAt.ToString("u", CultureInfo.InvariantCulture), s.ReceivedBy, s.FileName, s.Profile, s.Status }));
        return ExitCodes.Ok;
    }

    private static int Releases(ParseResult parsed)
    {
        var current = Release.CurrentId(Workspace.Named(parsed.GetValue(Data)));
        ReportPrinter.PrintTable(parsed.GetValue(Format), ["release", "current", "published", "by", "notes"],
            Read(parsed, ledger => ledger.Releases())
                .Select(r => new[] { r.ReleaseId, r.ReleaseId == current ? "yes" : "no", r.CreatedAt.ToString("u", CultureInfo.InvariantCulture), r.CreatedBy, r.Notes }));
        return ExitCodes.Ok;
    }

    // What a workspace holds; a workspace that is not there yet holds nothing, and is not made by looking.
    private static IReadOnlyList<T> Read<T>(ParseResult parsed, Func<Ledger, IReadOnlyList<T>> read)
    {
        var workspace = Workspace.Named(parsed.GetValue(Data));
        return System.IO.File.Exists(workspace.LedgerFile) ? read(new Ledger(workspace)) : [];
    }

    private static int Rebuild(ParseResult parsed)
    {
        var workspace = Workspace.Open(parsed.GetValue(Data));
        using var writer = workspace.LockForWriting();
        var loaded = Submissions.Rebuild(workspace, file => Console.WriteLine(file));
        Console.WriteLine(Say(parsed, "rebuilt", ("count", loaded.ToString(CultureInfo.InvariantCulture))));
        return ExitCodes.Ok;
    }

    private static FileInfo Existing(ParseResult parsed)
    {
        var file = parsed.GetValue(File)!;
        return file.Exists ? file : throw new FileNotFoundException(Say(parsed, "no_file", ("file", file.FullName)));
    }

    internal static void Rebuilding(ParseResult parsed, UnfitWarehouse why)
        => Console.Error.WriteLine(Say(parsed, "rebuilding", ("why", Say(parsed, "rebuilding_" + why.ToString().ToLowerInvariant()))));

    internal static string Say(ParseResult parsed, string sentence, params IReadOnlyList<(string Name, string? Text)> args) => CheckCatalogue.Say(sentence, parsed.GetValue(Lang)!, args);

    // The profile that is named or that the file shows; null with a report where the file cannot be read by any.
    private static Profile? ProfileFor(ParseResult parsed, FileInfo file, out IngestReport? unreadable)
    {
        unreadable = null;
        var known = ProfileCommands.Known(parsed);
        var findings = new List<Finding>();
        if (parsed.GetValue(ProfileOption) is { } id)
        {
            if (!known.TryGetValue(id, out var folder)) { throw new ProfileException(Say(parsed, "unknown_profile", ("profile", id), ("nearest", string.Join(", ", Spelling.Nearest(id, known.Keys, 3))))); }
            var named = ProfileDetection.Named(file.FullName, ProfileFolder.Read(folder), findings);
            unreadable = named is null ? IngestReport.Unreadable(file.Name, id, findings) : null;
            return named;
        }
        var fitting = ProfileDetection.Find(file.FullName, [.. ProfileCommands.Usable(parsed).Values], findings);
        if (findings.Count > 0)
        {
            unreadable = IngestReport.Unreadable(file.Name, "", findings);
            return null;
        }
        return fitting.Count switch
        {
            1 => fitting[0].Profile,
            0 => throw new ProfileException(Say(parsed, "no_profile", ("file", file.Name))),
            _ => throw new ProfileException(Say(parsed, "several_profiles", ("file", file.Name), ("profiles", string.Join(", ", fitting.Select(f => f.Profile.Id))))),
        };
    }
}
