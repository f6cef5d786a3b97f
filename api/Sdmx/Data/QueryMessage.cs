using Observatorio.Api.Data;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>Answers to the API's own queries as SDMX data messages.</summary>
public static class QueryMessage
{
    /// <summary>What writes answers in a form.</summary>
    public static Func<DataAnswer, Task> WriterOf(SdmxFormat format) => answer =>
    {
        answer.Http.Response.ContentType = SdmxAccept.TypeOf(format);
        return Of(answer, format).Write();
    };

    private static DataMessage Of(DataAnswer answer, SdmxFormat format)
    {
        var (_, release, query, figures) = answer;
        var labels = query.Form.Labels switch { Labels.Name => "name", Labels.Both => "both", _ => "id" };
        var request = new SdmxDataRequest(query.Selection, [], format, SdmxComponents.Time.Id, null, null, "full", query.Vintages, labels, query.Language);
        var sets = query.Vintages is null ? [] : SdmxFigures.OfVintages(figures.Figures, part => SdmxRows.Of(release, part));
        // Where no vintage is asked for or none is new, the message has one data set nevertheless.
        return new DataMessage(answer.Http, release, request, sets.Count > 0 ? sets : [SdmxFigures.SetOf(release, SdmxRows.Of(release, query.Vintages is null ? figures.Figures : []))]);
    }
}
