using System.Text.Json.Nodes;
using Observatorio.Ingest.CommandLine;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>The program as an office's own script calls it.</summary>
public sealed class CommandLineTests
{
    private const string Misspelt = "Año,Estrato empresarial,Numero de empreses\r\n2017,Micro empresa,1836848\r\n2017,Gran empresa,9245\r\n";

    [Test]
    public void AMisspeltHeaderIsToldWithoutNamingTheProfile()
    {
        using var workspace = new TestWorkspace();
        var (code, output) = IngestProgram.Run("check", workspace.Write("f.csv", Misspelt), "--data", workspace.Workspace.Root, "--format", "json", "--lang", "en");
        var report = JsonNode.Parse(output)!;
        var finding = report["findings"]!.AsArray().Single(f => (string?)f!["code"] == "F04")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Findings));
            Assert.That((string?)report["profile"], Is.EqualTo("pe-produce-estrato"));
            Assert.That((string?)finding["message"], Does.Contain("Número de empresas").And.Contain("Numero de empreses"));
            Assert.That((int)finding["places"]!, Is.EqualTo(1));
        }
    }

    [Test]
    public void AFileThatMatchesNothingHasNoProfile()
    {
        using var workspace = new TestWorkspace();
        var (code, output) = IngestProgram.Run("check", workspace.Write("f.csv", "a,b,c\r\n1,2,3\r\n"), "--data", workspace.Workspace.Root, "--lang", "en");
        Assert.That((code, output), Is.EqualTo((ExitCodes.Usage, $"No profile reads a file like f.csv. Name one with --profile (the command 'profiles' lists them) or write one: docs/profiles.md says how.{Environment.NewLine}")));
    }

    [TestCase("csv.layout.json", "{")]
    [TestCase("csv.layout.json", """{ "format": "csv", "tables": [] }""")]
    [TestCase("csv.layout.json", """{ "format": "csv", "tables": [{ "header": { "row": 1 }, "columns": [{ "headerPattern": "(" , "component": "TIME_PERIOD" }] }] }""")]
    [TestCase("labels.csv", "component,label\n\"")]
    public void AProfileThatCannotBeUsedHarmsNoOther(string file, string text)
    {
        using var workspace = new TestWorkspace();
        var folder = Directory.CreateDirectory(Path.Combine(workspace.Workspace.ProfilesFolder, "broken")).FullName;
        foreach (var (name, content) in Synthetic.Profile("PER-30056").Files) { File.WriteAllText(Path.Combine(folder, name), content); }
        File.WriteAllText(Path.Combine(folder, file), text);
        var data = workspace.Workspace.Root;
        var check = IngestProgram.Run("check", TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"), "--data", data, "--lang", "en");
        var profiles = IngestProgram.Run("profiles", "check", "--data", data, "--lang", "en");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Code, Is.Zero, check.Output);
            Assert.That(profiles.Code, Is.EqualTo(ExitCodes.Findings), profiles.Output);
            Assert.That(profiles.Output, Does.Contain($"broken/{file}").And.Not.Contain("   at "));
        }
    }

    [Test]
    public void WhatIsNotSaidOfAPrincipalStaysAsItIs()
    {
        using var workspace = new TestWorkspace();
        var (data, principals) = (workspace.Workspace.Root, new Observatorio.Warehouse.Principals(workspace.Workspace));
        Add("pe-x", "--role", "provider", "--area", "PE");
        Add("pe-x", "--disabled", "true");
        Add("pe-x", "--name", "Perú");
        var after = principals.Find("pe-x")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((after.Name, string.Join(' ', after.Roles), string.Join(' ', after.Areas), after.Disabled), Is.EqualTo(("Perú", "provider", "PE", true)));
            Assert.That(Add("Pe X"), Is.EqualTo(ExitCodes.Usage));
            Assert.That(Add("pe-x", "--area", "Peru"), Is.EqualTo(ExitCodes.Usage));
            Assert.That(principals.All(), Has.Count.EqualTo(1));
        }
        Add("pe-x", "--disabled", "false");
        Assert.That(principals.Find("pe-x")!.Disabled, Is.False);

        int Add(params string[] arguments) => IngestProgram.Run(["principals", "add", .. arguments, "--data", data]).Code;
    }

    [Test]
    public async Task AnAnswerThatIsNotTheObservatorysIsASentence()
    {
        using var workspace = new TestWorkspace();
        // A proxy whose server is away.
        using var proxy = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        proxy.Start();
        var url = $"http://{proxy.LocalEndpoint}";
        var sending = Task.Run(() => IngestProgram.Run("send", workspace.Write("f.csv", Misspelt), "--url", url, "--lang", "en"));
        using (var client = await proxy.AcceptTcpClientAsync())
        {
            var stream = client.GetStream();
            _ = await stream.ReadAtLeastAsync(new byte[1 << 16], 100, throwOnEndOfStream: false);
            await stream.WriteAsync("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>"u8.ToArray());
            var (code, output) = await sending;
            Assert.That((code, output), Is.EqualTo((ExitCodes.Usage, $"{url} answered 502 and not as the observatory does: something in front of it, such as a proxy, may refuse it.{Environment.NewLine}")));
        }
    }

    [TestCase("table")]
    [TestCase("csv")]
    public void WhatWouldSteerATerminalOrASpreadsheetIsShown(string format)
    {
        using var workspace = new TestWorkspace();
        var file = workspace.Write("f.csv", "Año,Estrato empresarial,Número de empresas\r\n2017,\u001B[31mMicro empresa,1\r\n2017,=1+1,2\r\n");
        var (_, output) = IngestProgram.Run("check", file, "--profile", "pe-produce-estrato", "--format", format, "--data", workspace.Workspace.Root);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(output, Does.Not.Contain('\u001B').And.Contain("\uFFFD[31mMicro empresa"));
            if (format == "csv") { Assert.That(output, Does.Contain("'=1+1")); }
        }
    }

    [Test]
    public void ACheckComparesWithWhatIsPublished()
    {
        using var folder = new TemporaryFolder();
        var text = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));
        Assert.That(text, Does.Contain("1836848"));
        File.WriteAllText(folder.File("corregido.csv"), text.Replace("1836848", "1736848", StringComparison.Ordinal));
        var revisions = Revisions("corregido.csv", SampleServer.WorkspaceFolder);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(revisions.Select(f => (string?)f!["message"]), Has.Some.Contains("1836848").And.Some.Contains("1736848"));
            Assert.That(Revisions("corregido.csv", folder.File("none")), Is.Empty);
        }

        JsonNode?[] Revisions(string file, string data)
            => [.. JsonNode.Parse(IngestProgram.Run("check", folder.File(file), "--data", data, "--format", "json", "--lang", "en").Output)!["findings"]!.AsArray().Where(f => (string?)f!["code"] == "S05")];
    }

    [TestCase("check")]
    [TestCase("profiles")]
    [TestCase("status")]
    [TestCase("releases")]
    public void LookingMakesNoWorkspace(string command)
    {
        using var folder = new TemporaryFolder();
        var arguments = command == "check" ? [command, Repository.PathOf("data-samples/pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv")] : (string[])[command];
        var (code, output) = IngestProgram.Run([.. arguments, "--data", folder.File("none")]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code, Is.EqualTo(ExitCodes.Ok), output);
            Assert.That(Directory.Exists(folder.File("none")), Is.False);
        }
    }

    [Test]
    public void StatusAndReleasesAreOneDocumentEach()
    {
        var submissions = JsonNode.Parse(Run("status"))!.AsArray();
        var releases = JsonNode.Parse(Run("releases"))!.AsArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(submissions, Has.Count.GreaterThan(20));
            Assert.That(releases.Select(r => $"{r!["release"]} {r["current"]}"), Is.EqualTo((string[])[$"{DateTime.UtcNow.Year}.1 no", $"{DateTime.UtcNow.Year}.2 yes"]));
        }

        static string Run(string command) => IngestProgram.Run(command, "--data", SampleServer.WorkspaceFolder, "--format", "json").Output;
    }
}
