using System.Diagnostics;

namespace Observatorio.Tests.Support;

/// <summary>Programs that the tests run beside .NET. <c>make tools</c> installs them; without them a test is passed over, but not in CI.</summary>
public static class OtherPrograms
{
    /// <summary>Runs a script of <c>tests/tools</c> in node.</summary>
    /// <returns>What it printed.</returns>
    public static string Node(string script, params IReadOnlyList<string> arguments)
    {
        if (!Directory.Exists(Repository.PathOf("tests/tools/node_modules"))) { PassOver("The packages of tests/tools are not installed: run make tools."); }
        return Run("node", [Repository.PathOf("tests/tools/" + script), .. arguments]);
    }

    /// <summary>Runs a program.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string program, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }
        Process? process = null;
        try { process = Process.Start(start)!; }
        catch (System.ComponentModel.Win32Exception) { PassOver($"There is no {program} here: run make tools."); }
        using (process)
        {
            var errors = process!.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
            return output;
        }
    }

    private static void PassOver(string why)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) { Assert.Fail(why); }
        Assert.Ignore(why);
    }
}
