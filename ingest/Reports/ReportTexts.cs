using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using CsvHelper;
using Observatorio.Ingest.Checking;

namespace Observatorio.Ingest.Reports;

/// <summary>The report of a submission as a table and as a page, in the language of its reader.</summary>
public static class ReportTexts
{
    /// <summary>One line a finding: RFC 4180, safe to open in a spreadsheet.</summary>
    /// <param name="report">The report.</param>
    /// <param name="accepted">Reasons of accepted warnings (<see cref="AcceptedWarnings.Of"/>).</param>
    /// <param name="language">es, pt or en.</param>
    public static string Csv(SubmissionReport report, IReadOnlyDictionary<string, string> accepted, string language)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = CsvHelper.Configuration.InjectionOptions.Escape, NewLine = "\r\n" }))
        {
            foreach (var column in (string[])["code", "severity", "cell", "value", "places", "message", "action", "accepted"]) { csv.WriteField(column); }
            csv.NextRecord();
            foreach (var finding in report.Findings)
            {
                var (message, action) = CheckCatalogue.Describe(finding, language);
                string?[] fields = [finding.Code, CheckCatalogue.SeverityOf(finding), finding.Cell, finding.Value, finding.Places.ToString(CultureInfo.InvariantCulture), message, action, AcceptedWarnings.ReasonOf(finding, accepted)];
                foreach (var field in fields) { csv.WriteField(field); }
                csv.NextRecord();
            }
        }
        return text.ToString();
    }

    /// <summary>A page by itself, without script or style from elsewhere; every text of the office is encoded.</summary>
    /// <param name="report">The report.</param>
    /// <param name="accepted">Reasons of accepted warnings (<see cref="AcceptedWarnings.Of"/>).</param>
    /// <param name="language">es, pt or en.</param>
    public static string Html(SubmissionReport report, IReadOnlyDictionary<string, string> accepted, string language)
    {
        var words = Words[language];
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="{language}"><head><meta charset="utf-8"><title>{Encode(report.FileName)}</title>
            <meta name="viewport" content="width=device-width"></head><body>
            <h1>{Encode(report.FileName)}</h1>
            <p>{Encode(string.Format(CultureInfo.InvariantCulture, words.Summary, CheckCatalogue.Count(report.Errors, "error", language), CheckCatalogue.Count(report.Warnings, "warning", language), report.Profile))}</p>

            """);
        Table(words.Findings, words.FindingColumns, report.Findings.Select(f =>
        {
            var (message, action) = CheckCatalogue.Describe(f, language);
            return (IReadOnlyList<string>)[CheckCatalogue.SeverityOf(f), f.Code, f.Cell, f.Value ?? "", message, action, AcceptedWarnings.ReasonOf(f, accepted) ?? ""];
        }));
        var changed = report.Changed;
        Table(words.Totals, words.TotalColumns, changed.Totals.Select(t => (IReadOnlyList<string>)[t.Area, t.Indicator, t.TimePeriod, Number(t.Before), Number(t.After), Percent(t.Percent)]));
        Table(words.Changes, words.ChangeColumns, changed.Changes.Take(100).Select(c => (IReadOnlyList<string>)[
            CheckCatalogue.Word("change", c.Kind, language), c.RefArea, c.Indicator, c.SizeClass, c.Activity, c.TimePeriod, Number(c.OldValue), Number(c.NewValue), Percent(c.Percent), Percent(c.NationalEffect), Percent(c.RegionalEffect),
            string.Join("; ", c.Vintages.Select(v => $"{v.ReceivedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}: {Number(v.Value)}"))]));
        Table(words.Preview, words.PreviewColumns, changed.Preview.Select(p => (IReadOnlyList<string>)[p.Scheme, Named("METHOD", p.Method), p.Reason is { } reason ? Named("REASON", reason) : "", p.Figures.ToString(CultureInfo.InvariantCulture)]));
        return page.Append("</body></html>\n").ToString();

        string Named(string list, string code) => ReferenceNames.Of(list, code, null, language) ?? code;

        void Table(string title, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(title)}</h2>\n<table border=\"1\"><thead><tr>{string.Concat(columns.Select(c => $"<th scope=\"col\">{Encode(c)}</th>"))}</tr></thead><tbody>\n");
            foreach (var row in rows) { page.Append("<tr>").Append(string.Concat(row.Select(cell => $"<td>{Encode(cell)}</td>"))).Append("</tr>\n"); }
            page.Append("</tbody></table>\n");
        }
    }

    private static string Number(decimal? value) => value?.ToString("0.################", CultureInfo.InvariantCulture) ?? "";

    private static string Percent(decimal? value) => value is null ? "" : Number(value) + " %";

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    private sealed record Language(
        string Summary, string Findings, IReadOnlyList<string> FindingColumns, string Totals, IReadOnlyList<string> TotalColumns,
        string Changes, IReadOnlyList<string> ChangeColumns, string Preview, IReadOnlyList<string> PreviewColumns);

    private static readonly Dictionary<string, Language> Words = new()
    {
        ["es"] = new("{0}, {1}. Perfil: {2}.", "Hallazgos", ["", "Control", "Celda", "Valor", "Qué pasa", "Qué hacer", "Aceptado porque"], "Totales que se mueven", ["Área", "Indicador", "Período", "Antes", "Ahora", ""],
            "Cambios", ["", "Área", "Indicador", "Clase", "Actividad", "Período", "Antes", "Ahora", "", "En el total del país", "En el de la región", "Envíos anteriores"], "Qué será de las cifras", ["Esquema", "Método", "Motivo", "Cifras"]),
        ["pt"] = new("{0}, {1}. Perfil: {2}.", "Achados", ["", "Controle", "Célula", "Valor", "O que há", "O que fazer", "Aceito porque"], "Totais que mudam", ["Área", "Indicador", "Período", "Antes", "Agora", ""],
            "Mudanças", ["", "Área", "Indicador", "Classe", "Atividade", "Período", "Antes", "Agora", "", "No total do país", "No da região", "Envios anteriores"], "O que será dos números", ["Esquema", "Método", "Motivo", "Números"]),
        ["en"] = new("{0}, {1}. Profile: {2}.", "Findings", ["", "Check", "Cell", "Value", "What is wrong", "What to do", "Accepted because"], "Totals that move", ["Area", "Indicator", "Period", "Before", "Now", ""],
            "Changes", ["", "Area", "Indicator", "Class", "Activity", "Period", "Before", "Now", "", "Of the national total", "Of the regional one", "Earlier submissions"], "What becomes of the figures", ["Scheme", "Method", "Reason", "Figures"]),
    };
}
