using System.Net;
using System.Text;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>A server that is killed at any moment while files arrive, are checked, loaded and published: nothing that was accepted is lost, and nothing is half there.</summary>
public sealed class CrashTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public Task NothingAcceptedIsLost() => Kill(times: 6, seed: 4);

    [Test, Category("Soak")]
    public Task NothingAcceptedIsLost_100Kills() => Kill(times: 100, seed: 5);

    [Test]
    public async Task AStopThatWasAskedForIsNotHeldAgainstAnyFile()
    {
        using var office = new Office();
        for (var i = 0; i < 3; i++)
        {
            using var sent = await office.Upload("pe-produce", Encoding.UTF8.GetBytes(Peru.Replace("1836848", $"{1_830_000 + i}", StringComparison.Ordinal)), $"{i}.csv");
            Assert.That(sent.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
        }
        await office.Server.Stop();
        var jobs = new Observatorio.Warehouse.Jobs(office.Workspace);
        var after = jobs.After(0);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Select(j => j.State), Has.None.EqualTo("running").And.None.EqualTo("failed"));
            Assert.That(after.Any(j => j.State == "pending"), Is.True, "It was stopped in the midst of its work.");
            Assert.That(after.Select(j => jobs.Interruptions(j.JobId)), Is.All.Zero);
        }
        office.KillAndRestart();
        await Wholeness.Check(office, [1, 2, 3]);
    }

    private static async Task Kill(int times, int seed)
    {
        var random = new Random(seed);
        var accepted = new List<long>();
        using var office = new Office(("Limits__WritesPerMinute", "100000"));
        // On a slow machine a kill may come before anything was accepted: then there are more of them, and they come later.
        var latest = 1500;
        for (var i = 0; i < times || (accepted.Count <= times / 2 && i < 5 * times); i++)
        {
            using var stop = new CancellationTokenSource();
            var work = Task.WhenAll(Send(office, accepted, i, stop.Token), Decide(office, stop.Token));
            var before = accepted.Count;
            await Task.Delay(random.Next(20, latest));
            office.KillAndRestart();
            await stop.CancelAsync();
            await work;
            if (accepted.Count == before) { latest += 300; }
        }
        Assert.That(accepted, Has.Count.GreaterThan(times / 2));
        await Wholeness.Check(office, accepted);
    }

    // An office that sends one edition after the other; what is answered 202 is promised.
    private static async Task Send(Office office, List<long> accepted, int round, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                using var answer = await office.Upload("pe-produce", Encoding.UTF8.GetBytes(Peru.Replace("1836848", $"{1_830_000 + (100 * round) + i}", StringComparison.Ordinal)), $"{round}-{i}.csv");
                if (answer.StatusCode == HttpStatusCode.Accepted) { accepted.Add((long)(await Office.Json(answer))["id"]!); }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or TaskCanceledException or System.Text.Json.JsonException) { return; }
            await Task.Delay(300, CancellationToken.None);
        }
    }

    // A reviewer who approves what waits, and a publisher who publishes once before each kill.
    private static async Task Decide(Office office, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                foreach (var waiting in (await office.Get("ana", "/api/v1/submissions?status=awaiting_review")).AsArray()) { (await office.Send("ana", HttpMethod.Post, $"/api/v1/submissions/{(long)waiting!["id"]!}/approve")).Dispose(); }
                if (i == 2) { (await office.Post("publisher", "/api/v1/releases", new { notes = "test" })).Dispose(); }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or ObjectDisposedException or TaskCanceledException or System.Text.Json.JsonException or InvalidOperationException) { return; }
            await Task.Delay(150, CancellationToken.None);
        }
    }
}
