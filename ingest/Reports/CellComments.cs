using System.Globalization;
using System.Text;
using System.Xml.Linq;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Observatorio.Ingest.Reports;

/// <summary>Comments on the cells of a sheet, beside those that it has: Excel wants each as a text and as a drawn box.</summary>
public static class CellComments
{
    private const string Author = "Observatorio";

    private static readonly XNamespace Vml = "urn:schemas-microsoft-com:vml";
    private static readonly XNamespace Office = "urn:schemas-microsoft-com:office:office";
    private static readonly XNamespace Excel = "urn:schemas-microsoft-com:office:excel";

    // What may stand behind the reference to the drawing in a worksheet.
    private static readonly Type[] Behind = [typeof(LegacyDrawingHeaderFooter), typeof(Picture), typeof(OleObjects), typeof(Controls), typeof(WebPublishItems), typeof(TableParts), typeof(WorksheetExtensionList)];

    /// <summary>Adds them; a cell with a comment of the office keeps that, and ours follows it.</summary>
    public static void Add(WorksheetPart sheet, IReadOnlyList<CellMark> marks)
    {
        var part = sheet.WorksheetCommentsPart ?? sheet.AddNewPart<WorksheetCommentsPart>();
        var comments = part.Comments ??= new Comments(new Authors(), new CommentList());
        comments.Authors!.Append(new Author(Author));
        var author = (uint)comments.Authors.Elements<Author>().Count() - 1;
        var drawn = new List<CellMark>();
        foreach (var mark in marks)
        {
            var address = $"{CellAddress.ColumnName(mark.Column)}{mark.Row.ToString(CultureInfo.InvariantCulture)}";
            if (comments.CommentList!.Elements<Comment>().FirstOrDefault(c => c.Reference == address) is { } own) { own.CommentText!.Append(Run("\n\n" + mark.Text)); continue; }
            comments.CommentList.Append(new Comment(new CommentText(Run(mark.Text))) { Reference = address, AuthorId = author });
            drawn.Add(mark);
        }
        comments.Save();
        Draw(sheet, drawn);
    }

    private static Run Run(string text) => new(new Text(XmlText.Allowed(text)) { Space = SpaceProcessingModeValues.Preserve });

    private static void Draw(WorksheetPart sheet, List<CellMark> marks)
    {
        if (marks.Count == 0) { return; }
        var reference = sheet.Worksheet!.GetFirstChild<LegacyDrawing>();
        var drawing = reference is null ? sheet.AddNewPart<VmlDrawingPart>() : (VmlDrawingPart)sheet.GetPartById(reference.Id!.Value!);
        XElement root;
        if (reference is null)
        {
            root = new XElement("xml", new XAttribute(XNamespace.Xmlns + "v", Vml), new XAttribute(XNamespace.Xmlns + "o", Office), new XAttribute(XNamespace.Xmlns + "x", Excel),
                new XElement(Vml + "shapetype", new XAttribute("id", "_x0000_t202"), new XAttribute("coordsize", "21600,21600"), new XAttribute(Office + "spt", "202"), new XAttribute("path", "m,l,21600r21600,l21600,xe"),
                    new XElement(Vml + "stroke", new XAttribute("joinstyle", "miter")), new XElement(Vml + "path", new XAttribute("gradientshapeok", "t"), new XAttribute(Office + "connecttype", "rect"))));
            var element = new LegacyDrawing { Id = sheet.GetIdOfPart(drawing) };
            var next = sheet.Worksheet.ChildElements.FirstOrDefault(c => Behind.Contains(c.GetType()));
            if (next is null) { sheet.Worksheet.Append(element); } else { sheet.Worksheet.InsertBefore(element, next); }
            sheet.Worksheet.Save();
        }
        else
        {
            using var old = drawing.GetStream(FileMode.Open, FileAccess.Read);
            root = XElement.Load(old);
        }
        var number = 0;
        foreach (var mark in marks) { root.Add(Box(mark, ++number)); }
        using var target = drawing.GetStream(FileMode.Create, FileAccess.Write);
        target.Write(Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)));
    }

    private static XElement Box(CellMark mark, int number) => new(
        Vml + "shape", new XAttribute("id", $"_x0000_obs{number.ToString(CultureInfo.InvariantCulture)}"), new XAttribute("type", "#_x0000_t202"),
        new XAttribute("style", "position:absolute;width:240pt;height:110pt;z-index:1;visibility:hidden"), new XAttribute("fillcolor", "#ffffe1"), new XAttribute(Office + "insetmode", "auto"),
        new XElement(Vml + "fill", new XAttribute("color2", "#ffffe1")), new XElement(Vml + "shadow", new XAttribute("on", "t"), new XAttribute("color", "black"), new XAttribute("obscured", "t")),
        new XElement(Vml + "path", new XAttribute(Office + "connecttype", "none")), new XElement(Vml + "textbox", new XAttribute("style", "mso-direction-alt:auto")),
        new XElement(Excel + "ClientData", new XAttribute("ObjectType", "Note"), new XElement(Excel + "MoveWithCells"), new XElement(Excel + "SizeWithCells"), new XElement(Excel + "AutoFill", "False"),
            new XElement(Excel + "Row", mark.Row - 1), new XElement(Excel + "Column", mark.Column - 1)));
}
