using System.Diagnostics;
using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>Work that runs in a process of its own, so that its peak memory is its own.</summary>
public static class Jobs
{
    /// <summary>What a job printed: milliseconds, peak memory in MiB, and whatever it counted.</summary>
    public sealed record Outcome(double Milliseconds, double PeakMiB, long Count);

    /// <summary>Runs a job in a child process.</summary>
    public static Outcome Start(string job, string folder)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in (string[])["--child", job, folder]) { start.ArgumentList.Add(argument); }
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        if (process.ExitCode != 0) { throw new InvalidOperationException($"{job} failed:\n{string.Join('\n', lines)}"); }
        foreach (var line in lines[..^1]) { Console.Error.WriteLine(line); }
        var numbers = lines[^1].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new Outcome(numbers[0], numbers[1], (long)numbers[2]);
    }

    /// <summary>Runs a job here.</summary>
    public static int Run(string job, string folder)
    {
        var count = 0L;
        var milliseconds = job switch
        {
            "bare-csv" => Measurement.Time(() => count = BareCsv(folder)),
            "load-csv" => Load(folder, "bench-tall", TallCsv.FileName, out count),
            "bare-xlsx" => Measurement.Time(() => count = Sheet.Iterate(Path.Combine(folder, Sheet.FileName))),
            "load-xlsx" => Load(folder, "bench-sheet", Sheet.FileName, out count),
            "bare-register" => Measurement.Time(() => count = Register.Group(folder)),
            "load-register" => Load(folder, "mx-denue", Register.FileName, out count, Archive.HashOf(Path.Combine(folder, Register.FileName))),
            "load-register-and-hash" => Load(folder, "mx-denue", Register.FileName, out count),
            _ => throw new ArgumentOutOfRangeException(nameof(job), job, null),
        };
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{milliseconds} {process.PeakWorkingSet64 / 1048576.0} {count}"));
        return 0;
    }

    private static long BareCsv(string folder)
    {
        var database = Path.Combine(folder, "bare.duckdb");
        File.Delete(database);
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        connection.Execute("set threads = 2");
        connection.Execute($"create table bare as select * from read_csv({Sql.Literal(Path.Combine(folder, TallCsv.FileName))}, all_varchar = true)");
        connection.Execute("checkpoint");
        return connection.ExecuteScalar<long>("select count(*) from bare");
    }

    // All that a submission goes through: archive, ledger, reading, every check, harmonising, loading, and the star on disk.
    private static double Load(string folder, string profileName, string file, out long count, string? arrived = null)
    {
        var workspace = Workspace.Open(Path.Combine(folder, $"workspace-{Guid.NewGuid():N}"));
        var own = Path.Combine(AppContext.BaseDirectory, "bench-profiles", profileName);
        var profile = ProfileFolder.Read(Directory.Exists(own) ? own : Path.Combine(ProfileFolder.Shipped, profileName));
        using var work = WorkWarehouse.Open(workspace);
        work.Execute("set threads = 2");
        IngestReport? report = null;
        var watch = Stopwatch.StartNew();
        var stages = new List<(string Stage, double At)>();
        var milliseconds = Measurement.Time(() =>
        {
            report = Submissions.Ingest(workspace, work, profile, Path.Combine(folder, file), file, "bench", stage => stages.Add((stage, watch.Elapsed.TotalMilliseconds)), arrived);
            work.Execute("checkpoint");
        });
        stages.Add(("end", milliseconds));
        Console.WriteLine(string.Join(", ", stages.Zip(stages.Skip(1), (a, b) => $"{a.Stage} {b.At - a.At:0} ms")));
        if (report is not { Loaded: true }) { throw new InvalidOperationException(string.Join('\n', report!.Findings.Where(f => Ingest.Checking.CheckCatalogue.SeverityOf(f) == "E").Select(f => $"{f.Code} {f.Cell} {f.Value}"))); }
        count = WorkWarehouse.FactTableOfDataflow.Values.Sum(fact => work.ExecuteScalar<long>($"select count(*) from {fact}"));
        work.Dispose();
        Directory.Delete(workspace.Root, recursive: true);
        return milliseconds;
    }
}
