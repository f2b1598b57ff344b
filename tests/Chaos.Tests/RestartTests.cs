using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>The power fails: every process is gone at once, and what comes back knows only the store.</summary>
public sealed class RestartTests(ChaosFixture chaos)
{
    private const int Pictures = 20;

    [Fact]
    public async Task EverythingKilled_StartedAgain_GoesOnWhereItWas()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "job", Pictures, Drills.Steps);
        using (var box = OneBox(place))
        {
            await Drills.Done(box, job, 3);
        }

        var before = job.Done;
        using var again = OneBox(place);
        await Drills.Finished(again, job);
        before.ShouldBeLessThan(Pictures);
        (await job.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    private static DrillCluster OneBox(DrillPlace place) => new(place, workers: 0, Drills.Prior, role: "all");
}
