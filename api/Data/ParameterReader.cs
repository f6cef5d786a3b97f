using System.Globalization;
using Observatorio.Api.Releases;
using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>The parameters of one request, by their known names. What is not known is an error, never ignored; the first error is kept.</summary>
public sealed class ParameterReader
{
    private readonly Dictionary<string, List<string>> given = new(StringComparer.OrdinalIgnoreCase);
    private readonly QueryKind kind;

    /// <summary>Sorts the parameters of a query of a kind.</summary>
    public ParameterReader(IQueryCollection query, QueryKind kind)
    {
        this.kind = kind;
        foreach (var (name, values) in query)
        {
            if (DataParameters.Find(kind, name) is not { Name: var parameter })
            {
                Problem ??= Problems.UnknownParameter(name, [.. DataParameters.Of(kind).Select(p => p.Name)]);
                continue;
            }
            var list = given.TryGetValue(parameter, out var already) ? already : given[parameter] = [];
            list.AddRange(values.Where(v => v is not null).SelectMany(v => v!.Split(',')).Select(v => v.Trim()).Where(v => v.Length > 0));
            // A filter without a value, as a program writes that has none: it cannot mean everything.
            if (list.Count == 0) { Reject(parameter, "empty-parameter", [], ("parameter", parameter)); }
        }
    }

    /// <summary>The first thing that is wrong; null while nothing is.</summary>
    public Problems.BadParameter? Problem { get; private set; }

    /// <summary>What was given, each parameter by its known name.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Values)> Given => given.Select(g => (g.Key, (IReadOnlyList<string>)g.Value));

    /// <summary>Whether a parameter was given.</summary>
    public bool Has(string name) => given.ContainsKey(name);

    /// <summary>The values of a parameter, which commas separate; none where it was not given.</summary>
    public IReadOnlyList<string> Values(string name) => given.TryGetValue(name, out var values) ? values : [];

    /// <summary>The one value of a parameter, or null; several are as wrong as an unreadable one.</summary>
    public string? Value(string name) => Values(name) is { Count: > 0 } values ? string.Join(",", values) : null;

    /// <summary>One of the choices of a parameter; its default where it was not given.</summary>
    public string? Choice(string name)
    {
        var parameter = DataParameters.Find(kind, name);
        if (parameter is null || Value(name) is not { } value) { return parameter?.Default; }
        if (parameter.Choices.FirstOrDefault(c => Same(c, value)) is { } choice) { return choice; }
        Reject(name, "bad-choice", parameter.Choices, ("value", value), ("parameter", name), ("choices", string.Join(", ", parameter.Choices)));
        return parameter.Default;
    }

    /// <summary>A whole number from 1 to <paramref name="most"/>; null where it was not given.</summary>
    public int? Whole(string name, int most)
    {
        if (Value(name) is not { } value) { return null; }
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most) { return number; }
        Reject(name, "bad-whole", [], ("value", value), ("parameter", name), ("most", most.ToString(CultureInfo.InvariantCulture)));
        return null;
    }

    /// <summary>Refuses a parameter.</summary>
    public void Reject(string parameter, string key, IReadOnlyList<string> nearest, params IReadOnlyList<(string Name, string? Text)> args)
        => Problem ??= new Problems.BadParameter(parameter, key, nearest, args);

    /// <summary>Refuses a code that a list does not have, with those near it by code or by name.</summary>
    public void RejectCode(string parameter, string component, string value, IEnumerable<CodeItem> list, string? elsewhere = null)
    {
        // To look for near ones takes a while, and only the first mistake is told.
        if (Problem is not null) { return; }
        var codeOf = new Dictionary<string, string>();
        foreach (var item in list) { foreach (var spelling in item.Aliases.Concat(item.Names.Values).Prepend(item.Code)) { codeOf.TryAdd(spelling, item.Code); } }
        var nearest = Spelling.Nearest(value, codeOf.Keys, 6).Select(s => codeOf[s]).Distinct().Take(3).ToList();
        Reject(parameter, "unknown-code", nearest, ("value", value), ("list", component), ("elsewhere", elsewhere));
    }

    /// <summary>Whether two words are the same but for case, accents and marks.</summary>
    public static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase) || Spelling.Plain(a) == Spelling.Plain(b);
}
