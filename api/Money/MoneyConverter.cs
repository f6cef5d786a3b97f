using System.Globalization;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Money;

/// <summary>How a figure came to be in other money than its source prints.</summary>
/// <param name="Original">The value as it was.</param>
/// <param name="Unit">What it was in.</param>
/// <param name="Factor">What its value was multiplied with, before rounding; null where it could not be converted.</param>
/// <param name="Rates">The rates that make up the factor.</param>
/// <param name="BaseYear">The year whose prices it is at; null for current prices.</param>
/// <param name="PriceBase">Id of the prices that it was at.</param>
public sealed record Converted(decimal? Original, CodeItem Unit, decimal? Factor, IReadOnlyList<Rate> Rates, int? BaseYear, int PriceBase)
{
    /// <summary><c>unconfirmed</c> if any of the rates is.</summary>
    public string? Status => Factor is null || Rates.Count == 0 ? null : Rates.Any(r => r.Status != "confirmed") ? "unconfirmed" : "confirmed";
}

/// <summary>
/// Converts figures of money at query time, from the release's own rates (METHOD.md, Money): to national currency first, then to the prices of the base year, and to
/// dollars at the rate of that year. What has no rate is refused with the reason. Ends of intervals are rounded outwards. Figures that are no money stay as they are.
/// </summary>
/// <param name="release">Whose rates.</param>
/// <param name="conversion">What is wanted.</param>
public sealed class MoneyConverter(OpenRelease release, Conversion conversion)
{
    private sealed record Route(CodeItem? Unit, decimal? Factor, string? Reason, IReadOnlyList<Rate> Rates);

    private readonly Dictionary<(int Area, int Indicator, int Unit, int Prices, int Period), Route?> routes = [];
    private readonly int current = release.Codes["PRICE_BASE"].Find("V")!.Id;
    private readonly int constant = release.Codes["PRICE_BASE"].Find("Q")!.Id;
    private readonly int converted = release.Codes["METHOD"].Find("converted")!.Id;
    private readonly int bounded = release.Codes["METHOD"].Find("bounded")!.Id;
    private readonly int refused = release.Codes["METHOD"].Find("refused")!.Id;

    /// <summary>The figure in the money that is wanted.</summary>
    public Figure Convert(Figure figure)
    {
        var key = (figure.RefArea, figure.Indicator, figure.UnitMeasure, figure.PriceBase, figure.TimePeriod);
        if (!routes.TryGetValue(key, out var route)) { routes[key] = route = RouteOf(figure); }
        if (route is null || figure.Method == refused) { return figure; }
        var empty = figure is { Value: null, ValueLow: null, ValueHigh: null };
        if (empty && route.Factor is null) { return figure; }
        var trace = new Converted(figure.Value, release.Codes["UNIT_MEASURE"][figure.UnitMeasure], route.Factor, route.Rates, route.Factor is null ? null : conversion.BaseYear, figure.PriceBase);
        if (route.Factor is not { } factor)
        {
            return figure.WithStatus(release.Codes["OBS_STATUS"], "O") with
            {
                Value = null,
                ValueLow = null,
                ValueHigh = null,
                StdErr = null,
                IntervalKinds = 0,
                Method = refused,
                Reason = release.Codes["REASON"].Find(route.Reason!)!.Id,
                Converted = trace,
            };
        }
        var decimals = release.IndicatorMoney[figure.Indicator].Decimals;
        return figure with
        {
            Value = figure.Value is { } value ? Math.Round(value * factor, decimals) : null,
            ValueLow = Outwards(figure.ValueLow, factor, decimals, Math.Floor),
            ValueHigh = Outwards(figure.ValueHigh, factor, decimals, Math.Ceiling),
            StdErr = figure.StdErr * (double)factor,
            UnitMeasure = route.Unit!.Id,
            PriceBase = conversion.BaseYear is null ? figure.PriceBase : constant,
            // Where there is no number nothing was converted; it stands in the money of its series all the same.
            Method = empty || figure.Method == bounded ? figure.Method : converted,
            Converted = empty ? trace with { Factor = null, Rates = [], BaseYear = null } : trace,
        };
    }

    private static decimal? Outwards(decimal? end, decimal factor, int decimals, Func<decimal, decimal> whole)
    {
        if (end is not { } value) { return null; }
        var scale = 1m;
        for (var i = 0; i < decimals; i++) { scale *= 10; }
        return whole(value * factor * scale) / scale;
    }

    private bool InOwnMoney => conversion is { Target: "LCU", BaseYear: null };

    // Null for what needs no conversion.
    private Route? RouteOf(Figure figure)
    {
        var money = release.IndicatorMoney[figure.Indicator];
        if (!money.IsMoney) { return null; }
        var country = release.Areas[figure.RefArea].Code.Split('-')[0];
        var period = release.Periods[figure.TimePeriod];
        // A rate is of a whole year.
        if (period.Parent != "A") { return Refused("NO_RATE"); }
        var year = int.Parse(period.Code, CultureInfo.InvariantCulture);
        var rates = new List<Rate>();
        var (unit, factor) = (release.Codes["UNIT_MEASURE"][figure.UnitMeasure].Code, 1m);

        if (figure.PriceBase != current) { return Refused("NO_RATE"); }
        if (conversion.Target == "PPP" && !money.Ppp) { return Refused("NOT_IN_PPP"); }
        // Units of account, and old money where it meets newer.
        if (release.Rates.Find("UNIT", country, unit, year) is { } account) { if (account.Year is not null || !InOwnMoney) { Multiply(account); } }
        else if (release.Codes["UNIT_MEASURE"].Find(unit)!.Parent is not null) { return Refused("NO_RATE"); }
        var average = release.Rates.Find("FX", country, "USD", year);
        // Dollars of a country with its own money.
        if (unit == "USD" && average is not null && (conversion.Target != "USD" || conversion.BaseYear is not null)) { Multiply(average); }
        if (conversion.BaseYear is { } baseYear && baseYear != year)
        {
            if (money.IsStock) { return Refused("NO_STOCK_RATE"); }
            if (release.Rates.Deflator(country, year) is not { } then || release.Rates.Deflator(country, baseYear) is not { } now) { return Refused("NO_DEFLATOR"); }
            factor = factor * now.Value / then.Value;
            rates.AddRange([then, now]);
        }
        if (conversion.Target == "USD" && unit != "USD")
        {
            if (money.IsStock) { return Refused("NO_STOCK_RATE"); }
            if (Divide("FX", "USD") is { } none) { return none; }
        }
        if (conversion.Target == "PPP" && Divide("PPP", "USD_PPP") is { } without) { return without; }
        return rates.Count == 0 && conversion.BaseYear is null ? null : new Route(release.Codes["UNIT_MEASURE"].Find(unit), factor, null, rates);

        void Multiply(Rate rate)
        {
            (factor, unit) = (factor * rate.Value, rate.Currency!);
            rates.Add(rate);
        }

        // A rate may be in newer money than the figure.
        Route? Divide(string kind, string target)
        {
            if (release.Rates.Find(kind, country, target, conversion.BaseYear ?? year) is not { } rate || rate.Value == 0) { return Refused("NO_RATE"); }
            if (rate.Currency != unit) { return Refused("NO_RATE"); }
            (factor, unit) = (factor / rate.Value, target);
            rates.Add(rate);
            return null;
        }

        static Route Refused(string reason) => new(null, null, reason, []);
    }
}
