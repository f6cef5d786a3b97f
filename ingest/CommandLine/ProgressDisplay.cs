using Observatorio.Ingest.Checking;
using Spectre.Console;

namespace Observatorio.Ingest.CommandLine;

/// <summary>Shows how far long work has come: a live bar on a terminal, plain lines where output is piped.</summary>
public static class ProgressDisplay
{
    /// <summary>Runs <paramref name="work"/>, which reports each file as it ends and each stage as it begins.</summary>
    /// <param name="files">How many files there are.</param>
    /// <param name="work">Is given a function for finished files and one for file and stage.</param>
    public static void Show(int files, Action<Action<IngestReport>, Action<string, string>> work)
    {
        if (!AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected)
        {
            work(report => Console.WriteLine(Line(report)), (_, _) => { });
            return;
        }
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn()).Start(context =>
        {
            var task = context.AddTask("samples", maxValue: files);
            work(
                report =>
                {
                    task.Increment(1);
                    AnsiConsole.WriteLine(Line(report));
                },
                (file, stage) => task.Description = Markup.Escape($"{file} {stage}"));
        });
    }

    /// <summary>Runs <paramref name="work"/> on one file, and shows on a terminal which stage it is in.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="work">Is given a function to tell the stage.</param>
    public static T OfFile<T>(string file, Func<Action<string>, T> work)
        => !AnsiConsole.Profile.Capabilities.Interactive || Console.IsOutputRedirected
            ? work(_ => { })
            : AnsiConsole.Status().Start(Markup.Escape(file), context => work(stage => context.Status(Markup.Escape($"{file}: {stage}"))));

    private static string Line(IngestReport report)
        => $"{(report.Loaded ? "ok    " : "FAILED")} {report.FileName}: {CheckCatalogue.Count(report.Accounting.CellsRead, "cell", "en")}, {CheckCatalogue.Count(report.Errors, "error", "en")}, {CheckCatalogue.Count(report.Warnings, "warning", "en")}"
            + string.Concat(report.Findings.Where(f => CheckCatalogue.SeverityOf(f) == "E").Take(3).Select(f => $"\n       {f.Code} {f.Cell} {CheckCatalogue.Describe(f, "en").Message}"));
}
