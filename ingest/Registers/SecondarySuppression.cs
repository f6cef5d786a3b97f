namespace Observatorio.Ingest.Registers;

/// <summary>A cell of a table of counts.</summary>
/// <param name="Units">How many rows it counts.</param>
/// <param name="Hidden">Whether it must not be shown.</param>
public sealed record CountedCell(long Units, bool Hidden);

/// <summary>A cell that is the sum of others, by their places in the list of cells.</summary>
public sealed record CellSum(int Whole, IReadOnlyList<int> Parts);

/// <summary>
/// Finds which cells must be hidden beside those that are, so that none of these follows from the sums of the rest. Each hidden cell is given company in every
/// sum; then the sums are solved together, and what still follows from several of them is given more (A. Hundepool et al., Statistical Disclosure Control, 2012, ch. 4).
/// </summary>
public sealed class SecondarySuppression
{
    // Solving exactly needs fractions; modulo a prime this size the answer is the same but for a chance of one in two thousand million.
    private const long Prime = 2_147_483_647;

    private readonly IReadOnlyList<CountedCell> cells;
    private readonly IReadOnlyList<CellSum> sums;
    private readonly long minimum;
    private readonly bool[] hidden;
    private readonly List<int>[] sumsOf;

    private SecondarySuppression(IReadOnlyList<CountedCell> cells, IReadOnlyList<CellSum> sums, long minimum)
    {
        (this.cells, this.sums, this.minimum) = (cells, sums, minimum);
        hidden = [.. cells.Select(c => c.Hidden)];
        sumsOf = [.. cells.Select(_ => new List<int>())];
        for (var i = 0; i < sums.Count; i++)
        {
            foreach (var member in Members(sums[i])) { sumsOf[member].Add(i); }
        }
    }

    /// <summary>The places of the cells to hide beside those that are hidden.</summary>
    /// <param name="cells">All cells.</param>
    /// <param name="sums">All sums among them.</param>
    /// <param name="minimum">Parts of a sum that are hidden must count so many rows together, or else what they sum to gives them away.</param>
    public static IReadOnlyList<int> Find(IReadOnlyList<CountedCell> cells, IReadOnlyList<CellSum> sums, long minimum)
    {
        var search = new SecondarySuppression(cells, sums, minimum);
        search.GiveCompany(Enumerable.Range(0, sums.Count));
        for (var told = search.Told(); told.Count > 0; told = search.Told())
        {
            var before = search.hidden.Count(h => h);
            search.GiveCompany(told.SelectMany(search.HideBeside).ToList());
            // Where nothing at all is shown, nothing follows.
            if (search.hidden.Count(h => h) == before) { break; }
        }
        return [.. Enumerable.Range(0, cells.Count).Where(i => search.hidden[i] && !cells[i].Hidden)];
    }

    private void GiveCompany(IEnumerable<int> begin)
    {
        var waiting = new Queue<int>(begin);
        while (waiting.TryDequeue(out var i))
        {
            var sum = sums[i];
            var members = Members(sum).Where(m => hidden[m]).ToList();
            var exposed = members.Count == 1 || (members.Count > 0 && !hidden[sum.Whole] && members.Sum(m => cells[m].Units) < minimum);
            if (!exposed || SmallestShown(sum) is not { } company) { continue; }
            hidden[company] = true;
            foreach (var other in sumsOf[company]) { waiting.Enqueue(other); }
        }
    }

    // Hides one more cell near a cell that follows from the others: a member of a sum in which it stands, or else one of a sum that leads there by hidden cells.
    private IEnumerable<int> HideBeside(int cell)
    {
        var seen = new HashSet<int> { cell };
        var waiting = new Queue<int>(seen);
        while (waiting.TryDequeue(out var near))
        {
            foreach (var sum in sumsOf[near].Select(i => sums[i]))
            {
                if (SmallestShown(sum) is { } company)
                {
                    hidden[company] = true;
                    return sumsOf[company];
                }
                foreach (var member in Members(sum).Where(seen.Add)) { waiting.Enqueue(member); }
            }
        }
        return [];
    }

    // Parts before the whole: a total is worth more to its readers.
    private int? SmallestShown(CellSum sum)
        => sum.Parts.Where(p => !hidden[p]).Select(p => (int?)p).MinBy(p => (cells[p!.Value].Units, p)) ?? (hidden[sum.Whole] ? null : sum.Whole);

    // The hidden cells that follow from all sums together: those that stand alone in a row of the reduced system.
    private List<int> Told()
    {
        var rowOf = new Dictionary<int, Dictionary<int, long>>();
        var holders = new Dictionary<int, HashSet<int>>(); // by cell: the pivots whose rows hold it
        foreach (var sum in sums)
        {
            var row = new Dictionary<int, long>();
            foreach (var part in sum.Parts.Where(p => hidden[p])) { row[part] = 1; }
            if (hidden[sum.Whole]) { row[sum.Whole] = Prime - 1; }
            foreach (var pivot in row.Keys.Where(rowOf.ContainsKey).ToList()) { Subtract(row, rowOf[pivot], row[pivot]); }
            if (row.Count == 0) { continue; }
            var (first, value) = row.First();
            var inverse = Power(value, Prime - 2);
            foreach (var column in row.Keys.ToList()) { row[column] = row[column] * inverse % Prime; }
            foreach (var pivot in (holders.GetValueOrDefault(first) ?? []).ToList())
            {
                var other = rowOf[pivot];
                var before = other.Keys.ToList();
                Subtract(other, row, other[first]);
                foreach (var gone in before.Where(c => !other.ContainsKey(c))) { holders[gone].Remove(pivot); }
                foreach (var column in other.Keys) { Hold(column, pivot); }
            }
            rowOf[first] = row;
            foreach (var column in row.Keys) { Hold(column, first); }
        }
        return [.. rowOf.Where(r => r.Value.Count == 1).Select(r => r.Key).Order()];

        void Hold(int column, int pivot)
        {
            if (!holders.TryGetValue(column, out var pivots)) { holders[column] = pivots = []; }
            pivots.Add(pivot);
        }
    }

    private static void Subtract(Dictionary<int, long> row, Dictionary<int, long> other, long times)
    {
        foreach (var (column, value) in other)
        {
            var left = (row.GetValueOrDefault(column) + Prime - (value * times % Prime)) % Prime;
            if (left == 0) { row.Remove(column); } else { row[column] = left; }
        }
    }

    private static long Power(long number, long exponent)
    {
        var result = 1L;
        for (var square = number % Prime; exponent > 0; exponent >>= 1, square = square * square % Prime)
        {
            if ((exponent & 1) == 1) { result = result * square % Prime; }
        }
        return result;
    }

    private static IEnumerable<int> Members(CellSum sum) => sum.Parts.Append(sum.Whole);
}
