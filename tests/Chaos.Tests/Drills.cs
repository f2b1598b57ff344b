using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;

namespace BirD.Chaos.Tests;

/// <summary>What the drills have in common. Their classes run side by side: a silo mostly waits.</summary>
internal static class Drills
{
    public const int Steps = 3;

    public const string Prior = "null:60ms";

    /// <summary>For a machine under load; a quiet one needs a tenth.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    public static Task Done(DrillCluster cluster, DrillJob job, int pictures) =>
        cluster.UntilAsync(() => job.Done >= pictures, $"{pictures} pictures done (of {job.Count}, now {job.Done})", Patience);

    public static Task Finished(DrillCluster cluster, DrillJob job) =>
        cluster.UntilAsync(async () => await job.StateAsync() == JobState.Finished, "the job finished", Patience);
}
