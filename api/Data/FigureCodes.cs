using System.Text;
using Observatorio.Api.Releases;
using Observatorio.Ingest.Checking;

namespace Observatorio.Api.Data;

/// <summary>The codes of figures, from the lists of their release. For one request: it keeps what it has put together.</summary>
/// <param name="release">Whose codes.</param>
public sealed class FigureCodes(OpenRelease release)
{
    private readonly ReleaseCodelist frequencies = release.Codes["FREQ"];
    private readonly ReleaseCodelist kinds = release.Codes["INTERVAL_KIND"];
    private readonly Dictionary<(ReleaseCodelist, int), CodeItem> together = [];
    private readonly Dictionary<string, CodeItem> texts = [];
    private readonly StringBuilder joined = new();

    /// <summary>The release.</summary>
    public OpenRelease Release => release;

    /// <summary>SEX.</summary>
    public ReleaseCodelist Sexes { get; } = release.Codes["SEX"];

    /// <summary>UNIT_MEASURE.</summary>
    public ReleaseCodelist Units { get; } = release.Codes["UNIT_MEASURE"];

    /// <summary>PRICE_BASE.</summary>
    public ReleaseCodelist Prices { get; } = release.Codes["PRICE_BASE"];

    /// <summary>OBS_STATUS.</summary>
    public ReleaseCodelist Statuses { get; } = release.Codes["OBS_STATUS"];

    /// <summary>CONF_STATUS.</summary>
    public ReleaseCodelist Confidentialities { get; } = release.Codes["CONF_STATUS"];

    /// <summary>METHOD.</summary>
    public ReleaseCodelist Methods { get; } = release.Codes["METHOD"];

    /// <summary>REASON.</summary>
    public ReleaseCodelist Reasons { get; } = release.Codes["REASON"];

    /// <summary>The frequency of a period.</summary>
    public CodeItem Freq(int period) => frequencies.Find(release.Periods[period].Parent!)!;

    /// <summary>All statuses of a figure as one item, such as <c>B E</c>.</summary>
    public CodeItem AllStatuses(int bits) => Together(Statuses, bits);

    /// <summary>All reasons why a figure is an interval as one item, such as <c>ROUNDING NESTING</c>.</summary>
    public CodeItem IntervalKinds(int bits) => Together(kinds, bits);

    /// <summary>A text that is no code of a list, as an item.</summary>
    public CodeItem Text(string text) => texts.TryGetValue(text, out var known) ? known : texts[text] = new CodeItem(0, text, new Dictionary<string, string>(), null, [], null, null);

    /// <summary>A moment, UTC, as an item.</summary>
    public CodeItem Moment(DateTime at) => Text(UtcText.Of(at));

    /// <summary>The codes of a figure's key and attributes by column; what it has none of is left out, and so are the numbers.</summary>
    public IReadOnlyDictionary<string, string> Of(Figure figure)
        => FigureColumn.Key.Concat(FigureColumn.Attributes).Select(c => (c.Name, Item: c.Code?.Invoke(this, figure))).Where(c => c.Item is not null).ToDictionary(c => c.Name, c => c.Item!.Code);

    /// <summary>The codes of a figure in some columns as one text, with nothing for columns of numbers: what two releases say is compared by it.</summary>
    public string Joined(IReadOnlyList<FigureColumn> columns, Figure figure)
    {
        joined.Clear();
        foreach (var column in columns) { joined.Append(column.Code?.Invoke(this, figure)?.Code).Append('|'); }
        return joined.ToString();
    }

    /// <summary>The codes of a figure's key by component.</summary>
    public IReadOnlyDictionary<string, string> KeyOf(Figure figure) => FigureColumn.Key.ToDictionary(c => c.Name, c => c.Code!(this, figure)!.Code);

    private CodeItem Together(ReleaseCodelist list, int bits)
    {
        if (together.TryGetValue((list, bits), out var known)) { return known; }
        var several = list.Items.Where(k => (bits & (1 << (k.Id - 1))) != 0).ToList();
        return together[(list, bits)] = new CodeItem(
            0, string.Join(' ', several.Select(k => k.Code)), CheckCatalogue.Languages.ToDictionary(l => l, l => string.Join("; ", several.Select(k => k.Name(l)))), null, [], null, null);
    }
}
