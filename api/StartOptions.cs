namespace Observatorio.Api;

/// <summary>What the command line says.</summary>
/// <param name="Data">Workspace folder, or null for the default.</param>
/// <param name="Samples">Samples folder; <c>none</c> to start empty; null for the ones that come with the program.</param>
/// <param name="Urls">Address, or null for the default.</param>
/// <param name="Remaining">What the web host reads itself.</param>
/// <param name="Help">Text to print instead of starting.</param>
/// <param name="ExitCode">With <paramref name="Help"/>.</param>
public sealed record StartOptions(string? Data, string? Samples, string? Urls, string[] Remaining, string? Help, int ExitCode)
{
    /// <summary>The one request to do instead of serving, with its verb in front (<see cref="LocalRequest"/>).</summary>
    public IReadOnlyList<string>? Request { get; init; }

    private const string Usage =
        """
        observatorio-api: serves the observatory. On a workspace without a release it first ingests the samples and publishes them.

          --data DIR       workspace folder (default: OBSERVATORIO_DATA, else ./var)
          --urls URL       address to listen on (default: http://127.0.0.1:5080)
          --samples DIR    folder of sample submissions; none to start empty
          --help           this text

        observatorio-api request METHOD PATH [--json TEXT] [--file FILE] [--out FILE]: does one request to the API on a workspace that no server has open, and ends.
        """;

    /// <summary>Reads the arguments; unknown ones are told, not ignored.</summary>
    public static StartOptions Read(string[] args)
    {
        if (args is [LocalRequest.Verb, ..]) { return new StartOptions(LocalRequest.DataOf(args), "none", null, [], null, 0) { Request = args }; }
        string? data = null, samples = null, urls = null;
        var remaining = new List<string>();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i];
            var value = name.Contains('=', StringComparison.Ordinal) ? name[(name.IndexOf('=', StringComparison.Ordinal) + 1)..] : null;
            switch (name.Split('=')[0])
            {
                case "--data": data = value ?? Next(); break;
                case "--samples": samples = value ?? Next(); break;
                case "--urls":
                    urls = value ?? Next();
                    remaining.AddRange(["--urls", urls ?? ""]);
                    break;
                case "--help" or "-h": return new StartOptions(null, null, null, [], Usage, 0);
                // The test host hands over settings of the web host.
                case "--environment" or "--contentRoot" or "--applicationName":
                    remaining.Add(name);
                    if (value is null) { remaining.Add(Next() ?? ""); }
                    break;
                default: return new StartOptions(null, null, null, [], $"Unknown option {name}.\n\n{Usage}", 2);
            }

            string? Next() => i + 1 < args.Length ? args[++i] : null;
        }
        return new StartOptions(data, samples, urls, [.. remaining], null, 0);
    }
}
