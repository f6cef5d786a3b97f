using Dapper;

namespace Observatorio.Warehouse;

/// <summary>Whom to ask at a data provider. It names a role and a unit and no person.</summary>
/// <param name="Role">What they answer for, such as <c>methodology</c> or <c>dissemination</c>.</param>
/// <param name="Unit">The unit of the office.</param>
/// <param name="Email">Its address.</param>
public sealed record Contact(string Role, string Unit, string Email);

/// <summary>The contacts of a data provider.</summary>
/// <param name="Provider">Id of the provider, as in the datasets' profiles.</param>
/// <param name="RefArea">Its country.</param>
/// <param name="Entries">Whom to ask.</param>
public sealed record ProviderContacts(string Provider, string RefArea, IReadOnlyList<Contact> Entries);

/// <summary>The network of contacts by country.</summary>
/// <param name="workspace">Whose.</param>
public sealed class Contacts(Workspace workspace)
{
    /// <summary>Those of all providers, by country.</summary>
    public IReadOnlyList<ProviderContacts> All()
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<(string Provider, string RefArea, string Role, string Unit, string Email)>("select provider, ref_area, role, unit, email from contact order by ref_area, provider, role, email")
            .GroupBy(c => (c.Provider, c.RefArea)).Select(g => new ProviderContacts(g.Key.Provider, g.Key.RefArea, [.. g.Select(c => new Contact(c.Role, c.Unit, c.Email))]))];
    }

    /// <summary>Another text whenever any of them has changed.</summary>
    public string Version()
    {
        using var connection = LedgerFile.Connect(workspace);
        return connection.ExecuteScalar<string>("select count(*) || ' ' || coalesce(max(at), '') from contact")!;
    }

    /// <summary>Puts contacts in the place of those that a provider has.</summary>
    public void Save(Actor actor, ProviderContacts contacts)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("delete from contact where provider = @Provider", contacts, transaction);
        connection.Execute("insert into contact (provider, role, unit, email, ref_area, by, at) values (@Provider, @Role, @Unit, @Email, @RefArea, @by, @at)",
            contacts.Entries.Select(c => new { contacts.Provider, contacts.RefArea, c.Role, c.Unit, c.Email, by = actor.Principal, at = LedgerFile.Format(DateTime.UtcNow) }), transaction);
        // The log says that contacts changed and how many there are; their addresses are told in one place only, where they can be corrected.
        AuditLog.Append(connection, transaction, actor, "contacts.save", contacts.Provider, new { entries = contacts.Entries.Count });
        transaction.Commit();
    }
}
