using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>A data query, read.</summary>
/// <param name="Selection">Which figures.</param>
/// <param name="Form">How the answer looks.</param>
/// <param name="Conversion">Into which money; null for money as its source prints it.</param>
/// <param name="Vintages">Which vintages; null for what holds in the release.</param>
/// <param name="Exact">Of a question for what is available: after all filters.</param>
public sealed record DataQuery(Selection Selection, AnswerForm Form, Conversion? Conversion, VintageQuestion? Vintages, bool Exact)
{
    private static readonly string[] UnitFilters = ["unit", "prices"];

    /// <summary><c>es</c>, <c>pt</c> or <c>en</c>, for names and explanations.</summary>
    public string Language => Form.Language;

    /// <summary>Reads the parameters of a request; exactly one of the results is null.</summary>
    /// <param name="release">Whose codes are meant.</param>
    /// <param name="dataflow">Which figures are asked for.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="kind">What the query wants to know.</param>
    /// <param name="format">The format that the header <c>Accept</c> asks for; null for none in particular.</param>
    public static (DataQuery? Query, Problems.BadParameter? Problem) Parse(OpenRelease release, string dataflow, IQueryCollection query, QueryKind kind = QueryKind.Data, string? format = null)
    {
        var parameters = new ParameterReader(query, kind);
        var selection = SelectionParser.Parse(release, dataflow, parameters);
        var conversion = ReadConversion(release, parameters);
        var vintages = VintageQuestion.Read(parameters);
        var parsed = new DataQuery(selection, AnswerForm.Read(release, dataflow, parameters, format, conversion is not null, vintages is not null), conversion, vintages, parameters.Choice("mode") == "exact");
        return parameters.Problem is null ? (parsed, null) : (null, parameters.Problem);
    }

    private static Conversion? ReadConversion(OpenRelease release, ParameterReader parameters)
    {
        if (parameters.Value("convert") is not { } value) { return null; }
        if (Conversion.Parse(value, release.Rates) is not { } conversion)
        {
            parameters.Reject("convert", "bad-convert", Conversion.Targets, ("value", value), ("years", release.Rates.DeflatorYears));
            return null;
        }
        // Both say in what an answer is.
        foreach (var filter in UnitFilters.Where(parameters.Has)) { parameters.Reject(filter, "convert-and-filter", [], ("parameter", filter)); }
        return conversion;
    }
}
