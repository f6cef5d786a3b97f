using System.Text.Json.Nodes;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;
using Observatorio.Api.Serving;
using Observatorio.Warehouse;

namespace Observatorio.Api.Discovery;

/// <summary>The datasets as other catalogues read them: DCAT-AP 3 (W3C DCAT with the European application profile) and schema.org/Dataset, in JSON-LD.</summary>
public static class DcatCatalogue
{
    private static readonly (string Format, string MediaType)[] Distributions = [.. DataFormats.All.Where(f => f.Name is "csv" or "json" or "parquet").Select(f => (f.Name, f.ContentType))];

    /// <summary>The whole catalogue.</summary>
    public static JsonObject Catalogue(HttpContext http, OpenRelease release)
    {
        var root = PublicAddress.Of(http);
        return new JsonObject
        {
            ["@context"] = new JsonObject { ["dcat"] = "http://www.w3.org/ns/dcat#", ["dct"] = "http://purl.org/dc/terms/", ["foaf"] = "http://xmlns.com/foaf/0.1/", ["xsd"] = "http://www.w3.org/2001/XMLSchema#" },
            ["@id"] = $"{root}/api/v1/catalog.jsonld",
            ["@type"] = "dcat:Catalog",
            ["dct:title"] = Texts(TextCatalogue.Languages.ToDictionary(l => l, _ => "Observatorio")),
            ["dct:description"] = Texts(new Dictionary<string, string>
            {
                ["es"] = "Estadísticas armonizadas de las micro, pequeñas y medianas empresas de América Latina.",
                ["pt"] = "Estatísticas harmonizadas das micro, pequenas e médias empresas da América Latina.",
                ["en"] = "Harmonised statistics of micro, small and medium enterprises of Latin America.",
            }),
            ["dct:publisher"] = Agent("Observatorio"),
            ["dct:issued"] = UtcText.Of(release.CreatedAt),
            ["dct:language"] = new JsonArray([.. TextCatalogue.Languages.Select(l => (JsonNode)l)]),
            ["dcat:dataset"] = new JsonArray([.. release.Datasets.Values.Select(d => (JsonNode)Dataset(root, release, d))]),
        };
    }

    /// <summary>One dataset for search engines.</summary>
    public static JsonObject SchemaOrg(HttpContext http, OpenRelease release, DatasetItem dataset)
    {
        var (root, language) = (PublicAddress.Of(http), Problems.Language(http));
        var (from, to) = Years(dataset);
        return new JsonObject
        {
            ["@context"] = "https://schema.org/",
            ["@type"] = "Dataset",
            ["@id"] = $"{root}/api/v1/datasets/{dataset.Item.Code}",
            ["name"] = dataset.Item.Name(language),
            ["description"] = Description(dataset, language),
            ["identifier"] = dataset.Item.Code,
            ["inLanguage"] = language,
            ["creator"] = new JsonObject { ["@type"] = "Organization", ["name"] = dataset.Spec.Provider.Name },
            ["isBasedOn"] = dataset.Spec.Source,
            ["spatialCoverage"] = release.Areas.Find(dataset.Spec.RefArea)?.Name(language),
            ["temporalCoverage"] = from is null ? null : $"{from}/{to}",
            ["dateModified"] = Updated(dataset),
            ["version"] = release.Id,
            ["isAccessibleForFree"] = true,
            ["variableMeasured"] = new JsonArray([.. dataset.Holds.Select(h => (JsonNode)release.Indicators.Find(h.Indicator)!.Name(language))]),
            ["distribution"] = new JsonArray([.. Files(root, release, dataset).Select(f => (JsonNode)new JsonObject { ["@type"] = "DataDownload", ["encodingFormat"] = f.MediaType, ["contentUrl"] = f.Address })]),
        };
    }

    private static JsonObject Dataset(string root, OpenRelease release, DatasetItem dataset)
    {
        var (from, to) = Years(dataset);
        return new JsonObject
        {
            ["@id"] = $"{root}/api/v1/datasets/{dataset.Item.Code}",
            ["@type"] = "dcat:Dataset",
            ["dct:identifier"] = dataset.Item.Code,
            ["dct:title"] = Texts(dataset.Item.Names),
            ["dct:description"] = Texts(TextCatalogue.Languages.ToDictionary(l => l, l => Description(dataset, l))),
            ["dct:publisher"] = Agent(dataset.Spec.Provider.Name),
            ["dct:spatial"] = new JsonObject { ["@type"] = "dct:Location", ["dct:identifier"] = dataset.Spec.RefArea },
            ["dct:temporal"] = from is null ? null : new JsonObject { ["@type"] = "dct:PeriodOfTime", ["dcat:startDate"] = from, ["dcat:endDate"] = to },
            ["dct:modified"] = Updated(dataset),
            ["dct:source"] = dataset.Spec.Source,
            ["dcat:keyword"] = new JsonArray([.. dataset.Holds.Select(h => (JsonNode)release.Indicators.Find(h.Indicator)!.Name("es"))]),
            ["dcat:distribution"] = new JsonArray([.. Files(root, release, dataset).Select(f => (JsonNode)new JsonObject { ["@type"] = "dcat:Distribution", ["dcat:accessURL"] = new JsonObject { ["@id"] = f.Address }, ["dcat:mediaType"] = f.MediaType })]),
        };
    }

    // Made up figures are said to be so before anything else.
    private static string Description(DatasetItem dataset, string language)
        => (dataset.Origin == "synthetic" ? language switch { "pt" => "Dados sintéticos, não são estatísticas. ", "en" => "Synthetic data, no statistics. ", _ => "Datos sintéticos, no son estadísticas. " } : "") + dataset.Spec.Coverage.In(language);

    private static IEnumerable<(string MediaType, string Address)> Files(string root, OpenRelease release, DatasetItem dataset)
        => dataset.Holds.Select(h => release.Indicators.Find(h.Indicator)!.Parent!).Distinct().Order(StringComparer.Ordinal)
            .SelectMany(dataflow => Distributions.Select(d => (d.MediaType, $"{root}/api/v1/data/{dataflow}?dataset={dataset.Item.Code}&quality=bounded&format={d.Format}")));

    private static (string? From, string? To) Years(DatasetItem dataset) => (dataset.Holds.Select(h => h.From[..4]).Min(StringComparer.Ordinal), dataset.Holds.Select(h => h.To[..4]).Max(StringComparer.Ordinal));

    private static string? Updated(DatasetItem dataset) => dataset.Holds.Max(h => h.LastUpdated) is { } at ? UtcText.Of(at) : null;


    private static JsonObject Agent(string name) => new() { ["@type"] = "foaf:Agent", ["foaf:name"] = name };

    private static JsonArray Texts(IReadOnlyDictionary<string, string> texts) => new([.. texts.Select(t => (JsonNode)new JsonObject { ["@language"] = t.Key, ["@value"] = t.Value })]);
}
