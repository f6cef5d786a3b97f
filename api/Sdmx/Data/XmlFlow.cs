using System.Buffers;
using System.Xml;

namespace Observatorio.Api.Sdmx.Data;

/// <summary>XML that goes to its reader while it is written: a block at a time, so that no memory fills.</summary>
public sealed class XmlFlow : IDisposable
{
    // So much is held before it goes out.
    private const int Block = 64 * 1024;

    private readonly MemoryStream buffer = new();
    private readonly HttpContext http;

    /// <summary>Begins.</summary>
    public XmlFlow(HttpContext http)
    {
        this.http = http;
        Xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), CloseOutput = false });
    }

    /// <summary>What is written to.</summary>
    public XmlWriter Xml { get; }

    /// <summary>Sends what waits if it is enough.</summary>
    public ValueTask Send() => buffer.Length > Block ? SendAll() : ValueTask.CompletedTask;

    /// <summary>Sends what waits.</summary>
    public async ValueTask SendAll()
    {
        Xml.Flush();
        http.Response.BodyWriter.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        buffer.SetLength(0);
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    /// <summary>Lets go of the buffer.</summary>
    public void Dispose()
    {
        // What is left unwritten of a broken answer stays so.
        buffer.Dispose();
    }
}
