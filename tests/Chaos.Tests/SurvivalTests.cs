using BirD.Client.Bench.Drill;
using BirD.Contracts.Jobs;

namespace BirD.Chaos.Tests;

/// <summary>Real silos, real signals: whatever dies, freezes or is stopped, the results are those of an undisturbed run.</summary>
public sealed class SurvivalTests(ChaosFixture chaos)
{
    private const int Pictures = 40;
    private const int Steps = 3;
    private const string Prior = "null:60ms";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <summary>Leases that end soon, so that also the way without membership is walked; nothing else is other than in production.</summary>
    private static readonly Dictionary<string, string> Settings = new() { ["Bird__Leases__Duration"] = "00:00:15" };

    public enum Where
    {
        Directory,
        Azurite,
    }

    [Theory]
    [InlineData(Where.Directory)]
    [InlineData(Where.Azurite)]
    public async Task KillsFreezesAndStops_ChangeNothingInTheResults(Where where)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs POSIX signals");
        var place = await PlaceAsync(where);
        var expected = await UndisturbedAsync();
        var job = await DrillJob.CreateAsync(place, "disturbed", Pictures, Steps);
        using var cluster = new DrillCluster(place, workers: 2, Prior, Settings);

        await Done(cluster, job, 3);
        cluster.Workers[0].Kill();
        cluster.ReplaceWorker(0);
        await Done(cluster, job, 7);
        cluster.Workers[1].Freeze();
        if (where == Where.Azurite)
        {
            chaos.Azurite.Kill();
            await chaos.Azurite.StartAsync();
        }

        await Done(cluster, job, 14);
        cluster.Workers[1].Thaw();
        await Done(cluster, job, 18);
        cluster.Control.Kill();
        cluster.ReplaceControl();
        await Done(cluster, job, 26);
        (await cluster.Workers[0].StopAsync(TimeSpan.FromMinutes(2))).ShouldBe(0);
        cluster.ReplaceWorker(0);
        await Finished(cluster, job);

        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        hashes.ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task EverythingKilled_StartedAgain_GoesOnWhereItWas()
    {
        var place = await PlaceAsync(Where.Directory);
        var job = await DrillJob.CreateAsync(place, "job", Pictures, Steps);
        using (var cluster = new DrillCluster(place, workers: 1, Prior))
        {
            await Done(cluster, job, 5);
        }

        var before = job.Done;
        using var again = new DrillCluster(place, workers: 1, Prior);
        await Finished(again, job);
        before.ShouldBeLessThan(Pictures);
        (await job.VerifyAsync()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task PictureThatKillsItsProcess_IsGivenUpAndTheOthersAreDone()
    {
        var place = await PlaceAsync(Where.Directory);
        var job = await DrillJob.CreateAsync(place, "job", 8, Steps, extra: ("killer.png", 48, 32));
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
            Patience);
        (await job.VerifyAsync()).Faults.ShouldBe(["killer.png is missing"]);
    }

    private async Task<IReadOnlyDictionary<string, string>> UndisturbedAsync()
    {
        var place = DrillPlace.Local(chaos.NewFolder());
        var job = await DrillJob.CreateAsync(place, "undisturbed", Pictures, Steps);
        using var cluster = new DrillCluster(place, workers: 1, "null:0ms");
        await Finished(cluster, job);
        var (hashes, faults) = await job.VerifyAsync();
        faults.ShouldBeEmpty();
        return hashes;
    }

    private async Task<DrillPlace> PlaceAsync(Where where) => where == Where.Directory
        ? DrillPlace.Local(chaos.NewFolder())
        : await DrillPlace.AzureAsync(chaos.NewFolder(), chaos.Azurite.ConnectionString);

    private static Task Done(DrillCluster cluster, DrillJob job, int pictures) =>
        cluster.UntilAsync(() => job.Done >= pictures, $"{pictures} pictures done (of {job.Count}, now {job.Done})", Patience);

    private static Task Finished(DrillCluster cluster, DrillJob job) =>
        cluster.UntilAsync(async () => await job.StateAsync() == JobState.Finished, "the job finished", Patience);
}
