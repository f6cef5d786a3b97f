using System.Text;
using Observatorio.Api.Data.Formats;
using Observatorio.Api.Releases;
using Observatorio.Api.Sdmx.Structures;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Writes data as SDMX-CSV, 2.0 or 1.0: a row an observation, whatever stands at the observation in other forms.</summary>
public static class DataCsv
{
    /// <summary>Writes a message.</summary>
    public static async Task Write(DataMessage message)
    {
        var (request, output) = (message.Request, message.Http.Response.BodyWriter);
        var names = request.Labels == "id" ? null : new CodeNames(message.Release, request.Language);
        var columns = Columns(request);
        var isNew = request.Format == SdmxFormat.Csv2;
        var flow = $"{SdmxComponents.Agency}:{request.Selection.Dataflow}({SdmxComponents.Version})";
        Encoding.UTF8.GetBytes(isNew ? "STRUCTURE,STRUCTURE_ID,ACTION" : "DATAFLOW", output);
        foreach (var column in columns) { Cell(names is null || request.Labels != "both" ? column.Id : $"{column.Id}: {names.Of(column)}", request.Labels == "name" ? names!.Of(column) : null); }
        Encoding.UTF8.GetBytes("\r\n", output);
        foreach (var set in message.Sets)
        {
            foreach (var (row, starts) in new SdmxLayout(SdmxComponents.Time.Id).Arrange(set.Rows))
            {
                if (!request.HasObservations && !starts) { continue; }
                Encoding.UTF8.GetBytes(isNew ? $"dataflow,{flow},{set.Action[0]}" : flow, output);
                foreach (var column in columns)
                {
                    var text = TextOf(column, row, set);
                    Cell(text is null || names is null || request.Labels != "both" || column.Codelist is null ? text : $"{text}: {names.Of(column, text)}", request.Labels != "name" ? null : text is null ? "" : names!.Of(column, text));
                }
                Encoding.UTF8.GetBytes("\r\n", output);
                if (AnswerFlow.IsFull(message.Http)) { await AnswerFlow.Send(message.Http); }
            }
        }
        await AnswerFlow.Send(message.Http);

        void Cell(string? text, string? name)
        {
            Encoding.UTF8.GetBytes(",", output);
            // Without the apostrophe that our own CSV puts before what looks like a formula: SDMX-CSV goes into programs, for which the code with it would be another, and what comes back as a submission must be what went out.
            CsvFormat.WriteQuoted(output, text ?? "");
            if (name is null) { return; }
            Encoding.UTF8.GetBytes(",", output);
            CsvFormat.WriteQuoted(output, name);
        }
    }

    private static SdmxComponent[] Columns(SdmxDataRequest request) =>
    [
        .. SdmxComponents.Dimensions,
        .. request.HasObservations ? (SdmxComponent[])[SdmxComponents.Time, SdmxComponents.Measure] : [],
        .. SdmxComponents.Attributes.Where(a => request.HasAttributes && (request.HasObservations || a.Place != ComponentPlace.Observation)),
    ];

    private static string? TextOf(SdmxComponent column, SdmxRow row, SdmxDataSet set) => column.Place switch
    {
        ComponentPlace.Dimension => row.Codes[PlaceOf(SdmxComponents.Dimensions, column)],
        ComponentPlace.Time => row.Codes[SdmxRows.Time],
        ComponentPlace.Measure => row.Value,
        ComponentPlace.Observation => row.Attributes[PlaceOf(SdmxRows.OfObservation, column)],
        ComponentPlace.Series => row.OfSeries[PlaceOf(SdmxRows.OfSeries, column)],
        _ => set.Release,
    };

    private static int PlaceOf(IReadOnlyList<SdmxComponent> list, SdmxComponent column)
    {
        var place = 0;
        while (list[place].Id != column.Id) { place++; }
        return place;
    }
}

/// <summary>Names of codes and components, looked up list by list.</summary>
/// <param name="release">Whose.</param>
/// <param name="language">In which language.</param>
public sealed class CodeNames(OpenRelease release, string language)
{
    private readonly Dictionary<string, Dictionary<string, SdmxItem>> lists = [];

    /// <summary>The name of a component.</summary>
    public string Of(SdmxComponent component) => component.Names[language];

    /// <summary>The name of a code; the text itself where the component has no codes.</summary>
    public string Of(SdmxComponent component, string code)
    {
        if (Find(component, code) is not { } item) { return code; }
        return item.Names.TryGetValue(language, out var name) ? name : item.Names.Values.First();
    }

    /// <summary>A code of a component; null where it has none.</summary>
    public SdmxItem? Find(SdmxComponent component, string code)
    {
        if (component.Codelist is not { } codelist) { return null; }
        if (!lists.TryGetValue(codelist, out var items)) { lists[codelist] = items = StructureCatalogue.CodesOf(release, codelist).ToDictionary(i => i.Id); }
        return items.GetValueOrDefault(code);
    }
}
