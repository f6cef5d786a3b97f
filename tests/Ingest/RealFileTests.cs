using Dapper;
using Observatorio.Tests.Support;

namespace Observatorio.Tests.Ingest;

/// <summary>
/// Whole files as offices publish them, where the shared folder is at hand. The totals are those that the offices print,
/// read back from the star.
/// </summary>
public sealed class RealFileTests
{
    [Test]
    public void SaicExport()
    {
        using var workspace = new TestWorkspace();
        Ingest(workspace, "mx-saic", "mex", "SAIC_Exporta_2025922_13941551.csv");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(workspace, "select count(distinct source_row) from fact_performance where method = (select code_id from dim_code where list = 'METHOD' and code = 'reported')"), Is.EqualTo(2979));
            Assert.That(Count(workspace, """
                select count(*) from (
                    select source_row from fact_performance f join dim_code o on o.list = 'OBS_STATUS' and o.code_id = f.obs_status
                    where source_row is not null and f.method = (select code_id from dim_code where list = 'METHOD' and code = 'reported') group by source_row having bool_and(o.code = 'Q') and count(*) = 7)
                """), Is.EqualTo(939));
            Assert.That(Value(workspace, "MX_SAIC", "EMPN", "MX", "_Z", "_T", "_T", "2023"), Is.EqualTo(27_965_433));
        }
    }

    [Test]
    public void CensusSubsectors()
    {
        using var workspace = new TestWorkspace();
        Ingest(workspace, "mx-censo-subsector", "mex", "ce2024_nac_subsector.csv");
        Assert.That(Value(workspace, "MX_CENSO_SUBSECTOR", "ESTA", "MX", "_Z", "_T", "_T", "2023"), Is.EqualTo(5_468_180));
    }

    [TestCase("cl-sii-tram5", "PUB_TRAM5_REG.csv", "CL_SII_TRAM5", "CHL-20416-V")]
    [TestCase("cl-sii-trtrab", "PUB_REG_TRTRAB.csv", "CL_SII_TRTRAB", "CHL-SII-TRTRAB")]
    public void ChileanFirms(string profile, string file, string dataset, string scheme)
    {
        using var workspace = new TestWorkspace();
        Ingest(workspace, profile, "cl", file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Value(workspace, dataset, "ENTR", "CL", scheme, "_T", "_T", "2024"), Is.EqualTo(1_582_805));
            Assert.That(Value(workspace, dataset, "ENTR", "CL", scheme, "_T", "_T", "2014"), Is.EqualTo(1_058_636));
            Assert.That(Value(workspace, dataset, "EMPE", "CL", scheme, "_T", "_T", "2024"), Is.EqualTo(9_699_233));
        }
    }

    [Test]
    public void ArgentineJobsInTwoVintages()
    {
        using var workspace = new TestWorkspace();
        Ingest(workspace, "ar-oede-empleo", "ar", "oede_empleo_trimestral_241312_slice.xlsx");
        Ingest(workspace, "ar-oede-empleo", "ar", "oede_C5.csv");
        var history = Star.History(workspace.Work, new StarKey("AR_OEDE_EMPLEO", "JOBS", "AR", "ARG-OEDE", "_T", "OEDE_ICS", "2024-Q2"));
        Assert.That(history.Select(f => (f.Value, f.Submission, f.ClosedBy)), Is.EqualTo(((decimal?, long, long?)[])[(5_710_529, 2, null), (5_704_145, 1, 2)]));
    }

    [Test]
    public void BrazilianDemography()
    {
        using var workspace = new TestWorkspace();
        Ingest(workspace, "br-ibge-demografia", "br", "empresas_ativas.xlsx");
        Ingest(workspace, "br-ibge-demografia", "br", "pessoal_assalariado.xlsx");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Value(workspace, "BR_IBGE_DEMOGRAFIA", "ENTR", "BR", "BRA-IBGE-DEMOG-3", "_T", "_T", "2021"), Is.EqualTo(5_196_063));
            Assert.That(Value(workspace, "BR_IBGE_DEMOGRAFIA", "EMPE", "BR", "BRA-IBGE-DEMOG-3", "_T", "_T", "2021"), Is.EqualTo(34_324_672));
        }
    }

    [Test]
    public void BrazilianBirths()
    {
        using var workspace = new TestWorkspace();
        Ingest(workspace, "br-sidra-9949", "br", "demografia_sobrevivencia_empresas.csv");
        Assert.That(Value(workspace, "BR_SIDRA_9949", "ENT_BIRTH", "BR", "BRA-SIDRA-9949", "_T", "_T", "2021"), Is.EqualTo(337_330));
    }

    [Test]
    public void BrazilianSections()
    {
        using var workspace = new TestWorkspace();
        Ingest(workspace, "br-sidra-cempre-secoes", "br", "cempre_brasil.csv");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Value(workspace, "BR_SIDRA_CEMPRE_SECOES", "ENTR", "BR", "_Z", "_T", "_T", "2024"), Is.EqualTo(10_607_110));
            Assert.That(Count(workspace, "select sum(f.value) from fact_enterprise_count f join dim_activity a on a.activity_id = f.activity where a.system = 'CNAE20' and f.own_scheme"), Is.EqualTo(10_607_110));
        }
    }

    private static void Ingest(TestWorkspace workspace, string profile, params string[] file)
    {
        var report = workspace.Ingest(Repository.SharedFile(["real", .. file]), profile)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Findings.Errors(report), Is.Empty, Findings.Text(report));
            Assert.That(report.Loaded, Is.True);
            Assert.That(report.Accounting.CellsNotUnderstood, Is.Zero);
        }
    }

    private static decimal? Value(TestWorkspace workspace, string dataset, string indicator, string area, string scheme, string size, string activity, string period)
        => Star.Current(workspace.Work, new StarKey(dataset, indicator, area, scheme, size, activity, period))?.Value;

    private static long Count(TestWorkspace workspace, string sql) => workspace.Work.ExecuteScalar<long>(sql);
}
