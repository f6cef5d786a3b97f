using System.Security.Cryptography;
using System.Text;
using Observatorio.Ingest.Profiles;
using Observatorio.Warehouse;

namespace Observatorio.Api.Access;

/// <summary>Whoever works on this machine with a workspace's own files may do all that the API does with it; nobody else knows the key, which ends with the process.</summary>
/// <param name="workspace">Whose. The caller sends for every country that a profile reads.</param>
public sealed class LocalCaller(Workspace workspace)
{
    private readonly Lazy<IReadOnlyList<string>> areas = new(() => [.. ProfileFolder.ReadAll(_ => { }, ProfileFolder.Shipped, workspace.ProfilesFolder).Values.Select(p => p.Dataset.RefArea).Distinct()]);

    /// <summary>The key.</summary>
    public string Secret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The caller, where the key is this one.</summary>
    public Principal? OfKey(string secret)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Secret))
            ? new Principal(Environment.UserName, Environment.UserName, Principals.Roles, areas.Value, Disabled: false)
            : null;
}
