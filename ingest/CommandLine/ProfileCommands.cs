using System.CommandLine;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The command <c>profiles</c> with what is below it.</summary>
public static class ProfileCommands
{
    private static readonly Argument<string[]> Folders = new("PROFILE") { Description = "Ids or folders of profiles.", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>The command.</summary>
    public static Command Root()
    {
        var root = Commands.Command("profiles", "Lists the profiles.", List);
        root.Subcommands.Add(Commands.Command("check", "Says all that is wrong with profiles: those named by id or folder, else all.", Check, Folders));
        return root;
    }

    private static int List(ParseResult parsed)
    {
        var profiles = Usable(parsed).Values;
        ReportPrinter.PrintTable(parsed.GetValue(Commands.Format), ["profile", "dataset", "area", "scheme", "layouts", "origin"],
            profiles.Select(p => new[] { p.Id, p.Dataset.Id, p.Dataset.RefArea, p.Dataset.SizeScheme, string.Join(", ", p.Layouts.Select(l => l.Name)), p.Dataset.Origin }));
        return ExitCodes.Ok;
    }

    private static int Check(ParseResult parsed)
    {
        var (language, known) = (parsed.GetValue(Commands.Lang)!, Known(parsed));
        using var memory = WorkWarehouse.OpenInMemory(ReferenceData.Of(Workspace.Named(parsed.GetValue(Commands.Data))));
        var codes = CodeLists.Read(memory);
        var wrong = 0;
        foreach (var named in parsed.GetValue(Folders) is { Length: > 0 } given ? given : [.. known.Keys])
        {
            var folder = known.GetValueOrDefault(named, named);
            if (!File.Exists(Path.Combine(folder, "dataset.json"))) { throw new ProfileException(Commands.Say(parsed, "no_profile_folder", ("folder", named))); }
            try
            {
                var profile = ProfileFolder.Read(folder);
                var problems = ProfileCheck.Find(profile, codes);
                wrong += problems.Count;
                foreach (var problem in problems) { Console.WriteLine(problem.In(profile.Id, language)); }
                if (problems.Count == 0) { Console.WriteLine(Commands.Say(parsed, "profile_fine", ("profile", profile.Id))); }
            }
            catch (ProfileException e)
            {
                wrong++;
                Console.WriteLine(e.Message);
            }
        }
        return wrong > 0 ? ExitCodes.Findings : ExitCodes.Ok;
    }

    /// <summary>Folders of all profiles, by id.</summary>
    internal static IReadOnlyDictionary<string, string> Known(ParseResult parsed)
        => ProfileFolder.List(ProfileFolder.Shipped, Workspace.Named(parsed.GetValue(Commands.Data)).ProfilesFolder);

    /// <summary>The profiles that can be read; of the others it is said that they are passed over.</summary>
    internal static IReadOnlyDictionary<string, Profile> Usable(ParseResult parsed)
        => ProfileFolder.ReadAll(e => Console.Error.WriteLine(Commands.Say(parsed, "profile_skipped", ("why", e.Message))), ProfileFolder.Shipped, Workspace.Named(parsed.GetValue(Commands.Data)).ProfilesFolder);
}
