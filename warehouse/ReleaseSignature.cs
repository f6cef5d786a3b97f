using System.Security.Cryptography;

namespace Observatorio.Warehouse;

/// <summary>
/// The signature of a release's manifest (ECDSA, P-256, SHA-256): who has the public key can tell that the files are those of this observatory. The private key is made with the first
/// release and stays in the workspace, readable by its owner alone.
/// </summary>
public static class ReleaseSignature
{
    /// <summary>Name of the signature beside the manifest.</summary>
    public const string FileName = "manifest.sig";

    /// <summary>Signs a manifest in the folder of a release that is being made.</summary>
    public static void Sign(Workspace workspace, string folder)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(PrivateKey(workspace));
        File.WriteAllText(Path.Combine(folder, FileName), Convert.ToBase64String(key.SignData(File.ReadAllBytes(Path.Combine(folder, Release.ManifestName)), HashAlgorithmName.SHA256)));
    }

    /// <summary>The public key, as PEM; null before the first release.</summary>
    public static string? PublicKey(Workspace workspace)
    {
        if (!File.Exists(KeyFile(workspace))) { return null; }
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(KeyFile(workspace)));
        return key.ExportSubjectPublicKeyInfoPem();
    }

    /// <summary>Whether the manifest of a release is the one that was signed.</summary>
    public static bool Holds(string folder, string publicKeyPem)
    {
        var signature = Path.Combine(folder, FileName);
        if (!File.Exists(signature)) { return false; }
        using var key = ECDsa.Create();
        key.ImportFromPem(publicKeyPem);
        try { return key.VerifyData(File.ReadAllBytes(Path.Combine(folder, Release.ManifestName)), Convert.FromBase64String(File.ReadAllText(signature)), HashAlgorithmName.SHA256); }
        catch (FormatException) { return false; }
    }

    private static string KeyFile(Workspace workspace) => Path.Combine(workspace.Root, "signing.pem");

    private static string PrivateKey(Workspace workspace)
    {
        if (File.Exists(KeyFile(workspace))) { return File.ReadAllText(KeyFile(workspace)); }
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = key.ExportPkcs8PrivateKeyPem();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) { options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; }
        using var file = new StreamWriter(KeyFile(workspace), options);
        file.Write(pem);
        return pem;
    }
}
