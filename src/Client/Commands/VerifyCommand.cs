using System.CommandLine;
using BirD.Client.Provenance;

namespace BirD.Client.Commands;

internal static class VerifyCommand
{
    public static Command Create()
    {
        var output = new Argument<string>("output") { Description = "Output folder of a restoration." };
        var json = new Option<bool>("--json") { Description = "One JSON object per finding." };
        var command = new Command("verify", "Check that results are whole and complete, and that originals are what they were.") { output, json };
        command.SetAction((result, cancellationToken) =>
            Verification.ExecuteAsync(result.GetRequiredValue(output), result.GetValue(json), cancellationToken));
        return command;
    }
}
