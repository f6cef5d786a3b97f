using System.Diagnostics;
using System.Diagnostics.Metrics;
using Observatorio.Warehouse;

namespace Observatorio.Api.Serving;

/// <summary>Where an answer came from.</summary>
public enum CacheResult
{
    /// <summary>The answer cache had it.</summary>
    Hit,

    /// <summary>It was made.</summary>
    Miss,

    /// <summary>The reader's own copy still holds.</summary>
    Reader,
}

/// <summary>What this program measures beside what the web server and the runtime measure of themselves (docs/observability.md).</summary>
public static class Telemetry
{
    /// <summary>Name of the source of traces and of the meter.</summary>
    public const string Name = "Observatorio";

    /// <summary>Traces of what no request waits for.</summary>
    public static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Rows that a query took from a release.</summary>
    public static readonly Histogram<long> QueryRows = Meter.CreateHistogram("observatorio.query.rows", "{row}", "Rows that a query took from a release.", tags: null,
        new InstrumentAdvice<long> { HistogramBucketBoundaries = [0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000] });

    /// <summary>How long a job took, by kind and outcome.</summary>
    public static readonly Histogram<double> JobDuration = Meter.CreateHistogram("observatorio.job.duration", "s", "How long a job took.", tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 0.5, 1, 5, 10, 30, 60, 300, 900, 3600] });

    private static readonly Counter<long> Answers = Meter.CreateCounter<long>("observatorio.cache.answers", "{answer}", "Answers of releases, by where they came from.");

    // Made once: they are counted with every request.
    private static readonly KeyValuePair<string, object?>[] Results = [.. Enum.GetNames<CacheResult>().Select(name => new KeyValuePair<string, object?>("result", name.ToLowerInvariant()))];

    /// <summary>Counts an answer by where it came from.</summary>
    public static void Count(CacheResult result) => Answers.Add(1, Results[(int)result]);

    /// <summary>Measures a workspace's queue and its submissions whenever somebody asks for the figures.</summary>
    public static void Watch(Workspace workspace)
    {
        var jobs = new Jobs(workspace);
        var ledger = new Ledger(workspace);
        Meter.CreateObservableGauge("observatorio.jobs.waiting", jobs.Waiting, "{job}", "Jobs that wait for their turn.");
        Meter.CreateObservableGauge("observatorio.submissions", () => ledger.SubmissionCounts().Select(s => new Measurement<long>(s.Count, new KeyValuePair<string, object?>("status", s.Status))), "{submission}", "Submissions by their status.");
    }
}
