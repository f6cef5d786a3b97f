using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Reading;

namespace Observatorio.Ingest;

/// <summary>What became of one file.</summary>
/// <param name="FileName">As its office calls it.</param>
/// <param name="Profile">The profile that it was read with.</param>
/// <param name="Layout">The layout that fitted; null where none did.</param>
/// <param name="Findings">All faults and remarks, in the order in which they were found.</param>
/// <param name="Accounting">What was read and how.</param>
/// <param name="Loaded">Whether its figures are in the star.</param>
public sealed record IngestReport(string FileName, string Profile, string? Layout, IReadOnlyList<Finding> Findings, Accounting Accounting, bool Loaded)
{
    /// <summary>The tables that were read, in the order of the file.</summary>
    public IReadOnlyList<FileTable> Tables { get; init; } = [];

    /// <summary>Names of the tables that errors stop; the others are taken.</summary>
    public IReadOnlyList<string> Stopped => [.. Tables.Where(t => t.Stopped).Select(t => t.Name)];

    /// <summary>Of a file of which nothing could be staged.</summary>
    public static IngestReport Unreadable(string fileName, string profile, IReadOnlyList<Finding> findings) => new(fileName, profile, null, findings, Accounting.Nothing, Loaded: false);

    /// <summary>How many findings stop the file.</summary>
    public int Errors => Findings.Count(f => CheckCatalogue.SeverityOf(f) == "E");

    /// <summary>How many findings travel with the figures.</summary>
    public int Warnings => Findings.Count(f => CheckCatalogue.SeverityOf(f) == "W");
}

/// <summary>How often one marker stood in place of a figure, and as what it was read.</summary>
public sealed record MarkerCount(string Text, string Meaning, long Cells);

/// <summary>A total read back, so that the office can set it beside its own.</summary>
public sealed record ControlTotal(string Indicator, string Period, string SizeClass, decimal Total, long Cells);

/// <summary>What became of the cells of a file.</summary>
/// <param name="CellsRead">Cells that held text and were read as a label or a figure.</param>
/// <param name="CellsIgnored">Cells with text that a rule of the layout passes over: titles, notes, ignored rows and columns.</param>
/// <param name="CellsNotUnderstood">Cells with text that no rule reads.</param>
/// <param name="Markers">How the markers were read.</param>
/// <param name="Totals">Sums of what was read, by indicator and period.</param>
public sealed record Accounting(long CellsRead, long CellsIgnored, long CellsNotUnderstood, IReadOnlyList<MarkerCount> Markers, IReadOnlyList<ControlTotal> Totals)
{
    /// <summary>Of a file that could not be read.</summary>
    public static readonly Accounting Nothing = new(0, 0, 0, [], []);

    /// <summary>Counts the cells of a file that has been staged.</summary>
    public static Accounting Of(DuckDBConnection connection, FileReading reading)
    {
        long read = 0, ignored = 0, unknown = 0;
        foreach (var part in reading.Parts)
        {
            var plans = reading.Tables.Where(t => t.Raw.Part == part.Part).ToList();
            var headless = plans.SelectMany(p => FileChecks.Headless(connection, p)).ToHashSet();
            for (var column = 1; column <= part.Columns; column++)
            {
                var filled = connection.ExecuteScalar<long>($"select count(c{column}) from {part.Table}");
                if (filled == 0) { continue; }
                var inside = 0L;
                foreach (var plan in plans.Where(p => p.Labels.Any(l => l.Column == column || l.Joined.Contains(column)) || p.Measures.Any(m => m.Column == column || m.StdErr == column || m.WhenEmpty.Contains(column))))
                {
                    inside += CountInWindow(connection, part, column);
                }
                var notUnderstood = plans.Count == 0 && !FileChecks.IsIgnored(part, reading.Layout) ? filled
                    : headless.Contains(column) || plans.Any(p => p.Unknown.ContainsKey(column)) ? CountInWindow(connection, part, column) : 0;
                read += inside;
                unknown += notUnderstood;
                ignored += filled - inside - notUnderstood;
            }
        }
        var markers = connection.Query<MarkerCount>(
            "select trim(coalesce(source_text, '')) as Text, meaning as Meaning, count(*) as Cells from observation where meaning is not null group by 1, 2 order by 1, 2").ToList();
        var totals = connection.Query<ControlTotal>(Warehouse.Sql.Text(typeof(Accounting).Assembly, "stage/control-totals.sql")).ToList();
        return new Accounting(read, ignored, unknown, markers, totals);
    }

    /// <summary>The same as a remark for the office (check F10), and a warning where something was not understood.</summary>
    public Finding ToFinding() => new("F10")
    {
        Severity = CellsNotUnderstood > 0 ? "W" : null,
        Args = new Dictionary<string, string?> { ["read"] = Text(CellsRead), ["ignored"] = Text(CellsIgnored), ["not_understood"] = Text(CellsNotUnderstood) },
    };

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static long CountInWindow(DuckDBConnection connection, RawTable part, int column)
        => connection.ExecuteScalar<long>(
            $"""
            select count(c{column})
            from {part.Table} r, (select min(first_row) as first_row, max(last_row) as last_row from table_window where part = {part.Part}) w
            where r.rowid + {part.FirstRow} between w.first_row and w.last_row and r.rowid + {part.FirstRow} not in (select source_row from ignored_row where part = {part.Part})
            """);
}
