using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Api.Money;

/// <summary>What money of one kind is in another.</summary>
/// <param name="Kind"><c>FX</c> average exchange rate of a year, <c>PPP</c>, <c>UNIT</c> a unit of account or a redenomination, <c>DEFLATOR</c> an index of national prices.</param>
/// <param name="RefArea">Country.</param>
/// <param name="Year">Year; null for what holds always.</param>
/// <param name="Unit">What one of costs <paramref name="Value"/>; of a deflator its base.</param>
/// <param name="Currency">What the value is in; null for an index.</param>
/// <param name="Value">Units of the currency in one of the unit, or the index.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Status"><c>confirmed</c> or <c>unconfirmed</c>.</param>
public sealed record Rate(string Kind, string RefArea, short? Year, string Unit, string? Currency, decimal Value, string Source, string Status);

/// <summary>The rates of a release.</summary>
public sealed class RateTable
{
    private readonly Dictionary<(string Kind, string RefArea, string Unit, int? Year), Rate> rates;

    /// <summary>Reads them.</summary>
    public RateTable(DuckDBConnection connection)
    {
        All = [.. connection.Query<Rate>("select kind as Kind, ref_area as RefArea, year as Year, unit as Unit, currency as Currency, value as Value, source as Source, status as Status from rate order by kind, ref_area, unit, year")];
        rates = All.ToDictionary(r => (r.Kind, r.RefArea, r.Kind == "DEFLATOR" ? "" : r.Unit, (int?)r.Year));
    }

    /// <summary>All of them, by kind, country, unit and year.</summary>
    public IReadOnlyList<Rate> All { get; }

    /// <summary>The rate of a unit in a year, or the one that holds always; null for none.</summary>
    public Rate? Find(string kind, string refArea, string unit, int year)
        => rates.GetValueOrDefault((kind, refArea, unit, year)) ?? rates.GetValueOrDefault((kind, refArea, unit, null));

    /// <summary>Whether any country has a price index of a year.</summary>
    public bool HasDeflator(int year) => All.Any(r => r.Kind == "DEFLATOR" && r.Year == year);

    /// <summary>First and last year with a price index, as in <c>2005-2023</c>.</summary>
    public string DeflatorYears => string.Join('-', new[] { All.Where(r => r.Kind == "DEFLATOR").Min(r => r.Year), All.Where(r => r.Kind == "DEFLATOR").Max(r => r.Year) });

    /// <summary>The price index of a year; null for none.</summary>
    public Rate? Deflator(string refArea, int year) => rates.GetValueOrDefault(("DEFLATOR", refArea, "", year));
}

/// <summary>How the figures of an indicator convert.</summary>
/// <param name="IsMoney">Whether they are money at all.</param>
/// <param name="IsStock">At a date, and so not at the average rate of a year.</param>
/// <param name="Ppp">Whether purchasing power parity is meant for it.</param>
/// <param name="Decimals">Decimals of its figures.</param>
public sealed record IndicatorMoney(bool IsMoney, bool IsStock, bool Ppp, int Decimals);
