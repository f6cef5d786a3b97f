using System.Globalization;
using CsCheck;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Ingest;

/// <summary>Figures as the countries print them: read back exactly, and never silently as another figure.</summary>
public sealed class NumberTests
{
    private static readonly string[] Thousands = ["", ".", ",", " ", "\u00A0", "\u202F", "'", "’"];

    private static readonly Gen<(decimal Value, string Text, string Mark, string Group)> Printed =
        Gen.Select(Gen.Long[0, 999_999_999_999_999], Gen.Int[0, 16], Gen.Bool, Generators.AnyOf(".", ","), Generators.AnyOf(Thousands))
            .Select((digits, places, negative, mark, group) => (digits, places, negative, mark, group: group == mark ? "" : group))
            .Select(n =>
            {
                var value = new decimal(unchecked((int)n.digits), (int)(n.digits >> 32), 0, n.negative && n.digits != 0, (byte)n.places);
                return (value, Print(value, n.places, n.mark, n.group), n.mark, n.group);
            });

    [Test]
    public void EveryPrintedFigureIsReadExactly()
    {
        using var duck = Connection();
        Printed.Array[50].Sample(figures =>
        {
            foreach (var (value, text, mark, group) in figures)
            {
                if (Read(duck, text, mark, group) != value) { throw new AssertionException($"'{text}' with decimal '{mark}' and thousands '{group}' is read as {Read(duck, text, mark, group)}."); }
            }
        }, iter: 10, threads: 1);
    }

    // With the marks changed round a figure is either refused, or it was a plain number that has neither mark.
    [Test]
    public void AFigureWithTheOtherCountrysMarksIsNeverAnotherFigure()
    {
        using var duck = Connection();
        Printed.Array[50].Sample(figures =>
        {
            foreach (var (value, text, mark, group) in figures)
            {
                if (group is not ("." or ",")) { continue; }
                var read = Read(duck, text, group, mark);
                // One group of three and nothing else reads either way: that is what the check C02 is for.
                var ambiguous = text.Count(c => c is '.' or ',') == 1;
                if (read is { } other && other != value && !ambiguous) { throw new AssertionException($"'{text}' is read as {other} with the marks changed round."); }
            }
        }, iter: 10, threads: 1);
    }

    [TestCase("1.23", ",", ".")]
    [TestCase("12.34.567", ",", ".")]
    [TestCase("1.2345", ",", ".")]
    [TestCase(".123", ",", ".")]
    [TestCase("1234.567", ",", ".")]
    [TestCase("1,234,567", ",", ".")]
    [TestCase("1,2,3", ",", "")]
    [TestCase("1..234", ",", ".")]
    [TestCase("1.234,", ",", ".")]
    [TestCase("--5", ".", ",")]
    [TestCase("5-", ".", ",")]
    [TestCase("(5)", ".", ",")]
    [TestCase("1e5", ".", ",")]
    [TestCase("0x10", ".", ",")]
    [TestCase("5 %", ".", ",")]
    [TestCase("12 34", ",", " ")]
    [TestCase("NaN", ".", ",")]
    [TestCase("١٢٣", ".", ",")]
    [TestCase("", ".", ",")]
    [TestCase("-", ".", ",")]
    public void WhatDoesNotFitTheMarksIsNoFigure(string text, string mark, string group)
    {
        using var duck = Connection();
        Assert.That(Read(duck, text, mark, group), Is.Null);
    }

    // Without marks of its own a column is read by the plain rule: what that takes must be what the text says.
    [TestCase("1,5")]
    [TestCase("0x10")]
    [TestCase("inf")]
    [TestCase("1 000")]
    public void ThePlainRuleTakesNoOtherNotation(string text)
    {
        using var workspace = new TestWorkspace();
        var report = workspace.Ingest(workspace.Write("f.csv", Synthetic.Csv([new Figure("MICRO", text.Contains(',', StringComparison.Ordinal) ? $"\"{text}\"" : text), new Figure("SMALL", "5"), new Figure("MEDIUM", "5"), new Figure("LARGE", "5")])), Synthetic.Profile("PER-30056"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Findings.Errors(report), Does.Contain("C01").Or.Contain("C02"), Findings.Text(report));
            Assert.That(report.Loaded, Is.False);
        }
    }

    private static string Print(decimal value, int places, string mark, string group)
    {
        var format = new NumberFormatInfo { NumberDecimalSeparator = mark, NumberGroupSeparator = group, NumberGroupSizes = group.Length > 0 ? [3] : [0], NegativeSign = "-" };
        return value.ToString("N" + places.ToString(CultureInfo.InvariantCulture), format);
    }

    private static decimal? Read(DuckDBConnection duck, string text, string mark, string group)
        => duck.ExecuteScalar<decimal?>($"select local_number({Sql.Literal(text)}, {Sql.Literal(mark)}, {Sql.Literal(group)})");

    private static DuckDBConnection Connection()
    {
        var duck = WorkWarehouse.OpenInMemory();
        Sql.Run(duck, typeof(Observatorio.Ingest.Pipeline).Assembly, "stage/observation.sql");
        return duck;
    }
}
