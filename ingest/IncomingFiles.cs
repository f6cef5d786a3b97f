using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>
/// The files that were received and are not read yet, by their SHA-256. A file comes and goes in one transaction of the ledger with the submission that waits for it, so that of two of the same content, from whatever processes,
/// neither takes the other's away.
/// </summary>
/// <param name="workspace">Whose.</param>
public sealed class IncomingFiles(Workspace workspace)
{
    private readonly Ledger ledger = new(workspace);

    /// <summary>Keeps a file, flushed to the disk under its name, with its submission and the job that reads it.</summary>
    /// <param name="path">Where it is; it is moved from there, within the workspace.</param>
    /// <param name="actor">Who sends it.</param>
    /// <param name="file">What it is.</param>
    /// <param name="job"><c>check</c> or <c>take</c>.</param>
    /// <returns>The new submission's id.</returns>
    public long Keep(string path, Actor actor, ReceivedFile file, string job)
    {
        Durable.FlushFile(path);
        return ledger.Receive(actor, file, job, () => Durable.Move(path, PathOf(file.SentSha256)));
    }

    /// <summary>Where the file of a submission is that was not read yet; null where the archive has what is read of it.</summary>
    /// <exception cref="ReceivedFileMissingException">Neither has it.</exception>
    public string? Find(SubmissionEntry entry)
    {
        // Another submission of the same file may have brought it into the archive.
        if (((string[])[PathOf(entry.SentSha256), new Archive(workspace).PathOf(entry.SentSha256)]).FirstOrDefault(File.Exists) is { } file) { return file; }
        return entry.Sha256 is null ? throw new ReceivedFileMissingException(entry) : null;
    }

    /// <summary>Deletes a file that was read or given up, unless another submission of the same content waits for it.</summary>
    public void Release(string sentSha256) => ledger.WhereNobodyWaits(sentSha256, () => File.Delete(PathOf(sentSha256)));

    /// <summary>Deletes all that nobody waits for: a process ended before it could.</summary>
    public void Sweep()
    {
        foreach (var file in Directory.EnumerateFiles(workspace.IncomingFolder)) { Release(Path.GetFileName(file)); }
    }

    private string PathOf(string sentSha256) => Path.Combine(workspace.IncomingFolder, sentSha256);
}

/// <summary>A file that was received is neither among those that wait nor in the archive.</summary>
/// <param name="entry">Whose.</param>
public sealed class ReceivedFileMissingException(SubmissionEntry entry) : Exception($"The file {entry.SentSha256} of submission {entry.SubmissionId} is neither in incoming/ nor in archive/.");
