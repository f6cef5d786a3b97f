using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Observatorio.Ingest;
using Observatorio.Warehouse;

namespace Observatorio.Api.Submissions;

/// <summary>A file that arrived whole.</summary>
/// <param name="Path">Where it is: under a temporary name, until <see cref="IncomingFiles"/> keeps it.</param>
/// <param name="FileName">As its office calls it, without any folder.</param>
/// <param name="Sha256">Its hash, taken as it arrived.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Profile">The profile named beside it; null for none.</param>
public sealed record Upload(string Path, string FileName, string Sha256, long Bytes, string? Profile) : IDisposable
{
    private const int LongestField = 200;

    /// <summary>
    /// Takes the parts of a multipart body as they come: <c>file</c> straight to a file, and <c>profile</c>.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="workspace">Where it is put.</param>
    /// <param name="most">Most bytes that a file may have.</param>
    /// <returns>The upload, or the problem.</returns>
    public static async Task<(Upload? Upload, IResult? Problem)> Read(HttpContext http, Workspace workspace, long most)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) { limit.MaxRequestBodySize = most + (1 << 16); }
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 } boundary)
        {
            return (null, Problems.Say(http, "not-multipart", StatusCodes.Status415UnsupportedMediaType));
        }
        Upload? upload = null;
        string? profile = null;
        try
        {
            var reader = new MultipartReader(boundary, http.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 1 << 14 };
            while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) { continue; }
                switch (HeaderUtilities.RemoveQuotes(disposition.Name).Value)
                {
                    case "file" when upload is null:
                        var name = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
                        upload = await Receive(section.Body, SafeName(name), workspace, most, http.RequestAborted);
                        if (upload is null) { return (null, TooLarge(http, most)); }
                        break;
                    case "profile":
                        using (var text = new StreamReader(section.Body))
                        {
                            var field = new char[LongestField + 1];
                            var read = await text.ReadBlockAsync(field, http.RequestAborted);
                            profile = new string(field, 0, Math.Min(read, LongestField)).Trim();
                        }
                        break;
                }
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            upload?.Dispose();
            return (null, TooLarge(http, most));
        }
        catch (Exception e) when (e is InvalidDataException or IOException && NotWritableException.KindOf(e) is null)
        {
            upload?.Dispose();
            return (null, Problems.Say(http, "not-multipart", StatusCodes.Status400BadRequest));
        }
        catch
        {
            // The sender went away, or the disk takes no more: nobody else knows of the file.
            upload?.Dispose();
            throw;
        }
        return upload is null ? (null, Problems.Say(http, "no-file", StatusCodes.Status400BadRequest)) : (upload with { Profile = string.IsNullOrEmpty(profile) ? null : profile }, null);
    }

    /// <summary>Deletes a file that was not kept.</summary>
    public void Dispose() => File.Delete(Path);

    private static async Task<Upload?> Receive(Stream body, string name, Workspace workspace, long most, CancellationToken stop)
    {
        var path = System.IO.Path.Combine(workspace.TemporaryFolder, Guid.NewGuid().ToString("N"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true);
            var buffer = new byte[1 << 16];
            int read;
            while ((read = await body.ReadAsync(buffer, stop)) > 0)
            {
                bytes += read;
                if (bytes > most) { break; }
                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), stop);
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        if (bytes <= most) { return new Upload(path, name, Convert.ToHexStringLower(hash.GetHashAndReset()), bytes, null); }
        File.Delete(path);
        return null;
    }

    // A name is a name, whatever the sender wrote: no folder, no control character that would break a log line or a header, none that turns the writing round and makes one name look like another.
    private static string SafeName(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new string([.. last.Where(c => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format) && c is not ('"' or '<' or '>' or '|' or ':' or '*' or '?'))]).Trim('.', ' ');
        return clean.Length == 0 ? "file" : clean.Length > LongestField ? clean[^LongestField..] : clean;
    }

    private static IResult TooLarge(HttpContext http, long most) => Problems.Say(http, "too-large", StatusCodes.Status413PayloadTooLarge, ("most", $"{most >> 20} MiB"));
}
