using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Operations;

/// <summary>One process writes a workspace; a second is told which, and what only reads goes on beside it.</summary>
public sealed class OneWriterTests
{
    [Test]
    public void ASecondServerSaysWhoHoldsTheWorkspace()
    {
        using var folder = new TemporaryFolder();
        using var first = ServerProcess.Start(folder.Path, "--samples", "none");
        var refused = Assert.Throws<InvalidOperationException>(() => ServerProcess.Start(folder.Path, "--samples", "none"))!.Message;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused, Does.Contain($"is being written by process {first.Id} on {Environment.MachineName} since 20"));
            Assert.That(refused, Does.Not.Contain("   at "), "A sentence, not a trace.");
        }
        // However the first ends, the second may begin.
        first.Dispose();
        Assert.That(() => ServerProcess.Start(folder.Path, "--samples", "none").Dispose(), Throws.Nothing);
    }

    [Test]
    public void BesideAServerTheCommandLineReadsAndSaysWhatToDoWhereItCannotWrite()
    {
        using var office = new Office();
        var data = office.Workspace.Root;
        using (Assert.EnterMultipleScope())
        {
            foreach (var reading in (string[])["status", "releases", "verify", "principals", "profiles"]) { Assert.That(IngestProgram.Run(reading, "--data", data).Code, Is.Zero, reading); }
            Assert.That(IngestProgram.Run("check", TestWorkspace.Sample("uy-ine-directorio/uy_ine_empresas_por_tamano.csv"), "--data", data).Code, Is.Zero);
            var (code, output) = IngestProgram.Run("rebuild", "--data", data, "--lang", "es");
            Assert.That(code, Is.EqualTo(3), output);
            Assert.That(output, Does.Match($"escribe el proceso {office.Server.Id} de {Environment.MachineName} desde 20.*: espere a que termine o deténgalo, y repita"));
            (code, output) = IngestProgram.Run("ingest", TestWorkspace.Sample("uy-ine-directorio/uy_ine_empresas_por_tamano.csv"), "--data", data, "--lang", "en");
            Assert.That(code, Is.Zero, output);
            Assert.That(new Ledger(office.Workspace).Submissions().Single().LoadOrder, Is.EqualTo(1), "The server has done it.");
        }
    }
}
