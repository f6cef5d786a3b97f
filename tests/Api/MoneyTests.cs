using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Money of other kinds, from the release's own rates: the rate is shown, and what has none is refused with the reason.</summary>
public sealed class MoneyTests
{
    private const string Chile = "performance?area=CL-AN&dataset=CL_SII_TRTRAB&indicator=TURN&period=2022&size=S10T49";

    private static readonly string[] Years = ["2008", "2024", "2030"];
    private static readonly (string, int)[] Sizes = [("NO_SALES", 1), ("MICRO", 10), ("SMALL", 100), ("MEDIUM", 1000), ("LARGE", 10000), ("_T", 11111)];

    [Test]
    public async Task UnitsOfAccountGoByWayOfNationalMoneyAtTheAverageRate()
    {
        var rates = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/rates?area=CL"))!.AsArray();
        var (account, dollar, then, now) = (Rate("UNIT", 2022), Rate("FX", 2022), Rate("DEFLATOR", 2022), Rate("DEFLATOR", 2018));
        var printed = (decimal)(await One(Chile))["OBS_VALUE"]!;
        var pesos = await One(Chile + "&convert=LCU");
        var dollars = await One(Chile + "&convert=USD");
        var constant = await One(Chile + "&convert=USD:2018");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((decimal)pesos["OBS_VALUE"]!, Is.EqualTo(printed * account).Within(0.005m));
            Assert.That((decimal)dollars["OBS_VALUE"]!, Is.EqualTo(printed * account / dollar).Within(0.005m));
            Assert.That((decimal)constant["OBS_VALUE"]!, Is.EqualTo(printed * account * now / then / Rate("FX", 2018)).Within(0.005m));
            Assert.That(((string)pesos["UNIT_MEASURE"]!, (string)dollars["UNIT_MEASURE"]!, (string)constant["PRICE_BASE"]!), Is.EqualTo(("CLP", "USD", "Q")));
            Assert.That(((string)dollars["METHOD"]!, (string)dollars["ORIG_UNIT"]!, (decimal)dollars["ORIG_VALUE"]!, (int?)constant["REF_YEAR_PRICE"]), Is.EqualTo(("converted", "CLF", printed, (int?)2018)));
            // The table of UF is from memory, and so it says of each figure that went through it.
            Assert.That((string)dollars["RATE_STATUS"]!, Is.EqualTo("unconfirmed"));
        }

        decimal Rate(string kind, int year) => (decimal)rates.Single(r => (string)r!["kind"]! == kind && (int?)r["year"] == year)!["value"]!;
    }

    [Test]
    public async Task TheProofOfAConvertedFigureShowsTheRatesWithTheirSources()
    {
        var figure = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/lineage/" + Chile + "&convert=USD:2018"))!["figure"]!;
        var converted = await One(Chile + "&convert=USD:2018");
        var rates = figure["rates"]!.AsArray().Select(r => $"{r!["kind"]} {r["year"]}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((decimal)figure["value"]!, Is.EqualTo((decimal)converted["OBS_VALUE"]!));
            Assert.That((string)figure["rule"]!["kind"]!, Is.EqualTo("converted money"));
            Assert.That(rates, Is.EqualTo((string[])["UNIT 2022", "DEFLATOR 2022", "DEFLATOR 2018", "FX 2018"]));
            Assert.That(figure["rates"]!.AsArray().Select(r => (string)r!["source"]!), Is.All.Not.Empty);
            Assert.That((string)figure["inputs"]![0]!["cell"]!["text"]!, Is.EqualTo("58536496,8"));
        }
    }

    [Test]
    public async Task TheProofOfAClassByLimitsInUnitsOfAccountShowsTheirRates()
    {
        var figure = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/lineage/counts?area=PE&dataset=PE_PRODUCE_ESTRATO&scheme=CAN702V&size=II&period=2014"))!["figure"]!;
        Assert.That((string)figure["rule"]!["detail"]!, Is.EqualTo("[] … [MICRO + SMALL]; UIT 2014 = 3800 PEN; 1 USD = 2.83904413781 PEN"));
        Assert.That(figure["rates"]!.AsArray().Select(r => $"{r!["kind"]} {r["unit"]} {r["year"]}"), Is.EqualTo((string[])["UNIT UIT 2014", "FX USD 2014"]));
    }

    [Test]
    public async Task ACsvOfConvertedMoneyHasTheSameColumnsInEveryRow()
    {
        var text = await SampleServer.Client.GetStringAsync("/api/v1/data/performance?area=CL,MX&convert=USD&quality=all&format=csv&labels=both");
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var header = lines[0].Split(',').ToList();
        Assert.That(header.SkipWhile(c => c != "ORIG_VALUE").Take(5), Is.EqualTo((string[])["ORIG_VALUE", "ORIG_UNIT", "CONVERSION_FACTOR", "RATE_STATUS", "REF_YEAR_PRICE"]));
        Assert.That(lines.Where(l => !l.Contains('"', StringComparison.Ordinal)).Select(l => l.Split(',').Length).Distinct(), Is.EqualTo((int[])[header.Count]));
    }

    // Large answers are streamed, and what could not be converted is counted before the first row.
    [Test]
    public async Task LargeAnswersSayWhatCouldNotBeConverted()
    {
        var large = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/performance?convert=PPP&quality=all"))!;
        var some = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/performance?convert=PPP"))!;
        var refused = large["observations"]!.AsArray().Count(o => (string?)o!["REASON"] == "NOT_IN_PPP");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)large["count"]!, Is.GreaterThan(Observatorio.Api.Data.FigureReader.HeldRows));
            Assert.That(refused, Is.GreaterThan(100));
            Assert.That((int)some["hidden"]!["reasons"]!.AsArray().Single(r => (string)r!["code"]! == "NOT_IN_PPP")!["count"]!, Is.EqualTo(refused));
        }
    }

    [TestCase("convert=EUR")]
    [TestCase("convert=USD:18")]
    [TestCase("convert=USD:1990")]
    [TestCase("convert=USD,PPP")]
    [TestCase("convert=USD&unit=CLF")]
    [TestCase("convert=USD&prices=V")]
    public async Task WhatIsNoMoneyIsSaid(string query)
    {
        using var answer = await SampleServer.Client.GetAsync(new Uri("/api/v1/data/performance?area=CL&" + query, UriKind.Relative));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("convert"));
    }

    [Test]
    public void MoneyOfOldAndNewCountriesEachByItsRule()
    {
        using var workspace = new TestWorkspace();
        Load(workspace, "VE", "VEB", ("TURN", "2006", 2_000_000), ("TURN", "2018", 5));
        Load(workspace, "EC", "USD", ("TURN", "2019", 100), ("FASSET", "2019", 7));
        Load(workspace, "CO", "COP", ("TURN", "2019", 1000), ("FASSET", "2019", 7), ("WAGES", "2019", 1000), ("TURN", "2019-S1", 4), ("TURN", "2024", 5));
        Load(workspace, "UY", "UYI", ("TURN", "2019", 1));
        Load(workspace, "PE", "USD", ("WAGES", "2012", 10));
        using var release = OpenRelease.Open(workspace.Workspace, ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "").ReleaseId);
        var rates = release.Rates;
        using (Assert.EnterMultipleScope())
        {
            // 1,000 to 1, and the bank's rate is in new money.
            Assert.That(Convert("VE", "TURN", "2006", "USD"), Is.EqualTo($"{Math.Round(2000 / rates.Find("FX", "VE", "USD", 2006)!.Value, 2):0.00} USD V"));
            Assert.That(Convert("VE", "TURN", "2006", "LCU"), Is.EqualTo("2000000 VEB V"));
            Assert.That(Convert("VE", "TURN", "2018", "USD"), Is.EqualTo("NO_RATE"));
            Assert.That(Convert("EC", "TURN", "2019", "USD"), Is.EqualTo("100 USD V"));
            Assert.That(Convert("EC", "FASSET", "2019", "USD"), Is.EqualTo("7 USD V"));
            Assert.That(Convert("CO", "FASSET", "2019", "USD"), Is.EqualTo("NO_STOCK_RATE"));
            Assert.That(Convert("CO", "FASSET", "2019", "LCU"), Is.EqualTo("7 COP V"));
            Assert.That(Convert("CO", "TURN", "2019", "PPP"), Is.EqualTo("NOT_IN_PPP"));
            Assert.That(Convert("CO", "WAGES", "2019", "PPP"), Is.EqualTo($"{Math.Round(1000 / rates.Find("PPP", "CO", "USD_PPP", 2019)!.Value, 2):0.00} USD_PPP V"));
            Assert.That(Convert("CO", "TURN", "2019-S1", "USD"), Is.EqualTo("NO_RATE"));
            Assert.That(Convert("CO", "TURN", "2024", "USD:2018"), Is.EqualTo("NO_DEFLATOR"));
            Assert.That(Convert("CO", "TURN", "2019", "LCU:2019"), Is.EqualTo("1000.00 COP Q"));
            Assert.That(Convert("UY", "TURN", "2019", "USD"), Is.EqualTo("NO_RATE"));
            // Dollars of a country with money of its own: through that money, at that year's rate.
            Assert.That(Convert("PE", "WAGES", "2012", "USD"), Is.EqualTo("10 USD V"));
            Assert.That(Convert("PE", "WAGES", "2012", "LCU"), Is.EqualTo($"{Math.Round(10 * rates.Find("FX", "PE", "USD", 2012)!.Value, 2):0.00} PEN V"));
        }

        // There and back: what was divided by a rate and multiplied again is what it was, to the rounding of what is shown.
        Gen.Select(Gen.Long[0, 1_000_000_000_000], Gen.Int[2005, 2023]).Sample((amount, year) =>
        {
            var rate = rates.Find("FX", "CO", "USD", year)!.Value;
            var there = Figure(release, "CO", "TURN", "2019", "COP") with { Value = amount, TimePeriod = release.Periods.Find("2019")!.Id };
            var dollars = new MoneyConverter(release, new Conversion("USD", null)).Convert(there);
            var back = new MoneyConverter(release, new Conversion("LCU", null)).Convert(dollars with { Method = release.Codes["METHOD"].Find("reported")!.Id });
            Assert.That(back.Value!.Value, Is.EqualTo((decimal)amount).Within(0.005m * rates.Find("FX", "CO", "USD", 2019)!.Value + 0.005m));
            Assert.That(rate, Is.GreaterThan(0));
        }, iter: 200);

        string Convert(string country, string indicator, string period, string into)
        {
            var figure = new MoneyConverter(release, Conversion.Parse(into, release.Rates)!).Convert(Figure(release, country, indicator, period, null));
            return figure.Value is { } value
                ? $"{value.ToString("0.##########", CultureInfo.InvariantCulture) switch { var text when figure.Converted is null => text, _ => value.ToString("0.00", CultureInfo.InvariantCulture) }} {release.Codes["UNIT_MEASURE"][figure.UnitMeasure].Code} {release.Codes["PRICE_BASE"][figure.PriceBase].Code}"
                : release.Codes["REASON"][figure.Reason].Code;
        }
    }

    // Limits in UF move against limits in dollars with the rates of each year.
    [Test]
    public void LimitsInUnitsOfAccountMeetLimitsInDollarsAtTheRatesOfEachYear()
    {
        using var workspace = new TestWorkspace();
        var figures = Years.SelectMany(year => Sizes.Select(c => new Figure(c.Item1, c.Item2.ToString(CultureInfo.InvariantCulture)) { Area = "CL", Period = year }));
        File.WriteAllText(workspace.File("cl.csv"), Synthetic.Csv(figures));
        Synthetic.Harmonise(workspace.Work, 1, Synthetic.Profile("CHL-20416-V", area: "CL", extra: "\"unitYear\": \"period\","), workspace.File("cl.csv"));
        using (Assert.EnterMultipleScope())
        {
            // 2,400 UF of 2008 are 98,545 dollars and of 2024 97,714: below 100,000. 25,000 UF are a little over a million in both years, and 100,000 UF over four.
            Assert.That(Class("2008", "I"), Is.EqualTo("[11, 111]"));
            Assert.That(Class("2008", "V"), Is.EqualTo("[0, 10000]"));
            Assert.That(Class("2008", "IV"), Is.EqualTo("[0, 11000]"));
            Assert.That(Class("2008", "II"), Is.EqualTo("[0, 100]"));
            Assert.That(Class("2008", "III"), Is.EqualTo("[0, 1100]"));
            Assert.That(Class("2030", "III"), Is.EqualTo("NO_RATE"));
        }

        string Class(string year, string size)
        {
            var figure = Star.Classes(workspace.Work, "SYNTHETIC", "ENTR", year, "CL")["CAN702V|" + size];
            return figure.Low is null ? figure.Reason! : $"[{Star.Text(figure.Low)}, {Star.Text(figure.High)}]";
        }
    }

    private static Observatorio.Api.Data.Figure Figure(OpenRelease release, string country, string indicator, string period, string? unit) => release.With(connection =>
    {
        var selection = new Observatorio.Api.Data.Selection("performance", new Dictionary<string, IReadOnlyList<int>>
        {
            ["ref_area"] = [release.Areas.Find(country)!.Id],
            ["indicator"] = [release.Indicators.Find(indicator)!.Id],
            ["time_period"] = [release.Periods.Find(period)!.Id],
        }, OwnSchemeOnly: true, Observatorio.Api.Data.Quality.All);
        using var command = Observatorio.Api.Data.FigureReader.Command(connection, selection.FiguresQuery());
        using var reader = command.ExecuteReader();
        Assert.That(reader.Read(), Is.True, $"{country} {indicator} {period}");
        var figure = Observatorio.Api.Data.FigureReader.Row(reader);
        if (unit is not null) { Assert.That(release.Codes["UNIT_MEASURE"][figure.UnitMeasure].Code, Is.EqualTo(unit)); }
        return figure;
    });

    private static void Load(TestWorkspace workspace, string country, string currency, params (string Indicator, string Period, int Value)[] figures)
    {
        File.WriteAllText(workspace.File(country + ".csv"), Synthetic.Csv(figures.Select(f => new Figure("_T", f.Value.ToString(CultureInfo.InvariantCulture)) { Area = country, Indicator = f.Indicator, Period = f.Period })));
        Synthetic.Harmonise(workspace.Work, country[0] * 256 + country[1], Synthetic.Profile("_Z", id: "T_" + country, area: country, extra: $"\"currency\": \"{currency}\","), workspace.File(country + ".csv"));
    }

    private static async Task<JsonNode> One(string query)
    {
        var answer = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/" + query))!["observations"]!.AsArray();
        Assert.That(answer, Has.Count.EqualTo(1));
        return answer[0]!;
    }
}
