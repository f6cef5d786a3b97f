using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Tests.Checking;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>An error stops its own table of a file, and not the others (METHOD.md, Settled).</summary>
public sealed class StoppedTableTests
{
    [Test]
    public void TheOtherTablesAreTaken()
    {
        using var workspace = new TestWorkspace();
        var report = Ingest(workspace, Table("Cuadro 1", 2022, 90_000), Table("Cuadro 2", 2021, "noventa mil"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Errors, Is.GreaterThan(0));
            Assert.That((report.Loaded, string.Join(", ", report.Stopped)), Is.EqualTo((true, "Cuadro 2")), Findings.Text(report));
            Assert.That(Micro(workspace, "2022"), Is.EqualTo(90_000));
            Assert.That(Micro(workspace, "2021"), Is.Null);
            Assert.That(workspace.Submissions.Single().Note, Does.Contain("Cuadro 2"));
        }
        // The mended file brings the rest; what was taken stays as it is.
        Assert.That(Ingest(workspace, Table("Cuadro 1", 2022, 90_000), Table("Cuadro 2", 2021, 80_000)).Stopped, Is.Empty);
        Assert.That((Micro(workspace, "2022"), Micro(workspace, "2021")), Is.EqualTo(((decimal?)90_000, (decimal?)80_000)));
    }

    [Test]
    public void TablesOfTheSamePeriodAreOne()
    {
        using var workspace = new TestWorkspace();
        var whole = Table("Cuadro 1", 2022, 90_000);
        var report = Ingest(workspace, whole with { Rows = whole.Rows.Take(4).ToList() }, whole with { Name = "Cuadro 2", Rows = [whole.Rows[0], whole.Rows[1], .. whole.Rows.Skip(4).Take(2), [2022, "Total", "x"]] });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Loaded, Is.False, Findings.Text(report));
            Assert.That(report.Stopped, Is.EquivalentTo((string[])["Cuadro 1", "Cuadro 2"]));
            Assert.That(Star.Count(workspace.Work), Is.Zero);
        }
    }

    private static IngestReport Ingest(TestWorkspace workspace, params SampleSheet[] sheets)
    {
        var files = BrokenSample.ProfileOf("clean").Files.ToDictionary();
        files["xlsx.layout.json"] = files["xlsx.layout.json"].Replace("\"^Cuadro 1$\"", "\"^Cuadro [12]$\"", StringComparison.Ordinal);
        var path = workspace.File($"{Guid.NewGuid():N}.xlsx");
        SampleWorkbook.Write(path, sheets);
        return workspace.Ingest(path, ProfileFolder.Parse("tiny", files))!;
    }

    private static SampleSheet Table(string name, int year, object micro) => new(name,
    [
        ["Uruguay: empresas por tamaño (cifras sintéticas)"], ["Año", "Tamaño", "Empresas", "Participación"],
        [year, "Micro", micro, null], [year, "Pequeña", 8000, null], [year, "Mediana", 1600, null], [year, "Grande", 400, null],
    ]);

    private static decimal? Micro(TestWorkspace workspace, string period) => Star.Current(workspace.Work, new StarKey("UY_TINY", "ENTR", "UY", "URY-BANDS", "S1T4", "_T", period))?.Value;
}
