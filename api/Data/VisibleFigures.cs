using Observatorio.Api.Money;
using Observatorio.Api.Releases;

namespace Observatorio.Api.Data;

/// <summary>Takes the figures of a query from the rows of a fact table: in the money that is asked for, and only those that its quality shows. It counts what it hides.</summary>
/// <param name="release">Whose.</param>
/// <param name="query">What is asked for.</param>
public sealed class VisibleFigures(OpenRelease release, DataQuery query)
{
    private readonly int bounded = IdOf(release, "bounded");
    private readonly int refused = IdOf(release, "refused");
    private readonly MoneyConverter? money = query.Conversion is null ? null : new MoneyConverter(release, query.Conversion);
    private readonly Dictionary<int, long> hidden = [];
    private readonly HashSet<int> datasets = [];

    /// <summary>How many it let through.</summary>
    public long Count { get; private set; }

    /// <summary>The figure of a row as it is shown; null for one that is hidden.</summary>
    public Figure? Of(Figure figure)
    {
        if (query.Selection.Quality == Quality.All && figure.Point is { } point) { figure = Estimated(release, figure, point); }
        else if (money is not null) { figure = money.Convert(figure); }
        if (query.Selection.Quality.Hides(figure.Method == bounded, figure.Method == refused))
        {
            hidden[figure.Reason] = hidden.GetValueOrDefault(figure.Reason) + 1;
            return null;
        }
        datasets.Add(figure.Dataset);
        Count++;
        return figure;
    }

    /// <summary>A figure with its point estimate as its value: imputed by us, whatever else it is.</summary>
    public static Figure Estimated(OpenRelease release, Figure figure, decimal point)
        => figure.WithStatus(release.Codes["OBS_STATUS"], "I") with { Value = point, Method = IdOf(release, "estimated") };

    /// <summary>What is said of the rows so far as a whole.</summary>
    public AnswerSummary Summary => Describe(release, hidden, datasets);

    /// <summary>What is said of all rows of a query and how many are shown, without taking them: counted by the database where no figure has to be converted.</summary>
    public static (AnswerSummary Summary, long Count) Summarise(OpenRelease release, DataQuery query) => release.With(connection =>
    {
        if (query.Conversion is not null)
        {
            // What cannot be converted is known row by row only.
            var visible = new VisibleFigures(release, query);
            foreach (var figure in FigureChunks.Read(connection, query.Selection.FiguresQuery(), streaming: true)) { visible.Of(figure); }
            return (visible.Summary, visible.Count);
        }
        var (bounded, refused) = (IdOf(release, "bounded"), IdOf(release, "refused"));
        var quality = query.Selection.Quality;
        using var command = FigureReader.Command(connection, query.Selection.CountQuery());
        using var reader = command.ExecuteReader();
        var (hidden, datasets, shown) = (new Dictionary<int, long>(), new HashSet<int>(), 0L);
        while (reader.Read())
        {
            var (method, reason, count) = (reader.GetInt32(0), reader.GetInt32(1), reader.GetInt64(3));
            if (quality.Hides(method == bounded, method == refused)) { hidden[reason] = hidden.GetValueOrDefault(reason) + count; }
            else
            {
                shown += count;
                datasets.Add(reader.GetInt32(2));
            }
        }
        return (Describe(release, hidden, datasets), shown);
    });

    /// <summary>Of a query with more figures than can be given so, the component with the most codes among those that narrow it; null where they are not too many.</summary>
    public static AvailableComponent? Widest(OpenRelease release, DataQuery query, long count, int most, Func<AvailableComponent, bool> narrows)
        => count <= most ? null : Availability.Of(release, query, exact: true).Components.Where(narrows).MaxBy(c => c.Codes.Count)!;

    private static AnswerSummary Describe(OpenRelease release, Dictionary<int, long> hidden, HashSet<int> datasets) => new(
        [.. hidden.OrderBy(h => h.Key).Select(h => new HiddenFigures(h.Key == 0 ? "" : release.Codes["REASON"][h.Key].Code, h.Value))],
        [.. datasets.Order().Select(d => release.Datasets[d]).Where(d => d.Origin == "synthetic").Select(d => d.Item.Code)]);

    private static int IdOf(OpenRelease release, string method) => release.Codes["METHOD"].Find(method)!.Id;
}
