using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Registers;

/// <summary>Which columns of its files a register layout reads.</summary>
public static class RegisterColumns
{
    /// <summary>Those of the file of units, each once.</summary>
    public static IEnumerable<string> OfUnits(RegisterLayout layout)
    {
        var counted = layout.Joins.Select(j => j.Count).ToHashSet();
        var numbers = layout.Numbers.Select(n => n.Name).ToHashSet();
        return layout.Dimensions.Select(d => d.Column).Where(c => !numbers.Contains(c))
            .Concat(layout.Numbers.SelectMany(n => n.Of).Where(c => !counted.Contains(c)))
            .Concat(layout.Filters.Select(f => f.Column))
            .Concat(layout.Joins.SelectMany(j => j.Keys.Keys))
            .Concat(((string?[])[layout.Weight, layout.Design?.Strata, layout.Design?.Cluster, layout.PeriodFromNewest]).OfType<string>())
            .Distinct(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Those of a file that is joined to it.</summary>
    public static IEnumerable<string> OfJoin(RegisterJoin join) => join.Keys.Values.Concat(join.Filters.Select(f => f.Column)).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>A finding on the table of counts as one on the register: its rows are not there, its columns have other names.</summary>
    public static Finding InRegister(Finding finding, RegisterLayout layout)
        => finding.Code[0] == 'R' || finding.Row is null ? finding : finding with
        {
            Row = null,
            Column = null,
            Args = finding.Args.ToDictionary(a => a.Key, a => a.Key == "column" ? layout.Dimensions.FirstOrDefault(d => d.Component == a.Value)?.Column ?? a.Value : a.Value),
        };

    /// <summary>Keeps in the star what a table of counts says of its register, which its first row tells.</summary>
    public static void KeepOrigin(DuckDBConnection connection, RegisterLayout layout, RawTable counts)
    {
        var (origin, header) = (counts.Head[0], counts.Head[1]);
        connection.Execute(
            Sql.Text(typeof(RegisterColumns).Assembly, "load/register.sql", ("raw", counts.Table), ("first_row", $"{counts.FirstRow}"), ("column", $"{header.Length}")),
            new
            {
                file = origin[1],
                sha256 = origin[2],
                bytes = origin[3],
                rows = origin[4],
                kept = origin[5],
                filter = origin.ElementAtOrDefault(6) ?? "",
                by = string.Join(", ", layout.Dimensions.Select(d => d.First > 0 ? $"{d.Column} [1-{d.First}]" : d.Column)),
            });
    }
}
