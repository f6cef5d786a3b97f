using Observatorio.Tests.Support;

namespace Observatorio.Tests.Docs;

/// <summary>The pictures of the guide for offices are drawn from a workbook that the program really annotated; <c>make golden</c> draws them anew.</summary>
public sealed class GoldenGuidePictureTests
{
    [Test]
    public void ThePicturesAreOfARealAnnotatedWorkbook()
    {
        using var workspace = new TestWorkspace();
        TinyTables.AddProfile(workspace.Workspace);
        var file = workspace.Write("empresas_2022.xlsx", TinyTables.Workbook(TinyTables.Sheet("Cuadro 1", 2022, "muchas", medium: -1600)));
        var run = IngestProgram.Run("check", file, "--profile", "tiny", "--annotated", workspace.File("revisado.xlsx"), "--data", workspace.Workspace.Root, "--lang", "es");
        Assert.That(run.Code, Is.EqualTo(1), run.Output);
        Golden.MatchesFile("docs/imagenes/libro-anotado.svg", WorkbookPicture.Of(workspace.File("revisado.xlsx"), "Cuadro 1", 4));
        Golden.MatchesFile("docs/imagenes/hoja-observatorio.svg", WorkbookPicture.Of(workspace.File("revisado.xlsx"), "Observatorio", 7));
        Assert.That(Repository.Read("docs/guia-oficina.md"), Does.Contain("imagenes/libro-anotado.svg").And.Contain("imagenes/hoja-observatorio.svg"));
    }
}
