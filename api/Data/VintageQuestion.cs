namespace Observatorio.Api.Data;

/// <summary>Which vintages a query asks for.</summary>
/// <param name="UpdatedAfter">Only what was not so in the release that was current then, UTC; null for the whole history.</param>
public sealed record VintageQuestion(DateTime? UpdatedAfter)
{
    // What orders or cuts series means one value a period.
    private static readonly string[] OfOneVintage = ["last", "lastNonEmpty", "order", "limit"];

    /// <summary>Reads the parameters; null where they ask for no vintages.</summary>
    public static VintageQuestion? Read(ParameterReader parameters)
    {
        var history = parameters.Choice("includeHistory") == "true";
        if (!parameters.Has("updatedAfter") && !history) { return null; }
        if (parameters.Has("updatedAfter") && history) { parameters.Reject("updatedAfter", "one-of-two", [], ("parameter", "updatedAfter"), ("other", "includeHistory")); }
        foreach (var other in OfOneVintage.Where(parameters.Has)) { parameters.Reject(other, "not-with-vintages", [], ("parameter", other)); }
        return new VintageQuestion(parameters.Value("updatedAfter") is { } value ? Moment(parameters, value) : null);
    }

    private static DateTime? Moment(ParameterReader parameters, string value)
    {
        if (UtcText.Read(value) is { } moment) { return moment; }
        parameters.Reject("updatedAfter", "bad-moment", [], ("value", value));
        return null;
    }
}
