using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using Observatorio.Warehouse;

namespace Observatorio.Ingest.Checking;

/// <summary>One rule that a submission is held to: its texts are data in <c>checks/catalogue.csv</c>.</summary>
/// <param name="Code">Such as <c>T01</c>.</param>
/// <param name="Group">file, cell, table, time or cross.</param>
/// <param name="Name">Short English name in capitals.</param>
/// <param name="Severity">E stops the table, W travels with it, I informs.</param>
/// <param name="Threshold">Its limit where it has one; a dataset may have its own.</param>
/// <param name="Texts">What it says, by language: title, message and what to do, with <c>{placeholders}</c>.</param>
public sealed record Check(string Code, string Group, string Name, string Severity, decimal? Threshold, IReadOnlyDictionary<string, CheckTexts> Texts);

/// <summary>The texts of a check in one language.</summary>
/// <param name="Title">What the rule is.</param>
/// <param name="Message">What is wrong here; <c>{name}</c> stands for an argument of the finding.</param>
/// <param name="Action">What to do about it.</param>
public sealed record CheckTexts(string Title, string Message, string Action);

/// <summary>All checks, in the order of their codes.</summary>
public static class CheckCatalogue
{
    /// <summary>The languages of every text, the first being the house's own.</summary>
    public static IReadOnlyList<string> Languages => TextCatalogue.Languages;

    /// <summary>The checks by code.</summary>
    public static IReadOnlyDictionary<string, Check> Checks { get; } = Read();

    /// <summary>Further limits of checks by name, such as <c>S01.national</c>, from <c>checks/thresholds.csv</c>.</summary>
    public static IReadOnlyDictionary<string, decimal> Limits { get; } = ReadCsv(
        "thresholds.csv", row => (Name: $"{row("check")}.{row("name")}", Value: decimal.Parse(row("value"), CultureInfo.InvariantCulture))).ToDictionary(l => l.Name, l => l.Value);

    /// <summary>The message of a finding in a language: what is wrong, and what to do.</summary>
    public static (string Message, string Action) Describe(Finding finding, string language)
    {
        var texts = Checks[finding.Code].Texts[language];
        var message = finding.Omitted > 0 ? Words[("report", "omitted", language)] : texts.Message;
        var unsaid = finding.Places > 1 ? null : "places"; // That it is one place needs no words.
        return (MessageTemplate.Fill(message, Argument, unsaid), finding.Accepted is { } reason ? reason.In(language) : MessageTemplate.Fill(texts.Action, Argument, unsaid));

        string? Argument(string name) => name switch
        {
            "value" => finding.Value,
            "cell" => finding.Cell,
            "row" => finding.Row?.ToString(CultureInfo.InvariantCulture),
            "places" => finding.Places.ToString(CultureInfo.InvariantCulture),
            "omitted" => finding.Omitted.ToString(CultureInfo.InvariantCulture),
            _ => finding.Args.GetValueOrDefault(name) is { } text ? InWords(name, text) : null,
        };

        // A cell that is gone is named by its area, class and activity.
        string InWords(string name, string text)
            => name == "key" && finding.Args.GetValueOrDefault("component") == "cell" ? string.Join(", ", text.Split('|').Zip(KeyOfCell, (code, of) => Named(of, code))) : Named(name, text);

        // Words of the program, several of them with commas between; or what the reference data call a code.
        string Named(string name, string text)
            => ReferenceNames.Of(name == "key" ? finding.Args.GetValueOrDefault("component") ?? "" : name, text, finding.Args.GetValueOrDefault("scheme"), language)
                ?? string.Join(", ", text.Split(", ").Select(word => Words.GetValueOrDefault((name, word, language), word)));
    }

    private static readonly string[] KeyOfCell = ["area", "size_class", "activity"];

    /// <summary>A sentence of the commands, from <c>checks/words.csv</c>, with its <c>{placeholders}</c> filled.</summary>
    public static string Say(string sentence, string language, params IReadOnlyList<(string Name, string? Text)> args)
        => MessageTemplate.Fill(Words[("command", sentence, language)], args);

    /// <summary>A word of the program in a language, from <c>checks/words.csv</c>: such as <c>kind</c> of a change, vanished.</summary>
    public static string Word(string argument, string word, string language) => Words.GetValueOrDefault((argument, word, language), word);

    /// <summary>A number of things: <c>1 cell</c>, <c>2 cells</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="thing">error, warning or cell.</param>
    /// <param name="language">es, pt or en.</param>
    public static string Count(long number, string thing, string language) => number.ToString(CultureInfo.InvariantCulture) + " " + Word(number == 1 ? "one" : "many", thing, language);

    /// <summary>The note of a submission: what the program says by itself, such as that it was interrupted, in words; what people wrote as they wrote it.</summary>
    public static string? NoteIn(string? note, string language) => note is null ? null : Words.GetValueOrDefault(("note", note, language), note);

    /// <summary>The severity of a finding: its own, or else its check's.</summary>
    public static string SeverityOf(Finding finding) => finding.Severity ?? Checks[finding.Code].Severity;

    // Arguments that are words of the program and not of the file, such as why = truncated.
    private static readonly Dictionary<(string Argument, string Word, string Language), string> Words = ReadWords();

    private static Dictionary<string, Check> Read()
        => ReadCsv("catalogue.csv", row => new Check(
            row("code"), row("group"), row("name"), row("severity"),
            row("threshold") is { Length: > 0 } limit ? decimal.Parse(limit, CultureInfo.InvariantCulture) : null,
            Languages.ToDictionary(l => l, l => new CheckTexts(row($"title_{l}"), row($"message_{l}"), row($"action_{l}")))))
            .ToDictionary(c => c.Code);

    private static Dictionary<(string, string, string), string> ReadWords()
        => ReadCsv("words.csv", row => Languages.Select(l => (Key: (row("argument"), row("word"), l), Text: row($"text_{l}"))).ToList()).SelectMany(w => w).ToDictionary(w => w.Key, w => w.Text);

    private static List<T> ReadCsv<T>(string name, Func<Func<string, string>, T> read)
    {
        using var csv = new CsvReader(new StreamReader(Path.Combine(AppContext.BaseDirectory, "checks", name)), new CsvConfiguration(CultureInfo.InvariantCulture));
        csv.Read();
        csv.ReadHeader();
        var rows = new List<T>();
        while (csv.Read()) { rows.Add(read(column => csv.GetField(column)!)); }
        return rows;
    }
}
