using System.Diagnostics;
using Dapper;
using Observatorio.Api.Data;
using Observatorio.Api.Money;
using Observatorio.Api.Releases;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>A hundred thousand observations of money in the scheme of their producer and three target schemes, each figure in three units, beside DuckDB only inserting as many rows.</summary>
public static class Schemes
{
    private const string FileName = "money.csv";
    private const int Runs = 5;

    /// <summary>Measures it.</summary>
    public static IEnumerable<Measurement> Measure(string folder)
    {
        var observations = Generate(Path.Combine(folder, FileName));
        var (bare, ours) = (new List<double>(), new List<double>());
        var figures = 0L;
        for (var run = 0; run < Runs; run++)
        {
            var workspace = Workspace.Open(Path.Combine(folder, $"schemes-{run}"));
            using var work = WorkWarehouse.Open(workspace);
            work.Execute("set threads = 2");
            var harmonised = Harmonise(workspace, work, Path.Combine(folder, FileName));
            var release = ReleasePublisher.Publish(workspace, work, "bench", "");
            var (converted, milliseconds) = Convert(workspace, release.ReleaseId);
            figures = converted;
            ours.Add(harmonised + milliseconds);
            work.Execute("create table bare as from fact_performance limit 0");
            bare.Add(Measurement.Time(() =>
            {
                for (var unit = 0; unit < Conversion.Targets.Count; unit++) { work.Execute("insert into bare select * from fact_performance"); }
                work.Execute("checkpoint");
            }));
        }
        var median = Measurement.Median(ours);
        yield return new Measurement(
            $"{observations:N0} observations harmonised into four schemes, each figure in {Conversion.Targets.Count} units", Measurement.Median(bare), median, "4×", $"{figures:N0} figures; {figures / median:N0} thousand a second; {Runs} runs");
    }

    // What harmonising and writing take of taking the file in.
    private static double Harmonise(Workspace workspace, DuckDB.NET.Data.DuckDBConnection work, string file)
    {
        var profile = ProfileFolder.Read(Path.Combine(AppContext.BaseDirectory, "bench-profiles", "bench-money"));
        var watch = Stopwatch.StartNew();
        var begun = 0.0;
        var report = Submissions.Ingest(workspace, work, profile, file, FileName, "bench", stage => { if (stage == "harmonise") { begun = watch.Elapsed.TotalMilliseconds; } });
        work.Execute("checkpoint");
        return report is { Loaded: true } ? watch.Elapsed.TotalMilliseconds - begun : throw new InvalidOperationException(string.Join('\n', report!.Findings.Select(f => f.Code)));
    }

    private static (long Figures, double Milliseconds) Convert(Workspace workspace, string releaseId)
    {
        using var release = OpenRelease.Open(workspace, releaseId);
        var selection = new Selection("performance", new Dictionary<string, IReadOnlyList<int>> { ["indicator"] = [release.Indicators.Find("WAGES")!.Id] }, OwnSchemeOnly: false, Quality.All);
        var figures = 0L;
        var milliseconds = Measurement.Time(() =>
        {
            foreach (var target in Conversion.Targets)
            {
                var money = new MoneyConverter(release, new Conversion(target, null));
                figures += release.With(connection =>
                {
                    var read = 0L;
                    foreach (var figure in FigureChunks.Read(connection, selection.FiguresQuery(), streaming: true))
                    {
                        money.Convert(figure);
                        read++;
                    }
                    return read;
                });
            }
        });
        return (figures, milliseconds);
    }

    // 27 states × 88 divisions × 9 bands × 5 years.
    private static long Generate(string file)
    {
        using var warehouse = WorkWarehouse.OpenInMemory();
        warehouse.Execute(
            $"""
            copy (
                select y.year, a.code as area, v.code as activity, c.class, 1000 + (hash(y.year, a.code, v.code, c.class) % 1000000)::bigint as wages
                from range(2015, 2020) y (year), (select code from dim_area where parent = 'BR' and code not like '%-\_U' escape '\') a, (select code from dim_activity where system = 'ISIC4' and level = 'division') v,
                    (select unnest(['S_LE4', 'S5T9', 'S10T19', 'S20T29', 'S30T49', 'S50T99', 'S100T249', 'S250T499', 'S_GE500']) as class) c
                order by all
            ) to {Sql.Literal(file)} (format csv, header true)
            """);
        return warehouse.ExecuteScalar<long>($"select count(*) from read_csv({Sql.Literal(file)})");
    }
}
