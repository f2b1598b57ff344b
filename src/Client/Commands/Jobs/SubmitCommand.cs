using System.CommandLine;
using System.Text.Json.Nodes;
using BirD.Client.Cluster;
using BirD.Client.Commands.Arguments;
using BirD.Client.Jobs;
using BirD.Contracts.Api;
using BirD.Restoration.Settings;

namespace BirD.Client.Commands.Jobs;

internal static class SubmitCommand
{
    public static Command Create()
    {
        var input = new Option<string>("--input", "-i") { Description = "An input root of the cluster and a folder below it, for example scans/1950.", Required = true };
        var output = new Option<string>("--output", "-o") { Description = "An output root and a folder below it; mirrors the input.", Required = true };
        var priority = new Option<int>("--priority") { Description = "Higher goes first; -100 to 100. Default 0." };
        var limit = new Option<int?>("--max-in-flight") { Description = "Pictures in work at once. Default: no limit." };
        var job = new Option<string?>("--job") { Description = "Job id. Default: derived from input, output and settings." };
        var json = new Option<bool>("--json") { Description = "The job as one JSON object. Default: its id." };
        var scope = new ScopeArguments();
        var restoration = new RestorationArguments();
        var source = new JobSource();
        var command = new Command("submit", "Hand a job to a cluster and print its id.") { input, output, priority, limit, job, json };
        scope.AddTo(command);
        restoration.AddSettingsTo(command);
        source.AddClusterTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = source.Cluster(result);
            var document = await client.SubmitAsync(
                scope.Apply(result, new SubmitRequest
                {
                    Input = result.GetRequiredValue(input),
                    Output = result.GetRequiredValue(output),
                    Settings = Settings(restoration, result),
                    Prior = restoration.PriorSha256(result),
                    Priority = result.GetValue(priority),
                    MaxInFlight = result.GetValue(limit),
                    JobId = result.GetValue(job),
                }),
                cancellationToken);
            if (result.GetValue(json))
            {
                JobText.WriteJson(document);
            }
            else
            {
                Console.WriteLine(document.Id);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    public static JsonObject Settings(RestorationArguments restoration, ParseResult result) =>
        JsonNode.Parse(SettingsCodec.ToJson(restoration.Settings(result)))!.AsObject();
}
