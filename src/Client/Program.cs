using System.CommandLine;
using BirD.Client;
using BirD.Client.Cluster;
using BirD.Client.Commands;
using BirD.Client.Commands.Jobs;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Priors;
using BirD.Restoration.Priors.Onnx;
using BirD.Silo.Commands;
using BirD.Storage;

// Before anything else can load the library that it is meant for.
RuntimeTelemetry.Off();

// Not for users: the process that decodes pictures for another bird (docs/adr/0012). Its output is a pipe, so nothing may print.
if (args is [DecodeHelperOptions.Word])
{
    return DecodeHelper.Run();
}

var root = new RootCommand("Restores photographs and scans: blind, resumable, originals untouched.")
{
    RestoreCommand.Create(),
    InspectCommand.Create(),
    VerifyCommand.Create(),
    ReportCommand.Create(),
    PriorCommand.Create(),
    BenchCommand.Create(),
    DoctorCommand.Create(),
    SiloCommand.Create(),
    SubmitCommand.Create(),
    StatusCommand.Create(),
    WatchCommand.Create(),
    FailuresCommand.Create(),
    SummaryCommand.Create(),
    ClusterCommand.Create(),
    KeysCommand.Create(),
};
foreach (var order in OrderCommands.Create())
{
    root.Add(order);
}

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync($"bird: {error.Message}");
    }

    await Console.Error.WriteLineAsync("Try 'bird --help' or 'bird <command> --help'.");
    return ExitCodes.Usage;
}

try
{
    // Signals are ours: the default handler would end the process before pictures in work are checkpointed.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (Exception e) when (e is UsageException or ClusterException or PriorException or StoreException or EngineException)
{
    await Console.Error.WriteLineAsync($"bird: {e.Message}");
    return ExitCodes.Usage;
}
