using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;
using BirD.Storage;

namespace BirD.Chaos.Tests;

/// <summary>What the drills have in common. Nothing in them depends on speed: each step waits for what the next one needs.</summary>
internal static class Drills
{
    public const int Steps = 3;

    public const string Prior = "null:60ms";

    /// <summary>For a machine under load; a quiet one needs a tenth.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    public static Task Done(DrillCluster cluster, DrillJob job, int pictures) =>
        UntilAsync(cluster, () => Task.FromResult(job.Done >= pictures), $"{pictures} pictures done (of {job.Count}, now {job.Done})");

    public static Task Finished(DrillCluster cluster, DrillJob job) =>
        UntilAsync(cluster, async () => await job.StateAsync() == JobState.Finished, "the job finished");

    /// <summary>SIGTERM to a worker that is up and at work, which has to end with 0. One that starved and is held for dead can't drain: then another.</summary>
    public static async Task DrainWorkerAsync(DrillCluster cluster, Predicate<SiloProcess> isAtWork)
    {
        while (true)
        {
            SiloProcess? worker = null;
            await UntilAsync(cluster, () => Task.FromResult((worker = Array.Find(cluster.Workers, isAtWork)) is not null), "a worker is at work");
            if (await StoppedAsync(worker!))
            {
                return;
            }
        }
    }

    /// <summary>SIGTERM; true when it drained and ended with 0, false when the others had held it for dead before.</summary>
    public static async Task<bool> StoppedAsync(SiloProcess silo)
    {
        var code = await silo.StopAsync(Patience);
        if (silo.WasGivenUp)
        {
            return false;
        }

        code.ShouldBe(0, string.Join(Environment.NewLine, silo.Log));
        return true;
    }

    /// <summary>Waits for something to come true, and meanwhile starts a new silo in the place of each that ended by itself.</summary>
    public static Task UntilAsync(DrillCluster cluster, Func<Task<bool>> condition, string what) => cluster.UntilAsync(
        async () =>
        {
            cluster.Tend();
            try
            {
                return await condition();
            }
            catch (Exception e) when (e is StoreException or HttpRequestException or TaskCanceledException)
            {
                // Too busy to answer now.
                return false;
            }
        },
        what,
        Patience);
}
