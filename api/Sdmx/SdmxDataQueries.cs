using Observatorio.Api.Data;

namespace Observatorio.Api.Sdmx;

/// <summary>What is asked of the figures, in the words of the API's own queries.</summary>
public static class SdmxDataQueries
{
    /// <summary>A query for figures as they are stored, in the order of their keys.</summary>
    public static DataQuery Of(Selection selection, VintageQuestion? vintages = null)
        => new(selection, new AnswerForm("es", Labels.Code, "json", FigureColumn.All, null, [], null, false, null, null), null, vintages, Exact: true);
}
