using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>Every endpoint that takes a release, tried with one that was withdrawn and one under embargo: no way around either.</summary>
public sealed partial class ReleaseVisibilityTests
{
    private static readonly string Peru = File.ReadAllText(TestWorkspace.Sample("pe-produce-estrato/empresas_formales_por_estrato_2012_2017.csv"));

    [Test]
    public async Task NoEndpointShowsWhatWasWithdrawnOrIsNotPublicYet()
    {
        using var office = new Office();
        var first = await office.Release(Peru);
        var withdrawn = await office.Release(Peru.Replace("1836848", "1836850", StringComparison.Ordinal));
        var embargoed = await office.Release(Peru.Replace("1836848", "1836851", StringComparison.Ordinal), DateTime.UtcNow.AddDays(2));
        using (await office.Post("publisher", $"/api/v1/releases/{withdrawn}/withdraw", new { reason = "Cifra equivocada.", successor = first })) { }
        var document = JsonNode.Parse(await office.Server.Client.GetStringAsync("/swagger/v1/swagger.json"))!;
        var paths = document["paths"]!.AsObject().Where(p => p.Value!["get"]?["parameters"]?.AsArray().Any(q => (string?)q!["name"] == "release") == true).Select(p => Parameter().Replace(p.Key.Replace("{dataflow}", "counts", StringComparison.Ordinal), "nothing")).ToList();
        Assert.That(paths, Has.Count.GreaterThan(10));
        using (Assert.EnterMultipleScope())
        {
            foreach (var path in paths)
            {
                using var gone = await office.Send(null, HttpMethod.Get, $"{path}?release={withdrawn}&lang=es");
                var text = await gone.Content.ReadAsStringAsync();
                Assert.That((int)gone.StatusCode, Is.EqualTo(410), path);
                Assert.That(text, Does.Contain("Cifra equivocada.").And.Contain(first), path);
                using var hidden = await office.Send(null, HttpMethod.Get, $"{path}?release={embargoed}");
                using var none = await office.Send(null, HttpMethod.Get, $"{path}?release={embargoed[..^1]}9");
                Assert.That((int)hidden.StatusCode, Is.EqualTo(404), path);
                // Of one under embargo not even that it exists.
                Assert.That((await hidden.Content.ReadAsStringAsync()).Replace(embargoed, "X", StringComparison.Ordinal), Is.EqualTo((await none.Content.ReadAsStringAsync()).Replace(embargoed[..^1] + "9", "X", StringComparison.Ordinal)), path);
            }
            foreach (var path in (string[])[$"/api/v1/releases/{withdrawn}/files/manifest.json", $"/api/v1/releases/{first}/diff/{withdrawn}", $"/api/v1/releases/{withdrawn}/diff/{first}"])
            {
                using var gone = await office.Send(null, HttpMethod.Get, path);
                Assert.That((int)gone.StatusCode, Is.EqualTo(410), path);
            }
            using var told = await office.Send(null, HttpMethod.Get, $"/api/v1/releases/{withdrawn}");
            Assert.That(((int)told.StatusCode, (string)(await Office.Json(told))["withdrawnReason"]!), Is.EqualTo((200, "Cifra equivocada.")));
            // The one before is current again at once, and its answers say nothing of the others.
            foreach (var path in (string[])["/api/v1/data/counts?area=PE&size=MICRO&period=2017&includeHistory=true", "/api/v1/lineage/counts?area=PE&size=MICRO&period=2017", "/api/v1/releases.atom"])
            {
                var text = await office.Server.Client.GetStringAsync(path);
                Assert.That(text, Does.Not.Contain("1836850").And.Not.Contain("1836851").And.Not.Contain(embargoed), path);
            }
        }
    }

    [GeneratedRegex(@"\{[a-zA-Z]+\}")]
    private static partial Regex Parameter();
}
