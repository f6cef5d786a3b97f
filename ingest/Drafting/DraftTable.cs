using System.Text.RegularExpressions;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Drafting;

/// <summary>What a column of an unknown table seems to be.</summary>
/// <param name="Place">From 0.</param>
/// <param name="Header">Its header text; empty for none.</param>
/// <param name="Component">The component whose labels it holds; null for figures and for what is not understood.</param>
/// <param name="IsFigures">Whether it holds figures.</param>
/// <param name="Texts">Its distinct texts that are no figures, as they come.</param>
public sealed record DraftColumn(int Place, string Header, string? Component, bool IsFigures, IReadOnlyList<string> Texts);

/// <summary>A table that was found in a sheet.</summary>
/// <param name="Sheet">The sheet.</param>
/// <param name="HeaderRow">First row of its header, from 0.</param>
/// <param name="HeaderRows">How many rows that has.</param>
/// <param name="LastRow">The last row with data, from 0.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Figures">How its figures are written.</param>
public sealed partial record DraftTable(DraftSheet Sheet, int HeaderRow, int HeaderRows, int LastRow, IReadOnlyList<DraftColumn> Columns, DraftFigures Figures)
{
    // A header lies within so many rows (METHOD.md, Reading), and shows in so many rows below it.
    private const int HeadRows = 60;
    private const int RowsBelow = 15;
    private const double Mostly = 0.6;

    private static readonly (string Component, Regex Header)[] Words =
    [
        ("TIME_PERIOD", Time()), ("SIZE_CLASS", Size()), ("ACTIVITY", Activity()), ("REF_AREA", Area()), ("SEX", Sex()), ("INDICATOR", Indicator()),
    ];

    /// <summary>The row below the header.</summary>
    public int FirstRow => HeaderRow + HeaderRows;

    /// <summary>The texts above the header: what the table is called, and mostly in what its figures are.</summary>
    public IEnumerable<string> Title => Sheet.Rows.Take(HeaderRow).SelectMany(r => r).OfType<string>();

    /// <summary>Finds the table of a sheet; null where nothing looks like one.</summary>
    public static DraftTable? Find(DraftSheet sheet, DraftNames names)
    {
        var header = Enumerable.Range(0, Math.Min(HeadRows, sheet.Rows.Count)).Select(row => (row, Score: Score(sheet, row))).Where(r => r.Score > 0).OrderByDescending(r => r.Score).ThenBy(r => r.row).Select(r => (int?)r.row).FirstOrDefault();
        if (header is not { } last) { return null; }
        var rows = 1;
        // The rows above belong to it where they say something of several columns: a title says something once.
        while (rows < 3 && last - rows >= 0 && SaysOfSeveral(sheet, last - rows, last) && !HasFigures(sheet, last - rows)) { rows++; }
        var first = last + 1;
        // Data end with the last row that has a figure, or what stands in place of one, below a header of figures.
        var measured = Enumerable.Range(0, sheet.Width).Where(c => Enumerable.Range(first, Math.Min(RowsBelow, sheet.Rows.Count - first)).Any(r => sheet.At(r, c) is { } text && DraftFigures.IsFigure(text) && !DraftFigures.IsPeriod(text))).ToList();
        var end = Enumerable.Range(first, sheet.Rows.Count - first).Where(r => measured.Exists(c => sheet.At(r, c) is { } text && (DraftFigures.IsFigure(text) || DraftFigures.MeaningOf(text) is not null))).DefaultIfEmpty(first).Max();
        var headers = Headers(sheet, last - rows + 1, rows);
        var columns = Enumerable.Range(0, sheet.Width).Where(c => headers[c].Length > 0 || Enumerable.Range(first, end - first + 1).Any(r => sheet.At(r, c) is not null)).Select(c => Column(sheet, c, headers[c], first, end, names)).ToList();
        if (!columns.Any(c => c.IsFigures)) { return null; }
        var figures = columns.Where(c => c.IsFigures).SelectMany(c => Enumerable.Range(first, end - first + 1).Select(r => sheet.At(r, c.Place))).OfType<string>().Where(t => DraftFigures.IsFigure(t));
        return new DraftTable(sheet, last - rows + 1, rows, end, columns, sheet.Name is null ? DraftFigures.Of(figures) : new DraftFigures(".", ""));
    }

    // As many as there are columns with a name here and figures or labels below; nothing where a figure stands in the row itself.
    private static double Score(DraftSheet sheet, int row)
    {
        if (HasFigures(sheet, row)) { return 0; }
        var labels = Labels(sheet, row);
        var below = Enumerable.Range(row + 1, Math.Min(RowsBelow, sheet.Rows.Count - row - 1)).ToList();
        var first = below.Find(r => sheet.Rows[r].Any(t => !string.IsNullOrWhiteSpace(t)));
        if (labels.Count < 2 || below.Count == 0 || !HasFigures(sheet, first)) { return 0; }
        return labels.Count(c => below.Exists(r => sheet.At(r, c) is { } text && DraftFigures.IsFigure(text) && !DraftFigures.IsPeriod(text))) + (0.1 * labels.Count);
    }

    // A title that is merged over the whole table says one thing of all of it.
    private static bool SaysOfSeveral(DraftSheet sheet, int row, int below)
    {
        var labels = Labels(sheet, row);
        return labels.Count >= 2 && (labels.Count < Labels(sheet, below).Count || labels.Select(c => sheet.At(row, c)).Distinct().Count() > 1);
    }

    private static List<int> Labels(DraftSheet sheet, int row) => [.. Enumerable.Range(0, sheet.Width).Where(c => sheet.At(row, c) is not null)];

    private static bool HasFigures(DraftSheet sheet, int row) => Enumerable.Range(0, sheet.Width).Any(c => sheet.At(row, c) is { } text && DraftFigures.IsFigure(text) && !DraftFigures.IsPeriod(text));

    // As the reader makes them: rows joined, an upper cell of a text file standing for those to its right (Staging.TablePlan).
    private static string[] Headers(DraftSheet sheet, int row, int rows)
    {
        var texts = new string[sheet.Width];
        var upper = new string?[rows];
        for (var column = 0; column < sheet.Width; column++)
        {
            var parts = new List<string>();
            for (var i = 0; i < rows; i++)
            {
                var text = sheet.At(row + i, column);
                if (i < rows - 1 && sheet.Name is null) { text = upper[i] = text ?? upper[i]; }
                if (text is not null && (parts.Count == 0 || parts[^1] != text)) { parts.Add(text); }
            }
            texts[column] = string.Join(" / ", parts);
        }
        return texts;
    }

    private static DraftColumn Column(DraftSheet sheet, int place, string header, int first, int end, DraftNames names)
    {
        var cells = Enumerable.Range(first, end - first + 1).Select(r => sheet.At(r, place)).OfType<string>().ToList();
        var texts = cells.Where(t => !DraftFigures.IsFigure(t)).Distinct().ToList();
        var figures = cells.Count(t => DraftFigures.IsFigure(t));
        var marked = cells.Count(t => DraftFigures.MeaningOf(t) is not null);
        if (cells.Count > 0 && cells.All(DraftFigures.IsPeriod)) { return new DraftColumn(place, header, "TIME_PERIOD", false, [.. cells.Distinct()]); }
        var component = Words.Where(w => w.Header.IsMatch(Spelling.Plain(header))).Select(w => w.Component).FirstOrDefault();
        if (figures > 0 && figures + marked >= Mostly * cells.Count && (component is null or "SIZE_CLASS" || figures > Mostly * cells.Count && cells.Distinct().Count() > 100)) { return new DraftColumn(place, header, null, true, texts); }
        if (cells.Count == 0) { return new DraftColumn(place, header, null, false, []); }
        var labels = cells.Distinct().ToList();
        // What the labels say comes before what the header says.
        var parts = labels.Where(l => !DraftNames.IsTotal(l)).ToList();
        foreach (var candidate in (string[])["SEX", "REF_AREA", "ACTIVITY"])
        {
            if (parts.Count(l => names.CodesOf(candidate, l).Count > 0) >= Mostly * Math.Max(1, parts.Count)) { return new DraftColumn(place, header, candidate, false, labels); }
        }
        if (component is null or "SIZE_CLASS" && names.SchemeOf(labels, null).Classes.Count >= Mostly * labels.Count) { component = "SIZE_CLASS"; }
        return new DraftColumn(place, header, component, false, labels);
    }

    [GeneratedRegex("^(ano|anio|year|periodo|trimestre|mes|fecha)")]
    private static partial Regex Time();

    [GeneratedRegex("tamano|estrato|tramo|porte|faixa|segmento|size|rango|personalocupado$")]
    private static partial Regex Size();

    [GeneratedRegex("actividad|atividade|sector|setor|rama|ciiu|cnae|scian|seccion|secao|rubro|industry")]
    private static partial Regex Activity();

    [GeneratedRegex("departamento|provincia|region|entidad|estado|municipio|pais|uf$|territorio|area")]
    private static partial Regex Area();

    [GeneratedRegex("^(variavel|variable|indicador|indicator|medida)$")]
    private static partial Regex Indicator();

    [GeneratedRegex("^sexo|genero")]
    private static partial Regex Sex();
}
