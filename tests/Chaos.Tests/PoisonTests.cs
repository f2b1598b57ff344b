using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;

namespace BirD.Chaos.Tests;

/// <summary>A picture that ends every process that touches it.</summary>
public sealed class PoisonTests(ChaosFixture chaos)
{
    [Fact]
    public async Task PictureThatKillsItsProcess_IsGivenUpAndTheOthersAreDone()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "job", 8, Drills.Steps, extra: ("killer.png", 48, 32));
        using var cluster = new DrillCluster(place, workers: 1, "null:5ms,crash:48x32");

        await cluster.UntilAsync(
            async () =>
            {
                if (cluster.Workers[0].HasExited)
                {
                    cluster.ReplaceWorker(0);
                }

                return await job.StateAsync() == JobState.Finished;
            },
            "the job finished",
            Drills.Patience);
        (await job.VerifyAsync()).Faults.ShouldBe(["killer.png is missing"]);
    }
}
