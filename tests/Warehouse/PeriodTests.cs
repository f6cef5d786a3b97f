using System.Globalization;
using CsCheck;
using Observatorio.Ingest;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Warehouse;

/// <summary>Codes of periods and addresses of cells come back as they went in.</summary>
public sealed class PeriodTests
{
    private static readonly Gen<string> Codes = Gen.OneOf(
        Year.Select(y => Text($"{y:0000}")),
        Gen.Select(Year, Gen.Int[1, 2]).Select((y, s) => Text($"{y:0000}-S{s}")),
        Gen.Select(Year, Gen.Int[1, 4]).Select((y, q) => Text($"{y:0000}-Q{q}")),
        Gen.Select(Year, Gen.Int[1, 12]).Select((y, m) => Text($"{y:0000}-{m:00}")),
        Day.Select(d => d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Gen.Select(Day, Gen.Int[1, 1200], Generators.AnyOf("D", "M")).Select((d, n, unit) => Text($"{d:yyyy-MM-dd}/P{n}{unit}")),
        Gen.Select(Day, Gen.Int[1, 100], Gen.Const("Y")).Select((d, n, unit) => Text($"{d:yyyy-MM-dd}/P{n}{unit}")));

    private static Gen<int> Year => Gen.Int[1, 9800];

    private static Gen<DateOnly> Day => Gen.Select(Gen.Int[1900, 2100], Gen.Int[0, 364]).Select((y, d) => new DateOnly(y, 1, 1).AddDays(d));

    [Test]
    public void EveryCodeIsReadAndKeptAsItIs() => Codes.Sample(code => Period.Parse(code) is { } p && p.Code == code && p.Start <= p.End);

    // The days of a period say which code it bears: nothing but the code of its own kind covers the same days from the same start.
    [Test]
    public void ThePartsOfAYearFillIt() => Year.Sample(y =>
    {
        var year = Period.Parse(Text($"{y:0000}"))!.Value;
        foreach (var parts in new[] { Parts("-S", 2), Parts("-Q", 4), Enumerable.Range(1, 12).Select(m => Period.Parse(Text($"{y:0000}-{m:00}"))!.Value).ToList() })
        {
            if (parts[0].Start != year.Start || parts[^1].End != year.End) { return false; }
            if (parts.Zip(parts.Skip(1)).Any(p => p.First.End.AddDays(1) != p.Second.Start)) { return false; }
        }
        return true;

        List<Period> Parts(string kind, int count) => [.. Enumerable.Range(1, count).Select(i => Period.Parse(Text($"{y:0000}{kind}{i}"))!.Value)];
    });

    [Test]
    public void ACodeIsWithinItself() => Codes.Sample(code => Period.Within(code, code, code) && Period.Within(code, code[..4], code[..4]));

    [TestCase("2024-13")]
    [TestCase("2024-00")]
    [TestCase("2023-02-29")]
    [TestCase("2024-Q5")]
    [TestCase("2024-S0")]
    [TestCase("24")]
    [TestCase("2024 ")]
    [TestCase("2024\n")]
    [TestCase("02024")]
    [TestCase("0000")]
    [TestCase("9999")]
    [TestCase("2024-01-01/P0M")]
    [TestCase("2024-01/P7M")]
    [TestCase("9990-01-01/P100Y")]
    [TestCase("２０２４")]
    public void WhatIsNoPeriodIsNone(string code) => Assert.That(Period.Parse(code), Is.Null);

    [Test]
    public void AddressesOfCellsComeBack()
        => Gen.Select(Gen.OneOf(Gen.Const((string?)null), Generators.AnyOf<string?>("Hoja1", "C 1", "A!B", "Número de empresas")), Gen.Int[1, 1_048_576], Gen.Int[1, 16_384])
            .Sample((part, row, column) => CellAddress.Parse(CellAddress.Format(part, row, column)) == (part, row, column));

    [TestCase("C0")]
    [TestCase("17")]
    [TestCase("C")]
    [TestCase("c17")]
    [TestCase("C-1")]
    [TestCase("C 1")]
    [TestCase("C+1")]
    [TestCase("ABCD1")]
    [TestCase("")]
    public void WhatIsNoAddressIsNone(string address) => Assert.That(CellAddress.Parse(address), Is.Null);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
