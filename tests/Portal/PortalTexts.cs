using System.Globalization;
using CsvHelper;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>The words of the portal, by which a person finds a button in their language.</summary>
public static class PortalTexts
{
    private static readonly Lazy<Dictionary<(string Key, string Language), string>> All = new(Read);

    /// <summary>A text up to its first placeholder.</summary>
    public static string Of(string key, string language)
    {
        var text = All.Value[(key, language)];
        return text.IndexOf('{', StringComparison.Ordinal) is > 0 and var cut ? text[..cut].TrimEnd() : text;
    }

    private static Dictionary<(string, string), string> Read()
    {
        var all = new Dictionary<(string, string), string>();
        foreach (var file in Directory.GetFiles(Repository.PathOf("portal/texts"), "*.csv"))
        {
            using var csv = new CsvReader(new StreamReader(file), CultureInfo.InvariantCulture);
            csv.Read();
            csv.ReadHeader();
            while (csv.Read())
            {
                foreach (var language in (string[])["es", "pt", "en"]) { all[(csv["key"]!, language)] = csv[language]!; }
            }
        }
        return all;
    }
}
