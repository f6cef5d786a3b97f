using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Warehouse;

/// <summary>What is left of a file that does not get into the archive.</summary>
public sealed class ArchiveTests
{
    [Test]
    public void OfAFileThatCannotBeReadToItsEndNothingIsLeft()
    {
        using var folder = new TemporaryFolder();
        var workspace = Workspace.Open(folder.File("data"));
        Assert.That(() => new Archive(workspace).Add(new Broken()), Throws.TypeOf<TimeoutException>());
        Assert.That(Directory.EnumerateFiles(workspace.TemporaryFolder), Is.Empty);
    }

    // Breaks off after its first bytes, as a full disk does on the other side.
    private sealed class Broken() : MemoryStream(new byte[100])
    {
        public override int Read(Span<byte> buffer) => Position < Length ? base.Read(buffer) : throw new TimeoutException();
    }
}
