using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>A million rows of a national table, loaded with every check and three target schemes, beside DuckDB only reading the file.</summary>
public static class TallCsv
{
    /// <summary>The generated file.</summary>
    public const string FileName = "tall.csv";

    private const int Runs = 5;

    /// <summary>Measures it.</summary>
    public static IEnumerable<Measurement> Measure(string folder)
    {
        var rows = Generate(Path.Combine(folder, FileName));
        var bare = new List<double>();
        var ours = new List<Jobs.Outcome>();
        for (var run = 0; run < Runs; run++)
        {
            bare.Add(Jobs.Start("bare-csv", folder).Milliseconds);
            ours.Add(Jobs.Start("load-csv", folder));
        }
        var last = ours[^1];
        yield return new Measurement(
            $"CSV of {rows:N0} rows and two measures, all checks, three target schemes", Measurement.Median(bare), Measurement.Median(ours.Select(o => o.Milliseconds)), "6×",
            $"{last.Count:N0} facts; peak {ours.Max(o => o.PeakMiB):N0} MiB; {Runs} runs");
    }

    // 27 states × 88 divisions × 9 bands × 47 years; persons fit the bands, so that the checks find nothing.
    private static long Generate(string file)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var warehouse = WorkWarehouse.OpenInMemory();
        var areas = warehouse.Query<string>("select code from dim_area where parent = 'BR' and code not like '%-\\_U' escape '\\' order by code").ToList();
        var activities = warehouse.Query<string>("select code from dim_activity where system = 'ISIC4' and level = 'division' order by code").ToList();
        connection.Execute(
            $"""
            copy (
                select year, area, activity, class, n as enterprises, n * low as persons
                from range(1978, 2025) y (year),
                    (select unnest({Sql.TextList(areas)}) as area) a,
                    (select unnest({Sql.TextList(activities)}) as activity) v,
                    (values ('S_LE4', 2, 9), ('S5T9', 7, 8), ('S10T19', 13, 7), ('S20T29', 24, 6), ('S30T49', 38, 5), ('S50T99', 66, 4), ('S100T249', 140, 3), ('S250T499', 320, 2), ('S_GE500', 800, 1)) c (class, low, more),
                    (select 1) one,
                    lateral (select 10 + (hash(area, activity, class) % 1000 * more * (970 + year % 60) // 1000)::bigint as n) f
                order by year, area, activity, more desc
            ) to {Sql.Literal(file)} (format csv, header true)
            """);
        return connection.ExecuteScalar<long>($"select count(*) from read_csv({Sql.Literal(file)})");
    }
}
