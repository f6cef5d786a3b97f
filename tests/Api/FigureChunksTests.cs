using System.Globalization;
using CsCheck;
using DuckDB.NET.Native;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Api;

/// <summary>Figures read from DuckDB's own arrays are those that its data reader reads.</summary>
public sealed class FigureChunksTests
{
    [Test]
    public void EveryFigureIsWhatADataReaderReads()
    {
        using var release = OpenRelease.Open(Workspace.Open(SampleServer.WorkspaceFolder), Release.CurrentId(Workspace.Open(SampleServer.WorkspaceFolder))!);
        foreach (var dataflow in Dataflows.Ids)
        {
            var query = new Selection(dataflow, new Dictionary<string, IReadOnlyList<int>>(), OwnSchemeOnly: false, Quality.All).FiguresQuery();
            release.With(connection =>
            {
                using var command = FigureReader.Command(connection, query);
                using var reader = command.ExecuteReader();
                var count = 0;
                foreach (var figure in release.With(other => FigureChunks.Read(other, query, streaming: true).ToList()))
                {
                    Assert.That(reader.Read(), Is.True);
                    Assert.That(figure, Is.EqualTo(FigureReader.Row(reader)));
                    count++;
                }
                Assert.That(reader.Read(), Is.False);
                Assert.That(count, Is.GreaterThan(1000));
                return count;
            });
        }
    }

    [Test]
    public void ANumberIsWhatItsDigitsSay()
        => Gen.Select(Gen.Long[-9_999_999_999_999, 9_999_999_999_999], Gen.Long[0, 9_999_999_999_999_999], Gen.Int[0, 16]).Sample((whole, fraction, zeros) =>
        {
            var cut = fraction / (long)Math.Pow(10, zeros) * (long)Math.Pow(10, zeros);
            var stored = ((Int128)whole * 10_000_000_000_000_000) + (whole < 0 ? -cut : cut);
            var number = FigureChunks.Number(new DuckDBHugeInt(unchecked((ulong)stored), (long)(stored >> 64)));
            var text = $"{(stored < 0 ? "-" : "")}{Math.Abs(whole)}.{cut:D16}".TrimEnd('0').TrimEnd('.');
            // A decimal holds 28 digits; a cell of an office never has more.
            Assert.That(number.ToString(CultureInfo.InvariantCulture), Is.EqualTo(decimal.Parse(text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)));
        });
}
