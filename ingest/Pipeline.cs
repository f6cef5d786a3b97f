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

/// <summary>A file, and what is to be done with it.</summary>
/// <param name="Profile">How to read it.</param>
/// <param name="Path">Where its bytes are.</param>
/// <param name="FileName">What its office calls it.</param>
/// <param name="Submission">Under what it is loaded; null to check only.</param>
public sealed record PipelineInput(Profile Profile, string Path, string FileName, SubmissionHeader? Submission = null)
{
    /// <summary>Told the name of each stage as it begins.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>What was found on the way here.</summary>
    public IReadOnlyList<Finding> Earlier { get; init; } = [];

    /// <summary>False to undo all that loading would change.</summary>
    public bool Keep { get; init; } = true;

    /// <summary>Is given the connection with the submission in the star, before that is kept or undone.</summary>
    public Action<DuckDBConnection>? Look { get; init; }

    /// <summary>Names of tables that a reviewer turned down: they are checked and not loaded.</summary>
    public IReadOnlySet<string> Without { get; init; } = new HashSet<string>();
}

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
    /// <param name="input">The file.</param>
    public static IngestReport Run(DuckDBConnection connection, PipelineInput input)
    {
        var (profile, fileName, submission) = (input.Profile, input.FileName, input.Submission);
        var findings = new List<Finding>(input.Earlier);
        var accounting = Accounting.Nothing;
        IReadOnlyList<FileTable> tables = [];

        input.Progress?.Invoke("read");
        var reading = SourceFile.Probe(input.Path, fileName, findings) is { } file ? FileReader.Read(connection, file, profile, findings) : null;
        if (reading is not null)
        {
            input.Progress?.Invoke("stage");
            var codes = CodeLists.Read(connection);
            var dataset = Datasets.Prepare(connection, codes, profile);
            Harmoniser.SetVariables(connection, codes, submission?.Id ?? 0, dataset, profile.Dataset);
            Stage(connection, codes, profile, reading, findings);

            input.Progress?.Invoke("check");
            FileChecks.Run(connection, reading, findings);
            CheckRunner.Run(connection, profile.Dataset, findings);
            accounting = Accounting.Of(connection, reading);
            findings.Add(accounting.ToFinding());
            if (reading.Layout.Register is { } register) { findings = [.. findings.Select(f => RegisterColumns.InRegister(f, register))]; }

            (tables, var anyLeft) = StoppedTables.Remove(connection, reading, fileName, findings, input.Without);
            if (submission is not null && anyLeft)
            {
                input.Progress?.Invoke("harmonise");
                // The counts of a register are few, and say how many rows are behind each figure.
                foreach (var part in reading.Parts.Where(_ => reading.Layout.Register is null)) { connection.Execute($"drop table {part.Table}"); }
                Harmoniser.Prepare(connection, codes, profile.Dataset);
                input.Progress?.Invoke("load");
                Load(connection, input, submission, reading, dataset);
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

    private static void Load(DuckDBConnection connection, PipelineInput input, SubmissionHeader submission, FileReading reading, int dataset)
    {
        // The star has no order, and without one two threads can write it. Raw tables do have one: their rows are addressed by it.
        connection.Execute("set preserve_insertion_order = false");
        try { LoadUnordered(connection, input, submission, reading, dataset); }
        finally
        {
            try { connection.Execute("set preserve_insertion_order = true"); }
            catch (DuckDBException)
            {
                // A database that a fault of the disk has closed has no settings; what is told is the fault.
            }
        }
    }

    private static void LoadUnordered(DuckDBConnection connection, PipelineInput input, SubmissionHeader submission, FileReading reading, int dataset)
    {
        using var transaction = connection.BeginTransaction();
        Datasets.Add(connection, input.Profile, dataset);
        Harmoniser.IntoStar(connection);
        foreach (var fact in WorkWarehouse.FactTableOfDataflow.Values)
        {
            var earlier = connection.ExecuteScalar<bool>($"select exists (select 1 from {fact} where dataset = {dataset} and submission <> {submission.Id})");
            if (earlier) { Sql.Run(connection, typeof(Pipeline).Assembly, "load/supersede.sql", ("fact", fact)); }
        }
        connection.Execute(
            "insert into dim_submission values ($id, $dataset, $fileName, $sha256, $receivedAt::timestamp, $profile, $layout)",
            new { id = submission.Id, dataset, fileName = input.FileName, sha256 = submission.Sha256, receivedAt = submission.ReceivedAt.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), profile = input.Profile.Id, layout = reading.Layout.Name });
        Sql.Run(connection, typeof(Pipeline).Assembly, "load/submission.sql");
        if (reading.Layout.Register is { } register) { RegisterColumns.KeepOrigin(connection, register, reading.Parts[0]); }
        input.Look?.Invoke(connection);
        if (input.Keep) { transaction.Commit(); } else { transaction.Rollback(); }
    }
}
