using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>Real silos, real signals: whatever dies, freezes or is stopped, the results are those of an undisturbed run.</summary>
public abstract class SurvivalTests(ChaosFixture chaos)
{
    /// <summary>Leases that end soon, so that also the way without membership is walked; nothing else is other than in production.</summary>
    private static readonly Dictionary<string, string> Settings = new([Failovers.LogSetting]) { ["Bird__Leases__Duration"] = "00:00:15" };

    protected ChaosFixture Chaos => chaos;

    private protected abstract Task<DrillPlace> PlaceAsync();

    /// <summary>What happens to the store in the middle of the work.</summary>
    /// <param name="place">The state.</param>
    /// <param name="earlier">What the store held before a worker died and another joined.</param>
    private protected abstract Task DisturbStoreAsync(DrillPlace place, StoreBackup earlier);

    [Fact]
    public async Task KillsFreezesAndStops_ChangeNothingInTheResults()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs POSIX signals");
        var place = await PlaceAsync();
        var expected = await chaos.UndisturbedAsync();
        var job = await DrillJob.CreateAsync(place, "disturbed", ChaosFixture.Pictures, Drills.Steps);
        var work = new Failovers();
        using var cluster = new DrillCluster(place, workers: 2, Drills.Prior, Settings, work.OnLine);

        await Drills.Done(cluster, job, 2);
        var earlier = await StoreBackup.TakeAsync(place.Store);
        cluster.Workers[0].Kill();
        cluster.ReplaceWorker(0);
        await Drills.Done(cluster, job, 5);
        var frozen = cluster.Workers[1];
        frozen.Freeze();
        await DisturbStoreAsync(place, earlier);
        await Drills.Done(cluster, job, 10);
        frozen.Thaw();
        await Drills.Done(cluster, job, 13);
        cluster.Control.Kill();
        cluster.ReplaceControl();
        await Drills.Done(cluster, job, 18);
        await Drills.DrainWorkerAsync(cluster, work.HasBegun);
        await Drills.Finished(cluster, job);

        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        hashes.ShouldBe(expected, ignoreOrder: true);
    }
}

public sealed class DirectorySurvivalTests(ChaosFixture chaos) : SurvivalTests(chaos)
{
    private protected override Task<DrillPlace> PlaceAsync() => Task.FromResult(DrillPlace.Local(Chaos.NewFolder()));

    /// <summary>It goes back to what it was, as after a failover to a copy: a death, a newcomer and finished pictures are lost.</summary>
    private protected override Task DisturbStoreAsync(DrillPlace place, StoreBackup earlier) => earlier.PutBackAsync(place.Store);
}

public sealed class AzuriteSurvivalTests(ChaosFixture chaos) : SurvivalTests(chaos)
{
    private protected override Task<DrillPlace> PlaceAsync() => DrillPlace.AzureAsync(Chaos.NewFolder(), Chaos.Azurite.ConnectionString);

    /// <summary>It is killed and started again; the emulator may have lost its last seconds.</summary>
    private protected override async Task DisturbStoreAsync(DrillPlace place, StoreBackup earlier)
    {
        Chaos.Azurite.Kill();
        await Chaos.Azurite.StartAsync();
    }
}
