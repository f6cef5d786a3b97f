using System.Security.Cryptography;

namespace Observatorio.Warehouse;

/// <summary>
/// Received files, addressed by what they hold. A file is written under a temporary name, flushed to the disk and
/// then renamed, so a name in the archive always means the whole file.
/// </summary>
/// <param name="workspace">Whose archive.</param>
public sealed class Archive(Workspace workspace)
{
    /// <summary>Path of an archived file, whether or not it exists.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    public string PathOf(string sha256) => Path.Combine(workspace.ArchiveFolder, sha256[..2], sha256);

    /// <summary>Copies <paramref name="content"/> into the archive; a second copy of the same bytes is not kept.</summary>
    /// <returns>SHA-256 of the content and its length in bytes.</returns>
    public (string Sha256, long Bytes) Add(Stream content)
    {
        var temporary = Path.Combine(workspace.TemporaryFolder, Guid.NewGuid().ToString("N"));
        try
        {
            var (sha256, bytes) = Copy(content, temporary);
            var path = PathOf(sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (File.Exists(path)) { File.Delete(temporary); }
            else
            {
                Durable.Move(temporary, path);
                Durable.FlushFolder(workspace.ArchiveFolder);
            }
            return (sha256, bytes);
        }
        catch
        {
            // On a full disk the room is needed.
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Keeps what is in memory, where it is not kept yet.</summary>
    /// <returns>Its SHA-256.</returns>
    public string Add(byte[] content)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        if (!File.Exists(PathOf(sha256)))
        {
            using var stream = new MemoryStream(content);
            Add(stream);
        }
        return sha256;
    }

    /// <summary>What the archive should have of some submissions and has not.</summary>
    /// <returns>SHA-256 of each.</returns>
    public IReadOnlyList<string> Lacking(IEnumerable<SubmissionEntry> submissions)
        => [.. submissions.SelectMany(s => new[] { Retention.CameToNothing(s) ? null : s.Sha256, s.ProfileSha256 }).OfType<string>().Distinct().Where(sha => !File.Exists(PathOf(sha)))];

    /// <summary>SHA-256 of a file, in lower-case hexadecimal.</summary>
    public static string HashOf(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static (string Sha256, long Bytes) Copy(Stream content, string path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        var buffer = new byte[1 << 20];
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            file.Write(buffer, 0, read);
            bytes += read;
        }
        file.Flush(flushToDisk: true);
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }
}
