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
            if (path is "/api/v1/data/{dataflow}" or "/api/v1/lineage/{dataflow}") { AddParameters(operation, asked); }
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path) ?? [])
            {
                parameter.Example = asked.Split('?')[0].Split('/')[^1];
            }
            if (example is null || operation.Responses?.GetValueOrDefault("200") is not OpenApiResponse answer) { return; }
            operation.Description = $"{operation.Description}\n\nExample: `GET {asked}`".TrimStart();
            answer.Content ??= new Dictionary<string, IOpenApiMediaType>();
            var schema = answer.Content.TryGetValue("application/json", out var json) ? json.Schema : null;
            answer.Content["application/json"] = new OpenApiMediaType { Schema = schema, Example = example["answer"]?.DeepClone() };
        }

        private static void AddParameters(OpenApiOperation operation, string asked)
        {
            var values = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked[asked.IndexOf('?', StringComparison.Ordinal)..]);
            operation.Parameters ??= [];
            foreach (var (name, description, choices) in SelectionParser.Described)
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = choices.Count > 0 ? [.. choices.Select(c => (JsonNode)c)] : null },
                    Example = values.TryGetValue(name, out var value) ? value.ToString() : null,
                });
            }
        }

        private static JsonNode? Read(string operation)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Observatorio.Api.examples.{operation}.json");
            return stream is null ? null : JsonNode.Parse(stream);
        }
    }
}
