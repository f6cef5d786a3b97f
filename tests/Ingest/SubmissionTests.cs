using Dapper;
using Observatorio.Tests.Support;
using Observatorio.Warehouse;

namespace Observatorio.Tests.Ingest;

/// <summary>What a second, a corrected and an interrupted submission do to the star.</summary>
public sealed class SubmissionTests
{
    private static readonly string[] Classes = ["MICRO", "SMALL", "MEDIUM", "LARGE"];

    [Test]
    public void TheSameFileAgainChangesNothing()
    {
        using var workspace = new TestWorkspace();
        var file = workspace.Write("f.csv", Synthetic.Csv(Year("2019", 10)));
        Assert.That(workspace.Ingest(file, Synthetic.Profile("PER-30056"))!.Loaded, Is.True);
        var before = Star.Lines(workspace.Work);
        // Another name and another sender, the same bytes.
        File.Copy(file, workspace.File("g.csv"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(workspace.Ingest(workspace.File("g.csv"), Synthetic.Profile("PER-30056")), Is.Null);
            Assert.That(before, Is.Not.Empty);
            Assert.That(Star.Lines(workspace.Work), Is.EqualTo(before));
            Assert.That(workspace.Submissions, Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void AMendedProfileReadsTheFileAgain()
    {
        using var workspace = new TestWorkspace();
        var file = workspace.Write("f.csv", Synthetic.Csv(Year("2019", 10).Select(f => f with { Area = "Cusco" })));
        var wrong = workspace.Ingest(file, Synthetic.Profile("PER-30056", label: "REF_AREA,Cusco,,PE-LIM,\n"))!;
        var mended = workspace.Ingest(file, Synthetic.Profile("PER-30056", label: "REF_AREA,Cusco,,PE-CUS,\n"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Loaded && mended.Loaded, Is.True, Findings.Text(mended));
            Assert.That(History(workspace, "PE-LIM", "MICRO", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(10, 1, 2)]));
            Assert.That(History(workspace, "PE-CUS", "MICRO", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(10, 2, null)]));
        }
    }

    [Test]
    public void ACorrectedFileClosesWhatChangedAndVanishedAndNothingElse()
    {
        using var workspace = new TestWorkspace();
        var profile = Synthetic.Profile("PER-30056");
        var areas = new[] { "PE-LIM", "PE-CUS" };
        workspace.Ingest(workspace.Write("first.csv", Synthetic.Csv(areas.SelectMany(a => Year("2018", 10).Concat(Year("2019", 20)).Select(f => f with { Area = a })))), profile);
        // 2018 is not in the second file; Cusco is gone from 2019, and the micro enterprises of Lima are others.
        var second = workspace.Ingest(workspace.Write("second.csv", Synthetic.Csv(Year("2019", 20).Select(f => f with { Area = "PE-LIM", Value = f.Size == "MICRO" ? "21" : f.Value }))), profile)!;
        var third = workspace.Ingest(workspace.Write("third.csv", Synthetic.Csv(Year("2019", 20).Select(f => f with { Area = "PE-LIM", Value = f.Size == "MICRO" ? "22" : f.Value }))), profile)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Loaded && third.Loaded, Is.True, Findings.Text(second));
            Assert.That(History(workspace, "PE-LIM", "MICRO", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(22, 3, null), (21, 2, 3), (20, 1, 2)]));
            Assert.That(History(workspace, "PE-LIM", "SMALL", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(20, 1, null)]));
            Assert.That(History(workspace, "PE-CUS", "MICRO", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(20, 1, 2)]));
            Assert.That(History(workspace, "PE-CUS", "MICRO", "2018"), Is.EqualTo((List<(decimal?, long, long?)>)[(10, 1, null)]));
        }
    }

    [TestCase("std_err = 1")]
    [TestCase("conf_status = conf_status + 1")]
    [TestCase("interval_kinds = 1")]
    public void AFigureOfWhichOnlyWhatIsSaidBesideItChangesIsAnother(string before)
    {
        using var workspace = new TestWorkspace();
        var profile = Synthetic.Profile("PER-30056");
        workspace.Ingest(workspace.Write("first.csv", Synthetic.Csv(Year("2019", 20))), profile);
        workspace.Work.Execute($"update fact_enterprise_count set {before} where size_class = (select size_class_id from dim_size_class where scheme = 'PER-30056' and code = 'MICRO')");
        Assert.That(workspace.Ingest(workspace.Write("second.csv", Synthetic.Csv(Year("2019", 20)) + "\n"), profile)!.Loaded, Is.True);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(History(workspace, "PE", "MICRO", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(20, 2, null), (20, 1, 2)]));
            Assert.That(History(workspace, "PE", "SMALL", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(20, 1, null)]));
        }
    }

    // A program with other reference data gives other ids and other mappings: its first command makes the warehouse again.
    [Test]
    public void AWarehouseMadeWithOtherReferenceDataIsMadeAgain()
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(workspace.Write("f.csv", Synthetic.Csv(Year("2019", 10))), Synthetic.Profile("PER-30056"));
        var before = Star.Lines(workspace.Work);
        workspace.Work.Execute("update setting set value = 'of another program' where name = 'reference_sha256'");
        workspace.Work.Execute("update fact_enterprise_count set value = -1");
        workspace.Close();
        using (workspace.Workspace.LockForWriting())
        using (var work = Observatorio.Ingest.Submissions.OpenWarehouse(workspace.Workspace))
        {
            Assert.That(Star.Lines(work), Is.EqualTo(before));
        }
        Assert.That(WorkWarehouse.Unfit(workspace.Workspace), Is.Null);
    }

    [Test]
    public void RebuildingMakesTheSameStarAndTheSameRelease()
    {
        using var workspace = new TestWorkspace();
        workspace.Ingest(workspace.Write("bad.csv", "x\n"), "uy-ine-directorio");
        foreach (var (file, profile) in new[]
        {
            ("ar-oede-empleo/oede_empleo_trimestral_2412.xlsx", "ar-oede-empleo"), ("uy-ine-directorio/uy_ine_empresas_por_tamano.csv", "uy-ine-directorio"),
            ("br-sidra-cempre/cempre_2024_faixas.csv", "br-sidra-cempre"), ("ar-oede-empleo/oede_c5_edicion_2026_02.csv", "ar-oede-empleo"),
        })
        {
            Assert.That(workspace.Ingest(TestWorkspace.Sample(file), profile)!.Loaded, Is.True);
        }
        Star.Save(workspace.Work, workspace.File("before.parquet"));
        var first = ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "");
        workspace.Close();
        using (workspace.Workspace.LockForWriting()) { Assert.That(Observatorio.Ingest.Submissions.Rebuild(workspace.Workspace), Is.EqualTo(4)); }
        Star.Save(workspace.Work, workspace.File("after.parquet"));
        var second = ReleasePublisher.Publish(workspace.Workspace, workspace.Work, "test", "");
        var (rows, different) = Star.Differences(workspace.File("before.parquet"), workspace.File("after.parquet"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rows, Is.GreaterThan(4000));
            Assert.That(different, Is.Zero);
            foreach (var table in Directory.EnumerateFiles(Path.Combine(workspace.Workspace.ReleasesFolder, first.ReleaseId), "*.parquet").Select(f => Path.GetFileName(f)))
            {
                // Rules are numbered in the order in which a warehouse meets them; the star above was compared by what they say.
                if (table is "release_info.parquet" or "harmonisation_rule.parquet" or "rule_input.parquet" or "fact_enterprise_count.parquet" or "fact_performance.parquet") { continue; }
                Assert.That(Star.Differences(ReleaseFile(workspace, first, table), ReleaseFile(workspace, second, table)).Different, Is.Zero, table);
            }
            Assert.That(Star.Differences(SavedRelease(workspace, first), SavedRelease(workspace, second)).Different, Is.Zero);
        }
    }

    [Test]
    public void AFaultInAnyStageLeavesNothingBehind([Values("read", "stage", "check", "harmonise", "load")] string stage)
    {
        using var workspace = new TestWorkspace();
        var profile = Synthetic.Profile("PER-30056");
        workspace.Ingest(workspace.Write("first.csv", Synthetic.Csv(Year("2019", 10))), profile);
        var before = Star.Lines(workspace.Work);
        var file = workspace.Write("second.csv", Synthetic.Csv(Year("2019", 20)));
        Assert.That(() => Observatorio.Ingest.Submissions.Ingest(workspace.Workspace, workspace.Work, profile, file, "second.csv", "test", s => { if (s == stage) { throw new TimeoutException(); } }), Throws.TypeOf<TimeoutException>());
        workspace.Close();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Star.Lines(workspace.Work), Is.EqualTo(before));
            Assert.That(workspace.Submissions.Select(s => (s.Status, s.Note)), Is.EqualTo((List<(string, string?)>)[("approved", null), ("failed", "interrupted")]));
            Assert.That(workspace.Ingest(file, profile)!.Loaded, Is.True);
            Assert.That(History(workspace, "PE", "MICRO", "2019"), Is.EqualTo((List<(decimal?, long, long?)>)[(20, 3, null), (10, 1, 3)]));
        }
    }

    // The star is committed, the ledger not yet told: the next to open the workspace tells it.
    [Test]
    public void ALoadedSubmissionThatTheLedgerDoesNotKnowOfIsSettled()
    {
        using var workspace = new TestWorkspace();
        var file = workspace.Write("f.csv", Synthetic.Csv(Year("2019", 10)));
        workspace.Ingest(file, Synthetic.Profile("PER-30056"));
        var before = Star.Lines(workspace.Work);
        using (var ledger = LedgerFile.Connect(workspace.Workspace)) { ledger.Execute("update submission set status = 'received', layout = null, load_order = null"); }
        workspace.Close();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(workspace.Ingest(file, Synthetic.Profile("PER-30056")), Is.Null);
            Assert.That(workspace.Submissions.Select(s => (s.Status, s.Layout)), Is.EqualTo((List<(string, string?)>)[("approved", "csv")]));
            Assert.That(Star.Lines(workspace.Work), Is.EqualTo(before));
        }
    }

    [Test]
    public void AKilledProcessLeavesAWholeSubmissionOrNone() => Kill(times: 5);

    [Test, Category("Soak")]
    public void ManyKilledProcessesLeaveWholeSubmissionsOrNone() => Kill(times: 100);

    private static void Kill(int times)
    {
        const string Profile = "ar-oede-empleo";
        var sample = TestWorkspace.Sample("ar-oede-empleo/oede_c5_edicion_2026_02.csv");
        using var whole = new TestWorkspace();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.That(IngestProgram.Run("ingest", sample, "--profile", Profile, "--data", whole.Workspace.Root).Code, Is.Zero);
        var length = clock.Elapsed;
        var expected = Star.Lines(whole.Work, "submission");

        using var workspace = new TestWorkspace();
        var random = new Random();
        for (var i = 0; i < times; i++)
        {
            var delay = length * (0.2 + (0.8 * random.NextDouble()));
            using (var process = IngestProgram.Start("ingest", sample, "--profile", Profile, "--data", workspace.Workspace.Root))
            {
                if (!process.WaitForExit(delay)) { process.Kill(); }
                process.WaitForExit();
            }
            var rows = Star.Lines(workspace.Work, "submission");
            var held = workspace.Work.Query<long>("select submission_id::bigint from dim_submission order by 1").ToList();
            var loaded = workspace.Submissions.Where(s => s.Status == "approved").Select(s => s.SubmissionId).ToList();
            workspace.Close();
            Assert.That(workspace.Submissions.Select(s => s.Status), Has.None.EqualTo("received"), $"killed after {delay}");
            Assert.That(loaded, Is.EqualTo(held), $"killed after {delay}");
            Assert.That(rows, held.Count == 0 ? Is.Empty : Is.EqualTo(expected), $"killed after {delay}");
            Assert.That(Directory.EnumerateFileSystemEntries(workspace.Workspace.TemporaryFolder), Is.Empty, $"killed after {delay}");
        }
        workspace.Ingest(sample, Profile);
        Assert.That(Star.Lines(workspace.Work, "submission"), Is.EqualTo(expected));
    }

    private static IEnumerable<Figure> Year(string period, int value)
        => Classes.Select(c => new Figure(c, value.ToString(System.Globalization.CultureInfo.InvariantCulture)) { Period = period });

    private static List<(decimal?, long, long?)> History(TestWorkspace workspace, string area, string size, string period)
        => [.. Star.History(workspace.Work, new StarKey("SYNTHETIC", "ENTR", area, "PER-30056", size, "_T", period)).Select(f => (f.Value, f.Submission, f.ClosedBy))];

    private static string ReleaseFile(TestWorkspace workspace, ReleaseEntry release, string table) => Path.Combine(workspace.Workspace.ReleasesFolder, release.ReleaseId, table);

    private static string SavedRelease(TestWorkspace workspace, ReleaseEntry release)
    {
        using var connection = Sql.Connect(Release.DatabaseFile(workspace.Workspace, release.ReleaseId), ";ACCESS_MODE=READ_ONLY");
        Star.Save(connection, workspace.File(release.ReleaseId + ".parquet"), release: true);
        return workspace.File(release.ReleaseId + ".parquet");
    }
}
