using System.Collections.Concurrent;
using System.Data;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;

namespace Observatorio.Warehouse;

/// <summary>Finds the <c>.sql</c> files that are embedded in an assembly, and runs them.</summary>
public static partial class Sql
{
    private static readonly ConcurrentDictionary<(Assembly, string), (string Text, string[] Placeholders)> Texts = new();

    /// <summary>
    /// Text of the embedded file whose path ends in <paramref name="name"/>, as in <c>release/publish.sql</c>.
    /// Each <c>{key}</c> is replaced from <paramref name="parts"/>: those are fragments of SQL that the program
    /// itself writes (a table name, a column list), never values.
    /// </summary>
    /// <exception cref="InvalidOperationException">No file of that name, or a placeholder was left.</exception>
    public static string Text(Assembly assembly, string name, params ReadOnlySpan<(string Key, string Fragment)> parts)
    {
        var (text, placeholders) = Texts.GetOrAdd((assembly, name), static key => Read(key.Item1, key.Item2));
        var filled = 0;
        foreach (var (key, fragment) in parts)
        {
            if (Array.IndexOf(placeholders, key) >= 0) { filled++; }
            text = text.Replace("{" + key + "}", fragment, StringComparison.Ordinal);
        }
        return filled == placeholders.Length ? text : throw new InvalidOperationException($"{name} has the placeholders {string.Join(", ", placeholders)}, and {filled} of them were filled.");
    }

    /// <summary>Runs a file of this assembly of the caller's choice; statements are separated by semicolons.</summary>
    public static int Run(IDbConnection connection, Assembly assembly, string name, params ReadOnlySpan<(string Key, string Fragment)> parts)
        => connection.Execute(Text(assembly, name, parts));

    /// <summary>An SQL string literal: for places that take no parameter, such as the file name of a table function.</summary>
    public static string Literal(string value) => "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    /// <summary>A literal list of texts: Dapper takes a list parameter apart, and DuckDB wants it whole.</summary>
    public static string TextList(IEnumerable<string> values) => "[" + string.Join(", ", values.Select(Literal)) + "]::varchar[]";

    /// <summary>An SQL identifier in double quotes.</summary>
    public static string Identifier(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Opens a DuckDB file (created if missing) or, for <c>:memory:</c>, a database of this connection alone.</summary>
    public static DuckDBConnection Connect(string file, string options = "")
    {
        var connection = new DuckDBConnection($"Data Source={file}{options}");
        connection.Open();
        return connection;
    }

    private static (string Text, string[] Placeholders) Read(Assembly assembly, string name)
    {
        var suffix = "." + name.Replace('/', '.').Replace('-', '_');
        var resource = assembly.GetManifestResourceNames()
            .SingleOrDefault(n => n.Replace('-', '_').EndsWith(suffix, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No embedded SQL file {name}.");
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var text = reader.ReadToEnd();
        return (text, [.. Placeholder().Matches(text).Select(m => m.Groups[1].Value).Distinct()]);
    }

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Placeholder();
}
