using System.Globalization;
using Observatorio.Bench;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args is ["--child", var job, var folder]) { return Jobs.Run(job, folder); }
if (args is ["--bare", var file]) { return BareServer.Run(file); }

var only = args.FirstOrDefault();
var directory = Directory.CreateTempSubdirectory("observatorio-bench-").FullName;
try
{
    var results = new List<Measurement>();
    if (only is null or "csv") { results.AddRange(TallCsv.Measure(directory)); }
    if (only is null or "xlsx") { results.AddRange(Sheet.Measure(directory)); }
    if (only is null or "register") { results.AddRange(Register.Measure(directory)); }
    if (only is null or "schemes") { results.AddRange(Schemes.Measure(directory)); }
    if (only is null or "query") { results.AddRange(await Query.Measure(directory)); }
    if (only is null or "cube") { results.AddRange(await Cube.Measure(directory)); }
    if (only is null or "portal") { results.AddRange(await PortalPages.Measure(directory)); }
    if (only is null or "load") { results.AddRange(await Load.Measure(directory)); }
    if (only is null or "twins") { results.AddRange(await Twins.Measure(directory)); }
    Measurement.Print(results);
    return 0;
}
finally { Directory.Delete(directory, recursive: true); }
