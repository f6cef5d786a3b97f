using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Support;

/// <summary>A server on a workspace of its own, with principals who have keys, for tests that write.</summary>
public sealed class Office : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dictionary<string, string> keys = [];

    // Tenths of a second: the jobs of a server leave the processor to all the other tests.
    private const int Patience = 1200;

    private readonly (string, string)[] environment;

    /// <summary>Starts it empty, with settings in its environment.</summary>
    public Office(params (string Name, string Value)[] environment) : this(null, environment) { }

    /// <summary>Starts it empty in a folder that is not its own to remove.</summary>
    /// <param name="data">The folder; null for a temporary one.</param>
    /// <param name="environment">Settings.</param>
    public Office(string? data, params (string Name, string Value)[] environment)
    {
        this.environment = environment;
        Workspace = EmptyWarehouse.Into(Workspace.Open(data ?? folder.File("data")));
        var principals = new Principals(Workspace);
        foreach (var (id, roles, areas) in ((string, string[], string[])[])[
            ("pe-produce", ["provider"], ["PE"]), ("uy-ine", ["provider"], ["UY"]), ("ana", ["reviewer"], []), ("both", ["provider", "reviewer"], ["PE", "UY", "PY"]),
            ("publisher", ["publisher"], []), ("admin", ["admin"], []), ("reader", ["reader"], [])])
        {
            principals.Save(new Actor("test"), new Principal(id, id, roles, areas, Disabled: false));
            keys[id] = principals.AddKey(new Actor("test"), id, null).Secret;
        }
        Server = ServerProcess.Start(Workspace.Root, environment, "--samples", "none");
    }

    /// <summary>The workspace; the server writes it.</summary>
    public Workspace Workspace { get; }

    /// <summary>The server.</summary>
    public ServerProcess Server { get; private set; }

    /// <summary>The key of a principal.</summary>
    public string KeyOf(string principal) => keys[principal];

    /// <summary>Path of a file outside the workspace.</summary>
    public string File(string name) => folder.File(name);

    /// <summary>Sends a request as a principal; null for nobody.</summary>
    public Task<HttpResponseMessage> Send(string? principal, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (principal is not null) { request.Headers.Add("X-API-Key", keys.GetValueOrDefault(principal, principal)); }
        foreach (var (name, value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }
        return Server.Client.SendAsync(request);
    }

    /// <summary>Uploads a file.</summary>
    public Task<HttpResponseMessage> Upload(string principal, byte[] bytes, string fileName, string? profile = null, string query = "", params (string Name, string Value)[] headers)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", fileName } };
        if (profile is not null) { form.Add(new StringContent(profile), "profile"); }
        return Send(principal, HttpMethod.Post, "/api/v1/submissions" + query, form, headers);
    }

    /// <summary>Uploads a file that is taken, and waits until it was checked.</summary>
    public async Task<JsonNode> UploadAndWait(string principal, byte[] bytes, string fileName, string? profile = null)
    {
        using var answer = await Upload(principal, bytes, fileName, profile);
        Assert.That((int)answer.StatusCode, Is.EqualTo(202), await answer.Content.ReadAsStringAsync());
        return await Until(principal, (long)(await Json(answer))["id"]!, s => s is not ("received" or "checking"));
    }

    /// <summary>Waits until a submission is in a status.</summary>
    public async Task<JsonNode> Until(string principal, long id, Func<string, bool> status)
    {
        for (var patience = 0; patience < Patience; patience++)
        {
            var submission = await Get(principal, $"/api/v1/submissions/{id}");
            if (status((string)submission["status"]!) && submission["progress"] is null) { return submission; }
            await Task.Delay(100);
        }
        throw new TimeoutException($"Submission {id} does not come on: {await Get(principal, $"/api/v1/submissions/{id}")}\n{Server.Log}");
    }

    /// <summary>Waits until something holds.</summary>
    public static async Task Until(Func<Task<bool>> holds)
    {
        for (var patience = 0; patience < Patience; patience++)
        {
            if (await holds()) { return; }
            await Task.Delay(100);
        }
        throw new TimeoutException("It does not come to hold.");
    }

    /// <summary>Posts JSON.</summary>
    public Task<HttpResponseMessage> Post(string principal, string path, object body) => Send(principal, HttpMethod.Post, path, JsonContent.Create(body));

    /// <summary>Publishes what is approved, and waits for the release.</summary>
    public async Task<string> Publish(DateTime? embargo = null)
    {
        using var answer = await Post("publisher", "/api/v1/releases", new { notes = "test", embargoUntil = embargo });
        var job = (long)(await Json(answer))["jobId"]!;
        for (var patience = 0; patience < Patience; patience++)
        {
            var state = await Get("publisher", $"/api/v1/jobs/{job}");
            if ((string)state["state"]! == "done") { return (string)state["note"]!; }
            Assert.That((string)state["state"]!, Is.Not.EqualTo("failed"), (string?)state["note"]);
            await Task.Delay(100);
        }
        throw new TimeoutException("The release does not come on.");
    }

    /// <summary>Uploads a file of PRODUCE, has it approved and publishes it.</summary>
    /// <returns>The release.</returns>
    public async Task<string> Release(string file, DateTime? embargo = null)
    {
        var submission = await UploadAndWait("pe-produce", System.Text.Encoding.UTF8.GetBytes(file), "a.csv");
        Assert.That((string)submission["status"]!, Is.EqualTo("awaiting_review"), submission.ToString());
        var id = (long)submission["id"]!;
        using var approved = await Send("ana", HttpMethod.Post, $"/api/v1/submissions/{id}/approve");
        Assert.That((int)approved.StatusCode, Is.EqualTo(200));
        await Until("pe-produce", id, s => s == "approved");
        return await Publish(embargo);
    }

    /// <summary>The body of an answer.</summary>
    public static async Task<JsonNode> Json(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    /// <summary>Reads JSON as a principal.</summary>
    public async Task<JsonNode> Get(string principal, string path)
    {
        using var answer = await Send(principal, HttpMethod.Get, path);
        return await Json(answer);
    }

    /// <summary>Ends the server at once, as a power cut does, and starts another on the workspace.</summary>
    /// <param name="under">A program to start it under, such as <see cref="Strace.HoldingAt"/>.</param>
    public void KillAndRestart(params IReadOnlyList<string> under)
    {
        Server.Dispose();
        Server = ServerProcess.StartUnder(under, Workspace.Root, environment, "--samples", "none");
    }

    /// <summary>Waits until queries are answered from a release.</summary>
    public async Task Ready()
    {
        for (var patience = 0; patience < Patience; patience++)
        {
            using var ready = await Send(null, HttpMethod.Get, "/health/ready");
            if (ready.IsSuccessStatusCode) { return; }
            await Task.Delay(100);
        }
        throw new TimeoutException("There is no release yet.");
    }

    /// <summary>Waits until no job waits or runs, as long as they come on.</summary>
    public async Task Idle()
    {
        var (least, patience) = (long.MaxValue, 0);
        while (patience++ < Patience)
        {
            using var ledger = LedgerFile.Connect(Workspace);
            using var command = ledger.CreateCommand();
            command.CommandText = "select count(*) from job where state in ('pending', 'running')";
            var left = (long)command.ExecuteScalar()!;
            if (left == 0) { return; }
            if (left < least) { (least, patience) = (left, 0); }
            await Task.Delay(100);
        }
        throw new TimeoutException($"{least} jobs do not come to their end.\n{Server.Log}");
    }

    /// <summary>Stops the server and removes the workspace.</summary>
    public void Dispose()
    {
        Server.Dispose();
        folder.Dispose();
    }
}
