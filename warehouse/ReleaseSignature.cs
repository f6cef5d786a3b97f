namespace Observatorio.Warehouse;

/// <summary>The signature of a release's manifest, by the <see cref="SigningKey"/> of its workspace.</summary>
public static class ReleaseSignature
{
    /// <summary>Name of the signature beside the manifest.</summary>
    public const string FileName = "manifest.sig";

    /// <summary>Signs a manifest in the folder of a release that is being made.</summary>
    public static void Sign(Workspace workspace, string folder)
        => File.WriteAllText(Path.Combine(folder, FileName), SigningKey.Sign(workspace, File.ReadAllBytes(Path.Combine(folder, Release.ManifestName))));

    /// <summary>Whether the manifest of a release is the one that was signed.</summary>
    public static bool Holds(string folder, string publicKeyPem)
        => Path.Combine(folder, FileName) is var signature && File.Exists(signature)
            && SigningKey.Holds(File.ReadAllBytes(Path.Combine(folder, Release.ManifestName)), File.ReadAllText(signature), publicKeyPem);
}
