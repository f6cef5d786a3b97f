using Observatorio.Api.Releases;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>A data message that is about to be written.</summary>
/// <param name="Http">The request.</param>
/// <param name="Release">The release that it comes from.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Sets">Its data sets.</param>
public sealed record DataMessage(HttpContext Http, OpenRelease Release, SdmxDataRequest Request, IReadOnlyList<SdmxDataSet> Sets)
{
    /// <summary>How rows stand in it.</summary>
    public SdmxLayout Layout { get; } = new(Request.AtObservation);

    /// <summary>Writes it in its form.</summary>
    public Task Write() => Request.Format switch
    {
        SdmxFormat.Generic => GenericXml.Write(this),
        SdmxFormat.StructureSpecific => StructureSpecificXml.Write(this),
        SdmxFormat.Json => DataJson.Write(this),
        _ => DataCsv.Write(this),
    };
}
