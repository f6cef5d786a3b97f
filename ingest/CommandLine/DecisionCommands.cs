using System.CommandLine;
using System.Globalization;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.CommandLine;

/// <summary>The commands <c>approve</c> and <c>reject</c>: on a server, or on the workspace that <c>--data</c> names, as whoever works on this machine.</summary>
public static class DecisionCommands
{
    private static readonly Argument<long> Id = new("ID") { Description = "Number of the submission." };
    private static readonly Option<string[]> Tables = new("--table") { Description = "Decide on this table only; several times for several.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why.", Required = true };

    /// <summary>The commands.</summary>
    public static IEnumerable<Command> All() =>
    [
        Commands.Command("approve", "Approves a submission, or some of its tables, on a server or in the workspace of --data.", p => Decide(p, "approve", SubmissionStatus.Approved, null), [Id, Tables, RemoteCommands.Url, RemoteCommands.Key]),
        Commands.Command("reject", "Rejects a submission, or some of its tables, on a server or in the workspace of --data.", p => Decide(p, "reject", SubmissionStatus.Rejected, p.GetValue(Reason)), [Id, Reason, Tables, RemoteCommands.Url, RemoteCommands.Key]),
    ];

    private static int Decide(ParseResult parsed, string verb, string status, string? reason)
    {
        var (id, tables) = (parsed.GetValue(Id), parsed.GetValue(Tables) is { Length: > 0 } named ? named : null);
        return parsed.GetResult(Commands.Data) is { Implicit: false }
            ? DecideHere(parsed, id, status, tables, reason)
            : RemoteCommands.Send(parsed, "POST", $"/api/v1/submissions/{id.ToString(CultureInfo.InvariantCulture)}/{verb}", RemoteCommands.JsonOf(new { reason, tables }));
    }

    private static int DecideHere(ParseResult parsed, long id, string status, IReadOnlyList<string>? tables, string? reason)
    {
        var workspace = Workspace.Named(parsed.GetValue(Commands.Data));
        var entry = (File.Exists(workspace.LedgerFile) ? new Ledger(workspace).Find(id) : null) ?? throw Refused("no_submission", ("id", $"{id}"));
        if (status == SubmissionStatus.Approved && entry.ReceivedBy == Environment.UserName) { throw Refused("own_submission"); }
        switch (WriterOrServer.Decide(workspace, id, status, tables, reason, Environment.UserName, why => Commands.Rebuilding(parsed, why)))
        {
            case { Done: true }: break;
            case { Unknown: { } unknown }: throw Refused("no_table", ("table", unknown), ("tables", string.Join(", ", new SubmissionTables(workspace).Of(id).Select(t => t.Name))));
            case { Together: { } together }: throw Refused("tables_together", ("tables", string.Join(", ", together)));
            case var decided: throw Refused("other_status", ("status", decided.Status));
        }
        var now = new Ledger(workspace).Find(id)!;
        Console.WriteLine($"{id.ToString(CultureInfo.InvariantCulture)} {now.FileName}: {now.Status}");
        return ExitCodes.Ok;

        ProfileException Refused(string sentence, params IReadOnlyList<(string Name, string? Text)> args) => new(Commands.Say(parsed, sentence, args));
    }
}
