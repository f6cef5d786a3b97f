using System.Globalization;
using System.Xml;
using Observatorio.Api.Data;

namespace Observatorio.Api.Sdmx.Structures;

/// <summary>Writes which codes have figures as a content constraint of SDMX-ML 2.1.</summary>
public static class ConstraintXml
{
    /// <summary>Writes what stands within the element of a constraint. How many figures there are is an annotation, as is the custom.</summary>
    public static void Write(XmlWriter xml, SdmxArtefact constraint, AvailabilityAnswer available)
    {
        xml.WriteStartElement("Annotations", SdmxXml.Common);
        xml.WriteStartElement("Annotation", SdmxXml.Common);
        xml.WriteAttributeString("id", "obs_count");
        xml.WriteElementString("AnnotationTitle", SdmxXml.Common, available.Figures.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("AnnotationType", SdmxXml.Common, "sdmx_metrics");
        xml.WriteEndElement();
        xml.WriteEndElement();
        SdmxXml.Names(xml, constraint.Names);
        xml.WriteStartElement("ConstraintAttachment", SdmxXml.Structure);
        xml.WriteStartElement("Dataflow", SdmxXml.Structure);
        SdmxXml.Reference(xml, available.Dataflow, "datastructure", "Dataflow");
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteStartElement("CubeRegion", SdmxXml.Structure);
        xml.WriteAttributeString("include", "true");
        foreach (var component in available.Components.Where(c => c.Codes.Count > 0))
        {
            xml.WriteStartElement("KeyValue", SdmxXml.Common);
            xml.WriteAttributeString("id", component.Id);
            if (component.Id == SdmxComponents.Time.Id)
            {
                var (first, last) = TimeRange(component);
                xml.WriteStartElement("TimeRange", SdmxXml.Common);
                foreach (var (name, day) in (IEnumerable<(string, DateOnly)>)[("StartPeriod", first), ("EndPeriod", last)])
                {
                    xml.WriteStartElement(name, SdmxXml.Common);
                    xml.WriteAttributeString("isInclusive", "true");
                    xml.WriteString(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                    xml.WriteEndElement();
                }
                xml.WriteEndElement();
            }
            else
            {
                foreach (var code in component.Codes) { xml.WriteElementString("Value", SdmxXml.Common, code.Code); }
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    /// <summary>First and last day of the periods that have figures.</summary>
    public static (DateOnly First, DateOnly Last) TimeRange(AvailableComponent time)
    {
        var periods = time.Codes.Select(c => Warehouse.Period.Parse(c.Code)!.Value).ToList();
        return (periods.Min(p => p.Start), periods.Max(p => p.End));
    }
}
