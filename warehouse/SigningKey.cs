using System.Security.Cryptography;

namespace Observatorio.Warehouse;

/// <summary>
/// The key that a workspace signs with (ECDSA, P-256, SHA-256): who has its public half can tell that releases and receipts are those of this observatory. The private half is made when
/// something is first signed and stays in the workspace, readable by its owner alone.
/// </summary>
public static class SigningKey
{
    private static readonly Lock Making = new();

    /// <summary>The signature of some bytes, in base64.</summary>
    public static string Sign(Workspace workspace, byte[] bytes)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(PrivateKey(workspace));
        return Convert.ToBase64String(key.SignData(bytes, HashAlgorithmName.SHA256));
    }

    /// <summary>The public key, as PEM; null before anything was signed.</summary>
    public static string? Public(Workspace workspace)
    {
        if (!File.Exists(KeyFile(workspace))) { return null; }
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyFile(workspace)));
        return key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>Whether a signature is of these bytes and of this key.</summary>
    public static bool Holds(byte[] bytes, string signature, string publicKeyPem)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKeyPem);
        try { return key.VerifyData(bytes, Convert.FromBase64String(signature), HashAlgorithmName.SHA256); }
        catch (FormatException) { return false; }
    }

    /// <summary>Where a workspace keeps the private half.</summary>
    public static string KeyFile(Workspace workspace) => Path.Combine(workspace.Root, "signing.pem");

    private static string PrivateKey(Workspace workspace)
    {
        lock (Making)
        {
            if (File.Exists(KeyFile(workspace))) { return File.ReadAllText(KeyFile(workspace)); }
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var pem = key.ExportPkcs8PrivateKeyPem();
            Durable.Replace(workspace, KeyFile(workspace), System.Text.Encoding.UTF8.GetBytes(pem), UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return pem;
        }
    }
}
