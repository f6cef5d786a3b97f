using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Observatorio.Api.Access;
using Observatorio.Api.Data;
using Observatorio.Api.Releases;
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
            options.AddSecurityDefinition(ApiKeyAuthentication.Name, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKeyAuthentication.Header,
                Description = "Only for what the description names a role for (docs/access.md)."
            });
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
            if (KindOf(operation) is { } kind) { AddParameters(operation, asked, kind); }
            if (path is "/api/v1/data/{dataflow}") { DescribeData(operation); }
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Path) ?? [])
            {
                parameter.Example = asked.Split('?')[0].Split('/').ElementAtOrDefault(Array.FindIndex(path.Split('/'), part => part == $"{{{parameter.Name}}}"));
            }
            if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ReadsRelease>().Any())
            {
                operation.Parameters ??= [];
                foreach (var (name, description) in ReadsRelease.Parameters)
                {
                    operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
                }
            }
            // A parameter of one name means one thing everywhere.
            foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query && string.IsNullOrEmpty(p.Description)) ?? [])
            {
                parameter.Description = Own.GetValueOrDefault($"{operation.OperationId} {parameter.Name}") ?? DataParameters.Meanings.GetValueOrDefault(parameter.Name ?? "");
            }
            if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RequiredRoles>().LastOrDefault() is { Roles.Count: > 0 } required)
            {
                operation.Description = $"{operation.Description}\n\nRoles: {string.Join(", ", required.Roles)}.".TrimStart();
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ApiKeyAuthentication.Name, context.Document)] = [] }];
            }
            if (operation.OperationId is "PostSubmission" or "PostProfileDraft") { DescribeUpload(operation, takesSubmission: operation.OperationId == "PostSubmission"); }
            if (example is null || operation.Responses?.FirstOrDefault(r => r.Key.StartsWith('2')).Value is not OpenApiResponse answer) { return; }
            operation.Description = $"{operation.Description}\n\nExample: `{(asked.StartsWith('/') ? "GET " : "")}{asked}`".TrimStart();
            if (example["answer"] is not { } shown) { return; }
            answer.Content ??= new Dictionary<string, IOpenApiMediaType>();
            var schema = answer.Content.TryGetValue("application/json", out var json) ? json.Schema : null;
            answer.Content["application/json"] = new OpenApiMediaType { Schema = schema, Example = shown.DeepClone() };
        }

        private static readonly Dictionary<string, string> Own = new()
        {
            ["Search q"] = "Words of a name, a definition or a code, in any of the three languages.",
            ["Search kind"] = "Only indicator, dataset, area, region, scheme or activity.",
            ["Search limit"] = "At most so many results, up to 100; 20 if left out.",
            ["GetStudies q"] = "Words of title, authors, body, year, themes or programmes.",
            ["GetStudies area"] = "ISO 3166-1 code; studies of the whole region are of every country.",
            ["GetStudies theme"] = "A theme, such as productivity or finance.",
            ["GetRates kind"] = "FX, PPP, UNIT or DEFLATOR; all if left out.",
            ["PostProfileDraft area"] = "The country of the figures, such as PE: its size schemes come first.",
            ["GetContacts area"] = "Only of this country, such as PE.",
            ["GetAudit before"] = "Only actions before this place in the log.",
            ["GetAudit most"] = "At most so many, up to 1000.",
            ["GetSubmissions status"] = "Only those in this status.",
            ["GetSubmission wait"] = "With If-None-Match: wait so many seconds, up to 30, for a change.",
            ["GetSubmissionReport format"] = "json, csv or html.",
        };

        // The body is read as it comes, so that the generator cannot see what is in it.
        private static void DescribeUpload(OpenApiOperation operation, bool takesSubmission)
        {
            operation.Parameters ??= [];
            if (takesSubmission) { DescribeSending(operation.Parameters); }
            var properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file as the office has it." } };
            if (takesSubmission) { properties["profile"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "How to read it; detected where it is left out." }; }
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, IOpenApiMediaType> { ["multipart/form-data"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = properties, Required = new HashSet<string> { "file" } } } },
            };
        }

        private static void DescribeSending(IList<IOpenApiParameter> parameters)
        {
            parameters.Add(new OpenApiParameter { Name = "dryRun", In = ParameterLocation.Query, Description = "true checks the file at once and keeps nothing.", Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean } });
            parameters.Add(new OpenApiParameter
            {
                Name = "Idempotency-Key",
                In = ParameterLocation.Header,
                Description = "A text of your choice: the same again, and the first answer is given again.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String }
            });
        }

        // The queries whose parameters are read freely, and not by the framework.
        private static QueryKind? KindOf(OpenApiOperation operation) => operation.OperationId switch
        {
            "GetData" => QueryKind.Data,
            "GetCount" => QueryKind.Count,
            "GetAvailability" => QueryKind.Availability,
            "GetLineage" or "GetSheet" => QueryKind.OneFigure,
            _ => null,
        };

        private static void AddParameters(OpenApiOperation operation, string asked, QueryKind kind)
        {
            var values = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked.Contains('?', StringComparison.Ordinal) ? asked[asked.IndexOf('?', StringComparison.Ordinal)..] : "");
            operation.Parameters ??= [];
            foreach (var parameter in DataParameters.Of(kind))
            {
                var (name, description, choices) = (parameter.Name, parameter.Description, parameter.Choices);
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = name,
                    In = ParameterLocation.Query,
                    Description = description,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = choices.Count > 0 ? [.. choices.Select(c => (JsonNode)c)] : null, Default = parameter.Default is { } otherwise ? (JsonNode)otherwise : null },
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
            var observation = Object([.. FigureColumn.All.Select(c => (c.Name, c.Number is not null
                ? new OpenApiSchema { Type = JsonSchemaType.Number | (c.Name == "OBS_VALUE" ? JsonSchemaType.Null : 0), Format = "double", Description = c.Meaning }
                : new OpenApiSchema { Type = JsonSchemaType.String, Description = c.Meaning }))]);
            observation.Required = FigureColumn.Key.Concat(FigureColumn.Attributes).Select(c => c.Name).Except(["VALUE_LOW", "VALUE_HIGH", "INTERVAL_KIND", "REASON", "STD_ERR"]).ToHashSet();
            answer.Content ??= new Dictionary<string, IOpenApiMediaType>();
            answer.Content["application/json"] = new OpenApiMediaType
            {
                Schema = Object(
                    ("release", Object(("id", text), ("published", new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" }))),
                    ("dataflow", text),
                    ("observations", List(observation)),
                    ("count", whole),
                    ("next", new OpenApiSchema { Type = JsonSchemaType.String, Description = "Address of the next page, where a limit was asked for and there is one." }),
                    ("hidden", Object(("count", whole), ("reasons", List(Object(("code", text), ("text", text), ("count", whole)))))),
                    ("synthetic", List(text))),
            };
            answer.Content["text/csv"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Description = $"RFC 4180, UTF-8. Columns: {string.Join(", ", FigureColumn.Key.Concat(FigureColumn.Attributes).Select(c => c.Name))}; with labels=both, the name behind each code."
                }
            };
            answer.Headers = new Dictionary<string, IOpenApiHeader>
            {
                ["Observatorio-Release"] = new OpenApiHeader { Schema = text, Description = "The release that the answer comes from." },
                ["Observatorio-Hidden"] = new OpenApiHeader { Schema = whole, Description = "How many figures the quality filter hid." },
                ["Observatorio-Hidden-Reasons"] = new OpenApiHeader { Schema = text, Description = "Why, as in STRADDLES=12; OTHER_CRITERION=3." },
                ["Observatorio-Synthetic"] = new OpenApiHeader { Schema = text, Description = "Datasets in the answer whose figures are made up." },
            };

            static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] properties) => new()
            {
                Type = JsonSchemaType.Object,
                Properties = properties.ToDictionary(p => p.Name, p => (IOpenApiSchema)p.Schema),
                Required = properties.Select(p => p.Name).Except(["next"]).ToHashSet(),
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
