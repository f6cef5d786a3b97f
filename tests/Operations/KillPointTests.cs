using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>
/// The server is killed at named points, at the very system call: between a file and its name, between the name and the ledger, within the ledger's transaction, in a job, in publishing, and at the change of the pointer. Then nothing that
/// was accepted is lost, nothing is half there, and the same can be asked again.
/// </summary>
public sealed class KillPointTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    // What is being done when it ends; the system call before which it does, of which file ({sha} of what is sent, {release} that is made), and which time that it does it.
    private static readonly Point[] Points =
    [
        new("upload", "fsync", "incoming", 1),
        new("upload", "fsync", "ledger.sqlite-wal", 1),
        new("check", "fsync", "archive/{sha2}", 1),
        new("check", "unlink", "incoming/{sha}", 1),
        new("load", "fsync", "work.duckdb.wal", 1),
        new("load", "fsync", "work.duckdb", 1),
        new("publish", "fsync", "tmp/{release}", 1),
        // The folder has its name and the ledger does not know it.
        new("publish", "fsync", "releases", 1),
        // The ledger knows it and nobody is pointed to it.
        new("publish", "fsync", "releases", 2),
        new("publish", "fsync", "releases", 3),
    ];

    [Test]
    public Task KilledOnceAtSomePoints() => Kill([Points[1], Points[2], Points[4], Points[8]]);

    [Test, Category("Soak")]
    public Task KilledTenTimesAtEachPoint() => Kill([.. Enumerable.Repeat(Points, 10).SelectMany(p => p)]);

    private static async Task Kill(IReadOnlyList<Point> points)
    {
        using var office = new Office(("Limits__WritesPerMinute", "100000"));
        var accepted = new HashSet<long>();
        var notReached = new List<string>();
        var edition = 1_830_000;
        foreach (var (what, call, file, time) in points)
        {
            edition++;
            var bytes = Encoding.UTF8.GetBytes(Peru.Replace("1836848", edition.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            var sha = Convert.ToHexStringLower(SHA256.HashData(bytes));
            var release = $"{DateTime.UtcNow.Year}.{new Ledger(office.Workspace).Releases().Count + 1}";
            var path = Path.Combine(office.Workspace.Root, file.Replace("{sha}", sha, StringComparison.Ordinal).Replace("{sha2}", sha[..2], StringComparison.Ordinal).Replace("{release}", release, StringComparison.Ordinal));
            var id = what is "upload" or "check" ? 0 : await Send(office, bytes, accepted);
            if (what is "publish") { await Approve(office, id); }
            var log = office.File($"held-{edition}");
            office.KillAndRestart(Strace.HoldingAt(log, call, path, time));
            var asked = what switch
            {
                "load" => Approve(office, id),
                "publish" => office.Publish(),
                _ => Send(office, bytes, accepted),
            };
            if (!await Strace.Holds(log, time)) { notReached.Add($"{what}: {call} {file} {time}"); }
            office.KillAndRestart();
            try { await asked; }
            catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or TaskCanceledException or System.Text.Json.JsonException) { }
            // Whoever got no answer asks again, and is understood.
            id = await Send(office, bytes, accepted);
            if ((string)(await office.Get("ana", $"/api/v1/submissions/{id}"))["status"]! == "awaiting_review") { await Approve(office, id); }
            await office.Idle();
        }
        Assert.That(notReached, Is.Empty, "Points at which the server did not end.");
        await Wholeness.Check(office, accepted);
    }

    // Sends a file and waits until it was checked.
    private static async Task<long> Send(Office office, byte[] bytes, HashSet<long> accepted)
    {
        using var answer = await office.Upload("pe-produce", bytes, "a.csv");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        var id = (long)(await Office.Json(answer))["id"]!;
        accepted.Add(id);
        await office.Until("pe-produce", id, s => s is not ("received" or "checking"));
        return id;
    }

    private static async Task Approve(Office office, long id)
    {
        using var approved = await office.Send("ana", HttpMethod.Post, $"/api/v1/submissions/{id}/approve");
        Assert.That(approved.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await office.Until("pe-produce", id, s => s is not "awaiting_review");
    }

    private sealed record Point(string What, string Call, string File, int Time);
}
