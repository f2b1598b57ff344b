using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using BirD.Client.Cluster;
using BirD.Client.Jobs;
using BirD.Contracts.Api;

namespace BirD.Client.Commands.Jobs;

internal static class FailuresCommand
{
    public static Command Create()
    {
        var job = new Argument<string>("job") { Description = "Job id." };
        var failureClass = ClassOption();
        var json = new Option<bool>("--json") { Description = "One JSON object per picture." };
        var source = new JobSource();
        var command = new Command("failures", "List the pictures that were given up, and why. Exit code 1 when there are any.") { job, failureClass, json };
        source.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var reader = source.Reader(result);
            return await WriteAsync(reader, result.GetRequiredValue(job), result.GetValue(failureClass), result.GetValue(json), cancellationToken);
        });
        return command;
    }

    public static Option<string?> ClassOption()
    {
        var option = new Option<string?>("--class") { Description = "Only failures of this class: input, transient, resource or poison." };
        option.AcceptOnlyFromAmong("input", "transient", "resource", "poison");
        return option;
    }

    private static async Task<int> WriteAsync(IJobReader reader, string id, string? failureClass, bool json, CancellationToken cancellationToken)
    {
        var (any, after) = (false, (string?)null);
        do
        {
            var page = await reader.FailuresAsync(id, failureClass, after, cancellationToken);
            foreach (var failure in page.Items)
            {
                any = true;
                Console.WriteLine(json
                    ? JsonSerializer.Serialize(failure, ApiJson.Default.FailureDocument)
                    : string.Create(CultureInfo.InvariantCulture, $"{failure.Class,-9} {failure.Input}: {failure.Message} ({failure.Attempts} attempts)"));
            }

            after = page.Next;
        }
        while (after is not null);
        return any ? ExitCodes.SomeFailed : ExitCodes.Done;
    }
}
