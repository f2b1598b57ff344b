using BirD.Client.Bench.Drill;

namespace BirD.Chaos.Tests;

/// <summary>Real silos, real signals: whatever dies, freezes or is stopped, the results are those of an undisturbed run.</summary>
public abstract class SurvivalTests(ChaosFixture chaos)
{
    private const int Pictures = 40;

    /// <summary>Leases that end soon, so that also the way without membership is walked; nothing else is other than in production.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["Bird__Leases__Duration"] = "00:00:15" };

    protected ChaosFixture Chaos => chaos;

    private protected abstract Task<DrillPlace> PlaceAsync();

    /// <summary>The store goes away and comes back, where it is a server.</summary>
    protected virtual Task InterruptStoreAsync() => Task.CompletedTask;

    [Fact]
    public async Task KillsFreezesAndStops_ChangeNothingInTheResults()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs POSIX signals");
        var place = await PlaceAsync();
        var expected = await UndisturbedAsync();
        var job = await DrillJob.CreateAsync(place, "disturbed", Pictures, Drills.Steps);
        using var cluster = new DrillCluster(place, workers: 2, Drills.Prior, Settings);

        await Drills.Done(cluster, job, 3);
        cluster.Workers[0].Kill();
        cluster.ReplaceWorker(0);
        await Drills.Done(cluster, job, 7);
        cluster.Workers[1].Freeze();
        await InterruptStoreAsync();
        await Drills.Done(cluster, job, 14);
        cluster.Workers[1].Thaw();
        await Drills.Done(cluster, job, 18);
        cluster.Control.Kill();
        cluster.ReplaceControl();
        await Drills.Done(cluster, job, 26);
        (await cluster.Workers[0].StopAsync(TimeSpan.FromMinutes(2))).ShouldBe(0);
        cluster.ReplaceWorker(0);
        await Drills.Finished(cluster, job);

        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        hashes.ShouldBe(expected, ignoreOrder: true);
    }

    private async Task<IReadOnlyDictionary<string, string>> UndisturbedAsync()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "undisturbed", Pictures, Drills.Steps);
        using var cluster = new DrillCluster(place, workers: 1, "null:0ms");
        await Drills.Finished(cluster, job);
        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        return hashes;
    }
}

public sealed class DirectorySurvivalTests(ChaosFixture chaos) : SurvivalTests(chaos)
{
    private protected override Task<DrillPlace> PlaceAsync() => Task.FromResult(DrillPlace.Local(Chaos.NewFolder()));
}

public sealed class AzuriteSurvivalTests(ChaosFixture chaos) : SurvivalTests(chaos)
{
    private protected override Task<DrillPlace> PlaceAsync() => DrillPlace.AzureAsync(Chaos.NewFolder(), Chaos.Azurite.ConnectionString);

    protected override async Task InterruptStoreAsync()
    {
        Chaos.Azurite.Kill();
        await Chaos.Azurite.StartAsync();
    }
}
