using Observatorio.Tests.Checking;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Support;

/// <summary>Workbooks of several sheets of Uruguay's made-up counts, and the profile that reads them.</summary>
public static class TinyTables
{
    /// <summary>Puts the profile into a workspace; sheets are named <c>Cuadro 1</c> to <c>Cuadro 9</c>.</summary>
    public static void AddProfile(Workspace workspace, string id = "tiny", params IReadOnlyList<(string From, string To)> changes)
    {
        var folder = Directory.CreateDirectory(Path.Combine(workspace.ProfilesFolder, id)).FullName;
        foreach (var (name, text) in BrokenSample.ProfileOf("clean").Files)
        {
            File.WriteAllText(Path.Combine(folder, name), changes.Append(("\"^Cuadro 1$\"", "\"^Cuadro [1-9]$\"")).Aggregate(text, (t, c) => t.Replace(c.Item1, c.Item2, StringComparison.Ordinal)));
        }
    }

    /// <summary>A sheet of one year with its total; the number of micro-enterprises may be a text that is wrong.</summary>
    public static SampleSheet Sheet(string name, int year, object micro, int medium = 1600, int small = 8000, int large = 400) => new(name,
    [
        ["Uruguay: empresas por tamaño (cifras sintéticas)"], ["Año", "Tamaño", "Empresas", "Participación"],
        [year, "Micro", micro, null], [year, "Pequeña", small, null], [year, "Mediana", medium, null], [year, "Grande", large, null], [year, "Total", (micro as int? ?? 90_000) + small + medium + large, null],
    ]);

    /// <summary>The bytes of a workbook of such sheets.</summary>
    public static byte[] Workbook(params IReadOnlyList<SampleSheet> sheets)
    {
        using var folder = new TemporaryFolder();
        SampleWorkbook.Write(folder.File("tablas.xlsx"), sheets);
        return File.ReadAllBytes(folder.File("tablas.xlsx"));
    }
}
