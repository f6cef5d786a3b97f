using DuckDB.NET.Data;
using Observatorio.Ingest.Profiles;

namespace Observatorio.Ingest.Registers;

/// <summary>A file as the pipeline takes it: as the office sent it, or, for a register, the table of what was counted in it.</summary>
/// <param name="Path">Where it is; null where the register could not be counted.</param>
/// <param name="Findings">What the counting found.</param>
public sealed record CountedFile(string? Path, IReadOnlyList<Finding> Findings) : IDisposable
{
    private string? Folder { get; init; }

    /// <summary>Counts the file where the profile is that of a register.</summary>
    /// <param name="connection">A warehouse with the reference data.</param>
    /// <param name="profile">How the file is read.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="fileName">What its office calls it.</param>
    /// <param name="temporary">A folder for what is in between, which may hold the register unpacked.</param>
    /// <param name="progress">Told how far the counting has come.</param>
    /// <param name="sha256">The file's hash, where that was taken as it arrived.</param>
    public static CountedFile Of(DuckDBConnection connection, Profile profile, string path, string fileName, string temporary, Action<string>? progress = null, string? sha256 = null)
    {
        if (RegisterCount.LayoutOf(profile, path) is not { } layout) { return new CountedFile(path, []); }
        Checking.ProfileCheck.Require(profile, Warehouse.CodeLists.Read(connection));
        Directory.CreateDirectory(temporary);
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(temporary, Guid.NewGuid().ToString("N"))).FullName;
        var findings = new List<Finding>();
        try
        {
            var counts = new RegisterCount(connection, profile, layout, findings, progress).Count(path, fileName, folder, sha256);
            return new CountedFile(counts, findings) { Folder = folder };
        }
        catch
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Deletes what was made on the way.</summary>
    public void Dispose()
    {
        if (Folder is not null) { Directory.Delete(Folder, recursive: true); }
    }
}
