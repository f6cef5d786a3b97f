using Dapper;
using DuckDB.NET.Data;
using Observatorio.Tests.Checking;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Harmonising;

/// <summary>Point estimates inside a straddled band (METHOD.md, Size): on request, apart from the figures, and only where little is uncertain.</summary>
public sealed class PointEstimateTests
{
    [Test]
    public void TheLogOfTheSurvivalCountIsLinearInTheLogOfTheSize()
    {
        var points = Points(90_000, 8_000, 1_500, 500);
        // 10,000 have five or more and 2,000 twenty or more; ten is half way between them on the logarithmic scale.
        var tenOrMore = 10_000 * Math.Pow(0.2, 0.5);
        Assert.That(points["CMN3|S_LE9"], Is.EqualTo(Math.Round(100_000 - tenOrMore)));
        using (Assert.EnterMultipleScope())
        {
            // 10 to 49: 1,500 to 9,500 is too wide. 50 and more: the band 20-99 is crossed, 500 to 2,000.
            Assert.That(points, Does.Not.ContainKey("CMN3|S10T49"));
            Assert.That(points, Does.Not.ContainKey("CMN3|S_GE50"));
            Assert.That(points.Keys, Has.None.StartsWith("URY-BANDS"));
        }
    }

    [Test]
    public void NeverInTheOpenTopClass()
        // Of 100 and more nobody knows how many are beyond 250, however few they are.
        => Assert.That(Points(90_000, 8_000, 15_000, 10).Keys, Has.None.EqualTo("SBS|S50T249").And.None.EqualTo("SBS|S_GE250"));

    [Test]
    public void NotWhereNoneIsAbove() => Assert.That(Points(90_000, 8_000, 0, 0), Does.Not.ContainKey("CMN3|S_LE9"));

    [Test]
    public void NotWhereUnitsAreWithoutAClass() => Assert.That(Points(90_000, 8_000, 1_500, 500, unclassified: 10), Does.Not.ContainKey("CMN3|S_LE9"));

    [Test]
    public void ItStaysWithinItsInterval()
    {
        using var workspace = Workspace(90_000, 8_000, 1_500, 500, 0);
        using var release = Published(workspace);
        foreach (var (low, high, point) in release.Query<(decimal, decimal, decimal)>("select value_low, value_high, point from fact_enterprise_count where point is not null"))
        {
            Assert.That(point, Is.InRange(low, high));
            Assert.That(high / low, Is.LessThanOrEqualTo(1.25m));
        }
    }

    private static Dictionary<string, double> Points(int micro, int small, int medium, int large, int unclassified = 0)
    {
        using var workspace = Workspace(micro, small, medium, large, unclassified);
        using var release = Published(workspace);
        return release.Query<(string Class, double Point)>("select c.scheme || '|' || c.code, f.point::double from fact_enterprise_count f join dim_size_class c on c.size_class_id = f.size_class where f.point is not null").ToDictionary(p => p.Class, p => p.Point);
    }

    private static DuckDBConnection Published(TestWorkspace workspace)
        => Sql.Connect(Release.DatabaseFile(workspace.Workspace, ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "").ReleaseId), ";ACCESS_MODE=READ_ONLY");

    private static TestWorkspace Workspace(int micro, int small, int medium, int large, int unclassified)
    {
        var workspace = new TestWorkspace();
        var rows = new[] { ("Micro", micro), ("Pequeña", small), ("Mediana", medium), ("Grande", large), ("Sin clasificar", unclassified), ("Total", micro + small + medium + large + unclassified) };
        var file = workspace.Write("file.csv", "Uruguay: empresas por tamaño;;\nAño;Tamaño;Empresas\n" + string.Concat(rows.Select(r => $"2022;{r.Item1};{r.Item2}\n")));
        var report = workspace.Ingest(file, BrokenSample.ProfileOf("clean"))!;
        Assert.That(report.Loaded, Is.True, Findings.Text(report));
        return workspace;
    }
}
