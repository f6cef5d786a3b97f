using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ExcelDataReader;

namespace Observatorio.Bench;

/// <summary>A workbook of 100,000 rows, loaded, beside ExcelDataReader only walking over its cells.</summary>
public static class Sheet
{
    /// <summary>The generated file.</summary>
    public const string FileName = "sheet.xlsx";

    private const int Rows = 100_000;
    private const int Runs = 5;

    private static readonly string[] Classes = ["S_LE4", "S5T9", "S10T19", "S20T29", "S30T49", "S50T99", "S100T249", "S250T499", "S_GE500"];
    private static readonly int[] Persons = [2, 7, 13, 24, 38, 66, 140, 320, 800];

    /// <summary>Measures it.</summary>
    public static IEnumerable<Measurement> Measure(string folder)
    {
        Generate(Path.Combine(folder, FileName));
        var bare = new List<double>();
        var ours = new List<Jobs.Outcome>();
        for (var run = 0; run < Runs; run++)
        {
            bare.Add(Jobs.Start("bare-xlsx", folder).Milliseconds);
            ours.Add(Jobs.Start("load-xlsx", folder));
        }
        yield return new Measurement(
            $"XLSX of {Rows:N0} rows, all checks, three target schemes", Measurement.Median(bare), Measurement.Median(ours.Select(o => o.Milliseconds)), "2×",
            $"{ours[^1].Count:N0} facts; peak {ours.Max(o => o.PeakMiB):N0} MiB; {Runs} runs");
    }

    /// <summary>Walks over all cells, as the bare engine does.</summary>
    public static long Iterate(string file)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using var stream = File.OpenRead(file);
        using var reader = ExcelReaderFactory.CreateReader(stream);
        var cells = 0L;
        while (reader.Read())
        {
            for (var i = 0; i < reader.FieldCount; i++)
            {
                if (reader.GetValue(i) is not null) { cells++; }
            }
        }
        return cells;
    }

    private static void Generate(string file)
    {
        var areas = Enumerable.Range(0, 27).Select(i => "BR-" + "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO".Split(' ')[i]).ToArray();
        using var document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var workbook = document.AddWorkbookPart();
        var sheet = workbook.AddNewPart<WorksheetPart>();
        using (var writer = OpenXmlWriter.Create(sheet))
        {
            writer.WriteStartElement(new Worksheet());
            writer.WriteStartElement(new SheetData());
            Write(writer, ["year", "area", "activity", "class", "enterprises", "persons"]);
            for (var row = 0; row < Rows; row++)
            {
                var band = row % 9;
                var n = 10 + (row % 977);
                Write(writer, [2000 + (row / (9 * 27 * 21)), areas[row / 9 % 27], ((char)('A' + (row / (9 * 27) % 21))).ToString(), Classes[band], n, n * Persons[band]]);
            }
            writer.WriteEndElement();
            writer.WriteEndElement();
        }
        workbook.Workbook = new Workbook(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Name = "Datos", SheetId = 1, Id = workbook.GetIdOfPart(sheet) }));
    }

    private static void Write(OpenXmlWriter writer, object[] values)
    {
        writer.WriteStartElement(new Row());
        foreach (var value in values)
        {
            writer.WriteElement(value is string text
                ? new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) }
                : new Cell { CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!) });
        }
        writer.WriteEndElement();
    }
}
