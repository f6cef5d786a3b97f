using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>Takes what a profile says of its dataset into the star.</summary>
public static class Datasets
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Lists the dataset's flags, limits and peculiar classes for the checks.</summary>
    /// <returns>The dataset's id, which a new dataset is given here.</returns>
    public static int Prepare(DuckDBConnection connection, CodeLists codes, Profile profile)
    {
        var spec = profile.Dataset;
        ProfileCheck.Require(profile, codes);
        var known = codes["DATASET"].Find(spec.Id);
        var id = known ?? connection.ExecuteScalar<int>("select nextval('code_id')");
        connection.Execute("create or replace temp table dataset_flag (code varchar, period_from varchar, period_to varchar, area_level varchar)");
        foreach (var flag in spec.Flags)
        {
            foreach (var level in flag.AreaLevels.DefaultIfEmpty(null))
            {
                connection.Execute("insert into dataset_flag values ($code, $from, $to, $level)", new { code = flag.Code, from = flag.From, to = flag.To, level });
            }
        }
        connection.Execute("create or replace temp table class_outside (size_class usmallint)");
        foreach (var outside in spec.ClassesOutside) { connection.Execute("insert into class_outside values ($id)", new { id = codes["SIZE_CLASS"].IdOf($"{spec.SizeScheme}|{outside}") }); }
        connection.Execute("create or replace temp table grouped_class (size_class usmallint, held usmallint, rule usmallint)");
        foreach (var (group, held) in spec.Grouped.SelectMany(g => g.Holds.Select(h => (g.Class, h))))
        {
            connection.Execute("insert into grouped_class (size_class, held) values ($group, $held)", new { group = codes["SIZE_CLASS"].IdOf($"{spec.SizeScheme}|{group}"), held = codes["SIZE_CLASS"].IdOf($"{spec.SizeScheme}|{held}") });
        }
        connection.Execute($"set variable period_from = {(spec.PeriodFrom is null ? "null" : Sql.Literal(spec.PeriodFrom))}");
        connection.Execute($"set variable period_to = {(spec.PeriodTo is null ? "null" : Sql.Literal(spec.PeriodTo))}");
        return id;
    }

    /// <summary>Adds or updates the dataset's row in the star.</summary>
    public static void Add(DuckDBConnection connection, Profile profile, int id)
    {
        var spec = profile.Dataset;
        connection.Execute(
            """
            insert or replace into dim_dataset
            values ($id, $code, $provider, $refArea, $statUnit, $countConcept, $universe, $sizeScheme, $zeroUnits, $activitySystem, $origin, $description::json)
            """,
            new
            {
                id,
                code = spec.Id,
                provider = spec.Provider.Id,
                refArea = spec.RefArea,
                statUnit = spec.StatUnit,
                countConcept = spec.CountConcept,
                universe = spec.Universe,
                sizeScheme = spec.SizeScheme,
                zeroUnits = spec.ZeroUnits,
                activitySystem = spec.ActivitySystem,
                origin = spec.Origin,
                description = JsonSerializer.Serialize(spec, Json),
            });
    }
}
