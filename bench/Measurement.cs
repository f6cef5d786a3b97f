using System.Diagnostics;
using System.Globalization;

namespace Observatorio.Bench;

/// <summary>One thing measured, beside the bare engine's time for the same work in the same run.</summary>
/// <param name="What">What was done.</param>
/// <param name="Bare">Milliseconds of the bare engine; null where there is nothing to compare.</param>
/// <param name="Ours">Milliseconds of ours.</param>
/// <param name="Bar">The ratio that it should stay within, as text.</param>
/// <param name="Note">Peak memory, rows and the like.</param>
public sealed record Measurement(string What, double? Bare, double Ours, string Bar, string Note)
{
    /// <summary>What is counted where it is no time, such as <c>a second</c> or <c>answers</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>The middle one of some runs.</summary>
    public static double Median(IEnumerable<double> runs)
    {
        var sorted = runs.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>What so large a part of some runs is not above.</summary>
    public static double Percentile(IEnumerable<double> runs, double part)
    {
        var sorted = runs.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
    }

    /// <summary>How long something takes, in milliseconds.</summary>
    public static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Prints a Markdown table, with the machine's size.</summary>
    public static void Print(IEnumerable<Measurement> results)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30);
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {memory} GiB, .NET {Environment.Version}, medians of the runs named\n");
        Console.WriteLine("| what | bare engine | ours | ratio | bar | note |\n|---|---|---|---|---|---|");
        foreach (var r in results)
        {
            Console.WriteLine($"| {r.What} | {(r.Bare is { } bare ? r.Text(bare) : "")} | {r.Text(r.Ours)} | {(r.Bare is { } b ? (r.Ours / b).ToString("0.00", CultureInfo.InvariantCulture) : "")} | {r.Bar} | {r.Note} |");
        }
    }

    private string Text(double value) => Unit is not null ? $"{value:N0} {Unit}" : value >= 100 ? $"{value / 1000:0.00} s" : $"{value:0.000} ms";
}
