using System.Globalization;
using Dapper;
using DuckDB.NET.Data;
using Observatorio.Ingest.Checking;
using Observatorio.Ingest.Harmonising;
using Observatorio.Ingest.Profiles;
using Observatorio.Ingest.Reading;
using Observatorio.Ingest.Registers;
using Observatorio.Ingest.Staging;
using Observatorio.Warehouse;

namespace Observatorio.Ingest;

/// <summary>What a submission brings with it besides its file.</summary>
/// <param name="Id">Its number in the ledger; 0 for a check that keeps nothing.</param>
/// <param name="ReceivedAt">UTC.</param>
/// <param name="Sha256">Of the file.</param>
public sealed record SubmissionHeader(long Id, DateTime ReceivedAt, string Sha256);

/// <summary>
/// The way of a file into the star: one plain function a stage, over one connection, in the order in which they stand here.
/// </summary>
public static class Pipeline
{
    /// <summary>
    /// Reads, stages and checks a file, and loads its tables without errors. All findings come in one pass.
    /// What it adds to the star it adds in one transaction: a submission is there whole or not at all.
    /// </summary>
    /// <param name="connection">The work warehouse.</param>
    /// <param name="profile">How to read the file.</param>
    /// <param name="path">Where its bytes are.</param>
    /// <param name="fileName">What its office calls it.</param>
    /// <param name="submission">Under what it is loaded; null to check only.</param>
    /// <param name="progress">Told the name of each stage as it begins.</param>
    /// <param name="earlier">What was found on the way here.</param>
    /// <param name="keep">False to undo all that loading would change.</param>
    /// <param name="look">Is given the connection with the submission in the star, before that is kept or undone.</param>
    /// <param name="without">Names of tables that a reviewer turned down: they are checked and not loaded.</param>
    public static IngestReport Run(
        DuckDBConnection connection, Profile profile, string path, string fileName, SubmissionHeader? submission, Action<string>? progress = null, IReadOnlyList<Finding>? earlier = null,
        bool keep = true, Action<DuckDBConnection>? look = null, IReadOnlySet<string>? without = null)
    {
        var findings = new List<Finding>(earlier ?? []);
        var accounting = Accounting.Nothing;
        IReadOnlyList<FileTable> tables = [];

        progress?.Invoke("read");
        var reading = SourceFile.Probe(path, fileName, findings) is { } file ? FileReader.Read(connection, file, profile, findings) : null;
        if (reading is not null)
        {
            progress?.Invoke("stage");
            var codes = CodeLists.Read(connection);
            var dataset = Datasets.Prepare(connection, codes, profile);
            Harmoniser.SetVariables(connection, codes, submission?.Id ?? 0, dataset, profile.Dataset);
            Stage(connection, codes, profile, reading, findings);

            progress?.Invoke("check");
            FileChecks.Run(connection, reading, findings);
            CheckRunner.Run(connection, profile.Dataset, findings);
            accounting = Accounting.Of(connection, reading);
            findings.Add(accounting.ToFinding());
            if (reading.Layout.Register is { } register) { findings = [.. findings.Select(f => RegisterColumns.InRegister(f, register))]; }

            (tables, var anyLeft) = StoppedTables.Remove(connection, reading, fileName, findings, without ?? new HashSet<string>());
            if (submission is not null && anyLeft)
            {
                progress?.Invoke("harmonise");
                // The counts of a register are few, and say how many rows are behind each figure.
                foreach (var part in reading.Parts.Where(_ => reading.Layout.Register is null)) { connection.Execute($"drop table {part.Table}"); }
                Harmoniser.Prepare(connection, codes, profile.Dataset);
                progress?.Invoke("load");
                Load(connection, codes, profile, fileName, submission, reading, dataset, keep, look);
                return new IngestReport(fileName, profile.Id, reading.Layout.Name, CheckRunner.Shorten(findings), accounting, Loaded: true) { Tables = tables };
            }
        }
        return new IngestReport(fileName, profile.Id, reading?.Layout.Name, CheckRunner.Shorten(findings), accounting, Loaded: false) { Tables = tables };
    }

    private static void Stage(DuckDBConnection connection, CodeLists codes, Profile profile, FileReading reading, List<Finding> findings)
    {
        var stager = new Stager(connection, profile, codes, findings);
        stager.Begin();
        foreach (var table in reading.Tables) { stager.Stage(table); }
        stager.End(reading);
    }

    private static void Load(DuckDBConnection connection, CodeLists codes, Profile profile, string fileName, SubmissionHeader submission, FileReading reading, int dataset, bool keep, Action<DuckDBConnection>? look)
    {
        // The star has no order, and without one two threads can write it. Raw tables do have one: their rows are addressed by it.
        connection.Execute("set preserve_insertion_order = false");
        using var transaction = connection.BeginTransaction();
        Datasets.Add(connection, profile, dataset);
        Harmoniser.IntoStar(connection);
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values)
        {
            var earlier = connection.ExecuteScalar<bool>($"select exists (select 1 from {fact} where dataset = {dataset} and submission <> {submission.Id})");
            if (earlier) { Sql.Run(connection, typeof(Pipeline).Assembly, "load/supersede.sql", ("fact", fact)); }
        }
        connection.Execute(
            "insert into dim_submission values ($id, $dataset, $fileName, $sha256, $receivedAt::timestamp, $profile, $layout)",
            new { id = submission.Id, dataset, fileName, sha256 = submission.Sha256, receivedAt = submission.ReceivedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), profile = profile.Id, layout = reading.Layout.Name });
        Sql.Run(connection, typeof(Pipeline).Assembly, "load/submission.sql");
        if (reading.Layout.Register is { } register) { RegisterColumns.KeepOrigin(connection, register, reading.Parts[0]); }
        look?.Invoke(connection);
        if (keep) { transaction.Commit(); } else { transaction.Rollback(); }
        connection.Execute("set preserve_insertion_order = true");
    }
}
