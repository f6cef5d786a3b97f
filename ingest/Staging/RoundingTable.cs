using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Staging;

/// <summary>Makes what a dataset says of its rounding into the tables that checks and harmonisation look it up in.</summary>
public static class RoundingTable
{
    /// <summary>Fills <c>rounding_of_class</c>, and <c>rounding</c> with the coarsest unit of each indicator.</summary>
    public static void Fill(DuckDBConnection connection, CodeLists codes, DatasetSpec dataset)
    {
        var prefix = dataset.SizeScheme + "|";
        foreach (var size in codes["SIZE_CLASS"].Codes.Where(c => c.StartsWith(prefix, StringComparison.Ordinal)))
        {
            foreach (var rule in dataset.Rounding.Where(r => r.SizeClasses.Count == 0 || r.SizeClasses.Contains(size[prefix.Length..])).DistinctBy(r => r.Indicator).Where(r => r.To != 0))
            {
                connection.Execute("insert into rounding_of_class values ($indicator, $size, $half)",
                    new { indicator = codes["INDICATOR"].IdOf(rule.Indicator), size = codes["SIZE_CLASS"].IdOf(size), half = rule.To / 2 });
            }
        }
        connection.Execute("insert into rounding select indicator, 2 * max(half) from rounding_of_class where half is not null group by indicator");
    }
}
