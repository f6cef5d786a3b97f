using System.Text;

namespace Observatorio.Warehouse;

/// <summary>What an office can show for a file that it sent: a short text with what was received, and its signature.</summary>
/// <param name="Text">What is signed: these characters as UTF-8, with a line feed after each line.</param>
/// <param name="Signature">ECDSA, P-256, SHA-256, in base64. Each receipt of a submission has its own; all hold.</param>
/// <param name="Algorithm">How it is signed.</param>
public sealed record SubmissionReceipt(string Text, string Signature, string Algorithm = "ECDSA P-256 SHA-256")
{
    /// <summary>Signs what the ledger keeps of a submission that was received.</summary>
    public static SubmissionReceipt Of(Workspace workspace, SubmissionEntry entry)
    {
        // A name that somebody gave on this machine may hold anything; a line must stay one.
        var name = new string([.. entry.FileName.Where(c => !char.IsControl(c))]);
        var text = $"Observatorio: submission received\nsubmission: {entry.SubmissionId}\nfile: {name}\nsha256: {entry.SentSha256}\nbytes: {entry.Bytes}\n"
            + $"received: {LedgerFile.Format(entry.ReceivedAt)}\nby: {entry.ReceivedBy}\nprofile: {entry.Profile} {entry.ProfileSha256}\ndataset: {entry.Dataset}\n";
        return new SubmissionReceipt(text, SigningKey.Sign(workspace, Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Whether the text is what was signed with the key.</summary>
    public bool Holds(string publicKeyPem) => SigningKey.Holds(Encoding.UTF8.GetBytes(Text), Signature, publicKeyPem);
}
