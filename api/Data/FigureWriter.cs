using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>Writes figures as tidy records: the key of METHOD.md under its names, then the figure.</summary>
/// <param name="release">Whose codes are written for the ids.</param>
/// <param name="query">Language and labels.</param>
public sealed class FigureWriter(OpenRelease release, DataQuery query)
{
    /// <summary>Components in the order of METHOD.md, then the figure.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "FREQ", "REF_AREA", "DATASET", "STAT_UNIT", "INDICATOR", "SIZE_SCHEME", "SIZE_CLASS", "ACTIVITY", "SEX", "UNIT_MEASURE", "PRICE_BASE", "TIME_PERIOD",
        "OBS_VALUE", "VALUE_LOW", "VALUE_HIGH", "OBS_STATUS", "CONF_STATUS", "METHOD", "REASON",
    ];

    private static readonly string[] Labelled = ["REF_AREA", "DATASET", "STAT_UNIT", "INDICATOR", "SIZE_SCHEME", "SIZE_CLASS", "ACTIVITY", "SEX", "UNIT_MEASURE", "OBS_STATUS", "METHOD", "REASON"];

    private readonly Dictionary<string, CodeItem> schemes = release.Schemes.Values.ToDictionary(s => s.Code);

    /// <summary>The codes of one figure's key and attributes, by the names in <see cref="Columns"/>; the numbers are left out.</summary>
    public IEnumerable<(string Column, string Code, string Name)> Texts(Figure figure)
    {
        var dataset = release.Datasets[figure.Dataset];
        var size = release.SizeClasses[figure.SizeClass];
        var period = release.Periods[figure.TimePeriod];
        yield return ("FREQ", period.Parent!, "");
        yield return Text("REF_AREA", release.Areas[figure.RefArea]);
        yield return ("DATASET", dataset.Code, dataset.Title(query.Language));
        yield return Text("STAT_UNIT", release.Codes["STAT_UNIT"].Values.First(u => u.Code == dataset.StatUnit));
        yield return Text("INDICATOR", release.Indicators[figure.Indicator]);
        yield return Text("SIZE_SCHEME", schemes[size.Scheme]);
        yield return Text("SIZE_CLASS", size.Item);
        yield return Text("ACTIVITY", release.Activities[figure.Activity]);
        yield return Text("SEX", release.Codes["SEX"][figure.Sex]);
        yield return Text("UNIT_MEASURE", release.Codes["UNIT_MEASURE"][figure.UnitMeasure]);
        yield return ("PRICE_BASE", release.Codes["PRICE_BASE"][figure.PriceBase].Code, "");
        yield return ("TIME_PERIOD", period.Code, "");
        yield return Text("OBS_STATUS", release.Codes["OBS_STATUS"][figure.ObsStatus]);
        yield return ("CONF_STATUS", release.Codes["CONF_STATUS"][figure.ConfStatus].Code, "");
        yield return Text("METHOD", release.Codes["METHOD"][figure.Method]);
        if (figure.Reason > 0) { yield return Text("REASON", release.Codes["REASON"][figure.Reason]); }
    }

    /// <summary>One record of the JSON answer.</summary>
    public void WriteJson(Utf8JsonWriter json, Figure figure)
    {
        json.WriteStartObject();
        foreach (var (column, code, name) in Texts(figure))
        {
            if (column == "OBS_STATUS")
            {
                WriteNumber(json, "OBS_VALUE", figure.Value, always: true);
                WriteNumber(json, "VALUE_LOW", figure.ValueLow, always: false);
                WriteNumber(json, "VALUE_HIGH", figure.ValueHigh, always: false);
            }
            json.WriteString(column, code);
            if (query.Labels && name.Length > 0) { json.WriteString(column + "_NAME", name); }
        }
        json.WriteEndObject();
    }

    /// <summary>The header line of the CSV answer.</summary>
    public string CsvHeader()
        => string.Join(',', Columns.Where(c => c != "REASON").Concat(query.Selection.Quality == Quality.All ? ["REASON"] : []).Concat(query.Labels ? Labelled.Select(c => c + "_NAME") : [])) + "\r\n";

    /// <summary>One line of the CSV answer: RFC 4180, codes first, names behind them if wanted.</summary>
    public void WriteCsv(IBufferWriter<byte> output, Figure figure)
    {
        var texts = Texts(figure).ToDictionary(t => t.Column, t => (t.Code, t.Name));
        var first = true;
        foreach (var column in Columns)
        {
            if (column == "REASON" && query.Selection.Quality != Quality.All) { continue; }
            if (!first) { output.Write(","u8); }
            first = false;
            switch (column)
            {
                case "OBS_VALUE": WriteNumber(output, figure.Value); break;
                case "VALUE_LOW": WriteNumber(output, figure.ValueLow); break;
                case "VALUE_HIGH": WriteNumber(output, figure.ValueHigh); break;
                default: WriteText(output, texts.TryGetValue(column, out var text) ? text.Code : ""); break;
            }
        }
        if (query.Labels)
        {
            foreach (var column in Labelled)
            {
                output.Write(","u8);
                WriteText(output, texts.TryGetValue(column, out var text) ? text.Name : "");
            }
        }
        output.Write("\r\n"u8);
    }

    private (string Column, string Code, string Name) Text(string column, CodeItem item) => (column, item.Code, query.Labels ? item.Name(query.Language) : "");

    private static void WriteNumber(Utf8JsonWriter json, string name, decimal? value, bool always)
    {
        if (value is { } number) { json.WriteNumber(name, number); }
        else if (always) { json.WriteNull(name); }
    }

    private static void WriteNumber(IBufferWriter<byte> output, decimal? value)
    {
        if (value is not { } number) { return; }
        Utf8Formatter.TryFormat(number, output.GetSpan(40), out var written);
        output.Advance(written);
    }

    // A text that a spreadsheet would take for a formula gets an apostrophe in front; a text with a comma, a quote or a line break is quoted.
    private static void WriteText(IBufferWriter<byte> output, string text)
    {
        if (text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') { text = "'" + text; }
        if (text.AsSpan().IndexOfAny(",\"\r\n") >= 0) { text = "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\""; }
        Encoding.UTF8.GetBytes(text, output);
    }
}
