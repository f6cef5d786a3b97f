using Microsoft.OpenApi;

namespace Observatorio.Api;

/// <summary>The OpenAPI document at <c>/swagger</c>.</summary>
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
        });
    }

    /// <summary>Serves the document and its page.</summary>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger();
        app.UseSwaggerUI(options => options.SwaggerEndpoint("/swagger/v1/swagger.json", "Observatorio v1"));
    }
}
