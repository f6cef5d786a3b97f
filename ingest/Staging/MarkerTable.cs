using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Staging;

/// <summary>Makes a layout's markers into the table that the staging SQL looks texts up in.</summary>
public static class MarkerTable
{
    /// <summary>Fills <c>marker</c> anew for one table, and adds to <c>declared_marker</c> and <c>conditional_marker</c>.</summary>
    public static void Fill(DuckDBConnection connection, CodeLists codes, TablePlan plan)
    {
        connection.Execute("delete from marker");
        foreach (var marker in plan.Layout.Markers)
        {
            connection.Execute("insert into declared_marker values ($part, $text)", new { part = plan.Raw.Part, text = marker.Text });
            var status = marker.Meaning switch
            {
                MarkerMeaning.Zero => "A",
                MarkerMeaning.Missing => "O",
                MarkerMeaning.NotCollected => "L",
                MarkerMeaning.NotApplicable => "M",
                MarkerMeaning.Suppressed => "Q",
                MarkerMeaning.IncludedElsewhere => "K",
                _ => null,
            };
            var statuses = status is null ? (uint?)null : 1u << (codes["OBS_STATUS"].IdOf(status) - 1);
            var conf = codes["CONF_STATUS"].IdOf(marker.ConfStatus);
            var value = marker.Meaning == MarkerMeaning.Zero ? 0 : (int?)null;
            foreach (var indicator in marker.Indicators.Select(i => (int?)codes["INDICATOR"].IdOf(i)).DefaultIfEmpty(null))
            {
                if (marker.WhereZero is { } other)
                {
                    connection.Execute("insert into conditional_marker values ($part, $text, $indicator, $meaning, $statuses, $value, $zero)",
                        new { part = plan.Raw.Part, text = marker.Text, indicator, meaning = marker.Meaning.ToString(), statuses, value, zero = codes["INDICATOR"].IdOf(other) });
                    continue;
                }
                foreach (var period in PeriodsOf(marker))
                {
                    connection.Execute("insert into marker values ($text, $indicator, $period, $meaning, $statuses, $value, $conf)",
                        new { text = marker.Text, indicator, period, meaning = marker.Meaning.ToString(), statuses, value, conf });
                }
            }
        }

        // The labels of the table are read by now, so that its periods are all known.
        IEnumerable<int?> PeriodsOf(Marker marker)
            => marker.From is null && marker.To is null
                ? [null]
                : codes["TIME_PERIOD"].Codes.Where(p => Period.Within(p, marker.From, marker.To)).Select(p => (int?)codes["TIME_PERIOD"].IdOf(p));
    }
}
