using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>The power fails: every process is gone at once, and what comes back knows only the store.</summary>
public sealed class RestartTests(ChaosFixture chaos)
{
    private const int Pictures = 30;

    [Fact]
    public async Task EverythingKilled_StartedAgain_GoesOnWhereItWas()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "job", Pictures, Drills.Steps);
        using (var cluster = new DrillCluster(place, workers: 1, Drills.Prior))
        {
            await Drills.Done(cluster, job, 5);
        }

        var before = job.Done;
        using var again = new DrillCluster(place, workers: 1, Drills.Prior);
        await Drills.Finished(again, job);
        before.ShouldBeLessThan(Pictures);
        (await job.VerifyAsync()).Faults.ShouldBeEmpty();
    }
}
