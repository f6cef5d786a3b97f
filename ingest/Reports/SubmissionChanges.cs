using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Reports;

/// <summary>A figure of the office that a submission adds, changes or takes away.</summary>
/// <param name="Kind"><c>new</c>, <c>changed</c> or <c>vanished</c>.</param>
/// <param name="RefArea">Its key, as the parameters that follow.</param>
/// <param name="Indicator">Indicator.</param>
/// <param name="SizeClass">Class in the scheme of the office.</param>
/// <param name="Activity">Activity.</param>
/// <param name="Sex">Sex.</param>
/// <param name="TimePeriod">Period.</param>
/// <param name="OldValue">What is published; null where nothing is, or it is hidden.</param>
/// <param name="NewValue">What the submission says.</param>
/// <param name="NationalEffect">The difference in percent of the national total as it is published; null where none is.</param>
/// <param name="RegionalEffect">The same of the smallest regional total that it is part of; null where it is part of none.</param>
/// <param name="Table">The table that it stands in; null for a text file, and for one that vanished.</param>
public sealed record FigureChange(
    string Kind, string RefArea, string Indicator, string SizeClass, string Activity, string Sex, string TimePeriod, decimal? OldValue, decimal? NewValue,
    decimal? NationalEffect = null, decimal? RegionalEffect = null, string? Table = null)
{
    /// <summary>By how many percent it changes; null where there is nothing to compare.</summary>
    public decimal? Percent => OldValue is { } old && old != 0 && NewValue is { } now ? Math.Round(100 * (now - old) / Math.Abs(old), 2) : null;

    /// <summary>What earlier submissions said of it, the oldest first; told of the changes that weigh most.</summary>
    public IReadOnlyList<Vintage> Vintages { get; init; } = [];
}

/// <summary>What an earlier submission said of a figure.</summary>
/// <param name="Submission">Which one.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Value">What it said; null where it gave no figure.</param>
public sealed record Vintage(long Submission, DateTime ReceivedAt, decimal? Value);

/// <summary>A total that differs because of a submission.</summary>
/// <param name="Area">The country, or a region.</param>
/// <param name="Indicator">Indicator.</param>
/// <param name="TimePeriod">Period.</param>
/// <param name="Before">As it is published; null where it is not.</param>
/// <param name="After">As it would be.</param>
/// <param name="Countries">Of how many countries it is the sum: those that count the same thing.</param>
public sealed record TotalChange(string Area, string Indicator, string TimePeriod, decimal? Before, decimal? After, int Countries)
{
    /// <summary>By how many percent it changes; null where there is nothing to compare.</summary>
    public decimal? Percent => Before is { } old && old != 0 && After is { } now ? Math.Round(100 * (now - old) / Math.Abs(old), 4) : null;
}

/// <summary>How many figures of a kind.</summary>
public sealed record ChangeCount(string Kind, long Figures);

/// <summary>What becomes of figures in a scheme: how many, by which method, and why not more.</summary>
public sealed record PreviewCount(string Scheme, string Method, string? Reason, long Figures);

/// <summary>What a submission changes.</summary>
/// <param name="Counts">How many figures it adds, changes and takes away.</param>
/// <param name="Totals">The national and regional totals that move.</param>
/// <param name="Changes">The changes, those first that move a total most.</param>
/// <param name="Preview">What becomes of its figures in each scheme.</param>
public sealed record SubmissionChanges(IReadOnlyList<ChangeCount> Counts, IReadOnlyList<TotalChange> Totals, IReadOnlyList<FigureChange> Changes, IReadOnlyList<PreviewCount> Preview)
{
    /// <summary>So many changes are told one by one.</summary>
    public const int MostChanges = 1000;

    // Of so many of them the history is told.
    private const int MostHistories = 200;
    private const int MostTotals = 200;

    /// <summary>Of a file of which nothing is taken.</summary>
    public static readonly SubmissionChanges None = new([], [], [], []);

    /// <summary>What the submission in the star changes, by the variable of its number.</summary>
    /// <param name="connection">The work warehouse, with the submission in it.</param>
    /// <param name="figures">A CSV file to write every figure into, with what becomes of it; null for none.</param>
    public static SubmissionChanges Of(DuckDBConnection connection, string? figures)
    {
        var assembly = typeof(SubmissionChanges).Assembly;
        Sql.Run(connection, assembly, "report/totals.sql");
        Sql.Run(connection, assembly, "report/changes.sql", ("most", Text(MostChanges)));
        var vintages = connection.Query<(long Place, long Submission, DateTime ReceivedAt, decimal? Value)>(Sql.Text(assembly, "report/vintages.sql", ("most", Text(MostHistories)))).ToLookup(v => v.Place, v => new Vintage(v.Submission, v.ReceivedAt, v.Value));
        var changes = connection.Query<FigureChange>(Sql.Text(assembly, "report/changes-ranked.sql")).Select((c, i) => c with { Vintages = [.. vintages[i + 1]] }).ToList();
        if (figures is not null) { connection.Execute($"copy ({Sql.Text(assembly, "report/figures.sql")}) to {Sql.Literal(figures)} (format csv, header)"); }
        return new SubmissionChanges(
            connection.Query<ChangeCount>(Sql.Text(assembly, "report/summary.sql")).ToList(),
            connection.Query<TotalChange>(Sql.Text(assembly, "report/totals-changed.sql", ("most", Text(MostTotals)))).ToList(),
            changes,
            connection.Query<PreviewCount>(Sql.Text(assembly, "report/preview.sql")).ToList());
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
