namespace Observatorio.Tests.Docs;

/// <summary>One step that a document asks its reader to do.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Command">What to type; null for a file to write.</param>
/// <param name="File">Path of the file to write; null for a command.</param>
/// <param name="Text">The output shown, or the text of the file.</param>
/// <param name="TextLine">Index of the first line of <paramref name="Text"/> in the document, from 0.</param>
/// <param name="TextLines">How many lines it takes.</param>
internal sealed record ShownStep(int Line, string? Command, string? File, string Text, int TextLine, int TextLines);

/// <summary>
/// Finds the steps in a Markdown document: in fences marked <c>console</c>, each line that begins with <c>$ </c> and the
/// output below it; and fences that name a path after their language, which are files to write.
/// </summary>
internal static class ShownCommands
{
    private const string Fence = "```";

    /// <summary>The steps in their order.</summary>
    public static IReadOnlyList<ShownStep> In(string document)
    {
        var lines = document.Split('\n');
        var steps = new List<ShownStep>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith(Fence, StringComparison.Ordinal)) { continue; }
            var end = Array.FindIndex(lines, i + 1, line => line.StartsWith(Fence, StringComparison.Ordinal));
            var info = lines[i][Fence.Length..].Split(' ', 2);
            if (info[0] == "console") { AddCommands(i + 1, end); }
            else if (info.Length == 2) { steps.Add(new ShownStep(i + 1, null, info[1], string.Concat(lines[(i + 1)..end].Select(l => l + "\n")), i + 1, end - i - 1)); }
            i = end;
        }
        return steps;

        void AddCommands(int from, int end)
        {
            for (var i = from; i < end; i++)
            {
                var line = i + 1;
                Assert.That(lines[i], Does.StartWith("$ "), $"Line {line}: output without a command.");
                var command = lines[i][2..];
                while (command.EndsWith('\\')) { command = command[..^1] + lines[++i].TrimStart(); }
                var first = i + 1;
                while (i + 1 < end && !lines[i + 1].StartsWith("$ ", StringComparison.Ordinal)) { i++; }
                steps.Add(new ShownStep(line, command, null, string.Join('\n', lines[first..(i + 1)]), first, i + 1 - first));
            }
        }
    }

    /// <summary>The document with the output of some steps replaced.</summary>
    public static string Replace(string document, IEnumerable<(ShownStep Step, string Output)> outputs)
    {
        var lines = document.Split('\n').ToList();
        foreach (var (step, output) in outputs.OrderByDescending(o => o.Step.TextLine))
        {
            lines.RemoveRange(step.TextLine, step.TextLines);
            if (output.Length > 0) { lines.InsertRange(step.TextLine, output.Split('\n')); }
        }
        return string.Join('\n', lines);
    }
}
