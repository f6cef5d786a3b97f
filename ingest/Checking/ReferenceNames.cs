using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Observatorio.Ingest.Checking;

/// <summary>What the codes in a message are called: people know enterprises, not <c>ENTR</c>. The names are those of the reference data.</summary>
public static class ReferenceNames
{
    private static readonly Dictionary<(string Code, string Language), string> Indicators = Read("indicator.csv", row => row("code"));

    private static readonly Dictionary<(string Code, string Language), string> Areas = Read("area.csv", row => row("code"));

    private static readonly Dictionary<(string Code, string Language), string> Classes = Read("size_class.csv", row => $"{row("scheme")}|{row("code")}");

    private static readonly Dictionary<(string Code, string Language), string> Codes = Read("code.csv", row => $"{row("list")}|{row("code")}");

    /// <summary>The name of a code that an argument of a message holds; null where it has none, as a national area or activity has.</summary>
    /// <param name="argument">Of the message, such as <c>indicator</c>; or a list of codes, METHOD or REASON.</param>
    /// <param name="code">Its value.</param>
    /// <param name="scheme">The size scheme that gives its classes their names.</param>
    /// <param name="language">es, pt or en.</param>
    public static string? Of(string argument, string code, string? scheme, string language) => argument switch
    {
        "indicator" or "staff" or "subset" or "whole" => Indicators.GetValueOrDefault((code, language)),
        "area" => Areas.GetValueOrDefault((code, language)),
        "size_class" or "size" or "total" => Classes.GetValueOrDefault(($"{scheme}|{code}", language)),
        "METHOD" or "REASON" => Codes.GetValueOrDefault(($"{argument}|{code}", language)),
        _ => null,
    };

    private static Dictionary<(string, string), string> Read(string name, Func<Func<string, string>, string> code)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(AppContext.BaseDirectory, "reference", name)), new CsvConfiguration(CultureInfo.InvariantCulture));
        csv.Read();
        csv.ReadHeader();
        var names = new Dictionary<(string, string), string>();
        while (csv.Read())
        {
            foreach (var language in CheckCatalogue.Languages) { names[(code(column => csv.GetField(column)!), language)] = csv.GetField($"name_{language}")!; }
        }
        return names;
    }
}
