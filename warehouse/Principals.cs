using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Observatorio.Warehouse;

/// <summary>A person or program that may do more than read.</summary>
/// <param name="Id">Short name, such as <c>pe-inei</c>.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Roles">Of <see cref="Principals.Roles"/>.</param>
/// <param name="Areas">The countries that a provider sends for, ISO 3166-1 alpha-2.</param>
/// <param name="Disabled">Whether it may do nothing any more.</param>
public sealed record Principal(string Id, string Name, IReadOnlyList<string> Roles, IReadOnlyList<string> Areas, bool Disabled);

/// <summary>What is known of a key: never the key itself.</summary>
/// <param name="KeyId">Its number.</param>
/// <param name="Prefix">Its first characters, by which its holder recognises it.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="ExpiresAt">UTC; null for never.</param>
/// <param name="RevokedAt">UTC; null while it holds.</param>
public sealed record ApiKey(long KeyId, string Prefix, string CreatedAt, string? ExpiresAt, string? RevokedAt);

/// <summary>The principals of a workspace and their keys.</summary>
/// <param name="workspace">Whose.</param>
public sealed class Principals(Workspace workspace)
{
    /// <summary>Sends for its countries; decides on submissions; publishes; administers; reads before an embargo ends.</summary>
    public static readonly IReadOnlyList<string> Roles = ["provider", "reviewer", "publisher", "admin", "reader"];

    private const string Start = "obs_";
    private const int PrefixLength = 12;

    /// <summary>Whether a text can be the id of a principal: 2 to 40 lower-case letters, digits, dashes or dots.</summary>
    public static bool IsId(string text) => text.Length is >= 2 and <= 40 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');

    /// <summary>Whether a text can be a country that a provider sends for: two capital letters.</summary>
    public static bool IsArea(string text) => text.Length == 2 && text.All(char.IsAsciiLetterUpper);

    /// <summary>All principals, by id.</summary>
    public IReadOnlyList<Principal> All()
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<(string, string, string, string, string?)>("select principal_id, name, roles, areas, disabled_at from principal order by 1").Select(ToPrincipal)];
    }

    /// <summary>A principal, or null.</summary>
    public Principal? Find(string id) => All().FirstOrDefault(p => p.Id == id);

    /// <summary>Adds a principal, or changes what it may do.</summary>
    public void Save(Actor actor, Principal principal)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(
            """
            insert into principal values (@Id, @Name, @roles, @areas, @at, @by, @disabled)
            on conflict (principal_id) do update set name = excluded.name, roles = excluded.roles, areas = excluded.areas, disabled_at = excluded.disabled_at
            """,
            new { principal.Id, principal.Name, roles = string.Join(' ', principal.Roles), areas = string.Join(' ', principal.Areas), at = Now(), by = actor.Principal, disabled = principal.Disabled ? Now() : null }, transaction);
        AuditLog.Append(connection, transaction, actor, "principal.save", principal.Id, new { principal.Roles, principal.Areas, principal.Disabled });
        transaction.Commit();
    }

    /// <summary>Makes a key; it is returned here and nowhere again.</summary>
    /// <param name="actor">Who makes it.</param>
    /// <param name="principalId">Whose.</param>
    /// <param name="expiresAt">UTC; null for never.</param>
    public (ApiKey Key, string Secret) AddKey(Actor actor, string principalId, DateTime? expiresAt)
    {
        var secret = Start + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var prefix = secret[..PrefixLength];
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var (at, expires) = (Now(), expiresAt is { } moment ? LedgerFile.Format(moment) : null);
        var id = connection.ExecuteScalar<long>(
            "insert into api_key (principal_id, prefix, hash, created_at, expires_at) values (@principalId, @prefix, @hash, @at, @expires) returning key_id",
            new { principalId, prefix, hash = HashOf(secret), at, expires }, transaction);
        AuditLog.Append(connection, transaction, actor, "key.create", principalId, new { prefix, expires });
        transaction.Commit();
        return (new ApiKey(id, prefix, at, expires, null), secret);
    }

    /// <summary>The keys of a principal, newest first.</summary>
    public IReadOnlyList<ApiKey> KeysOf(string principalId)
    {
        using var connection = LedgerFile.Connect(workspace);
        return [.. connection.Query<ApiKey>("select key_id as KeyId, prefix as Prefix, created_at as CreatedAt, expires_at as ExpiresAt, revoked_at as RevokedAt from api_key where principal_id = @principalId order by key_id desc", new { principalId })];
    }

    /// <summary>Ends a key at once.</summary>
    /// <returns>False where the principal has no such key that still holds.</returns>
    public bool RevokeKey(Actor actor, string principalId, string prefix)
    {
        using var connection = LedgerFile.Connect(workspace);
        using var transaction = connection.BeginTransaction(deferred: false);
        var revoked = connection.Execute("update api_key set revoked_at = @at where principal_id = @principalId and prefix = @prefix and revoked_at is null", new { at = Now(), principalId, prefix }, transaction) > 0;
        if (revoked) { AuditLog.Append(connection, transaction, actor, "key.revoke", principalId, new { prefix }); }
        transaction.Commit();
        return revoked;
    }

    /// <summary>Whose key it is; null where it is none that holds.</summary>
    public Principal? OfKey(string secret)
    {
        if (secret.Length < PrefixLength || !secret.StartsWith(Start, StringComparison.Ordinal)) { return null; }
        using var connection = LedgerFile.Connect(workspace);
        var (id, hash, expires) = connection.QueryFirstOrDefault<(string?, string?, string?)>(
            "select principal_id, hash, expires_at from api_key where prefix = @prefix and revoked_at is null", new { prefix = secret[..PrefixLength] });
        // The comparison takes the same time however much is right.
        var holds = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(secret)), Encoding.ASCII.GetBytes(hash ?? new string('0', 64)));
        if (!holds || id is null || (expires is not null && LedgerFile.Parse(expires) <= DateTime.UtcNow)) { return null; }
        return Find(id) is { Disabled: false } principal ? principal : null;
    }

    // A key is as random as its hash is long: a slow hash would guard nothing more.
    private static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));

    private static Principal ToPrincipal((string Id, string Name, string Roles, string Areas, string? Disabled) row)
        => new(row.Id, row.Name, row.Roles.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Areas.Split(' ', StringSplitOptions.RemoveEmptyEntries), row.Disabled is not null);

    private static string Now() => LedgerFile.Format(DateTime.UtcNow);
}
