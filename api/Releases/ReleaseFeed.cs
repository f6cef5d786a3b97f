using System.Xml.Linq;
using Observatorio.Ingest.Reports;
using Observatorio.Warehouse;

namespace Observatorio.Api.Releases;

/// <summary>The public releases as an Atom feed, the newest first; one that was withdrawn stays with its reason.</summary>
public static class ReleaseFeed
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    /// <summary>The feed.</summary>
    /// <param name="address">Of the list of releases, without a slash at its end.</param>
    /// <param name="workspace">Whose.</param>
    /// <param name="states">Those that everybody may read, oldest first.</param>
    public static XDocument Of(string address, Workspace workspace, IEnumerable<ReleaseState> states)
    {
        var newestFirst = states.Reverse().ToList();
        return new XDocument(new XElement(
            Atom + "feed",
            new XElement(Atom + "id", address),
            new XElement(Atom + "title", "Observatorio"),
            new XElement(Atom + "link", new XAttribute("rel", "self"), new XAttribute("href", address + ".atom")),
            new XElement(Atom + "updated", UtcText.Of(newestFirst.Select(UpdatedAt).DefaultIfEmpty(DateTime.UnixEpoch).Max())),
            newestFirst.Select(s => Entry($"{address}/{s.ReleaseId}", workspace, s))));
    }

    private static XElement Entry(string address, Workspace workspace, ReleaseState state) => new(
        Atom + "entry",
        new XElement(Atom + "id", address),
        new XElement(Atom + "title", state.ReleaseId + (state.WithdrawnAt is null ? "" : " †")),
        new XElement(Atom + "updated", UtcText.Of(UpdatedAt(state))),
        new XElement(Atom + "author", new XElement(Atom + "name", "Observatorio")),
        new XElement(Atom + "link", new XAttribute("href", address)),
        new XElement(Atom + "summary", XmlText.Allowed(state.WithdrawnReason ?? Release.Manifest(workspace, state.ReleaseId)!.Notes)));

    private static DateTime UpdatedAt(ReleaseState state) => state.WithdrawnAt ?? state.PublicAt;
}
