using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Docs;

/// <summary>The recipes whose client is not at hand: what they would ask for is there, and answers what they read of it.</summary>
public sealed partial class RecipeTests
{
    private static readonly string Page = Repository.Read("docs/recipes.md");

    [Test]
    public async Task TheQueryOverParquetFindsItsFigures()
    {
        var release = (string)JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/data/counts/count"))!["release"]!;
        var sql = Query().Match(Page).Groups[1].Value;
        using var folder = new TemporaryFolder();
        var file = folder.File("counts.parquet");
        await File.WriteAllBytesAsync(file, await SampleServer.Client.GetByteArrayAsync($"/api/v1/releases/{release}/files/counts.parquet"));
        using var connection = Sql.Connect(":memory:");
        using var command = connection.CreateCommand();
        command.CommandText = ParquetAddress().Replace(sql, Sql.Literal(file));
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) { rows.Add($"{reader.GetValue(1)} {reader.GetValue(2)}"); }
        Assert.That(rows, Is.EqualTo((string[])["MICRO 1836848", "SMALL 60702", "LARGE 9245", "MEDIUM 2034"]));
    }

    [Test]
    public async Task TheColumnsOfPowerQueryAreThere()
    {
        var path = PowerQueryAddress().Match(Page).Groups[1].Value;
        var header = (await SampleServer.Client.GetStringAsync(path)).Split("\r\n")[0].Split(',');
        var typed = TypedColumn().Matches(Page).Select(m => m.Groups[1].Value).ToList();
        Assert.That(typed, Has.Count.GreaterThan(3));
        Assert.That(typed, Is.SubsetOf(header));
    }

    [GeneratedRegex(@"```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Query();

    [GeneratedRegex(@"'http://[^']*\.parquet'")]
    private static partial Regex ParquetAddress();

    [GeneratedRegex(@"Web\.Contents\(""http://[^/]+([^""]+)""")]
    private static partial Regex PowerQueryAddress();

    [GeneratedRegex(@"\{""([A-Z_]+)"", type")]
    private static partial Regex TypedColumn();
}
