using System.Text;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Operations;

/// <summary>What the server asks of the system, as strace sees it: what an answer relies on is on the disk before it is sent.</summary>
public sealed class FlushTests
{
    [Test]
    public async Task AnAcceptedFileAndTheKeyOfItsReceiptAreFlushedBeforeTheAnswer()
    {
        using var folder = new TemporaryFolder();
        var log = folder.File("strace.txt");
        using (var office = new Office())
        {
            office.KillAndRestart(Strace.Noting(log, "fsync", "fdatasync", "/^rename", "/^send"));
            using var answer = await office.Upload("pe-produce", Encoding.UTF8.GetBytes(File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"))), "a.csv");
            Assert.That((int)answer.StatusCode, Is.EqualTo(202));
            using var receipt = await office.Send("pe-produce", HttpMethod.Get, $"/api/v1/submissions/{(await Office.Json(answer))["id"]}/receipt");
            Assert.That((int)receipt.StatusCode, Is.EqualTo(200));
        }
        var calls = File.ReadAllText(log);
        var answered = calls.IndexOf("HTTP/1.1 202", StringComparison.Ordinal);
        Assert.That(answered, Is.Positive, calls);
        // The file by its temporary name, its name, the folder that holds it, the transaction of the ledger; nothing of it after the answer.
        Assert.That(calls[..answered], Does.Match(@"fsync\(\d+<\S+/tmp/[0-9a-f]{32}>.*rename\S*\(\S*/tmp/[0-9a-f]{32}"", \S*/incoming/[0-9a-f]{64}"".*fsync\(\d+<\S+/incoming>.*f(data)?sync\(\d+<\S+/ledger.sqlite-wal>".Replace(".*", @"[\s\S]*", StringComparison.Ordinal)));
        // So is the key, which the first receipt makes: one that is empty after a power cut could sign nothing any more.
        Assert.That(calls, Does.Match(@"fsync\(\d+<\S+/tmp/[0-9a-f]{32}>[^\n]*\n[\s\S]*?rename\S*\(\S*/tmp/[0-9a-f]{32}"", \S*/signing.pem"""));
    }
}
