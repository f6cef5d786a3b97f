namespace Observatorio.Api.Sdmx.Data;

/// <summary>A key as addresses write it: <c>A.PE..ENT.ENTR......</c>; an empty position or a star means all codes, a plus sign means or.</summary>
/// <param name="Codes">The codes of each dimension in the order of the structure; empty for all.</param>
public sealed record SdmxKey(IReadOnlyList<IReadOnlyList<string>> Codes)
{
    /// <summary>Reads the keys of an address, which commas separate; none for all series.</summary>
    /// <exception cref="SdmxException">One has too many or too few positions.</exception>
    public static IReadOnlyList<SdmxKey> Read(string? text, bool isNew)
    {
        if (text is null or "" or "all" or "*") { return []; }
        return [.. text.Split(',').Select(one => ReadOne(one, isNew))];
    }

    /// <summary>Restricts a filter to what the keys mean together; where there are several, their product may hold more than they do, and <see cref="Holds"/> tells.</summary>
    /// <exception cref="SdmxException">A code does not exist.</exception>
    public static void Apply(IReadOnlyList<SdmxKey> keys, SdmxFilter filter)
    {
        for (var i = 0; i < SdmxComponents.Dimensions.Count && keys.Count > 0; i++)
        {
            var component = SdmxComponents.Dimensions[i].Id;
            foreach (var key in keys) { filter.Know(component, key.Codes[i]); }
            if (keys.All(k => k.Codes[i].Count > 0)) { filter.KeepCodes(component, keys.SelectMany(k => k.Codes[i]).ToHashSet()); }
        }
    }

    /// <summary>Whether one of the keys means a series.</summary>
    public static bool Holds(IReadOnlyList<SdmxKey> keys, IReadOnlyList<string> codes) => keys.Count == 0 || keys.Any(k => k.Codes.Select((wanted, i) => wanted.Count == 0 || wanted.Contains(codes[i])).All(w => w));

    private static SdmxKey ReadOne(string text, bool isNew)
    {
        var dimensions = SdmxComponents.Dimensions;
        var parts = text.Split('.');
        if (parts.Length != dimensions.Count)
        {
            throw new SdmxException(new SdmxProblem(140, "bad-key", ("given", parts.Length.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("wanted", dimensions.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ("dimensions", string.Join('.', dimensions.Select(d => d.Id))), ("all", isNew ? "*" : "all")));
        }
        return new SdmxKey([.. parts.Select(p => (IReadOnlyList<string>)[.. p.Split('+', ' ').Where(c => c.Length > 0 && c != "*")])]);
    }
}
