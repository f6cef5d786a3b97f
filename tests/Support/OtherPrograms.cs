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
        using var process = Begin(program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors.Result}");
        return output;
    }

    /// <summary>Starts a program that goes on beside the test.</summary>
    public static Process Begin(string program, params IReadOnlyList<string> arguments)
    {
        try { return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!; }
        catch (System.ComponentModel.Win32Exception) { PassOver($"There is no {program} here: run make tools."); }
        throw new UnreachableException();
    }

    private static void PassOver(string why)
    {
        if (Environment.GetEnvironmentVariable("CI") is { Length: > 0 }) { Assert.Fail(why); }
        Assert.Ignore(why);
    }
}
