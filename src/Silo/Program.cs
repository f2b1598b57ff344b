using System.CommandLine;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Priors.Onnx;
using BirD.Silo.Commands;

// Before anything else can load the library that it is meant for.
RuntimeTelemetry.Off();

// Not for users: the process that decodes pictures for a silo (docs/adr/0012).
if (args is [DecodeHelperOptions.Word])
{
    return DecodeHelper.Run();
}

// The same command is `bird silo`: one host, however it is started. Signals are the host's: it drains before it ends.
return await SiloCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
