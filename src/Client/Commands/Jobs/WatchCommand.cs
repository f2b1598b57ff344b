using System.CommandLine;
using BirD.Client.Cluster;
using BirD.Client.Restore;

namespace BirD.Client.Commands.Jobs;

internal static class WatchCommand
{
    public static Command Create()
    {
        var job = new Argument<string>("job") { Description = "Job id." };
        var json = new Option<bool>("--json") { Description = "One JSON object per picture on standard output." };
        var source = new JobSource();
        var command = new Command("watch", "Follow a job to its end; the exit code is that of restore. Ctrl-C ends the watching, not the job.") { job, json };
        source.AddClusterTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var client = source.Cluster(result);
            var document = await client.GetAsync(result.GetRequiredValue(job), cancellationToken);
            using var signals = new StopSignals();
            return await ClusterRun.FollowAsync(client, document, result.GetValue(json), signals.Token);
        });
        return command;
    }
}
