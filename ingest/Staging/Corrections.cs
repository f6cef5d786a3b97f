using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Staging;

/// <summary>
/// Replaces figures that a profile knows to be wrong in the source. The source's text stays with the figure, and the
/// correction is a rule of its lineage. (A wrong label needs none of this: the labels file says what it means.)
/// </summary>
public static class Corrections
{
    /// <summary>Applies the profile's corrections; one whose cell does not say what it expects is a finding F11.</summary>
    public static void Apply(DuckDBConnection connection, Profile profile, FileReading reading, CodeLists codes, List<Finding> findings)
    {
        foreach (var correction in profile.Corrections)
        {
            var address = CellAddress.Parse(correction.Cell);
            var part = address is var (sheet, _, _) ? reading.Tables.FirstOrDefault(t => sheet is null || t.Raw.Name == sheet)?.Raw : null;
            var found = part is null ? null : connection.QueryFirstOrDefault<string>(
                "select coalesce(source_text, '') from observation where part = $part and source_row = $row and source_col = $column",
                new { part = part.Part, row = address!.Value.Row, column = address.Value.Column });
            if (found?.Trim() != correction.Expected.Trim() || !decimal.TryParse(correction.Corrected, NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            {
                findings.Add(new Finding("F11", part?.Name, address?.Row, address?.Column, found)
                {
                    Args = new Dictionary<string, string?> { ["expected"] = correction.Expected, ["found"] = found ?? "—", ["reason"] = correction.Reason },
                });
                continue;
            }
            var place = new { part = part!.Part, row = address!.Value.Row, column = address.Value.Column };
            connection.Execute("insert into correction values ($part, $row, $column, $cell, $corrected, $reason, null)",
                new { place.part, place.row, place.column, cell = correction.Cell, corrected = correction.Corrected, reason = correction.Reason });
            connection.Execute(
                $"update observation set value = $value, meaning = null, obs_statuses = {1u << (codes["OBS_STATUS"].IdOf("A") - 1)} where part = $part and source_row = $row and source_col = $column",
                new { value, place.part, place.row, place.column });
        }
    }
}
