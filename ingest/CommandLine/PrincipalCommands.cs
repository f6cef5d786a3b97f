using System.CommandLine;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The commands that say who may do what on a server of the workspace.</summary>
public static class PrincipalCommands
{
    private static readonly Argument<string> Id = new("ID") { Description = "Short name of the principal, such as pe-inei." };
    private static readonly Option<string> Name = new("--name") { Description = "What people call it.", DefaultValueFactory = _ => "" };
    private static readonly Option<string[]> Roles = new("--role") { Description = "provider, reviewer, publisher, admin or reader; several times for several.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string[]> Areas = new("--area") { Description = "Countries that a provider sends for, such as PE.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool?> Disabled = new("--disabled") { Description = "true ends all that it may do, false lets it again." };
    private static readonly Option<int?> Days = new("--days") { Description = "For how many days the key holds (default: no end)." };
    private static readonly Argument<string> Prefix = new("PREFIX") { Description = "First characters of the key, as the list shows them." };

    /// <summary>The command <c>principals</c> with what is below it.</summary>
    public static Command Root()
    {
        Roles.AcceptOnlyFromAmong([.. Principals.Roles]);
        var root = Commands.Command("principals", "Lists who may do what.", List, []);
        root.Subcommands.Add(Commands.Command("add", "Adds a principal or changes what it may do, and makes a key for a new one.", Add, [Id, Name, Roles, Areas, Disabled, Days]));
        root.Subcommands.Add(Commands.Command("key", "Makes a key; it is shown once.", AddKey, [Id, Days]));
        root.Subcommands.Add(Commands.Command("revoke", "Ends a key at once.", Revoke, [Id, Prefix]));
        return root;
    }

    private static int List(ParseResult parsed)
    {
        var workspace = Workspace.Named(parsed.GetValue(Commands.Data));
        if (!File.Exists(workspace.LedgerFile)) { return ExitCodes.Ok; }
        var principals = new Principals(workspace);
        ReportPrinter.PrintTable(parsed.GetValue(Commands.Format), ["principal", "name", "roles", "areas", "disabled", "keys"],
            principals.All().Select(p => new[] { p.Id, p.Name, string.Join(' ', p.Roles), string.Join(' ', p.Areas), p.Disabled ? "yes" : "no", string.Join(' ', principals.KeysOf(p.Id).Where(k => k.RevokedAt is null).Select(k => k.Prefix)) }));
        return ExitCodes.Ok;
    }

    private static int Add(ParseResult parsed)
    {
        var principals = new Principals(Workspace.Open(parsed.GetValue(Commands.Data)));
        var id = parsed.GetValue(Id)!;
        var known = principals.Find(id);
        var name = parsed.GetValue(Name) is { Length: > 0 } given ? given : known?.Name ?? id;
        // What is not said stays as it is.
        var roles = Said(parsed, Roles) ?? known?.Roles ?? [];
        var areas = Said(parsed, Areas) ?? known?.Areas ?? [];
        if (!Principals.IsId(id)) { throw new ProfileException(Commands.Say(parsed, "bad_principal_id", ("value", id))); }
        foreach (var area in areas.Where(a => !Principals.IsArea(a))) { throw new ProfileException(Commands.Say(parsed, "bad_area", ("value", area))); }
        principals.Save(Here, new Principal(id, name, roles, areas, parsed.GetValue(Disabled) ?? known?.Disabled ?? false));
        Console.WriteLine(Commands.Say(parsed, "principal_saved", ("principal", id), ("roles", string.Join(' ', principals.Find(id)!.Roles))));
        return known is null ? AddKey(parsed) : ExitCodes.Ok;
    }

    private static string[]? Said(ParseResult parsed, Option<string[]> option) => parsed.GetResult(option) is { Implicit: false } ? parsed.GetValue(option) : null;

    private static int AddKey(ParseResult parsed)
    {
        var (principals, id) = Existing(parsed);
        var (_, secret) = principals.AddKey(Here, id, parsed.GetValue(Days) is { } days ? DateTime.UtcNow.AddDays(days) : null);
        Console.WriteLine(Commands.Say(parsed, "key_made", ("principal", id), ("key", secret)));
        return ExitCodes.Ok;
    }

    private static int Revoke(ParseResult parsed)
    {
        var (principals, id) = Existing(parsed);
        return principals.RevokeKey(Here, id, parsed.GetValue(Prefix)!) ? ExitCodes.Ok : ExitCodes.Findings;
    }

    private static Actor Here => new(Environment.UserName);

    private static (Principals Principals, string Id) Existing(ParseResult parsed)
    {
        var principals = new Principals(Workspace.Open(parsed.GetValue(Commands.Data)));
        var id = parsed.GetValue(Id)!;
        return principals.Find(id) is null ? throw new ProfileException(Commands.Say(parsed, "no_principal", ("principal", id))) : (principals, id);
    }
}
