namespace Observatorio.Api.Sdmx.Data;

/// <summary>Which codes of a row are the key of its series and which stand at the observation.</summary>
public sealed class SdmxLayout
{
    private static readonly int[] All = [.. Enumerable.Range(0, SdmxRows.Time + 1)];

    private static readonly string[] Ids = [.. SdmxComponents.Dimensions.Select(d => d.Id), SdmxComponents.Time.Id];

    /// <summary>The layout with a dimension at each observation.</summary>
    public SdmxLayout(string atObservation)
    {
        AtObservation = atObservation;
        var at = Array.IndexOf(Ids, atObservation);
        InKey = at < 0 ? [] : [.. All.Where(i => i != at)];
        InObservation = at < 0 ? All : [at];
    }

    /// <summary>The dimension, or <see cref="SdmxDataRequest.Flat"/>.</summary>
    public string AtObservation { get; }

    /// <summary>Places of the codes of the series; none where observations stand alone.</summary>
    public IReadOnlyList<int> InKey { get; }

    /// <summary>Places of the codes of the observation.</summary>
    public IReadOnlyList<int> InObservation { get; }

    /// <summary>Whether observations stand in series.</summary>
    public bool HasSeries => InKey.Count > 0;

    /// <summary>Whether what is said of a series in time is said at each observation, since the series of the message are others.</summary>
    public bool SaysAllAtObservation => AtObservation != SdmxComponents.Time.Id;

    /// <summary>Components of the attributes of each observation.</summary>
    public IReadOnlyList<SdmxComponent> OfObservation => SaysAllAtObservation ? [.. SdmxRows.OfObservation, .. SdmxRows.OfSeries] : SdmxRows.OfObservation;

    /// <summary>Components of the attributes of each series.</summary>
    public IReadOnlyList<SdmxComponent> OfSeries => SaysAllAtObservation ? [] : SdmxRows.OfSeries;

    /// <summary>The id of the dimension at a place.</summary>
    public static string IdOf(int place) => Ids[place];

    /// <summary>The attributes of an observation.</summary>
    public IEnumerable<string?> AttributesOf(SdmxRow row) => SaysAllAtObservation ? row.Attributes.Concat(row.OfSeries) : row.Attributes;

    /// <summary>Rows with whether a series begins with them. Series in time stand together as they come; for others the rows are held.</summary>
    public IEnumerable<(SdmxRow Row, bool Starts)> Arrange(IEnumerable<SdmxRow> rows)
    {
        if (HasSeries && SaysAllAtObservation) { rows = rows.GroupBy(KeyOf).SelectMany(g => g); }
        SdmxRow? before = null;
        foreach (var row in rows)
        {
            yield return (row, HasSeries && (before is null || InKey.Any(i => before.Codes[i] != row.Codes[i])));
            before = row;
        }
    }

    private string KeyOf(SdmxRow row) => string.Join('.', InKey.Select(i => row.Codes[i]));
}
