namespace Observatorio.Tests.Api;

/// <summary>Answers are in the order of their keys, whatever they were narrowed by: pages, last periods and series of SDMX rest on it.</summary>
public sealed class OrderTests
{
    // Lists whose ids lie apart: of these a database likes to make joins, whose rows come as they like.
    private static readonly string[] Queries =
    [
        "counts?size=MICRO&lang=es", "counts?size=MICRO,SMALL,MEDIUM,LARGE&lang=en", "performance?scheme=*&quality=bounded&size=S10T49&activity=_T", "performance?scheme=*&size=MIPYME&quality=all&activity=_T,C,G",
        "counts?activity=A,C,G,I,M&scheme=CMN3,SBS&area=CL,EC,BR&quality=bounded",
    ];

    [TestCaseSource(nameof(Queries))]
    public async Task ASeriesIsNeverBroken(string query)
    {
        var series = (await Lines(query)).Skip(1).Select(line => string.Join(',', line.Split(',')[1..11])).ToList();
        var runs = series.Where((s, i) => i == 0 || series[i - 1] != s).ToList();
        Assert.That(series, Has.Count.GreaterThan(500));
        Assert.That(runs.Count - runs.Distinct().Count(), Is.Zero);
    }

    [TestCaseSource(nameof(Queries))]
    public async Task ThePagesTogetherAreTheWhole(string query)
    {
        var whole = await Lines(query);
        var pages = new List<string>();
        // Some seven pages, so that they end in the midst of series.
        var next = $"/api/v1/data/{query}&format=csv&limit={(whole.Length / 7) + 1}";
        while (next is not null)
        {
            using var answer = await SampleServer.Client.GetAsync(next);
            pages.AddRange((await answer.Content.ReadAsStringAsync()).TrimEnd().Split("\r\n").Skip(1));
            next = answer.Headers.TryGetValues("Link", out var link) ? link.Single()[1..link.Single().IndexOf('>', StringComparison.Ordinal)] : null;
        }
        Assert.That(pages, Is.EqualTo(whole.Skip(1)));
    }

    // What a reader writes wrong is looked up among all that it may mean: once a request, and not once a word.
    [TestCase("counts?activity=", "zzz")]
    [TestCase("counts?size=", "zzz")]
    [TestCase("counts?scheme=", "zzz")]
    public async Task AThousandUnknownCodesAreOneMistake(string path, string word)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        using var answer = await SampleServer.Client.GetAsync($"/api/v1/data/{path}{string.Join(',', Enumerable.Range(0, 1000).Select(i => word + i))}", patience.Token);
        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
    }

    private static async Task<string[]> Lines(string query) => (await SampleServer.Client.GetStringAsync($"/api/v1/data/{query}&format=csv")).TrimEnd().Split("\r\n");
}
