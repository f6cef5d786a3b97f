using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Bench;

/// <summary>A register of ten million establishments in the layout of Mexico's directory, counted, beside DuckDB's bare grouping by the same keys.</summary>
public static class Register
{
    /// <summary>The generated file.</summary>
    public const string FileName = "register.csv";

    private const int Rows = 10_000_000;
    private const int Runs = 3;

    /// <summary>Measures it.</summary>
    public static IEnumerable<Measurement> Measure(string folder)
    {
        var bytes = Generate(Path.Combine(folder, FileName));
        var bare = new List<double>();
        var ours = new List<Jobs.Outcome>();
        var hashed = new List<Jobs.Outcome>();
        for (var run = 0; run < Runs; run++)
        {
            bare.Add(Jobs.Start("bare-register", folder).Milliseconds);
            ours.Add(Jobs.Start("load-register", folder));
            hashed.Add(Jobs.Start("load-register-and-hash", folder));
        }
        yield return new Measurement(
            $"register of {Rows:N0} rows, {bytes / 1e9:0.0} GB, counted by state, subsector and band, checked and harmonised", Measurement.Median(bare), Measurement.Median(ours.Select(o => o.Milliseconds)), "1.5×",
            $"{ours[^1].Count:N0} facts; peak {ours.Max(o => o.PeakMiB):N0} MiB; {Runs} runs");
        yield return new Measurement(
            "the same, its SHA-256 not taken as it arrived but beside the counting", Measurement.Median(bare), Measurement.Median(hashed.Select(o => o.Milliseconds)), "", $"{Runs} runs");
    }

    /// <summary>The bare engine: the same file grouped by the same keys.</summary>
    public static long Group(string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        connection.Execute("set threads = 2");
        return connection.ExecuteScalar<long>(
            $"""
            select count(*) from (
                select cve_ent, left(codigo_act, 3), per_ocu, count(*), max(fecha_alta) from read_csv({Sql.Literal(Path.Combine(folder, FileName))}, all_varchar = true) group by all)
            """);
    }

    private static long Generate(string file)
    {
        using var warehouse = WorkWarehouse.OpenInMemory();
        var subsectors = warehouse.Query<string>("select code[9:] from dim_activity where system = 'SCIAN23' and level = 'division' order by code").ToList();
        warehouse.Execute("set threads = 2");
        warehouse.Execute(
            $"""
            copy (
                select i as id, lpad((hash(i) % 1000000000)::varchar, 28, '0') as clee, s[1 + (hash(i, 1) % 80)::bigint] || '110' as codigo_act, 'Comercio al por menor en general' as nombre_act,
                    b[1 + (hash(i, 2) % 100)::bigint] as per_ocu, '06000' as cod_postal, lpad((1 + hash(i, 3) % 32)::varchar, 2, '0') as cve_ent, 'Ciudad de México' as entidad, '015' as cve_mun,
                    'Cuauhtémoc' as municipio, '0001' as cve_loc, '1234' as ageb, '001' as manzana, 'Fijo' as "tipoUniEco", 19.4 + (hash(i, 4) % 1000000) / 1e7 as latitud, -99.1 as longitud,
                    (2010 + hash(i, 5) % 14)::varchar || '-' || lpad((1 + hash(i, 6) % 12)::varchar, 2, '0') as fecha_alta
                from range({Rows}) r (i), (select {Sql.TextList(subsectors)} as s,
                    list_resize(['0 a 5 personas']::varchar[], 80, '0 a 5 personas') || list_resize(['6 a 10 personas']::varchar[], 9, '6 a 10 personas') || list_resize(['11 a 30 personas']::varchar[], 6, '11 a 30 personas')
                    || ['31 a 50 personas', '31 a 50 personas', '51 a 100 personas', '101 a 250 personas', '251 y más personas'] as b) t
            ) to {Sql.Literal(file)} (format csv, header true, force_quote *)
            """);
        return new FileInfo(file).Length;
    }
}
