using System.Globalization;
using System.Text.Json.Nodes;
using CsvHelper;
using DuckDB.NET.Data;
using ExcelDataReader;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Support;

/// <summary>The figures of an answer in any format, as columns by name, for tests that compare formats. A missing cell is absent; numbers are texts without zeros at their end.</summary>
public static class Records
{
    /// <summary>Asks the shared server and reads what it answers.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> Ask(string query, string format)
    {
        using var response = await SampleServer.Client.GetAsync($"/api/v1/data/{query}&format={format}");
        var bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.That((int)response.StatusCode, Is.EqualTo(200), $"{query} {format}\n{System.Text.Encoding.UTF8.GetString(bytes)[..Math.Min(2000, bytes.Length)]}");
        return format switch
        {
            "json" => OfJson(bytes),
            "csv" => OfCsv(bytes),
            "xlsx" => OfXlsx(bytes),
            "parquet" => OfParquet(bytes),
            "json-stat" => OfJsonStat(bytes),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
    }

    /// <summary>The <c>observations</c> of JSON.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> OfJson(byte[] bytes)
        => [.. JsonNode.Parse(bytes)!["observations"]!.AsArray().Select(o => Record(o!.AsObject().Select(p => (p.Key, p.Value is null ? null : p.Value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? Number((double)p.Value) : (string)p.Value!))))];

    /// <summary>The lines of CSV.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> OfCsv(byte[] bytes)
    {
        using var csv = new CsvReader(new StreamReader(new MemoryStream(bytes)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var records = new List<IReadOnlyDictionary<string, string>>();
        while (csv.Read()) { records.Add(Record(csv.HeaderRecord!.Select((name, i) => (name, csv.GetField(i) is { Length: > 0 } text ? IsNumber(name) ? Number(double.Parse(text, CultureInfo.InvariantCulture)) : text.TrimStart('\'') : null)))); }
        return records;
    }

    private static List<IReadOnlyDictionary<string, string>> OfXlsx(byte[] bytes)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(bytes));
        reader.Read();
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetString).ToList();
        var records = new List<IReadOnlyDictionary<string, string>>();
        while (reader.Read()) { records.Add(Record(names.Select((name, i) => (name, reader.GetValue(i) switch { double number => Number(number), null => null, var text => text.ToString() })))); }
        return records;
    }

    /// <summary>The rows of Parquet.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> OfParquet(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("answer.parquet");
        File.WriteAllBytes(file, bytes);
        using var connection = Sql.Connect(":memory:");
        using var command = connection.CreateCommand();
        command.CommandText = $"from {Sql.Literal(file)}";
        using var reader = (DuckDBDataReader)command.ExecuteReader();
        var records = new List<IReadOnlyDictionary<string, string>>();
        while (reader.Read()) { records.Add(Record(Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetName(i), reader.IsDBNull(i) ? null : reader.GetValue(i) switch { double number => Number(number), bool yes => yes ? "true" : "false", var text => text.ToString() })))); }
        return records;
    }

    private static List<IReadOnlyDictionary<string, string>> OfJsonStat(byte[] bytes)
    {
        var cube = JsonNode.Parse(bytes)!;
        var ids = cube["id"]!.AsArray().Select(i => (string)i!).ToList();
        var codes = ids.Select(id => cube["dimension"]![id]!["category"]!["index"]!.AsArray().Select(c => (string)c!).ToList()).ToList();
        Assert.That(cube["size"]!.AsArray().Select(s => (int)s!), Is.EqualTo(codes.Select(c => c.Count)));
        // A place without a figure has no method either, unless it goes without saying: reported figures have a value.
        var values = cube["value"] is JsonArray dense ? dense.Select((v, i) => (i, v)).Where(v => v.v is not null).ToDictionary(v => (long)v.i, v => (double?)v.v) : cube["value"]!.AsObject().ToDictionary(v => long.Parse(v.Key, CultureInfo.InvariantCulture), v => (double?)v.Value);
        var methods = cube["extension"]!["METHOD"]!.AsObject().Select(m => long.Parse(m.Key, CultureInfo.InvariantCulture));
        var records = new List<IReadOnlyDictionary<string, string>>();
        foreach (var place in values.Keys.Union(methods).Order())
        {
            var record = new Dictionary<string, string>();
            for (var (i, rest) = (ids.Count - 1, place); i >= 0; i--)
            {
                record[ids[i]] = codes[i][(int)(rest % codes[i].Count)];
                rest /= codes[i].Count;
            }
            if (values.GetValueOrDefault(place) is { } value) { record["OBS_VALUE"] = Number(value); }
            foreach (var name in (string[])["VALUE_LOW", "VALUE_HIGH"])
            {
                if (cube["extension"]![name]![place.ToString(CultureInfo.InvariantCulture)] is { } end) { record[name] = Number((double)end); }
            }
            record["OBS_STATUSES"] = (string?)cube["status"]![place.ToString(CultureInfo.InvariantCulture)] ?? "A";
            records.Add(record);
        }
        return records;
    }

    private static bool IsNumber(string name) => Observatorio.Api.Data.FigureColumn.Find(name) is { Number: not null };

    private static Dictionary<string, string> Record(IEnumerable<(string Name, string? Text)> cells) => cells.Where(c => c.Text is not null).ToDictionary(c => c.Name, c => c.Text!);

    private static string Number(double number) => number.ToString("G15", CultureInfo.InvariantCulture);
}
