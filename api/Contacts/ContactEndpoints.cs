using Observatorio.Api.Access;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Api.Contacts;

/// <summary>Whom to ask at a provider, in place of those it has.</summary>
/// <param name="Entries">Roles, units and addresses; none to remove all.</param>
public sealed record ContactsRequest(IReadOnlyList<Contact> Entries);

/// <summary><c>/api/v1/contacts</c>: the network of contacts of the data providers.</summary>
public static class ContactEndpoints
{
    private const int MostEntries = 20;
    private const int LongestText = 200;

    /// <summary>Adds the routes.</summary>
    public static void MapContacts(this RouteGroupBuilder group)
    {
        var contacts = group.MapGroup("/contacts").WithTags("Contacts");
        contacts.MapGet("", (Workspace workspace, string? area = null) => new Warehouse.Contacts(workspace).All().Where(c => area is null || string.Equals(c.RefArea, area, StringComparison.OrdinalIgnoreCase)))
            .WithName("GetContacts").WithSummary("Whom to ask at each data provider, by country: roles and units, and no person's name.").Produces<IEnumerable<ProviderContacts>>();
        contacts.MapPut("/{provider}", Save).Requires("provider", "admin").WithName("PutContacts").WithSummary("Puts contacts in the place of those a provider has: an office those of its own country.")
            .Produces<ProviderContacts>().ProducesProblem(400).ProducesProblem(404);
    }

    private static IResult Save(string provider, ContactsRequest request, HttpContext http, Workspace workspace)
    {
        // A provider of another country's is none.
        var known = Providers(workspace).Where(p => http.User.IsInRole("admin") || Guard.SendsFor(http, p.Value)).ToDictionary();
        if (!known.TryGetValue(provider, out var area)) { return Problems.NotFound(http, "provider", provider, Spelling.Nearest(provider, known.Keys, 3)); }
        var entries = request.Entries;
        if (entries.Count > MostEntries) { return Problems.BadRequest(http, new("entries", "bad-contact", [], ("value", $"{entries.Count}"), ("most", $"{MostEntries}"))); }
        if (entries.FirstOrDefault(e => !IsLine(e.Role) || !IsLine(e.Unit) || !IsLine(e.Email) || !IsAddress(e.Email)) is { } wrong)
        {
            return Problems.BadRequest(http, new("entries", "bad-contact", [], ("value", $"{wrong.Role}, {wrong.Unit}, {wrong.Email}"), ("most", $"{MostEntries}")));
        }
        var contacts = new ProviderContacts(provider, area, [.. entries.DistinctBy(e => (e.Role, e.Email))]);
        new Warehouse.Contacts(workspace).Save(Guard.ActorOf(http), contacts);
        return Results.Ok(contacts);
    }

    // The providers that profiles name, with their countries.
    private static Dictionary<string, string> Providers(Workspace workspace)
        => ProfileFolder.ReadAll(_ => { }, ProfileFolder.Shipped, workspace.ProfilesFolder).Values.Select(p => p.Dataset).DistinctBy(d => d.Provider.Id).ToDictionary(d => d.Provider.Id, d => d.RefArea);

    private static bool IsLine(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestText && !text.Any(char.IsControl);

    private static bool IsAddress(string email) => email.IndexOf('@') is > 0 and var at && email.IndexOf('.', at) > at + 1 && email.LastIndexOf('@') == at && !email.Any(char.IsWhiteSpace) && email[^1] != '.';
}
