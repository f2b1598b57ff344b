using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>A picture that ends every process that touches it.</summary>
public sealed class PoisonTests(ChaosFixture chaos)
{
    /// <summary>Alone from its second attempt on, so that its neighbours have deaths to spare on a machine where silos starve.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["Bird__Retry__AloneAfterDeaths"] = "1" };

    [Fact]
    public async Task PictureThatKillsItsProcess_IsGivenUpAndTheOthersAreDone()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "job", 8, Drills.Steps, extra: ("killer.png", 48, 32));
        using var cluster = new DrillCluster(place, workers: 1, "null:5ms,crash:48x32", Settings);

        await Drills.Finished(cluster, job);

        (await job.VerifyAsync()).Faults.ShouldBe(["killer.png is missing"]);
    }
}
