using System.Diagnostics;
using BirD.Client.Embedded;
using BirD.Client.Progress;
using BirD.Client.Runs;
using BirD.Contracts.Api;

namespace BirD.Client.Cluster;

/// <summary>Follows a job of a cluster with the display, lines and exit codes of a local restore.</summary>
internal static class ClusterRun
{
    public static async Task<int> FollowAsync(HttpBirdClient client, JobDocument job, bool json, CancellationToken stop)
    {
        var (clock, summary, run) = (Stopwatch.StartNew(), new RunSummary(), new StartedRun(job.Id, job.Run, job.Counts?.Total ?? 0));
        using var reporter = RunReporters.ForCluster(job.Output, json);
        try
        {
            await reporter.RunAsync(() => client.GetProgressAsync(run), async () =>
            {
                await foreach (var item in client.WatchAsync(run, stop))
                {
                    summary.Add(item);
                    reporter.OnItem(item);
                }
            });
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(
                $"Job {job.Id} goes on in the cluster. Watch it with 'bird watch {job.Id} --cluster {client.Address}', end it with 'bird cancel {job.Id} --cluster {client.Address}'.");
            return ExitCodes.Interrupted;
        }

        reporter.OnFinished(summary, clock.Elapsed, complete: true);
        return Close(await client.GetAsync(job.Id, CancellationToken.None), summary);
    }

    private static int Close(JobDocument job, RunSummary summary)
    {
        if (job.State != JobPhase.Finished)
        {
            Console.Error.WriteLine($"Job {job.Id} is {Jobs.JobText.Word(job.State)}{(job.Fault is null ? "." : $": {job.Fault}")}");
            return job.State == JobPhase.Failed ? ExitCodes.Usage : ExitCodes.Interrupted;
        }

        return summary.Failed > 0 || job.Counts?.Failed > 0 ? ExitCodes.SomeFailed : ExitCodes.Done;
    }
}
