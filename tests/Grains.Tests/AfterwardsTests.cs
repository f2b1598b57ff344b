using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;
using BirD.Grains.Application;
using BirD.Grains.Records;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using Orleans.Runtime;

namespace BirD.Grains.Tests;

/// <summary>Runs that grow while they are listed, end early, or go on after their end.</summary>
public sealed class AfterwardsTests
{
    [Fact]
    public async Task OpenRun_StartsWithItsFirstShardAndEndsWhenItIsClosed()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var pictures = Enumerable.Range(0, 3 * TestJob.ShardSize).Select(i => new FakePicture($"p{i}")).ToArray();
        var whole = await job.ListAsync(1, pictures);

        await job.Grain.StartRunAsync(job.Spec, new JobRun(1, 1, TestJob.ShardSize, Open: true));
        await job.UntilAsync(progress => progress is { Done: TestJob.ShardSize, State: JobState.Running, Listed: false });
        await job.Grain.StartRunAsync(job.Spec, new JobRun(1, 2, 2 * TestJob.ShardSize, Open: true));
        await job.UntilAsync(progress => progress.Done == 2 * TestJob.ShardSize);
        await job.Grain.StartRunAsync(job.Spec, new JobRun(1, 1, TestJob.ShardSize, Open: true));
        (await job.Grain.GetProgressAsync()).Total.ShouldBe(2 * TestJob.ShardSize);
        await job.Grain.StartRunAsync(job.Spec, whole);

        (await job.WatchAsync()).Count.ShouldBe(pictures.Length);
        (await job.Grain.GetProgressAsync()).ShouldSatisfyAllConditions(
            progress => progress.State.ShouldBe(JobState.Finished), progress => progress.Listed.ShouldBeTrue());
    }

    [Fact]
    public async Task OpenRun_ClosedAfterEverythingIsDone_Ends()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        var whole = await job.ListAsync(1, new FakePicture("a"));
        await job.Grain.StartRunAsync(job.Spec, whole with { Open = true });
        await job.UntilAsync(progress => progress.Done == 1);

        (await job.Grain.StartRunAsync(job.Spec, whole)).State.ShouldBe(JobState.Finished);
        (await job.WatchAsync()).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(FailureClass.Input, true)]
    [InlineData(null, true)]
    [InlineData(FailureClass.Poison, false)]
    public async Task Retry_FailedPictures_RunsThoseOfTheClassAgain(FailureClass? only, bool again)
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        FakePicture[] pictures = [new("a"), new("b") { Broken = true }, new("c"), new("d"), new("e") { Broken = true }];
        await job.StartAsync(1, pictures);
        (await job.WatchAsync()).Count(e => e.Result == ItemResult.Failed).ShouldBe(2);
        cluster.World.Inputs.Put("b", new FakePicture("b").ToBytes());
        cluster.World.Inputs.Put("e", new FakePicture("e").ToBytes());

        var retrier = new FailureRetrier(cluster.World.Objects, new JobRecordStore(cluster.World.Objects), cluster.Grains);
        (await retrier.RetryAsync(job.Id, only)).ShouldBe(again ? 2 : 0);
        await job.UntilAsync(progress => progress.State == JobState.Finished && progress.Failed == (again ? 0 : 2));

        (await job.Grain.GetProgressAsync()).ShouldSatisfyAllConditions(
            progress => progress.Done.ShouldBe(5), progress => progress.Restored.ShouldBe(again ? 5 : 3));
        cluster.World.FinishesOf("a").ShouldBe(1);
        (await retrier.RetryAsync(job.Id, null)).ShouldBe(again ? 0 : 2);
    }

    [Fact]
    public async Task Retry_AWorkerTellsLateThatTheShardWasComplete_TheShardIsStillOffered()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1, role: Configuration.SiloRole.Control);
        var job = new TestJob(cluster);
        await job.StartAsync(1, new FakePicture("a"));
        var (shard, worker) = (new ShardRef(job.Id, 1, 0), new WorkerId(SiloAddress.FromParsableString("127.0.0.1:1@1")));
        var grain = cluster.Grains.GetGrain<IShardGrain>(shard.ToString());
        var lease = (await grain.AcquireAsync(worker, 1)).Items.ShouldHaveSingleItem();
        await grain.CommitAsync([new ItemOutcome { Item = 0, Epoch = lease.Epoch, Result = ItemResult.Failed, Failure = FailureClass.Input }]);
        await job.UntilAsync(progress => progress.State == JobState.Finished);
        var late = await grain.AcquireAsync(worker, 1);
        late.Complete.ShouldBeTrue();

        (await grain.RetryAsync(null)).ShouldBe(1);
        await job.UntilAsync(progress => progress.State == JobState.Running);
        var news = new ShardHint(shard, late.Complete, default) { AsOf = late.AsOf };
        (await cluster.Grains.GetGrain<ISchedulerGrain>("default").PollAsync(new WorkerStatus(worker, 1, [], [news])))
            .Shards.ShouldBe([shard]);
    }

    [Fact]
    public async Task Retry_WhileTheRunGoesOn_CountsEachPictureOnce()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("slow", 2);
        await job.StartAsync(1, new("b") { Broken = true }, new("slow"));
        await gate.Reached;
        await job.UntilAsync(progress => progress.Failed == 1);
        cluster.World.Inputs.Put("b", new FakePicture("b").ToBytes());

        var retrier = new FailureRetrier(cluster.World.Objects, new JobRecordStore(cluster.World.Objects), cluster.Grains);
        (await retrier.RetryAsync(job.Id, null)).ShouldBe(1);
        await job.UntilAsync(progress => progress is { Restored: 1, Failed: 0 });
        gate.Open();
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Restored: 2, Failed: 0, Done: 2 });
    }

    [Fact]
    public async Task Cancel_FinishCurrent_LetsPicturesInWorkEndAndGrantsNoMore()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("a", 2);
        await job.Grain.StartRunAsync(
            job.Spec, await job.ListAsync(1, new("a", Steps: 6), new("b"), new("c"), new("d")), new JobTerms(0, MaxInFlight: 1));
        await gate.Reached;

        await job.Grain.CancelAsync(CancelMode.FinishCurrent);
        (await job.Grain.GetProgressAsync()).State.ShouldBe(JobState.Draining);
        gate.Open();
        (await job.WatchAsync()).ShouldHaveSingleItem().Output.ShouldBe("a");
        (await job.Grain.GetProgressAsync()).State.ShouldBe(JobState.Cancelled);
        cluster.World.StepsOf("b").ShouldBe(0);
    }
}
