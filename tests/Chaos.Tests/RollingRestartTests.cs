using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>An upgrade: every silo in turn is told to end while there is work, and another one takes its place.</summary>
public sealed class RollingRestartTests(ChaosFixture chaos)
{
    /// <summary>Slow enough that there is work left while silos come and go.</summary>
    private const string Prior = "null:400ms";

    private static readonly Dictionary<string, string> Settings = new([Failovers.LogSetting]);

    [Fact]
    public async Task EverySiloRestartedUnderLoad_LosesNothingAndRepeatsAtMostAStepPerPicture()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs POSIX signals");
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "rolled", ChaosFixture.Pictures, Drills.Steps);
        var work = new Failovers();
        using var cluster = new DrillCluster(place, workers: 2, Prior, Settings, work.OnLine);
        string[] old = [.. cluster.Workers.Select(worker => worker.Name)];

        await Drills.Done(cluster, job, 2);
        foreach (var name in old)
        {
            // Replaced by the waiting itself, as an orchestrator would.
            await Drills.UntilAsync(cluster, () => Task.FromResult(Array.Exists(cluster.Workers, worker => worker.Name != name && work.HasBegun(worker))), "another worker is at work");
            if (Array.Find(cluster.Workers, worker => worker.Name == name) is { HasExited: false } silo)
            {
                await Drills.StoppedAsync(silo);
            }
        }

        var drained = await Drills.StoppedAsync(cluster.Control);
        await Drills.Finished(cluster, job);

        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        hashes.ShouldBe(await chaos.UndisturbedAsync(), ignoreOrder: true);
        if (drained)
        {
            (await job.StepsAsync()).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(ChaosFixture.Pictures * (Drills.Steps + 1));
        }
    }
}
