using System.CommandLine;
using BirD.Silo.Commands;

// The same command is `bird silo`: one host, however it is started. Signals are the host's: it drains before it ends.
return await SiloCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
