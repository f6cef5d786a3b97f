namespace Observatorio.Api.Sdmx.Data;

/// <summary>The filters <c>c[REF_AREA]=PE,CL</c> and <c>c[TIME_PERIOD]=ge:2012+le:2017</c> of SDMX REST 2: a comma is or, a plus sign is and.</summary>
public static class ComponentFilters
{
    private static readonly string[] Operators = ["eq", "ne", "lt", "le", "gt", "ge", "co", "nc", "sw", "ew"];

    /// <summary>Restricts a filter to what the request says.</summary>
    /// <exception cref="SdmxException">A component, an operator or a code does not exist.</exception>
    public static void Apply(HttpContext http, SdmxFilter filter)
    {
        foreach (var (name, values) in http.Request.Query.Where(q => q.Key.StartsWith("c[", StringComparison.Ordinal) && q.Key.EndsWith(']')))
        {
            var component = name[2..^1];
            var known = SdmxComponents.Dimensions.Select(d => d.Id).Append(SdmxComponents.Time.Id).ToList();
            if (!known.Contains(component))
            {
                throw new SdmxException(new SdmxProblem(150, "unknown-component", ("value", component), ("nearest", string.Join(", ", Warehouse.Spelling.Nearest(component, known, 3))), ("dimensions", string.Join(", ", known))));
            }
            // A plus sign that is not escaped reaches us as a blank.
            foreach (var all in values.SelectMany(v => (v ?? "").Split('+', ' ')).Where(v => v.Length > 0))
            {
                var any = all.Split(',').Select(one => Read(component, one)).ToList();
                if (component == SdmxComponents.Time.Id) { filter.KeepTime((start, end) => any.Any(a => InTime(a, start, end))); }
                else
                {
                    filter.Know(component, any.Where(a => a.Operator is "eq" or "ne").Select(a => a.Value));
                    filter.Keep(component, code => any.Any(a => Holds(a, code)));
                }
            }
        }
    }

    private static (string Operator, string Value) Read(string component, string text)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        if (at < 0) { return ("eq", text); }
        return Operators.Contains(text[..at]) && at + 1 < text.Length ? (text[..at], text[(at + 1)..])
            : throw new SdmxException(new SdmxProblem(140, "bad-operator", ("value", text), ("list", component), ("operators", string.Join(", ", Operators))));
    }

    private static bool Holds((string Operator, string Value) one, string code) => one.Operator switch
    {
        "eq" => code == one.Value,
        "ne" => code != one.Value,
        "co" => code.Contains(one.Value, StringComparison.Ordinal),
        "nc" => !code.Contains(one.Value, StringComparison.Ordinal),
        "sw" => code.StartsWith(one.Value, StringComparison.Ordinal),
        "ew" => code.EndsWith(one.Value, StringComparison.Ordinal),
        var compared => Compared(compared, string.CompareOrdinal(code, one.Value)),
    };

    private static bool InTime((string Operator, string Value) one, DateOnly start, DateOnly end)
    {
        if (one.Operator is "co" or "nc" or "sw" or "ew") { throw new SdmxException(new SdmxProblem(140, "bad-operator", ("value", one.Operator + ":" + one.Value), ("list", SdmxComponents.Time.Id), ("operators", string.Join(", ", Operators.Take(6))))); }
        var period = SdmxFilter.PeriodOf(one.Value);
        return one.Operator switch
        {
            "eq" => start == period.Start && end == period.End,
            "ne" => start != period.Start || end != period.End,
            "lt" => end < period.Start,
            "le" => end <= period.End,
            "gt" => start > period.End,
            _ => start >= period.Start,
        };
    }

    private static bool Compared(string name, int difference) => name switch { "lt" => difference < 0, "le" => difference <= 0, "gt" => difference > 0, _ => difference >= 0 };
}
