using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Observatorio.Bench;

/// <summary>Kestrel with one endpoint that answers the same bytes each time: what a cached answer of ours is set beside.</summary>
public static class BareServer
{
    /// <summary>Serves the bytes of a file until it is ended.</summary>
    public static int Run(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", async (HttpContext http) =>
        {
            http.Response.ContentType = "application/json; charset=utf-8";
            http.Response.ContentLength = bytes.Length;
            await http.Response.Body.WriteAsync(bytes);
        });
        app.Run();
        return 0;
    }
}
