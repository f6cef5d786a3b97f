using Observatorio.Ingest.CommandLine;

var parsed = Commands.Root().Parse(args);
var exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
