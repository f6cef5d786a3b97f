using System.Globalization;
using System.Reflection;
using CsvHelper;

namespace Observatorio.Warehouse;

/// <summary>Sentences for people, kept as CSV: a key in the first column, then one column a language.</summary>
public static class TextCatalogue
{
    /// <summary>The languages: es, pt, en.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["es", "pt", "en"];

    /// <summary>Reads the sentences that are embedded in an assembly, by key and language.</summary>
    /// <param name="assembly">Which assembly.</param>
    /// <param name="resource">The whole name of the file in it.</param>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Read(Assembly assembly, string resource)
    {
        using var csv = new CsvReader(new StreamReader(assembly.GetManifestResourceStream(resource)!), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var texts = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        while (csv.Read()) { texts[csv.GetField(0)!] = Languages.ToDictionary(l => l, l => csv.GetField(l)!); }
        return texts;
    }
}
