using Observatorio.Ingest.CommandLine;

return await Commands.Root().Parse(args).InvokeAsync();
