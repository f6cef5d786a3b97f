using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Harmonising;

/// <summary>Units that the source keeps out of the class they belong to: grouped with others for confidentiality, without staff, rounded away.</summary>
public sealed class UnreachedClassTests
{
    private const string Grouped = """ "absent": "zero", "grouped": [{ "class": "S_CONF", "holds": ["S51T250", "S_GE251"] }], """;

    // Mexico's stratum 99 takes the place of strata 3 and 4: they are K and not missing, and their units lie above 50 persons for certain.
    [Test]
    public void AGroupedClassIsIncludedElsewhereAndBoundsOnlyWhatItMayBelongTo()
    {
        using var work = Load("MEX-INEGI", "inside", Grouped, new Figure("_T", "107"), new Figure("S_LE10", "80"), new Figure("S11T50", "20"), new Figure("S_CONF", "7"));
        var star = Star.Classes(work, "SYNTHETIC", "ENTR", "2020", "PE");
        StarFigure Of(string key) => star[key];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((Of("MEX-INEGI|S_CONF").Value, Of("MEX-INEGI|S_CONF").Status), Is.EqualTo((7m, "W")));
            foreach (var held in (string[])["MEX-INEGI|S51T250", "MEX-INEGI|S_GE251"])
            {
                Assert.That((Of(held).Value, Of(held).Status, Of(held).Method, Of(held).Reason), Is.EqualTo(((decimal?)null, "K", "refused", "INCLUDED_ELSEWHERE")), held);
            }
            // Below 10 no grouped unit can lie; of 11 to 50 some may have 50; all grouped units have 51 or more.
            Assert.That((Of("CMN3|S_LE9").Low, Of("CMN3|S_LE9").High, Of("CMN3|S_LE9").IntervalKind), Is.EqualTo((0m, 80m, "NESTING")));
            Assert.That((Of("CMN3|S10T49").Low, Of("CMN3|S10T49").High, Of("CMN3|S10T49").IntervalKind), Is.EqualTo((0m, 100m, "NESTING")));
            Assert.That((Of("CMN3|S_GE50").Low, Of("CMN3|S_GE50").High, Of("CMN3|S_GE50").IntervalKind), Is.EqualTo((7m, 27m, "NESTING")));
            Assert.That((Of("SBS|S50T249").Low, Of("SBS|S50T249").High, Of("SBS|S50T249").IntervalKind), Is.EqualTo((0m, 27m, "NESTING CONFIDENTIAL")));
            Assert.That((Of("SBS|S_GE250").Low, Of("SBS|S_GE250").High, Of("SBS|S_GE250").IntervalKind, Of("SBS|S_GE250").Reason), Is.EqualTo((0m, 7m, "CONFIDENTIAL", "GROUPED")));
        }
    }

    [Test]
    public void AGroupedClassWithoutADeclarationMayBeAnything()
    {
        using var work = Load("MEX-INEGI", "inside", "", new Figure("S_LE10", "80"), new Figure("S11T50", "20"), new Figure("S51T250", "3"), new Figure("S_GE251", "0"), new Figure("S_CONF", "7"));
        var small = Star.Classes(work, "SYNTHETIC", "ENTR", "2020", "PE")["CMN3|S_LE9"];
        Assert.That((small.Low, small.High, small.IntervalKind, small.Reason), Is.EqualTo((0m, 87m, "NESTING UNCLASSIFIED", "STRADDLES")));
    }

    [TestCase("separate", "aggregated 12", "aggregated 7", "aggregated 5")]
    [TestCase("excluded", "refused ZERO_EXCLUDED", "aggregated 7", "nothing")]
    public void UnitsWithoutStaffAreApartOrLeftOut(string zeroUnits, string upTo9, string from1To9, string none)
    {
        Figure[] figures = [new("S1T9", "7"), new("S10T49", "2")];
        using var work = Load("CHL-SII-TRTRAB", zeroUnits, "", zeroUnits == "separate" ? [new Figure("S0", "5"), .. figures] : figures);
        var star = Star.Classes(work, "SYNTHETIC", "ENTR", "2020", "PE");
        string Say(string key) => star.TryGetValue(key, out var f) ? $"{f.Method} {f.Reason ?? Star.Text(f.Value)}" : "nothing";
        Assert.That((Say("CMN3|S_LE9"), Say("CMN3|S1T9"), Say("CMN3|S0")), Is.EqualTo((upTo9, from1To9, none)));
    }

    [TestCase("87", 86.5, 87.5)]
    [TestCase("2.43", 2.425, 2.435)]
    [TestCase("30.0", 29.95, 30.05)]
    public void AShareIsAsExactAsItIsPrinted(string text, decimal low, decimal high)
    {
        using var work = Load("PER-30056", null, "\"rounding\": [{ \"indicator\": \"SHR_ENTR\" }], ", new Figure("MICRO", text) { Indicator = "SHR_ENTR" });
        var share = Star.Classes(work, "SYNTHETIC", "SHR_ENTR", "2020", "PE")["PER-30056|MICRO"];
        Assert.That((share.Low, share.High, share.IntervalKind), Is.EqualTo(((decimal?)low, (decimal?)high, "ROUNDING")));
    }

    private static DuckDB.NET.Data.DuckDBConnection Load(string scheme, string? zeroUnits, string extra, params Figure[] figures)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("f.csv"), Synthetic.Csv(figures));
        var work = WorkWarehouse.OpenInMemory();
        Synthetic.Harmonise(work, 1, Synthetic.Profile(scheme, zeroUnits, extra, scheme == "MEX-INEGI" ? "SIZE_CLASS,S_CONF,,S_CONF,W\n" : ""), folder.File("f.csv"));
        return work;
    }
}
