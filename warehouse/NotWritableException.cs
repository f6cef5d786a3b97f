namespace Observatorio.Warehouse;

/// <summary>A workspace cannot be written: its disk is full, it is mounted read-only, or its owner is another.</summary>
/// <param name="root">The workspace folder.</param>
/// <param name="kind">Which of these.</param>
/// <param name="inner">What the system said.</param>
public sealed class NotWritableException(string root, NotWritable kind, Exception inner) : Exception($"The workspace {root} cannot be written: {Words(kind)} ({inner.Message})", inner)
{
    // Numbers of the system's errors: what .NET hands over as they are on Unix, and Windows' own.
    private static readonly int[] Full = [28, 122, 27, unchecked((int)0x80070070)];
    private static readonly int[] Frozen = [30, unchecked((int)0x80070013)];

    /// <summary>The workspace folder.</summary>
    public string Root => root;

    /// <summary>Why it cannot be written.</summary>
    public NotWritable Kind => kind;

    /// <summary>Does something that writes; what the system refuses becomes this exception, and other faults stay what they are.</summary>
    public static T Guard<T>(string root, Func<T> write)
    {
        try { return write(); }
        catch (Exception e) when (KindOf(e) is { } kind) { throw new NotWritableException(root, kind, e); }
    }

    /// <summary>The same for what has no result.</summary>
    public static void Guard(string root, Action write) => Guard(root, () =>
    {
        write();
        return 0;
    });

    /// <summary>Why something could not be written; null where an exception says something else. SQLite and DuckDB say it in words of their own.</summary>
    public static NotWritable? KindOf(Exception e) => e switch
    {
        NotWritableException known => known.Kind,
        UnauthorizedAccessException => NotWritable.Forbidden,
        IOException io when Full.Contains(io.HResult) => NotWritable.Full,
        IOException io when Frozen.Contains(io.HResult) => NotWritable.ReadOnly,
        Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 13 } => NotWritable.Full,
        Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 8 } => NotWritable.ReadOnly,
        // A file that grows beyond what the disk or its quota gives is an input/output error of the write to SQLite.
        Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 10, SqliteExtendedErrorCode: 778 or 4874 } => NotWritable.Full,
        DuckDB.NET.Data.DuckDBException duck when Says(duck, "No space left") || Says(duck, "File too large") || Says(duck, "Disk quota exceeded") || Says(duck, "not enough disk") => NotWritable.Full,
        DuckDB.NET.Data.DuckDBException duck when Says(duck, "Read-only file system") => NotWritable.ReadOnly,
        DuckDB.NET.Data.DuckDBException duck when Says(duck, "Permission denied") => NotWritable.Forbidden,
        { InnerException: { } inner } => KindOf(inner),
        _ => null,
    };

    private static bool Says(Exception e, string words) => e.Message.Contains(words, StringComparison.OrdinalIgnoreCase);

    private static string Words(NotWritable kind) => kind switch
    {
        NotWritable.Full => "its disk or quota is full. Make room, then try again; nothing that was accepted is lost",
        NotWritable.ReadOnly => "its file system is mounted read-only. Mount it for writing, then try again",
        _ => "this user may not write there. Give it the folder, or name another with --data",
    };
}

/// <summary>Why a workspace cannot be written.</summary>
public enum NotWritable
{
    /// <summary>No room on the disk, or none left of a quota.</summary>
    Full,

    /// <summary>The file system takes no change.</summary>
    ReadOnly,

    /// <summary>The user of the process lacks the right.</summary>
    Forbidden,
}
