using System.CommandLine;
using BirD.Client;
using BirD.Client.Commands;
using BirD.Client.Commands.Jobs;
using BirD.Client.Output;
using BirD.Restoration.Imaging.Isolation;
using BirD.Restoration.Priors.Onnx;
using BirD.Silo.Commands;

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

DecimalPoints.Require(root);
var (output, errors) = (new PatientWriter(Console.Out), new PatientWriter(Console.Error));
Console.SetOut(output);
Console.SetError(errors);
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
    var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    return code == ExitCodes.Done && (output.Lost || errors.Lost) ? ExitCodes.SomeFailed : code;
}
#pragma warning disable CA1031 // The last one to see it: whatever it is, users get a sentence and a code, not the inside of the program.
catch (Exception e)
#pragma warning restore CA1031
{
    await Console.Error.WriteLineAsync($"bird: {PlainText.Of(LastWord.For(e))}");
    return LastWord.CodeOf(e);
}
