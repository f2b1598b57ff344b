using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Records;
using BirD.Grains.Scheduling;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using BirD.Storage.Objects;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Grains.Tests;

public sealed class InterruptionTests
{
    [Fact]
    public async Task Drain_PictureInWork_GoesOnElsewhereFromItsStep()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var picture = new FakePicture("long", Steps: 9);
        var gate = cluster.World.Hold("long", 5);
        await job.StartAsync(1, picture);
        var holder = await gate.Reached;

        await cluster.Silos.StopSiloAsync(cluster.Silos.Silos.Single(silo => silo.Name == holder));
        await Until.TrueAsync(() => cluster.World.ResumedFrom("long") == 5, "the picture went on from step 5");
        gate.Open();
        var events = await job.WatchAsync();

        events.ShouldHaveSingleItem().Result.ShouldBe(ItemResult.Restored);
        cluster.World.Results.Picture("long").ShouldBe(picture.Expected());
        cluster.World.StepsOf("long").ShouldBe(9);
        (await Snapshot(cluster)).Attempts.ShouldBe([0]);
    }

    /// <summary>After a sticky error of a device every picture fails there, one after the other: none of them may pay for it.</summary>
    [Fact]
    public async Task DeviceLost_WithAQueue_CostsNoPictureAnAttempt()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("long", 5);
        await job.StartAsync(1, [new FakePicture("long", Steps: 9), .. Enumerable.Range(0, 30).Select(i => new FakePicture($"p{i}", Steps: 4))]);
        var holder = await gate.Reached;

        cluster.World.BreakDevice(holder);
        gate.Open();
        var events = await job.WatchAsync();

        events.Count.ShouldBe(31);
        events.ShouldAllBe(e => e.Result == ItemResult.Restored || e.Result == ItemResult.Skipped);
        (await Snapshot(cluster)).Attempts.ShouldAllBe(attempts => attempts == 0);
    }

    [Fact]
    public async Task Kill_SiloWithPictureInWork_TheOtherTakesOverFromTheCheckpoint()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var picture = new FakePicture("long", Steps: 9);
        var gate = cluster.World.Hold("long", 5, deaf: true);
        await job.StartAsync(1, [picture, .. Enumerable.Range(0, 10).Select(i => new FakePicture($"p{i}"))]);
        var holder = await gate.Reached;

        await cluster.Silos.KillSiloAsync(cluster.Silos.Silos.Single(silo => silo.Name == holder));
        var events = await job.WatchAsync();

        events.Count.ShouldBe(11);
        events.ShouldAllBe(e => e.Result == ItemResult.Restored || e.Result == ItemResult.Skipped);
        cluster.World.ResumedFrom("long").ShouldBe(4);
        cluster.World.Results.Picture("long").ShouldBe(picture.Expected());
        gate.Open();
    }

    [Fact]
    public async Task Restart_OfEverything_TheNextRunGoesOnFromTheCheckpoint()
    {
        var world = new World();
        var picture = new FakePicture("long", Steps: 9);
        var gate = world.Hold("long", 5);
        await using (var first = await BirdCluster.StartAsync(world, silos: 1))
        {
            await new TestJob(first).StartAsync(1, picture, new FakePicture("quick"));
            await gate.Reached;
            await Until.TrueAsync(() => world.Results.Has("quick"), "the quick picture is done");
        }

        gate.Open();
        await using var second = await BirdCluster.StartAsync(world, silos: 1, configure: Embedded);
        var job = new TestJob(second);
        await job.StartAsync(2, picture, new FakePicture("quick"));
        var events = (await job.WatchAsync()).ToDictionary(e => e.Output, e => e.Result);

        events["long"].ShouldBe(ItemResult.Restored);
        events["quick"].ShouldBe(ItemResult.Skipped);
        world.ResumedFrom("long").ShouldBe(5);
        world.StepsOf("long").ShouldBe(9);
        world.Results.Picture("long").ShouldBe(picture.Expected());
    }

    [Fact]
    public async Task Restart_OfEverything_UnfinishedJobIsRevivedWithoutBeingAsked()
    {
        var world = new World();
        var gate = world.Hold("long", 5);
        await using (var first = await BirdCluster.StartAsync(world, silos: 1))
        {
            await new TestJob(first).StartAsync(1, new FakePicture("long", Steps: 9), new FakePicture("quick"));
            await gate.Reached;
            await Until.TrueAsync(async () => (await new TestJob(first).Grain.GetProgressAsync()).Done == 1, () => Task.FromResult("quick never counted"));
        }

        gate.Open();
        await using var second = await BirdCluster.StartAsync(world, silos: 1);
        var job = new TestJob(second);
        await job.UntilAsync(progress => progress.State == JobState.Finished);

        var progress = await job.Grain.GetProgressAsync();
        (progress.Run, progress.Restored, progress.Done).ShouldBe((1, 2, 2));
        world.FinishesOf("quick").ShouldBe(1);
    }

    [Theory]
    [InlineData("safetensors")]
    [InlineData("head.json")]
    public async Task Resume_DamagedCheckpoint_StartsThePictureOver(string damaged)
    {
        var world = new World();
        var picture = new FakePicture("long", Steps: 9);
        var gate = world.Hold("long", 1);
        await using (var first = await BirdCluster.StartAsync(world, silos: 1))
        {
            await new TestJob(first).StartAsync(1, picture);
            await gate.Reached;
        }

        await foreach (var key in world.Objects.ListAsync("jobs/job/ckpt/").Where(key => key.EndsWith(damaged, StringComparison.Ordinal)))
        {
            await world.Objects.PutAsync(key, "rubbish"u8.ToArray());
        }

        gate.Open();
        await using var second = await BirdCluster.StartAsync(world, silos: 1, configure: Embedded);
        var job = new TestJob(second);
        await job.StartAsync(2, picture);
        await job.WatchAsync();

        world.ResumedFrom("long").ShouldBeNull();
        world.Results.Picture("long").ShouldBe(picture.Expected());
        (await world.Objects.ListAsync("jobs/job/ckpt/").CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task PauseAndResume_GiveThePictureBackAndContinueIt()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var picture = new FakePicture("long", Steps: 9);
        var gate = cluster.World.Hold("long", 5);
        await job.StartAsync(1, picture);
        await gate.Reached;
        await job.UntilAsync(progress => progress.Active is [{ Input: "/in/long", Step: 5, Steps: 9 }]);

        await job.Grain.PauseAsync();
        await job.UntilAsync(progress => progress.State == JobState.Paused && progress.Active.Count == 0);
        cluster.World.StepsOf("long").ShouldBe(5);
        gate.Open();
        await job.Grain.ResumeAsync();
        var events = await job.WatchAsync();

        events.ShouldHaveSingleItem().Result.ShouldBe(ItemResult.Restored);
        cluster.World.ResumedFrom("long").ShouldBe(5);
        cluster.World.StepsOf("long").ShouldBe(9);
        (await job.Grain.GetProgressAsync()).Steps.ShouldBe(9);
    }

    [Fact]
    public async Task Cancel_EndsTheRunAndANewOneContinues()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var picture = new FakePicture("long", Steps: 9);
        var gate = cluster.World.Hold("long", 5);
        await job.StartAsync(1, picture);
        await gate.Reached;

        await job.Grain.CancelAsync();
        (await job.WatchAsync()).ShouldBeEmpty();
        (await job.Grain.GetProgressAsync()).State.ShouldBe(JobState.Cancelled);
        gate.Open();
        await job.StartAsync(2, picture);
        var events = await job.WatchAsync();

        events.ShouldHaveSingleItem().Result.ShouldBe(ItemResult.Restored);
        cluster.World.StepsOf("long").ShouldBe(9);
    }

    [Fact]
    public async Task OtherJobOfTheSameOutput_WithANumberFromThePlanner_ReplacesItsResults()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var planner = new JobRunPlanner(new JobRecordStore(cluster.World.Objects), new JobCatalog(cluster.World.Objects));
        var (first, second) = (new TestJob(cluster, "first", seed: 1), new TestJob(cluster, "second", seed: 2));
        foreach (var job in (TestJob[])[first, first, second])
        {
            await job.StartAsync(await planner.NextRunAsync(job.Id, job.Spec.Output), new FakePicture("a"));
            await job.UntilAsync(progress => progress.State == JobState.Finished);
        }

        (await second.Grain.GetProgressAsync()).ShouldSatisfyAllConditions(
            progress => progress.Run.ShouldBe(3), progress => progress.Restored.ShouldBe(1));
        cluster.World.Results.PutsOf("a").ShouldBe(2);
    }

    /// <summary>As the command line tool has it: nothing runs but what was asked for.</summary>
    private static void Embedded(IServiceCollection services) =>
        services.Configure<SchedulerOptions>(options => options.ReviveUnfinishedJobs = false);

    private static Task<ShardSnapshot> Snapshot(BirdCluster cluster) =>
        cluster.Grains.GetGrain<IShardGrain>(new ShardRef("job", 1, 0).ToString()).GetSnapshotAsync();
}
