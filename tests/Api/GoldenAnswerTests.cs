using Observatorio.Tests.Support;

namespace Observatorio.Tests.Api;

/// <summary>Answers of every endpoint from the samples, kept in <c>tests/golden</c> and reviewed when they change.</summary>
public sealed class GoldenAnswerTests
{
    // Name of the file, and what is asked. CSV where the figures matter, JSON where the frame does.
    private static readonly (string Name, string Request)[] Requests =
    [
        ("data/peru-strata.csv", "data/counts?area=PE&scheme=PER-30056&from=2012&to=2017&format=csv"),
        ("data/peru-both-sources-2012.csv", "data/counts?area=per&period=2012&size=micro,_T&format=csv&labels=both&lang=es"),
        ("data/peru-preferred-2012.csv", "data/counts?area=PE&period=2012&dataset=preferred&format=csv"),
        ("data/chile-cmn3-2024.csv", "data/counts?dataset=CL_SII_TRTRAB&area=CL&period=2024&scheme=CMN3&quality=bounded&format=csv"),
        ("data/chile-can702e-2024.csv", "data/counts?dataset=CL_SII_TRTRAB&area=CL&period=2024&scheme=CAN702E&quality=all&format=csv"),
        ("data/chile-sales-2024.csv", "data/performance?dataset=CL_SII_TRAM5&area=CL&period=2024&indicator=TURN&quality=all&format=csv"),
        ("data/chile-preferred-turnover-by-staff.csv", "data/performance?area=CL&indicator=TURN&period=2024&dataset=preferred&scheme=CMN3&quality=all&format=csv"),
        ("data/chile-hidden-at-a-break.csv", "data/performance?dataset=CL_SII_TRTRAB&area=CL-AI&indicator=TURN&period=2010&quality=all&format=csv"),
        ("data/mexico-grouped-strata.csv", "data/counts?dataset=MX_CENSO_ESTRATO_SINTETICO&area=MX-AGU&activity=SCIAN23_52&scheme=MEX-INEGI,CMN3,SBS&quality=all&format=csv"),
        ("data/mexico-estimated.csv", "data/counts?dataset=MX_DENUE&area=MX&activity=_T&scheme=MEX-DENUE,CMN3,SBS&quality=all&format=csv"),
        ("data/mexico-estimated-bounded-only.csv", "data/counts?dataset=MX_DENUE&area=MX&activity=_T&scheme=CMN3&quality=bounded&format=csv"),
        ("data/colombia-survey.csv", "data/counts?dataset=CO_EMICRON&area=CO,CO-SAP&scheme=COL-EMICRON,CMN3&quality=all&format=csv"),
        ("data/argentina-sections-not-whole.csv", "data/counts?dataset=AR_OEDE_EMPRESAS&activity=Q,M,N,O&period=2023&quality=all&format=csv"),
        ("data/brazil-sbs-2024.csv", "data/counts?dataset=BR_SIDRA_CEMPRE&scheme=SBS&format=csv"),
        ("data/brazil-staff-between-limits.csv", "data/performance?dataset=BR_SIDRA_CEMPRE&indicator=EMPN&quality=all&format=csv"),
        ("data/brazil-hidden-x-2021.csv", "data/performance?dataset=BR_IBGE_DEMOGRAFIA&activity=CNAE20_O&period=2021&quality=all&format=csv"),
        ("data/brazil-survival.csv", "data/performance?dataset=BR_SIDRA_9949&activity=_T&size=_T&format=csv&quality=all"),
        ("data/mexico-sectors-2023.csv", "data/performance?dataset=MX_SAIC&area=MX&indicator=EMPN&period=2023&format=csv"),
        ("data/mexico-shares.csv", "data/performance?dataset=MX_CENSO_PARTICIPACIONES&format=csv&quality=all"),
        ("data/mexico-census.csv", "data/counts?dataset=MX_CENSO_SUBSECTOR&activity=_T&quality=all&format=csv"),
        ("data/argentina-vintage.csv", "data/performance?dataset=AR_OEDE_EMPLEO&period=2024-Q2&format=csv"),
        ("data/argentina-firms.csv", "data/counts?dataset=AR_OEDE_EMPRESAS&activity=_T&from=2020&format=csv"),
        ("data/ecuador-can702.csv", "data/counts?dataset=EC_INEC_VENTAS&activity=_T&area=EC,EC-P&scheme=CAN702,ECU-CAN&format=csv"),
        ("data/ecuador-series.csv", "data/counts?dataset=EC_INEC_DIEE,EC_INEC_REEM&format=csv"),
        ("data/colombia.csv", "data/counts?area=CO&format=csv&labels=both&lang=pt"),
        ("data/uruguay.csv", "data/counts?area=UY&format=csv&quality=all"),
        ("data/sections-are-not-totals.csv", "data/counts?dataset=EC_INEC_VENTAS&area=EC&indicator=ENTR&activity=S&format=csv"),
        ("data/peru.json", "data/counts?area=PE&dataset=PE_INEI_ESTRUCTURA&labels=both&lang=en&quality=all"),
        ("data/nothing.json", "data/counts?area=VE"),
        ("data/a-year-without-figures.json", "data/counts?period=2031"),
        ("data/no-such-years.json", "data/counts?from=1901&to=1902"),
        ("lineage/no-figure.problem.json", "lineage/counts?from=2031&lang=en"),
        ("data/synthetic.json", "data/counts?dataset=EC_INEC_VENTAS&area=EC&activity=_T"),
        ("data/chile-wide.csv", "data/counts?dataset=CL_SII_TRTRAB&area=CL,CL-RM&indicator=ENTR&activity=_T&scheme=CMN3&quality=bounded&from=2022&pivot=period&format=csv"),
        ("data/chile-columns-and-order.csv", "data/counts?dataset=CL_SII_TRTRAB&area=CL-*&indicator=ENTR&activity=_T&size=_T&period=2024&columns=REF_AREA,OBS_VALUE&order=-OBS_VALUE&labels=both&format=csv"),
        ("data/peru-cube.json", "data/counts?area=PE&dataset=PE_INEI_ESTRUCTURA&quality=all&format=json-stat&lang=es"),
        ("data/count.json", "data/counts/count?area=PE&scheme=CMN3"),
        ("data/availability.json", "data/counts/availability?area=PE&scheme=CMN3&quality=bounded"),
        ("lineage/peru-cell.json", "lineage/counts?area=PE&dataset=PE_PRODUCE_ESTRATO&scheme=PER-30056&size=micro&period=2017"),
        ("lineage/chile-sum.json", "lineage/counts?dataset=CL_SII_TRTRAB&area=CL-RM&scheme=CMN3&size=S_GE50&period=2024"),
        ("lineage/brazil-bounded.json", "lineage/counts?dataset=BR_SIDRA_CEMPRE&scheme=CAN702E&size=S100T199"),
        ("lineage/chile-narrowed-by-staff.json", "lineage/counts?dataset=CL_SII_TRTRAB&area=CL-RM&scheme=CAN702E&size=S_GE200&period=2024"),
        ("lineage/refused.json", "lineage/counts?dataset=PE_PRODUCE_ESTRATO&scheme=SBS&size=S10T19&period=2016"),
        ("lineage/workbook.json", "lineage/performance?dataset=AR_OEDE_EMPLEO_TOTAL&period=2024-Q3"),
        ("lineage/several-figures.problem.json", "lineage/counts?area=PE&lang=en"),
        ("catalogue/dataflows.json", "dataflows"),
        ("catalogue/scheme-sales-in-units-of-account.json", "schemes/per-30056"),
        ("catalogue/scheme-by-sector.json", "schemes/ARG-2017"),
        ("catalogue/scheme-target.json", "schemes/CMN3"),
        ("problems/unknown-scheme.problem.json", "schemes/CMN4?lang=pt"),
        ("catalogue/codelist-method.json", "codelists/METHOD"),
        ("catalogue/codelist-size.json", "codelists/size_scheme"),
        ("catalogue/dataset.json", "datasets/mx_saic"),
        ("catalogue/comparability-of-counts.json", "comparability?indicator=ENTR&scheme=CMN3&from=2021&to=2024&lang=en"),
        ("catalogue/comparability-of-staff.json", "comparability?indicator=EMPN&scheme=own&from=2024&to=2024&lang=es"),
        ("catalogue/coverage.json", "coverage"),
        ("catalogue/region-of-shares.json", "regions/ALADI?indicator=SHR_ENTR&scheme=CMN3&from=2021&to=2021&lang=es"),
        ("catalogue/region-can.json", "regions/can?indicator=ENTR&scheme=CAN702E&from=2017&to=2017&lang=en"),
        ("problems/unknown-region.problem.json", "regions/ALADY?lang=en"),
        ("problems/comparability-year.problem.json", "comparability?from=2024-Q1&lang=pt"),
        ("problems/comparability-indicator.problem.json", "comparability?indicator=ENTER&lang=en"),
        ("problems/unknown-parameter.problem.json", "data/counts?aera=PE&lang=en"),
        ("problems/unknown-area.problem.json", "data/counts?area=Perux&lang=es"),
        ("problems/indicator-elsewhere.problem.json", "data/counts?indicator=TURN&lang=pt"),
        ("problems/unknown-size.problem.json", "data/counts?scheme=CMN3&size=S10T48&lang=en"),
        ("problems/bad-period.problem.json", "data/counts?from=enero&lang=es"),
        ("problems/empty-parameter.problem.json", "data/counts?area=&lang=es"),
        ("problems/unknown-parameter-of-a-list.problem.json", "datasets?country=PE&lang=en"),
        ("problems/form-of-a-proof.problem.json", "lineage/counts?area=PE&format=csv&lang=pt"),
        ("problems/bad-choice.problem.json", "data/counts?format=xml&lang=en"),
        ("problems/unknown-column.problem.json", "data/counts?columns=OBS_VALU&lang=pt"),
        ("problems/unknown-dataflow.problem.json", "data/count?lang=en"),
        ("problems/unknown-dataset.problem.json", "datasets/MX_SAIK?lang=es"),
        ("problems/unknown-codelist.problem.json", "codelists/METOD?lang=pt"),
    ];

    [TestCaseSource(nameof(Requests))]
    public async Task TheAnswerIsAsReviewed((string Name, string Request) request)
    {
        using var response = await SampleServer.Client.GetAsync($"/api/v1/{request.Request}");
        var body = await response.Content.ReadAsStringAsync();
        var csv = response.Content.Headers.ContentType!.MediaType == "text/csv";
        Assert.That(response.IsSuccessStatusCode, Is.EqualTo(!request.Name.EndsWith(".problem.json", StringComparison.Ordinal)), body);
        Golden.Matches(request.Name, csv ? body.ReplaceLineEndings("\n") : Answers.Stable(body));
    }
}
