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

    [Test]
    public void AGrowthIsThatOfTheSum()
    {
        using var workspace = new TestWorkspace();
        foreach (var (country, before, after) in ((string, int, int)[])[("PE", 10, 12), ("CO", 100, 110)])
        {
            Load(workspace, country, ["2020"], before);
            Load(workspace, country, ["2021"], after);
        }
        using var release = Publish(workspace);
        var total = Ask(release, "CAN", "GR_ENTR", "2021", "2021").Totals.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((total.Code, string.Join(' ', total.Members)), Is.EqualTo(("CAN_P", "CO PE")));
            // Neither the 20 of one nor the 10 of the other, nor the mean of both.
            Assert.That(total.Years[0].Figures.Single(f => f.SizeClass == "_T").Value, Is.EqualTo(10.91m));
            Assert.That(Ask(release, "CAN", "GR_ENTR", "2020", "2020").Totals, Is.Empty);
        }
    }

    [Test]
    public void WhatIsRelativeToTheLargeIsSoOfTheSums()
    {
        using var workspace = new TestWorkspace();
        foreach (var (country, number, output) in ((string, int, int[])[])[("PE", 1, [2, 3, 4, 8]), ("CO", 2, [20, 30, 40, 50])])
        {
            var figures = Classes.SelectMany((size, i) => (Figure[])[Of(size, "ENTR", 10), Of(size, "EMPN", 600), Of(size, "VALU", 600 * output[i])]);
            File.WriteAllText(workspace.File("f.csv"), Synthetic.Csv(figures));
            // Both in one money, so that they add.
            Synthetic.Harmonise(workspace.Work, number, Synthetic.Profile("PRY-STAFF", "inside", extra: "\"currency\": \"USD\",", id: "T_" + country, area: country, origin: "transcribed"), workspace.File("f.csv"));

            Figure Of(string size, string indicator, int value) => new(size, value.ToString(CultureInfo.InvariantCulture)) { Area = country, Indicator = indicator };
        }
        using var release = Publish(workspace);
        var total = Ask(release, "CAN", "PROD_GAP", "2020", "2020").Totals.Single();
        // Of the smallest (2 + 20) over (8 + 50): the mean of 25 and 40 would be 32.5.
        Assert.That(total.Years[0].Figures.Where(f => Classes.Contains(f.SizeClass)).Select(f => $"{f.SizeClass} {f.Value}"), Is.EqualTo((string[])["S_LE10 37.93", "S11T30 56.90", "S31T50 75.86", "S_GE51 100"]));
    }

    private static void Load(TestWorkspace workspace, string country, string[] years, int unit, string universe = "FORMAL", string origin = "transcribed", int[]? weights = null)
    {
        var profile = Synthetic.Profile("PRY-STAFF", "inside", id: "T_" + country, area: country, origin: origin);
        if (universe != "FORMAL") { profile = profile with { Dataset = profile.Dataset with { Universe = universe } }; }
        var figures = years.SelectMany(year => Classes.Select((size, i) => new Figure(size, Text(unit * (weights ?? [1, 2, 3, 4])[i])) { Area = country, Period = year }).Append(new Figure("_T", Text(unit * 10)) { Area = country, Period = year }));
        File.WriteAllText(workspace.File(country + ".csv"), Synthetic.Csv(figures));
        Synthetic.Harmonise(workspace.Work, (country[0] * 256 + country[1]) * 10_000 + int.Parse(years[0], CultureInfo.InvariantCulture), profile, workspace.File(country + ".csv"));

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static OpenRelease Publish(TestWorkspace workspace) => OpenRelease.Open(workspace.Workspace, ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "").ReleaseId);

    private static RegionAnswer Ask(OpenRelease release, string region, string indicator, string from, string to) => release.With(connection => RegionTable.Of(
        connection, release, Regions.All(connection).Single(r => r.Code == region), new ComparabilityQuestion(release.Indicators.Find(indicator)!, release.Schemes.Find("PRY-STAFF"), from, to, "en")));
}
