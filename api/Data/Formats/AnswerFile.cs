using Observatorio.Warehouse;

namespace Observatorio.Api.Data.Formats;

/// <summary>Answers that are whole files: they are made beside the workspace's other temporary files, and sent when they are complete.</summary>
public static class AnswerFile
{
    /// <summary>Makes a file and sends it.</summary>
    /// <param name="http">Who asks.</param>
    /// <param name="contentType">What it is.</param>
    /// <param name="make">Writes it under the name that it is given; what it puts beside it, under this name and an ending, is removed with it.</param>
    public static async Task Send(HttpContext http, string contentType, Func<string, Task> make)
    {
        var folder = http.RequestServices.GetRequiredService<Workspace>().TemporaryFolder;
        var name = Guid.NewGuid().ToString("N");
        var file = Path.Combine(folder, name);
        try
        {
            await make(file);
            http.Response.ContentType = contentType;
            http.Response.ContentLength = new FileInfo(file).Length;
            await http.Response.SendFileAsync(file, http.RequestAborted);
        }
        finally
        {
            foreach (var left in Directory.EnumerateFiles(folder, name + "*")) { File.Delete(left); }
        }
    }
}
