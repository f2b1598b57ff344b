using System.CommandLine;
using BirD.Client.Inspect;

namespace BirD.Client.Commands;

internal static class InspectCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("result") { Description = "A restored picture or its .bird.json." };
        var json = new Option<bool>("--json") { Description = "The sidecar and the checks as one JSON object." };
        var command = new Command("inspect", "Show what was done to a picture, and whether the files are still what they were.") { path, json };
        command.SetAction((result, cancellationToken) =>
            SidecarInspection.ExecuteAsync(result.GetRequiredValue(path), result.GetValue(json), cancellationToken));
        return command;
    }
}
