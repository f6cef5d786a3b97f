namespace Observatorio.Warehouse;

/// <summary>What the ledger keeps of one received file.</summary>
/// <param name="SubmissionId">Grows by one with each submission of the workspace.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="ReceivedBy">The principal that sent it.</param>
/// <param name="FileName">The office's own file name.</param>
/// <param name="SentSha256">Hash of the file as it was sent.</param>
/// <param name="Sha256">The archive's address of the file, or of the counts of a register; null before it was counted.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Profile">Profile that it is read with.</param>
/// <param name="Layout">Layout within the profile; null while none matched.</param>
/// <param name="ProfileSha256">Archive address of the profile's files as they were.</param>
/// <param name="ReferenceSha256">Fingerprint of the reference data in force.</param>
/// <param name="RefArea">The country of its dataset.</param>
/// <param name="Dataset">Its dataset.</param>
/// <param name="Status">One of <see cref="SubmissionStatus"/>.</param>
/// <param name="Note">Reason, where the status needs one.</param>
/// <param name="DecidedBy">Who approved or rejected it; null while nobody did.</param>
/// <param name="LoadOrder">Its place among the submissions in the star; null while it is not there.</param>
public sealed record SubmissionEntry(
    long SubmissionId, DateTime ReceivedAt, string ReceivedBy, string FileName, string SentSha256, string? Sha256, long Bytes, string Profile, string? Layout, string ProfileSha256, string ReferenceSha256,
    string RefArea, string Dataset, string Status, string? Note, string? DecidedBy, long? LoadOrder);

/// <summary>What becomes of a submission.</summary>
public static class SubmissionStatus
{
    /// <summary>Safe on disk, and waiting to be checked.</summary>
    public const string Received = "received";

    /// <summary>Being read and checked.</summary>
    public const string Checking = "checking";

    /// <summary>It has errors: nothing of it is taken.</summary>
    public const string Failed = "failed";

    /// <summary>Without errors, and waiting for a reviewer.</summary>
    public const string AwaitingReview = "awaiting_review";

    /// <summary>Decided: a job takes it into the warehouse, and it is in the release that is made after that.</summary>
    public const string Approved = "approved";

    /// <summary>In a release.</summary>
    public const string Released = "released";

    /// <summary>A later submission holds all that it did.</summary>
    public const string Superseded = "superseded";

    /// <summary>Taken back by its office before it was approved.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Turned down by a reviewer, with a reason.</summary>
    public const string Rejected = "rejected";
}

/// <summary>A file as it is received.</summary>
public sealed record ReceivedFile(string FileName, string SentSha256, string? Sha256, long Bytes, string Profile, string ProfileSha256, string ReferenceSha256, string RefArea, string Dataset, string? IdempotencyKey = null);
