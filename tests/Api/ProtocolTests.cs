namespace Observatorio.Tests.Api;

/// <summary>What clients expect of any web server.</summary>
public sealed class ProtocolTests
{
    [TestCase("/api/v1/data/counts?area=PE&format=csv", "text/csv")]
    [TestCase("/api/v1/datasets", "application/json")]
    [TestCase("/health/live", "application/json")]
    public async Task HeadAnswersWhatGetWouldWithoutTheBody(string path, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        using var response = await SampleServer.Client.SendAsync(request);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)response.StatusCode, Is.EqualTo(200));
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(type));
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task AnotherMethodIsRefusedWithThoseThatThereAre()
    {
        using var response = await SampleServer.Client.PostAsync("/api/v1/datasets", null);
        Assert.That(((int)response.StatusCode, string.Join(",", response.Content.Headers.Allow)), Is.EqualTo((405, "GET")));
    }
}
