using Dapper;
using Observatorio.Ingest;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Sdmx;

/// <summary>SDMX-CSV of our own structure is a submission like any other: known by its header, checked, reviewed and released.</summary>
public sealed class SubmissionTests
{
    private static readonly string[] Flows = ["counts", "performance"];
    private static readonly string[] Sent = ["PE_PRODUCE_ESTRATO", "PE_INEI_ESTRUCTURA", "UY_INE_DIRECTORIO", "CO_EMICRON", "BR_IBGE_DEMOGRAFIA", "BR_SIDRA_9949", "MX_DENUE"];

    [Test]
    public async Task WhatIsGivenAndSentAgainGivesTheSameFigures()
    {
        using var office = new Office();
        var principals = new Principals(office.Workspace);
        principals.Save(new Actor("test"), new Principal("all", "all", ["provider"], ["PE", "UY", "CO", "BR", "MX"], Disabled: false));
        var key = principals.AddKey(new Actor("test"), "all", null).Secret;
        foreach (var dataset in Sent)
        {
            // Both dataflows have one structure, so that one file holds the whole dataset.
            var parts = await Task.WhenAll(Flows.Select(flow => SampleServer.Client.GetStringAsync($"/api/v1/data/{flow}?dataset={dataset}&quality=all&format=sdmx-csv")));
            var sent = parts[0] + string.Join("\r\n", parts[1].Split("\r\n").Skip(1));
            var submission = await office.UploadAndWait(key, System.Text.Encoding.UTF8.GetBytes(sent), dataset + ".csv", dataset == Sent[0] ? "pe-produce-estrato" : null);
            Assert.That((string)submission["status"]!, Is.EqualTo("awaiting_review"), $"{dataset}\n{await office.Get(key, $"/api/v1/submissions/{submission["id"]}/report?lang=en")}");
            using var approved = await office.Send("ana", HttpMethod.Post, $"/api/v1/submissions/{submission["id"]}/approve");
            Assert.That((int)approved.StatusCode, Is.EqualTo(200));
        }
        await office.Publish();
        var met = 0;
        foreach (var dataset in Sent)
        {
            foreach (var form in Flows.SelectMany(flow => (string[])[flow + "?", flow + "?scheme=*&"]))
            {
                var path = $"/api/v1/data/{form}dataset={dataset}&quality=all";
                var (wanted, found) = (SdmxMessages.OfApi(await SampleServer.Client.GetStringAsync(path)), SdmxMessages.OfApi(await office.Server.Client.GetStringAsync(path)));
                met += wanted.Count;
                Assert.That(found.Except(wanted).Select(f => f.ToString()).Take(5), Is.Empty, path);
                Assert.That(wanted.Except(found).Select(f => f.ToString()).Take(5), Is.Empty, path);
            }
        }
        Assert.That(met, Is.GreaterThan(1000));
    }

    [TestCase("pe-produce-estrato", null)]
    [TestCase("pe-inei-estructura", "sdmx_unknown")]
    public async Task AProfileThatIsNamedReadsItsOwnDatasetOnly(string named, string? why)
    {
        using var workspace = new TestWorkspace();
        var file = workspace.Write("a.csv", await SampleServer.Client.GetStringAsync("/api/v1/data/counts?dataset=PE_PRODUCE_ESTRATO&format=sdmx-csv"));
        var findings = new List<Finding>();
        var profile = ProfileDetection.Named(file, ProfileFolder.Read(ProfileFolder.List(ProfileFolder.Shipped)[named]), findings);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(profile?.Layouts.Select(l => l.Name), why is null ? Is.EqualTo((string[])["sdmx-csv"]) : Is.Null);
            Assert.That(findings.Select(f => f.Args["why"]), Is.EqualTo(why is null ? [] : (string[])[why]));
        }
    }

    [Test]
    public async Task TheOldFormIsKnownToo()
    {
        using var workspace = new TestWorkspace();
        var file = workspace.Write("old.csv", await SampleServer.Client.GetStringAsync("/sdmx/2.1/data/counts/A.PE.PE_PRODUCE_ESTRATO......../?format=csv1"));
        var (profiles, findings) = Find(file);
        Assert.That(profiles.Select(p => p.Profile.Id), Is.EqualTo((string[])["pe-produce-estrato"]), string.Join('\n', findings));
        Assert.That(workspace.Ingest(file, profiles[0].Profile)!.Loaded, Is.True);
    }

    // Neither is passed over in silence.
    [TestCase("PE_PRODUCE_ESTRATO", "PE_INEI_ESTRUCTURA", "sdmx_several")]
    [TestCase("PE_PRODUCE_ESTRATO", "PE_PRODUCE_ESTRATO_X", "sdmx_unknown")]
    public async Task WhatIsMissingIsSaid(string of, string into, string why)
    {
        using var workspace = new TestWorkspace();
        var text = await SampleServer.Client.GetStringAsync($"/api/v1/data/counts?dataset={of}&format=sdmx-csv");
        var file = workspace.Write("a.csv", why == "sdmx_unknown" ? text.Replace(of, into, StringComparison.Ordinal) : text + text.Split("\r\n")[1].Replace(of, into, StringComparison.Ordinal) + "\r\n");
        var (profiles, findings) = Find(file);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(profiles, Is.Empty);
            Assert.That(findings.Select(f => f.Args["why"]), Is.EqualTo((string[])[why]));
        }
    }

    [TestCase("MICRO", "MICROBIO", "C06")]
    [TestCase("PER-30056", "CMN3", "C06")]
    [TestCase(",0,0,transcribed", ",3,0,transcribed", "C06")]
    public async Task AFileThatSaysSomethingElseIsStopped(string says, string instead, string code)
    {
        using var workspace = new TestWorkspace();
        var text = await SampleServer.Client.GetStringAsync("/api/v1/data/counts?dataset=PE_PRODUCE_ESTRATO&indicator=ENTR&format=sdmx-csv");
        var file = workspace.Write("a.csv", text.Replace(says, instead, StringComparison.Ordinal));
        var report = workspace.Ingest(file, Find(file).Profiles[0].Profile)!;
        Assert.That((report.Loaded, report.Findings.Select(f => f.Code).Contains(code)), Is.EqualTo((false, true)), Findings.Text(report));
    }

    // Messages of others have no OBS_STATUSES.
    [TestCase("B", "B Q", "C", "", "B Q")]
    [TestCase("M", "M D", "F", "", "M D")]
    [TestCase("B", "B E", "F", "7", "B E")]
    [TestCase("E", null, "F", "7", "E")]
    [TestCase("Q", null, "C", "", "Q")]
    [TestCase("B", "B E", "F", "", null)]
    [TestCase("O", "O L", "F", "", null)]
    [TestCase("Z", "Z", "F", "7", null)]
    public async Task AllStatusesAreRead(string first, string? all, string confidential, string value, string? kept)
    {
        using var workspace = new TestWorkspace();
        var lines = (await SampleServer.Client.GetStringAsync("/api/v1/data/counts?dataset=PE_PRODUCE_ESTRATO&scheme=PER-30056&indicator=ENTR&from=2016&format=sdmx-csv")).Split("\r\n");
        var header = lines[0].Split(',').ToList();
        var row = lines[1].Split(',');
        (row[header.IndexOf("OBS_VALUE")], row[header.IndexOf("OBS_STATUS")], row[header.IndexOf("CONF_STATUS")], row[header.IndexOf("OBS_STATUSES")]) = (value, first, confidential, all ?? "");
        if (all is null) { header[header.IndexOf("OBS_STATUSES")] = "ORIGIN"; header[header.LastIndexOf("ORIGIN")] = "DECIMALS"; }
        var file = workspace.Write("a.csv", string.Join("\r\n", lines.Skip(2).Prepend(string.Join(',', row)).Prepend(string.Join(',', header))));
        var report = workspace.Ingest(file, Find(file).Profiles[0].Profile)!;
        var said = workspace.Work.Query<string>("select string_agg(c.code, ' ' order by c.code_id) from fact_enterprise_count f join dim_code c on c.list = 'OBS_STATUS' and f.obs_statuses::bigint & (1::bigint << (c.code_id - 1)::bigint) <> 0 where f.own_scheme and f.rule is null and f.source_row = 2 group by f.source_row").FirstOrDefault();
        Assert.That((report.Loaded, said), Is.EqualTo((kept is not null, kept)), Findings.Text(report));
    }

    private static (IReadOnlyList<ProfileFit> Profiles, List<Finding> Findings) Find(string file)
    {
        var findings = new List<Finding>();
        return (ProfileDetection.Find(file, [.. ProfileFolder.List(ProfileFolder.Shipped).Values.Select(ProfileFolder.Read)], findings), findings);
    }
}
