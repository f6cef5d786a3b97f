using System.Globalization;
using Observatorio.Api.Comparability;
using Observatorio.Api.Regions;
using Observatorio.Api.Releases;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Regional sums: the same countries in every year, never over other units or universes, and who is missing is named.</summary>
public sealed class RegionTests
{
    private static readonly string[] Classes = ["S_LE10", "S11T30", "S31T50", "S_GE51"];

    [Test]
    public void ASumIsOfTheSameCountriesInEveryYearAndBearsAnotherCode()
    {
        using var workspace = new TestWorkspace();
        // Peru has both years, Colombia both, Ecuador one; Chile counts taxpayers; Bolivia's figures are made up.
        Load(workspace, "PE", ["2020", "2021"], 10);
        Load(workspace, "CO", ["2020", "2021"], 100, weights: [4, 3, 2, 1]);
        Load(workspace, "EC", ["2021"], 1000);
        Load(workspace, "CL", ["2020", "2021"], 5, universe: "TAXPAYERS");
        Load(workspace, "BO", ["2020", "2021"], 7, origin: "synthetic");
        using var release = Publish(workspace);

        var both = Ask(release, "ALADI", "ENTR", "2020", "2021");
        var one = Ask(release, "ALADI", "ENTR", "2021", "2021");
        var shares = Ask(release, "CAN", "SHR_ENTR", "2020", "2021").Totals.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(both.Totals.Select(t => $"{t.Code} {t.Universe} {string.Join(' ', t.Members)}"), Is.EqualTo((string[])["ALADI_P FORMAL CO PE", "ALADI_P TAXPAYERS CL"]));
            Assert.That(one.Totals[0].Members, Is.EqualTo((string[])["CO", "EC", "PE"]));
            var total = both.Totals[0];
            Assert.That(total.Years.Select(y => y.Figures.Single(f => f.SizeClass == "S_GE51").Value), Is.EqualTo((decimal?[])[140, 140]));
            Assert.That(total.Years.Select(y => y.Figures.Single(f => f.SizeClass == "_T").Value), Is.EqualTo((decimal?[])[110 * 10, 110 * 10]));
            Assert.That(total.Missing.Select(m => m.RefArea), Is.EquivalentTo((string[])["AR", "BO", "BR", "CL", "CU", "EC", "MX", "PA", "PY", "UY", "VE"]));
            Assert.That(total.Missing.Single(m => m.RefArea == "BO").Reason, Does.Contain("made up"));
            Assert.That(total.Missing.Single(m => m.RefArea == "EC").Reason, Does.StartWith("2020").And.Contains("2021"));
            Assert.That(total.Missing.Single(m => m.RefArea == "CL").Reason, Does.Contain("Taxpayers"));
            Assert.That(total.Years[0].PopulationShare, Is.InRange(12m, 15m));
            // Sum over sum, and not the mean of the shares.
            Assert.That(shares.Members, Is.EqualTo((string[])["CO", "PE"]));
            Assert.That(shares.Years[0].Figures.Single(f => f.SizeClass == "S_LE10").Value, Is.EqualTo(37.27m));
        }
    }

    [Test]
    public void MembershipIsDated()
    {
        using var workspace = new TestWorkspace();
        Load(workspace, "PE", ["2004", "2020"], 10);
        using var release = Publish(workspace);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Ask(release, "CAN", "ENTR", "2004", "2004").Countries.Select(c => c.RefArea), Is.EqualTo((string[])["BO", "CO", "EC", "PE", "VE"]));
            Assert.That(Ask(release, "CAN", "ENTR", "2020", "2020").Countries.Select(c => c.RefArea), Is.EqualTo((string[])["BO", "CO", "EC", "PE"]));
        }
    }

    [Test]
    public void ARegionIsWholeOnlyWithAllItsMembers()
    {
        using var workspace = new TestWorkspace();
        foreach (var country in (string[])["BO", "CO", "EC", "PE"]) { Load(workspace, country, ["2020"], 10); }
        using var release = Publish(workspace);
        var total = Ask(release, "CAN", "ENTR", "2020", "2020").Totals.Single();
        Assert.That((total.Code, total.Missing.Count, total.Years[0].PopulationShare), Is.EqualTo(("CAN", 0, (decimal?)100m)));
    }

    private static void Load(TestWorkspace workspace, string country, string[] years, int unit, string universe = "FORMAL", string origin = "transcribed", int[]? weights = null)
    {
        var profile = Synthetic.Profile("PRY-STAFF", "inside", id: "T_" + country, area: country, origin: origin);
        if (universe != "FORMAL") { profile = profile with { Dataset = profile.Dataset with { Universe = universe } }; }
        var figures = years.SelectMany(year => Classes.Select((size, i) => new Figure(size, Text(unit * (weights ?? [1, 2, 3, 4])[i])) { Area = country, Period = year }).Append(new Figure("_T", Text(unit * 10)) { Area = country, Period = year }));
        File.WriteAllText(workspace.File(country + ".csv"), Synthetic.Csv(figures));
        Synthetic.Harmonise(workspace.Work, country[0] * 256 + country[1], profile, workspace.File(country + ".csv"));

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static OpenRelease Publish(TestWorkspace workspace) => OpenRelease.Open(workspace.Workspace, ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "").ReleaseId);

    private static RegionAnswer Ask(OpenRelease release, string region, string indicator, string from, string to) => release.With(connection => RegionTable.Of(
        connection, release, Regions.All(connection).Single(r => r.Code == region), new ComparabilityQuestion(release.Indicators.Find(indicator)!, release.Schemes.Find("PRY-STAFF"), from, to, "en")));
}
