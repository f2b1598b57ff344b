using System.CommandLine;
using BirD.Client.Cluster;
using BirD.Client.Jobs;

namespace BirD.Client.Commands.Jobs;

internal static class StatusCommand
{
    public static Command Create()
    {
        var job = new Argument<string?>("job") { Description = "Job id. Default: a line for every job.", Arity = ArgumentArity.ZeroOrOne };
        var json = new Option<bool>("--json") { Description = "One JSON object per job." };
        var source = new JobSource();
        var command = new Command("status", "Show where jobs stand.") { job, json };
        source.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var reader = source.Reader(result);
            return result.GetValue(job) is { } id
                ? await OneAsync(reader, id, result.GetValue(json), cancellationToken)
                : await AllAsync(reader, result.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static async Task<int> OneAsync(IJobReader reader, string id, bool json, CancellationToken cancellationToken)
    {
        var job = await reader.GetAsync(id, cancellationToken);
        if (json)
        {
            JobText.WriteJson(job);
            return ExitCodes.Done;
        }

        foreach (var line in JobText.Lines(job))
        {
            Console.WriteLine(line);
        }

        return ExitCodes.Done;
    }

    private static async Task<int> AllAsync(IJobReader reader, bool json, CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            var page = await reader.ListAsync(after, cancellationToken);
            foreach (var job in page.Items)
            {
                if (json)
                {
                    JobText.WriteJson(job);
                }
                else
                {
                    Console.WriteLine(JobText.Line(job));
                }
            }

            after = page.Next;
        }
        while (after is not null);
        return ExitCodes.Done;
    }
}
