using Observatorio.Ingest;
using Observatorio.Ingest.Reports;

namespace Observatorio.Tests.Ingest;

/// <summary>For which later warnings the reason of an earlier one holds.</summary>
public sealed class AcceptedWarningTests
{
    [Test]
    public void AReasonIsOfOneSeriesAndOfAllEditions()
    {
        var reasons = new Dictionary<string, string> { [AcceptedWarnings.KeyOf(Lost("IT1", "MICRO"))] = "merged", [AcceptedWarnings.KeyOf(new Finding("S01", "1", 7, 2, "123"))] = "a boom" };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AcceptedWarnings.ReasonOf(Lost("IT1", "MICRO"), reasons), Is.EqualTo("merged"));
            Assert.That(AcceptedWarnings.ReasonOf(Lost("IT1", "SMALL"), reasons), Is.Null, "Another series is lost for another reason.");
            Assert.That(AcceptedWarnings.ReasonOf(new Finding("S01", "1", 9, 2, "123"), reasons), Is.EqualTo("a boom"), "The row moves from edition to edition.");
        }
    }

    private static Finding Lost(string indicator, string key) => new("S04", "1") { Args = new Dictionary<string, string?> { ["indicator"] = indicator, ["component"] = "size", ["key"] = key, ["period"] = "2019" } };
}
