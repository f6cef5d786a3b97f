using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Ingest.Staging;

/// <summary>Finds the figures that titles and notes repeat, for the check that sets them beside their cells.</summary>
public static class TextFigures
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Looks for the layout's figures in every text outside the data of a table.</summary>
    public static void Find(DuckDBConnection connection, TablePlan plan, LabelReader labels)
    {
        if (plan.Layout.TextFigures.Count == 0) { return; }
        foreach (var (row, column, text) in TextsOutside(connection, plan))
        {
            foreach (var rule in plan.Layout.TextFigures)
            {
                var match = Regex.Match(text, rule.Pattern, RegexOptions.CultureInvariant, Patience);
                if (!match.Success || FigureOf(match.Groups[1].Value) is not { } figure) { continue; }
                connection.Execute(
                    "insert into text_figure values ($part, $row, $column, $text, $figure, $area, $indicator, $size, $activity, $sex, $period)",
                    new
                    {
                        part = plan.Raw.Part,
                        row,
                        column,
                        text,
                        figure,
                        area = Id("REF_AREA", match),
                        indicator = Id("INDICATOR", match),
                        size = Id("SIZE_CLASS", match),
                        activity = Id("ACTIVITY", match),
                        sex = Id("SEX", match),
                        period = Id("TIME_PERIOD", match),
                    });

                int? Id(string component, Match m) => rule.Codes.TryGetValue(component, out var code) ? labels.IdOrNew(component, m.Result(code)) : null;
            }
        }
    }

    private static IEnumerable<(long Row, int Column, string Text)> TextsOutside(DuckDBConnection connection, TablePlan plan)
    {
        for (var row = 1; row < plan.FirstDataRow && row <= plan.Raw.Head.Count; row++)
        {
            for (var column = 1; column <= plan.Raw.Head[row - 1].Length; column++)
            {
                if (plan.Raw.Head[row - 1][column - 1] is { } text) { yield return (row, column, text); }
            }
        }
        for (var column = 1; column <= plan.Raw.Columns; column++)
        {
            var below = connection.Query<(long Row, string Text)>(
                $"""
                select r.rowid + {plan.Raw.FirstRow}, r.c{column}
                from {plan.Raw.Table} r
                where r.c{column} is not null and r.rowid + {plan.Raw.FirstRow} >= {plan.FirstDataRow}
                    and (r.rowid + {plan.Raw.FirstRow} > (select max(last_row) from table_window where part = {plan.Raw.Part})
                        or r.rowid + {plan.Raw.FirstRow} in (select source_row from ignored_row where part = {plan.Raw.Part}))
                """).ToList();
            foreach (var (row, text) in below) { yield return (row, column, text); }
        }
    }

    // Running text writes thousands with blanks, points or commas, whatever the table does: only whole numbers can be read without knowing which.
    private static decimal? FigureOf(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return Regex.IsMatch(text, @"^\d{1,3}([ .,\u00A0\u202F\u2009]\d{3})*$|^\d+$", RegexOptions.None, Patience) && decimal.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
