using Dapper;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>The command <c>verify</c> tells everything that is not as it was written.</summary>
public sealed class VerifyTests
{
    private static readonly string Peru = TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv");

    private static IEnumerable<TestCaseData> Damages()
    {
        yield return Case("A release is gone", w => Directory.Delete(Folder(w), recursive: true), $"Release {Id} is missing");
        yield return Case("A manifest is gone", w => File.Delete(Path.Combine(Folder(w), Release.ManifestName)), $"{Id}/manifest.json is missing");
        yield return Case("A manifest is no JSON", w => File.WriteAllText(Path.Combine(Folder(w), Release.ManifestName), "{"), $"{Id}/manifest.json is not the file");
        yield return Case("A signature is gone", w => File.Delete(Path.Combine(Folder(w), ReleaseSignature.FileName)), $"{Id}/manifest.sig is missing");
        yield return Case("A file of a release is gone", w => File.Delete(Path.Combine(Folder(w), "release_info.parquet")), $"{Id}/release_info.parquet is missing");
        yield return Case("The key is gone", w => File.Delete(SigningKey.KeyFile(w)), "signing.pem is missing");
        yield return Case("The end of the audit log is cut off", CutAudit, $"it no longer has what it had when release {Id}");
        yield return Case("A byte more in the archive", w => File.AppendAllText(Archived(w), " "), "is not the file that its name says");
        yield return Case("A file of the archive is gone", w => File.Delete(Archived(w)), "is missing");
    }

    [TestCaseSource(nameof(Damages))]
    public void ADamageIsTold(Action<Workspace> damage, string told)
    {
        using var workspace = new TestWorkspace();
        for (var i = 0; i < 3; i++) { new Principals(workspace.Workspace).Save(new Actor("test"), new Principal($"p{i}", "P", [], [], false)); }
        workspace.Ingest(Peru, "pe-produce-estrato");
        ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "n");
        workspace.Close();
        var (code, output) = Verify(workspace.Workspace);
        Assert.That(code, Is.Zero, output);
        Assert.That(output, Does.Match("Looked at: 1 releases and [1-9][0-9]* archived files"));
        damage(workspace.Workspace);
        (code, output) = Verify(workspace.Workspace);
        Assert.That(code, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain(told));
    }

    private static (int Code, string Output) Verify(Workspace workspace) => IngestProgram.Run("verify", "--data", workspace.Root, "--lang", "en");

    private static string Id => $"{DateTime.UtcNow.Year}.1";

    private static string Folder(Workspace workspace) => Path.Combine(workspace.ReleasesFolder, Id);

    private static string Archived(Workspace workspace) => new Archive(workspace).PathOf(new Ledger(workspace).Submissions().Single().Sha256!);

    // The last rows, with what SQLite remembers of them.
    private static void CutAudit(Workspace workspace)
    {
        using var ledger = LedgerFile.Connect(workspace);
        ledger.Execute("delete from audit where seq > 2; update sqlite_sequence set seq = 2 where name = 'audit'");
    }

    private static TestCaseData Case(string name, Action<Workspace> damage, string told) => new TestCaseData(damage, told).SetName(name);
}
