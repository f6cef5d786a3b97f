using Observatorio.Api.Data;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>A request for data, read.</summary>
/// <param name="Selection">Which figures.</param>
/// <param name="Keys">The keys that the address names.</param>
/// <param name="Format">The form of the message.</param>
/// <param name="AtObservation">The dimension that stands at each observation, or <c>AllDimensions</c>.</param>
/// <param name="First">So many of the first observations of each series.</param>
/// <param name="Last">So many of the last.</param>
/// <param name="Detail">full, dataonly, serieskeysonly or nodata.</param>
/// <param name="Vintages">Which vintages; null for what holds.</param>
/// <param name="Labels">Of CSV: id, name or both.</param>
/// <param name="Language">Of names in CSV.</param>
public sealed record SdmxDataRequest(
    Selection Selection, IReadOnlyList<SdmxKey> Keys, SdmxFormat Format, string AtObservation, int? First, int? Last, string Detail, VintageQuestion? Vintages, string Labels, string Language)
{
    /// <summary>What stands for no dimension in particular: a flat list of observations.</summary>
    public const string Flat = "AllDimensions";

    private static readonly string[] OfBoth = ["updatedAfter", "firstNObservations", "lastNObservations", "dimensionAtObservation", "includeHistory", "format", "lang", "quality", "labels"];
    private static readonly string[] OfOld = [.. OfBoth, "startPeriod", "endPeriod", "detail"];
    private static readonly string[] OfNew = [.. OfBoth, "c[]", "attributes", "measures"];
    private static readonly string[] Qualities = ["exact", "bounded", "all"];
    private static readonly string[] Details = ["full", "dataonly", "serieskeysonly", "nodata"];

    /// <summary>What may stand at each observation.</summary>
    public static readonly IReadOnlyList<string> AtObservations = [SdmxComponents.Time.Id, Flat, .. SdmxComponents.Dimensions.Select(d => d.Id)];

    /// <summary>Whether attributes are written.</summary>
    public bool HasAttributes => Detail is "full" or "nodata";

    /// <summary>Whether observations are written.</summary>
    public bool HasObservations => Detail is "full" or "dataonly";

    /// <summary>Reads a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="release">Whose codes are meant.</param>
    /// <param name="dataflow">The dataflow.</param>
    /// <param name="key">The key of the address; null for all series.</param>
    /// <param name="provider">The providers of the address; null for all.</param>
    /// <param name="isNew">Whether it is of REST 2.</param>
    /// <exception cref="SdmxException">It cannot be read.</exception>
    public static SdmxDataRequest Read(HttpContext http, OpenRelease release, string dataflow, string? key, string? provider, bool isNew)
    {
        SdmxParameters.RefuseOthers(http, isNew ? OfNew : OfOld);
        var (selection, keys) = Select(http, release, dataflow, key, provider, isNew);
        return new SdmxDataRequest(
            selection, keys, SdmxAccept.OfData(http, isNew ? SdmxFormat.Json : SdmxFormat.Generic),
            SdmxParameters.Choice(http, "dimensionAtObservation", AtObservations),
            SdmxParameters.Whole(http, "firstNObservations"), SdmxParameters.Whole(http, "lastNObservations"),
            isNew ? NewDetail(http) : SdmxParameters.Choice(http, "detail", Details), ReadVintages(http),
            SdmxParameters.Choice(http, "labels", ["id", "name", "both"]), SdmxParameters.Choice(http, "lang", ["es", "pt", "en"]));
    }

    /// <summary>Reads which figures a request means, in the words of the API's own queries.</summary>
    /// <exception cref="SdmxException">It cannot be read.</exception>
    public static (Selection Selection, IReadOnlyList<SdmxKey> Keys) Select(HttpContext http, OpenRelease release, string dataflow, string? key, string? provider, bool isNew)
    {
        var keys = SdmxKey.Read(key, isNew);
        var filter = new SdmxFilter(release);
        SdmxKey.Apply(keys, filter);
        if (isNew) { ComponentFilters.Apply(http, filter); }
        else { Between(http, filter); }
        if (provider is not (null or "all" or "")) { filter.KeepProviders([.. provider.Split('+').Select(p => p[(p.LastIndexOf(',') + 1)..])]); }
        return (filter.Of(dataflow, Enum.Parse<Quality>(SdmxParameters.Choice(http, "quality", Qualities), ignoreCase: true)), keys);
    }

    // REST 2 says which attributes and which measures it wants: all or none of them.
    private static string NewDetail(HttpContext http)
    {
        var attributes = SdmxParameters.Choice(http, "attributes", ["dsd", "all", "none"]) != "none";
        var measures = SdmxParameters.Choice(http, "measures", ["all", "none"]) != "none";
        return attributes ? (measures ? "full" : "nodata") : measures ? "dataonly" : "serieskeysonly";
    }

    private static void Between(HttpContext http, SdmxFilter filter)
    {
        if (SdmxParameters.Value(http, "startPeriod") is { } start)
        {
            var first = SdmxFilter.PeriodOf(start).Start;
            filter.KeepTime((begins, _) => begins >= first);
        }
        if (SdmxParameters.Value(http, "endPeriod") is { } end)
        {
            var last = SdmxFilter.PeriodOf(end).End;
            filter.KeepTime((_, ends) => ends <= last);
        }
    }

    private static VintageQuestion? ReadVintages(HttpContext http)
    {
        var history = SdmxParameters.Choice(http, "includeHistory", ["false", "true"]) == "true";
        var text = SdmxParameters.Value(http, "updatedAfter");
        if (!history && text is null) { return null; }
        if (history && text is not null) { throw new SdmxException(new SdmxProblem(150, "one-of-two", ("parameter", "includeHistory"), ("other", "updatedAfter"))); }
        if (text is null) { return new VintageQuestion(null); }
        return new VintageQuestion(UtcText.Read(text) ?? throw new SdmxException(new SdmxProblem(140, "bad-moment", ("parameter", "updatedAfter"), ("value", text))));
    }
}
