using System.CommandLine;
using BirD.Client.Doctor;

namespace BirD.Client.Commands;

internal static class DoctorCommand
{
    public static Command Create()
    {
        var output = new Option<string>("--output", "-o") { Description = "Folder whose store and disk are checked.", DefaultValueFactory = _ => "." };
        var prior = new Option<string>("--prior") { Description = "Installed prior (bird prior list) or ONNX file.", DefaultValueFactory = _ => Priors.Default };
        var json = new Option<bool>("--json") { Description = "One JSON object per check." };
        var device = new Option<string?>("--device") { Description = "A device that must work, such as cuda:0 or plugin:LIBRARY:0: exit code 1 when it does not." };
        var command = new Command("doctor", "Check devices, prior, store and machine, and say what to do about what doesn't work.") { output, prior, device, json };
        command.SetAction((result, cancellationToken) =>
            Checkup.ExecuteAsync(result.GetRequiredValue(output), result.GetRequiredValue(prior), result.GetValue(device), result.GetValue(json), cancellationToken));
        return command;
    }
}
