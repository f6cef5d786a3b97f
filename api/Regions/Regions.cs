using System.Globalization;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Api.Regions;

/// <summary>Regions and their members, from the release's own table.</summary>
public static class Regions
{
    /// <summary>All regions.</summary>
    public static IReadOnlyList<RegionSummary> All(DuckDBConnection connection)
        => [.. connection.Query<(string Code, string Member, string? From, string? To, string? Source)>("select group_code, member, valid_from, valid_to, source from area_group order by group_code, member, valid_from")
            .GroupBy(m => m.Code).Select(g => new RegionSummary(g.Key, [.. g.Select(m => new RegionMember(m.Member, m.From, m.To, m.Source))]))];

    /// <summary>Who belongs to a region at the end of a year.</summary>
    public static IEnumerable<string> MembersIn(RegionSummary region, int year) => MembersOn(region, new DateOnly(year, 12, 31));

    /// <summary>Who belongs to a region on a day.</summary>
    public static IEnumerable<string> MembersOn(RegionSummary region, DateOnly on)
    {
        var day = on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return region.Members.Where(m => string.CompareOrdinal(m.From ?? "", day) <= 0 && (m.To is null || string.CompareOrdinal(day, m.To) < 0)).Select(m => m.RefArea);
    }
}
