using Observatorio.Warehouse;

namespace Observatorio.Api.Data;

/// <summary>The two dataflows: counts of units, and what is measured on them.</summary>
public static class Dataflows
{
    /// <summary>Their ids.</summary>
    public static IReadOnlyList<string> Ids { get; } = [.. WorkWarehouse.FactTableOfDataflow.Keys];

    /// <summary>Their names by language.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Names { get; } = new Dictionary<string, IReadOnlyDictionary<string, string>>
    {
        ["counts"] = new Dictionary<string, string> { ["es"] = "Número de unidades por tamaño", ["pt"] = "Número de unidades por porte", ["en"] = "Counts of units by size" },
        ["performance"] = new Dictionary<string, string> { ["es"] = "Desempeño económico por tamaño", ["pt"] = "Desempenho econômico por porte", ["en"] = "Economic performance by size" },
    };

    /// <summary>The id as it is written, or null.</summary>
    public static string? Find(string id) => Ids.FirstOrDefault(known => string.Equals(known, id, StringComparison.OrdinalIgnoreCase));
}
