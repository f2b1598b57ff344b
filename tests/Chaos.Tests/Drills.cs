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
