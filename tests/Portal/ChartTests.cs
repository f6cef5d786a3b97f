using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Portal;

/// <summary>What a chart draws and what its table says are the API's figures for the same query.</summary>
public sealed partial class ChartTests
{
    private const string Key = "area,dataset,indicator,scheme,size,activity,sex,unit,prices,period";

    // A mark that leads to the proof of its figure, with what a pointer reads at it and where it is drawn.
    private sealed record Mark(string To, string Text, string Kind, double Y, double Width);

    private sealed record Drawn(string? Query, Mark[] Marks, Mark[] Rows);

    [TestCase("")]
    [TestCase("country/CL")]
    [TestCase("country/PE")]
    [TestCase("indicator/ENTR_DENS")]
    [TestCase("explore?area=BR,CL,PE&chart=line")]
    [TestCase("explore?chart=bar&scheme=CMN3&size=S_LE9")]
    [TestCase("explore?chart=bar&scheme=CMN3&area=BR&from=2024&dataset=*")]
    [TestCase("explore?flow=performance&indicator=ENTR_DENS&chart=map")]
    [TestCase("explore?chart=heat&area=CL,BR")]
    [TestCase("explore?chart=table&area=UY&dataset=*")]
    public async Task WhatIsDrawnAndWhatTheTableSaysIsWhatTheApiAnswers(string view)
    {
        var charts = await Read(view);
        Assert.That(charts, Is.Not.Empty);
        foreach (var chart in charts)
        {
            var figures = await Figures(chart.Query!);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(chart.Rows, Is.Not.Empty, "a table behind every chart");
                foreach (var mark in chart.Marks.Concat(chart.Rows))
                {
                    var row = figures.GetValueOrDefault(KeyOf(mark.To));
                    Assert.That(row, Is.Not.Null, $"{chart.Query} does not answer {mark.To}");
                    if (row is not null) { Assert.That(Plain(mark.Text), Does.EndWith(Written(row)), mark.To); }
                }
                Proportional([.. Exact(chart, figures, "rect").Select(m => (m.Value, m.Mark.Width))]);
                Proportional([.. Exact(chart, figures, "circle").Select(m => (m.Value, m.Mark.Y))]);
            }
            // What is explored is all that is answered; other charts leave out what is made up or older.
            if (view.StartsWith("explore", StringComparison.Ordinal)) { Assert.That(chart.Rows.Select(r => KeyOf(r.To)).Distinct(), Is.EquivalentTo(figures.Keys)); }
        }
    }

    [Test]
    public async Task SharesAreThePartsOfTheirSum()
    {
        var chart = (await Read("explore?chart=stack&area=CL,PE")).Single();
        var figures = await Figures(chart.Query!);
        var parts = figures.Values.Where(r => (string)r["SIZE_CLASS"]! is not ("_T" or "MIPYME") && r["OBS_VALUE"] is not null).ToList();
        foreach (var mark in chart.Marks)
        {
            var row = figures[KeyOf(mark.To)];
            var sum = parts.Where(r => (string)r["DATASET"]! == (string)row["DATASET"]!).Sum(r => (double)r["OBS_VALUE"]!);
            Assert.That(Number(mark.Text), Is.EqualTo((double)row["OBS_VALUE"]! / sum * 100).Within(0.00001), mark.Text);
        }
        Assert.That(chart.Marks, Has.Length.EqualTo(parts.Count));
    }

    [Test]
    public async Task CoverageCountsTheIndicatorsOfTheApi()
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go("/es");
        var covered = JsonNode.Parse(await SampleServer.Client.GetStringAsync("/api/v1/coverage"))!.AsArray();
        foreach (var cell in await page.EvaluateAsync<string[]>("[...document.querySelectorAll('table.tight td[title]')].map(c => `${c.title}|${c.textContent}`)"))
        {
            var (country, year, said) = (cell[..2], int.Parse(cell[3..7], CultureInfo.InvariantCulture), cell[(cell.IndexOf('|', StringComparison.Ordinal) + 1)..]);
            var count = covered.Count(c => (string)c!["refArea"]! == country && c["datasets"]!.AsArray().Any(d => (string)d!["origin"]! != "synthetic" && Year(d, "from") <= year && year <= Year(d, "to")));
            Assert.That(said, Is.EqualTo($"{count}"), cell);
        }

        static int Year(JsonNode d, string member) => int.Parse(((string)d[member]!)[..4], CultureInfo.InvariantCulture);
    }

    private static async Task<Drawn[]> Read(string view)
    {
        await using var visit = await Browser.Open(SampleServer.Address);
        var page = await visit.Go($"/es/{view}".TrimEnd('/'));
        await page.Locator("figure.chart[data-query]").First.WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var text = await page.EvaluateAsync<string>(
            """
            () => JSON.stringify([...document.querySelectorAll('figure.chart[data-query]')].map(figure => {
              const mark = m => {
                const shape = m.matches('g') ? m.querySelector('rect, path, circle, text') : m;
                const box = shape.matches('rect') ? shape.width.baseVal.value : 0;
                return { to: m.dataset.to ?? m.getAttribute('href'), text: m.title || (m.querySelector('title')?.textContent ?? m.textContent), kind: shape.tagName, y: shape.matches('circle') ? shape.cy.baseVal.value : 0, width: box };
              };
              const leads = [...figure.querySelectorAll('[data-to*="/number/"], a[href*="/number/"]')];
              return { query: figure.dataset.query, marks: leads.filter(m => !m.closest('details, .drawing table:not(.heat)')).map(mark), rows: leads.filter(m => m.closest('table:not(.heat)')).map(mark) };
            }))
            """);
        return JsonSerializer.Deserialize<Drawn[]>(text, JsonSerializerOptions.Web)!;
    }

    private static async Task<Dictionary<string, JsonNode>> Figures(string query)
        => JsonNode.Parse(await SampleServer.Client.GetStringAsync(query))!["observations"]!.AsArray().ToDictionary(
            r => string.Join('|', ((string[])["REF_AREA", "DATASET", "INDICATOR", "SIZE_SCHEME", "SIZE_CLASS", "ACTIVITY", "SEX", "UNIT_MEASURE", "PRICE_BASE", "TIME_PERIOD"]).Select(c => (string)r![c]!)), r => r!);

    private static string KeyOf(string address)
    {
        var given = QueryHelpers.ParseQuery(address[address.IndexOf('?', StringComparison.Ordinal)..]);
        return string.Join('|', Key.Split(',').Select(k => given[k].ToString()));
    }

    private static IEnumerable<(double Value, Mark Mark)> Exact(Drawn chart, Dictionary<string, JsonNode> figures, string kind)
        => from mark in chart.Marks where mark.Kind == kind && figures.GetValueOrDefault(KeyOf(mark.To))?["OBS_VALUE"] is not null select ((double)figures[KeyOf(mark.To)]["OBS_VALUE"]!, mark);

    // Two drawn values fix the scale; all others must lie on it.
    private static void Proportional((double Value, double Place)[] marks)
    {
        if (marks.Length < 3) { return; }
        var (low, high) = (marks.MinBy(m => m.Value), marks.MaxBy(m => m.Value));
        if (high.Value - low.Value is 0) { return; }
        foreach (var (value, place) in marks) { Assert.That(place, Is.EqualTo(low.Place + ((value - low.Value) / (high.Value - low.Value) * (high.Place - low.Place))).Within(1.2), $"{value} is drawn off its scale"); }
    }

    // A figure as Spanish writes it.
    private static string Written(JsonNode row)
    {
        var unit = (string?)row["UNIT_MEASURE"] == "PT" ? " %" : Money().IsMatch((string?)row["UNIT_MEASURE"] ?? "") ? $" {row["UNIT_MEASURE"]}" : "";
        if (row["OBS_VALUE"] is { } value) { return Digits(value) + unit; }
        if (row["VALUE_LOW"] is { } low) { return row["VALUE_HIGH"] is { } high ? $"{Digits(low)} – {Digits(high)}{unit}" : $"≥ {Digits(low)}{unit}"; }
        return "";
    }

    private static string Digits(JsonNode value) => ((decimal)value).ToString("#,##0.######", new NumberFormatInfo { NumberGroupSeparator = " ", NumberDecimalSeparator = "," });

    // A break is said after the figure.
    private static string Plain(string text) => BreakNote().Replace(text.Replace('\u00A0', ' '), "");

    private static double Number(string text) => double.Parse(LastNumber().Match(Plain(text)).Value.Replace(" ", "", StringComparison.Ordinal).Replace(',', '.'), CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?!ENT$)[A-Z]{3}$")]
    private static partial Regex Money();

    [GeneratedRegex(@" \([^()]*\)$")]
    private static partial Regex BreakNote();

    [GeneratedRegex(@"[\d ]+(,\d+)?(?= %$)")]
    private static partial Regex LastNumber();
}
