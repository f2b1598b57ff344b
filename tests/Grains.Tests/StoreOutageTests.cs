using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Images;
using BirD.Grains.Retry;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Grains.Tests;

/// <summary>A store that is away is waited for: it is not the pictures' fault, and costs them neither attempts nor what was computed.</summary>
public sealed class StoreOutageTests
{
    /// <summary>More than the attempts of the two pictures that one worker takes on.</summary>
    private const int ManyCalls = 11;

    [Fact]
    public async Task BeforeThePictures_WaitedForWithoutAnAttempt()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        cluster.World.Results.IsAway = true;
        await job.StartAsync(1, [.. Enumerable.Range(0, 9).Select(i => new FakePicture($"p{i}"))]);
        await Until.TrueAsync(() => cluster.World.Results.CallsWhileAway >= ManyCalls, "the store was asked again and again");
        var meanwhile = await job.Grain.GetProgressAsync();

        cluster.World.Results.IsAway = false;
        var events = await job.WatchAsync();

        (meanwhile.Done, meanwhile.Failed).ShouldBe((0, 0));
        meanwhile.Active.Count.ShouldBeLessThanOrEqualTo(2, "a worker takes no more than it has slots");
        events.Count.ShouldBe(9);
        events.ShouldAllBe(e => e.Result == ItemResult.Restored);
        for (var shard = 0; shard < 9 / TestJob.ShardSize; shard++)
        {
            (await Snapshot(cluster, shard)).Attempts.ShouldAllBe(attempts => attempts == 0);
        }
    }

    [Fact]
    public async Task BeforeTheResult_WhatWasComputedIsKept()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        var picture = new FakePicture("long", Steps: 9);
        var gate = cluster.World.Hold("long", 8);
        await job.StartAsync(1, picture);
        await gate.Reached;
        cluster.World.Results.IsAway = true;
        gate.Open();
        await Until.TrueAsync(() => cluster.World.Results.CallsWhileAway >= ManyCalls, "the result was offered again and again");

        cluster.World.Results.IsAway = false;
        (await job.WatchAsync()).ShouldHaveSingleItem().Result.ShouldBe(ItemResult.Restored);
        (cluster.World.StepsOf("long"), cluster.World.FinishesOf("long")).ShouldBe((9, 1));
        (await Snapshot(cluster, 0)).Attempts.ShouldBe([0]);
    }

    [Fact]
    public async Task PausedMeanwhile_ThePictureIsGivenBackWithoutAnAttempt()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        cluster.World.Results.IsAway = true;
        await job.StartAsync(1, new FakePicture("p"));
        await Until.TrueAsync(() => cluster.World.Results.CallsWhileAway >= 3, "the picture waits");

        await job.Grain.PauseAsync();
        await job.UntilAsync(progress => progress.State == JobState.Paused && progress.Active.Count == 0);
        (await Snapshot(cluster, 0)).Attempts.ShouldBe([0]);
        cluster.World.Results.IsAway = false;
        await job.Grain.ResumeAsync();
        (await job.WatchAsync()).ShouldHaveSingleItem().Result.ShouldBe(ItemResult.Restored);
    }

    [Fact]
    public async Task LongerThanPatience_CountsAsFailedAttempts()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1, configure: services =>
        {
            services.Configure<PictureOptions>(options => options.StorePatience = TimeSpan.Zero);
            services.Configure<RetryOptions>(options => options.MaxAttempts = 3);
        });
        var job = new TestJob(cluster);
        cluster.World.Results.IsAway = true;
        await job.StartAsync(1, new FakePicture("p"));

        var failed = (await job.WatchAsync()).ShouldHaveSingleItem();
        failed.Result.ShouldBe(ItemResult.Failed);
        failed.Message!.ShouldContain("away on purpose");
        (await Snapshot(cluster, 0)).Attempts.ShouldBe([3]);
    }

    private static Task<ShardSnapshot> Snapshot(BirdCluster cluster, int shard) =>
        cluster.Grains.GetGrain<IShardGrain>(new ShardRef("job", 1, shard).ToString()).GetSnapshotAsync();
}
