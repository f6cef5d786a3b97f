using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Observatorio.Api.Data;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Observatorio.Api;

/// <summary>The OpenAPI document at <c>/swagger</c>, with a real answer as the example of each endpoint.</summary>
public static class OpenApiDocument
{
    /// <summary>Adds the generator.</summary>
    public static void AddOpenApiDocument(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "Observatorio",
                Version = "v1",
                Description = "Harmonised statistics of micro, small and medium enterprises of Latin America, each figure with its proof.",
            });
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "observatorio-api.xml"));
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.UseAllOfToExtendReferenceSchemas();
            options.OperationFilter<Examples>();
        });
    }

    /// <summary>Serves the document and its page.</summary>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(options => options.SwaggerEndpoint("/swagger/v1/swagger.json", "Observatorio v1"));
    }

    // Query parameters of the endpoints that read them freely, and the answers in examples/, which a test keeps true.
#pragma warning disable CA1812 // made by the generator
    private sealed class Examples : IOperationFilter
#pragma warning restore CA1812
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var path = "/" + context.ApiDescription.RelativePath;
            var example = Read(operation.OperationId ?? "");
            var asked = example?["request"]?.GetValue<string>() ?? "";
            if (path is "/api/v1/data/{dataflow}" or "/api/v1/lineage/{dataflow}") { AddParameters(operation, asked, ofOneFigure: path.Contains("lineage", StringComparison.Ordinal)); }
            if (path is "/api/v1/data/{dataflow}") { DescribeData(operation); }
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path) ?? [])
            {
                parameter.Example = asked.Split('?')[0].Split('/')[^1];
            }
            // A parameter of one name means one thing everywhere.
            var described = DataParameters.Described(ofOneFigure: false).ToDictionary(d => d.Name, d => d.Description);
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query && string.IsNullOrEmpty(p.Description)) ?? [])
            {
                parameter.Description = parameter.Name == "kind" ? "FX, PPP, UNIT or DEFLATOR; all if left out." : described.GetValueOrDefault(parameter.Name ?? "");
            }
            if (example is null || operation.Responses?.GetValueOrDefault("200") is not OpenApiResponse answer) { return; }
            operation.Description = $"{operation.Description}\n\nExample: `GET {asked}`".TrimStart();
            answer.Content ??= new Dictionary<string, IOpenApiMediaType>();
            var schema = answer.Content.TryGetValue("application/json", out var json) ? json.Schema : null;
            answer.Content["application/json"] = new OpenApiMediaType { Schema = schema, Example = example["answer"]?.DeepClone() };
        }

        private static void AddParameters(OpenApiOperation operation, string asked, bool ofOneFigure)
        {
            var values = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked[asked.IndexOf('?', StringComparison.Ordinal)..]);
            operation.Parameters ??= [];
            foreach (var (name, description, choices) in DataParameters.Described(ofOneFigure))
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = choices.Count > 0 ? [.. choices.Select(c => (JsonNode)c)] : null, Default = choices.Count > 0 ? (JsonNode)choices[0] : null },
                    Example = values.TryGetValue(name, out var value) ? value.ToString() : null,
                });
            }
        }

        // The answer is streamed and no type of the program: what it looks like follows from the columns that are written.
        private static void DescribeData(OpenApiOperation operation)
        {
            if (operation.Responses?.GetValueOrDefault("200") is not OpenApiResponse answer) { return; }
            var text = new OpenApiSchema { Type = JsonSchemaType.String };
            var whole = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" };
            var observation = Object([.. FigureWriter.Columns.Concat(FigureWriter.ConversionColumns).Select(c => (c, c is "OBS_VALUE" or "VALUE_LOW" or "VALUE_HIGH" or "ORIG_VALUE" or "CONVERSION_FACTOR" or "REF_YEAR_PRICE"
                ? new OpenApiSchema { Type = JsonSchemaType.Number | (c == "OBS_VALUE" ? JsonSchemaType.Null : 0), Format = "double", Description = FigureWriter.Meaning(c) }
                : new OpenApiSchema { Type = JsonSchemaType.String, Description = FigureWriter.Meaning(c) }))]);
            observation.Required = FigureWriter.Columns.Except(["VALUE_LOW", "VALUE_HIGH", "INTERVAL_KIND", "REASON"]).ToHashSet();
            answer.Content ??= new Dictionary<string, IOpenApiMediaType>();
            answer.Content["application/json"] = new OpenApiMediaType
            {
                Schema = Object(
                    ("release", Object(("id", text), ("published", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" }))),
                    ("dataflow", text),
                    ("observations", List(observation)),
                    ("count", whole),
                    ("hidden", Object(("count", whole), ("reasons", List(Object(("code", text), ("text", text), ("count", whole)))))),
                    ("synthetic", List(text))),
            };
            answer.Content["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = $"RFC 4180, UTF-8. Columns: {string.Join(", ", FigureWriter.Columns)}; behind them, with labels=both, the names." } };
            answer.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Observatorio-Release"] = new OpenApiHeader { Schema = text, Description = "The release that a CSV answer comes from." },
                ["Observatorio-Hidden"] = new OpenApiHeader { Schema = whole, Description = "How many figures the quality filter hid from a CSV answer." },
                ["Observatorio-Hidden-Reasons"] = new OpenApiHeader { Schema = text, Description = "Why, as in STRADDLES=12; OTHER_CRITERION=3." },
                ["Observatorio-Synthetic"] = new OpenApiHeader { Schema = text, Description = "Datasets in a CSV answer whose figures are made up." },
            };

            static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] properties) => new()
            {
                Type = JsonSchemaType.Object,
                Properties = properties.ToDictionary(p => p.Name, p => (IOpenApiSchema)p.Schema),
                Required = properties.Select(p => p.Name).ToHashSet(),
            };

            static OpenApiSchema List(OpenApiSchema item) => new() { Type = JsonSchemaType.Array, Items = item };
        }

        private static JsonNode? Read(string operation)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Observatorio.Api.examples.{operation}.json");
            return stream is null ? null : JsonNode.Parse(stream);
        }
    }
}
