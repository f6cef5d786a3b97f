using Observatorio.Api.Releases;
using Observatorio.Api.Serving;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Observatorio.Api.Data.Formats;

/// <summary>A workbook: the data with real numbers below a header that stays, what its columns mean, and how to cite it.</summary>
public static class XlsxFormat
{
    private static readonly (string Data, string About, string Cite) Es = ("Datos", "Metadatos", "Cita");
    private static readonly (string Data, string About, string Cite) Pt = ("Dados", "Metadados", "Citação");
    private static readonly (string Data, string About, string Cite) En = ("Data", "Metadata", "Citation");

    /// <summary>Writes an answer.</summary>
    public static Task Write(DataAnswer answer) => AnswerFile.Send(answer.Http, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file => Write(answer, file));

    private static async Task Write(DataAnswer answer, string file)
    {
        var stop = answer.Http.RequestAborted;
        var sheets = answer.Query.Language switch { "pt" => Pt, "en" => En, _ => Es };
        var table = AnswerTable.Of(answer.Release, answer.Query, answer.Figures.Figures);
        await using var stream = File.Create(file);
        await using var workbook = await Spreadsheet.CreateNewAsync(stream, new SpreadCheetahOptions { CompressionLevel = SpreadCheetahCompressionLevel.Fastest }, stop);
        var bold = workbook.AddStyle(new Style { Font = { Bold = true } });
        var options = new WorksheetOptions { FrozenRows = 1 };
        for (var i = 0; i < table.Columns.Count; i++) { options.Column(i + 1).Width = table.Columns[i].IsNumber ? 14 : 12; }
        await workbook.StartWorksheetAsync(sheets.Data, options, stop);
        await workbook.AddHeaderRowAsync([.. table.Columns.Select(c => c.Name)], bold, stop);
        var cells = new DataCell[table.Columns.Count];
        foreach (var row in table.Rows)
        {
            // What a spreadsheet shows of a number it holds as a double.
            for (var i = 0; i < row.Length; i++) { cells[i] = row[i].Number is { } number ? new DataCell(FigureNumbers.Nearest(number)) : new DataCell(row[i].Text); }
            await workbook.AddRowAsync(cells, stop);
        }
        await Pairs(workbook, sheets.About, bold, About(answer), stop);
        await Pairs(workbook, sheets.Cite, bold,
        [
            (sheets.Cite, Citation.Of(answer.Http, answer.Release.Id, answer.Release.CreatedAt, answer.Query.Language)),
            ("URL", $"{PublicAddress.Of(answer.Http)}{answer.Http.Request.Path}{answer.Http.Request.QueryString}"),
        ], stop);
        await workbook.FinishAsync(stop);
    }

    private static IEnumerable<(string, string)> About(DataAnswer answer)
    {
        var (release, query, summary) = (answer.Release, answer.Query, answer.Figures.Summary);
        yield return ("RELEASE", release.Id);
        yield return ("PUBLISHED", UtcText.Of(release.CreatedAt));
        yield return ("DATAFLOW", $"{query.Selection.Dataflow}: {Dataflows.Names[query.Selection.Dataflow][query.Language]}");
        foreach (var hidden in summary.Hidden) { yield return ("HIDDEN", FormattableString.Invariant($"{hidden.Count}: {release.Codes["REASON"].Find(hidden.Reason)?.Name(query.Language) ?? hidden.Reason}")); }
        foreach (var dataset in summary.Synthetic) { yield return ("SYNTHETIC", dataset); }
        foreach (var column in query.Form.Columns) { yield return (column.Name, column.Meaning); }
    }

    private static async Task Pairs(Spreadsheet workbook, string name, StyleId bold, IEnumerable<(string Key, string Text)> pairs, CancellationToken stop)
    {
        var options = new WorksheetOptions();
        options.Column(1).Width = 22;
        options.Column(2).Width = 100;
        await workbook.StartWorksheetAsync(name, options, stop);
        foreach (var (key, text) in pairs) { await workbook.AddRowAsync([new StyledCell(key, bold), new StyledCell(text, null)], stop); }
    }
}
