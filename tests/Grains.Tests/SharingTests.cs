using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Scheduling;
using BirD.Contracts.Shards;
using BirD.Grains.Scheduling;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using BirD.Grains.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;

namespace BirD.Grains.Tests;

/// <summary>Who is offered what: priority, equal shares, limits, priors.</summary>
public sealed class SharingTests
{
    private static readonly WorkerId Worker = new(SiloAddress.FromParsableString("127.0.0.1:1@1"));

    [Fact]
    public async Task Poll_HigherPriority_ComesFirstAndTheLowerFillsUp()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1, role: Configuration.SiloRole.Control);
        await StartAsync(cluster, "low", new JobTerms(0));
        await StartAsync(cluster, "high", new JobTerms(5));

        (await OfferAsync(cluster)).Select(shard => shard.JobId).ShouldBe(["high", "high", "low", "low"]);
        await new TestJob(cluster, "low").Grain.SetTermsAsync(new JobTerms(9));
        (await OfferAsync(cluster))[0].JobId.ShouldBe("low");
    }

    [Fact]
    public async Task Poll_EqualPriority_BeginsWithWhoHasHadLeast()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1, role: Configuration.SiloRole.Control);
        await StartAsync(cluster, "a");
        await StartAsync(cluster, "b");

        var first = await OfferAsync(cluster);
        var (mine, other) = first[0].JobId == "a" ? ("a", "b") : ("b", "a");
        first.Select(shard => shard.JobId).ShouldBe([mine, other, mine, other]);
        (await OfferAsync(cluster, new JobUsage(mine, 1, 1, 0, 0)))[0].JobId.ShouldBe(other);
        (await OfferAsync(cluster, new JobUsage(other, 0, 3, 3, 30)))[0].JobId.ShouldBe(mine);
    }

    [Fact]
    public async Task Poll_AnotherPrior_IsNotOfferedTheJob()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1, role: Configuration.SiloRole.Control);
        var job = new TestJob(cluster);
        await job.Grain.StartRunAsync(job.Spec with { PriorSha256 = "aa" }, await job.ListAsync(1, new FakePicture("p")));
        var scheduler = cluster.Grains.GetGrain<ISchedulerGrain>("default");

        (await scheduler.PollAsync(new WorkerStatus(Worker, 2, [], []) { Prior = "bb" })).Shards.ShouldBeEmpty();
        (await scheduler.PollAsync(new WorkerStatus(Worker, 2, [], []))).Shards.ShouldBeEmpty();
        (await scheduler.PollAsync(new WorkerStatus(Worker, 2, [], []) { Prior = "aa" })).Shards.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Poll_ALimitedJob_IsHeldToItOverAllWorkers()
    {
        // Living silos, because what a dead worker had in work no longer counts.
        await using var cluster = await BirdCluster.StartAsync(silos: 2, role: Configuration.SiloRole.Control);
        await StartAsync(cluster, "a", new JobTerms(0, MaxInFlight: 3));
        var scheduler = cluster.Grains.GetGrain<ISchedulerGrain>("default");
        var (first, second) = (new WorkerId(cluster.Silos.Silos[0].SiloAddress), new WorkerId(cluster.Silos.Silos[1].SiloAddress));

        (await scheduler.PollAsync(new WorkerStatus(first, 2, [], []))).Allowances.ShouldBe([new JobAllowance("a", 2)]);
        (await scheduler.PollAsync(new WorkerStatus(second, 2, [], []))).Allowances.ShouldBe([new JobAllowance("a", 1)]);
        (await scheduler.PollAsync(new WorkerStatus(second, 1, [], []) { Usage = [new("a", 1, 1, 0, 0)] })).Shards.ShouldBeEmpty();
        (await scheduler.PollAsync(new WorkerStatus(first, 1, [], []) { Usage = [new("a", 1, 2, 1, 1)] })).Allowances.ShouldBe([new JobAllowance("a", 1)]);
    }

    [Fact]
    public async Task Run_ALimitedJob_NeverHasMoreInWork()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        var (one, two) = (cluster.World.Hold("a", 1), cluster.World.Hold("b", 1));
        await job.Grain.StartRunAsync(job.Spec, await job.ListAsync(1, new("a"), new("b"), new("c")), new JobTerms(0, MaxInFlight: 1));
        await one.Reached;
        await job.UntilAsync(progress => progress.Active.Count == 1);
        cluster.World.RunningSessions.ShouldBe(1);
        one.Open();
        await two.Reached;
        cluster.World.RunningSessions.ShouldBe(1);
        two.Open();
        (await job.WatchAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Run_AJobOfHigherPriority_HasTheNextFreeSlot()
    {
        await using var cluster = await BirdCluster.StartAsync(
            silos: 1, configure: services => services.Configure<WorkerOptions>(options => (options.Slots, options.OfferLifetime) = (1, TimeSpan.Zero)));
        var (low, high) = (new TestJob(cluster, "low"), new TestJob(cluster, "high"));
        var (first, urgent) = (cluster.World.Hold("a", 1), cluster.World.Hold("urgent", 1));
        await low.Grain.StartRunAsync(low.Spec, await low.ListAsync(1, new("a"), new("b"), new("c")), new JobTerms(0));
        await first.Reached;
        await high.Grain.StartRunAsync(high.Spec, await high.ListAsync(1, new FakePicture("urgent")), new JobTerms(5));

        first.Open();
        await urgent.Reached;
        cluster.World.OpeningsOf("b").ShouldBe(0, "the offer of the first job was made before there was a better one");
        urgent.Open();
        (await low.WatchAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public void JobShare_PicturesInWork_CountAtTheJobsAverage()
    {
        var clock = new FakeTimeProvider();
        var share = new JobShare(startsAt: 100, clock);
        share.Enter(new JobUsage("a", 2, Taken: 2, Ended: 0, WorkSeconds: 0));
        share.Served.ShouldBe(102);
        clock.Advance(TimeSpan.FromSeconds(40));
        share.Served.ShouldBe(180, "before one has ended, those in work count at the time since the first began");
        share.Enter(new JobUsage("a", 1, Taken: 0, Ended: 1, WorkSeconds: 60));
        share.Served.ShouldBe(220);
    }

    [Fact]
    public void JobShare_TwoJobsOfUnequalPictures_GetEqualTime()
    {
        // One slot, pictures of 1 s and of 7 s: always the job that has had least.
        var (small, large) = (new JobShare(0, TimeProvider.System), new JobShare(0, TimeProvider.System));
        var spent = (Small: 0.0, Large: 0.0);
        for (var picture = 0; picture < 1000; picture++)
        {
            var isSmall = small.Served <= large.Served;
            (isSmall ? small : large).Enter(new JobUsage("", 0, 1, 1, isSmall ? 1 : 7));
            spent = isSmall ? (spent.Small + 1, spent.Large) : (spent.Small, spent.Large + 7);
        }

        (spent.Small / spent.Large).ShouldBe(1, 0.1);
    }

    [Fact]
    public void ShardRota_AShardReopened_IsOfferedAgain()
    {
        var notice = new JobNotice("a", new JobRun(1, 2, 6), JobState.Running);
        var rota = new ShardRota(notice, new JobShare(0, TimeProvider.System), new FakeTimeProvider());
        rota.Learn(new ShardHint(new ShardRef("a", 1, 0), Complete: true, default));
        rota.Learn(new ShardHint(new ShardRef("a", 1, 1), Complete: true, default));
        rota.Open().ShouldBeEmpty();
        rota.Update(notice with { Reopened = 0 });
        rota.Open().Select(shard => shard.Shard).ShouldBe([0]);
        rota.Update(notice with { Run = new JobRun(1, 4, 12) });
        rota.Open().Select(shard => shard.Shard).ShouldBe([0, 2, 3]);
    }

    [Fact]
    public void ShardRota_OldNewsOfAReopenedShard_IsNotBelieved()
    {
        var reopened = new ShardMoment(2, 7);
        var rota = new ShardRota(new JobNotice("a", new JobRun(1, 1, 3), JobState.Running), new JobShare(0, TimeProvider.System), new FakeTimeProvider());
        rota.Update(rota.Job with { Reopened = 0, ReopenedAsOf = reopened });

        foreach (var before in new[] { new ShardMoment(2, 6), new ShardMoment(1, 90) })
        {
            rota.Learn(new ShardHint(new ShardRef("a", 1, 0), Complete: true, default) { AsOf = before });
            rota.Open().ShouldHaveSingleItem();
        }

        rota.Learn(new ShardHint(new ShardRef("a", 1, 0), Complete: true, default) { AsOf = reopened with { Version = 8 } });
        rota.Open().ShouldBeEmpty();
    }

    [Fact]
    public void ShardRota_AllCompleteAndTheRunGoesOn_AsksAllAgain()
    {
        var time = new FakeTimeProvider();
        var rota = new ShardRota(new JobNotice("a", new JobRun(1, 1, 3), JobState.Running), new JobShare(0, time), time);
        rota.Learn(new ShardHint(new ShardRef("a", 1, 0), Complete: true, default));
        rota.Open().ShouldBeEmpty();
        time.Advance(TimeSpan.FromSeconds(9));
        rota.Open().ShouldBeEmpty();
        time.Advance(TimeSpan.FromSeconds(1));
        rota.Open().ShouldHaveSingleItem();
    }

    /// <summary>Two shards of work and nobody to do it.</summary>
    private static async Task StartAsync(BirdCluster cluster, string id, JobTerms? terms = null)
    {
        var job = new TestJob(cluster, id);
        var pictures = Enumerable.Range(0, 2 * TestJob.ShardSize).Select(i => new FakePicture($"{id}{i}")).ToArray();
        await job.Grain.StartRunAsync(job.Spec, await job.ListAsync(1, pictures), terms);
    }

    private static async Task<IReadOnlyList<ShardRef>> OfferAsync(BirdCluster cluster, params JobUsage[] usage) =>
        (await cluster.Grains.GetGrain<ISchedulerGrain>("default").PollAsync(new WorkerStatus(Worker, 2, [], []) { Usage = usage })).Shards;
}
