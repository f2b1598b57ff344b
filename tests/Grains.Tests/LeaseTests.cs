using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Contracts.Shards;
using BirD.Grains.Configuration;
using BirD.Grains.Records;
using BirD.Grains.Shards;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace BirD.Grains.Tests;

/// <summary>Shards of a cluster without workers: the test is the worker.</summary>
public sealed class LeaseTests
{
    private readonly FakeTimeProvider clock = new();

    private WorkerId One { get; set; }

    private WorkerId Other { get; set; }

    [Fact]
    public async Task Lease_NotRenewedFor60Seconds_GoesToAnotherAndTheZombieIsRefused()
    {
        await using var cluster = await StartAsync();
        var (job, shard) = await StartJobAsync(cluster);
        var old = (await shard.AcquireAsync(One, 1)).Items.ShouldHaveSingleItem();
        clock.Advance(TimeSpan.FromSeconds(59));
        (await shard.AcquireAsync(Other, 8)).Items.Count.ShouldBe(2);

        clock.Advance(TimeSpan.FromSeconds(2));
        (await shard.AcquireAsync(Other, 1)).Items.ShouldBeEmpty("the retry waits for its pause");
        clock.Advance(TimeSpan.FromSeconds(1));
        var renewed = (await shard.AcquireAsync(Other, 1)).Items.ShouldHaveSingleItem();

        (renewed.Item, renewed.Attempt).ShouldBe((old.Item, 2));
        renewed.Epoch.ShouldBeGreaterThan(old.Epoch);
        var zombie = await shard.CommitAsync([Outcome(old, ItemResult.Failed)]);
        zombie.Refused.ShouldBe([new LeaseRef(old.Item, old.Epoch)]);
        (await shard.CommitAsync([Outcome(renewed)])).Refused.ShouldBeEmpty();
        (await shard.GetSnapshotAsync()).Finished.ShouldBe(1);
        await job.UntilAsync(progress => progress is { Restored: 1, Failed: 0 });
    }

    [Fact]
    public async Task Lease_Renewed_IsKept()
    {
        await using var cluster = await StartAsync();
        var (job, shard) = await StartJobAsync(cluster);
        var lease = (await shard.AcquireAsync(One, 1)).Items.Single();
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(30));
            (await shard.HeartbeatAsync(new LeaseHeartbeat(One, [new ItemPulse(lease.Item, lease.Epoch, i, 10, i)]))).Revoked.ShouldBeEmpty();
        }

        await job.UntilAsync(progress => progress is { Steps: 9, Active: [{ Step: 9, Steps: 10 }] });
        (await shard.CommitAsync([Outcome(lease)])).Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task Commit_Repeated_CountsOnce()
    {
        await using var cluster = await StartAsync();
        var (job, shard) = await StartJobAsync(cluster);
        var lease = (await shard.AcquireAsync(One, 1)).Items.Single();

        (await shard.CommitAsync([Outcome(lease)])).Refused.ShouldBeEmpty();
        (await shard.CommitAsync([Outcome(lease)])).Refused.ShouldBeEmpty();

        await job.UntilAsync(progress => progress.Done == 1);
        (await shard.GetSnapshotAsync()).Finished.ShouldBe(1);
    }

    [Fact]
    public async Task Release_CountsNoAttempt()
    {
        await using var cluster = await StartAsync();
        var (_, shard) = await StartJobAsync(cluster);
        var lease = (await shard.AcquireAsync(One, 1)).Items.Single();

        await shard.ReleaseAsync([new ItemPulse(lease.Item, lease.Epoch, 0, 0, 0)], ReleaseReason.Drain);

        var again = (await shard.AcquireAsync(Other, 3)).Items;
        again.Select(item => item.Attempt).ShouldBe([1, 1, 1]);
        (await shard.CommitAsync([Outcome(lease)])).Refused.Count.ShouldBe(1);
    }

    [Fact]
    public async Task DropWorker_TwiceRunsAlone_ThreeTimesGivesUp()
    {
        await using var cluster = await StartAsync();
        var (job, shard) = await StartJobAsync(cluster);
        var alone = new List<bool>();
        for (var death = 0; death < 3; death++)
        {
            var items = (await shard.AcquireAsync(One, 3)).Items;
            alone.Add(items.Single(item => item.Item == 0).Alone);
            await shard.ReleaseAsync([.. items.Where(item => item.Item != 0).Select(item => new ItemPulse(item.Item, item.Epoch, 0, 0, 0))], ReleaseReason.Drain);
            await shard.DropWorkerAsync(One);
        }

        alone.ShouldBe([false, false, true]);
        await job.UntilAsync(progress => progress.Failed == 1);
        (await shard.AcquireAsync(One, 3)).Items.Select(item => item.Item).ShouldBe([1, 2], ignoreOrder: true);
    }

    [Fact]
    public async Task Shard_MovedToANewTerm_AdoptsLeasesThatGoOnAndOutranksThem()
    {
        await using var cluster = await StartAsync();
        var (_, shard) = await StartJobAsync(cluster);
        var before = (await shard.AcquireAsync(One, 2)).Items;
        await cluster.Silos.DeactivateAsync(shard);

        (await shard.HeartbeatAsync(new LeaseHeartbeat(One, [new ItemPulse(before[0].Item, before[0].Epoch, 3, 9, 3)]))).Revoked.ShouldBeEmpty();
        var after = (await shard.AcquireAsync(Other, 3)).Items;

        after.Select(item => item.Item).ShouldBe([1, 2], ignoreOrder: true);
        after.ShouldAllBe(item => item.Epoch > before[1].Epoch);
        (await shard.CommitAsync([Outcome(before[0])])).Refused.ShouldBeEmpty();
        (await shard.CommitAsync([Outcome(before[1])])).Refused.Count.ShouldBe(1);
        (await shard.GetSnapshotAsync()).Term.ShouldBe(2);
    }

    [Fact]
    public async Task Shard_SupersededByALaterTerm_CommitsNothingMore()
    {
        await using var cluster = await StartAsync();
        var (_, shard) = await StartJobAsync(cluster);
        var lease = (await shard.AcquireAsync(One, 1)).Items.Single();
        var records = new ShardRecordStore(cluster.World.Objects);
        await records.BeginTermAsync(new ShardRef("job", 1, 0), 3, durable: true, CancellationToken.None);

        await Should.ThrowAsync<ShardFencedException>(() => shard.CommitAsync([Outcome(lease)]));

        var (state, _) = (await records.ReadAsync(new ShardRef("job", 1, 0)))!.Value;
        state.StatusOf(lease.Item).ShouldBe(ItemStatus.Open);
    }

    [Fact]
    public async Task Pause_RevokesAtTheNextHeartbeatAndGrantsNothing()
    {
        await using var cluster = await StartAsync();
        var (job, shard) = await StartJobAsync(cluster);
        var lease = (await shard.AcquireAsync(One, 1)).Items.Single();
        await job.Grain.PauseAsync();

        await Until.TrueAsync(
            async () => (await shard.HeartbeatAsync(new LeaseHeartbeat(One, [new ItemPulse(lease.Item, lease.Epoch, 0, 0, 0)]))).Revoked.Count == 1,
            () => Task.FromResult("the lease was never revoked"));

        (await shard.AcquireAsync(Other, 3)).Items.ShouldBeEmpty();
        await job.Grain.ResumeAsync();
        (await shard.AcquireAsync(Other, 3)).Items.Count.ShouldBe(2);
    }

    /// <summary>The silos lend their names to the two workers: a silo that the membership never heard of counts as dead.</summary>
    private async Task<BirdCluster> StartAsync()
    {
        var cluster = await BirdCluster.StartAsync(role: SiloRole.Control, clock: clock);
        (One, Other) = (new WorkerId(cluster.Silos.Silos[0].SiloAddress), new WorkerId(cluster.Silos.Silos[1].SiloAddress));
        return cluster;
    }

    private static async Task<(TestJob Job, IShardGrain Shard)> StartJobAsync(BirdCluster cluster)
    {
        var job = new TestJob(cluster);
        await job.StartAsync(1, new("a"), new("b"), new("c"));
        return (job, cluster.Grains.GetGrain<IShardGrain>(new ShardRef("job", 1, 0).ToString()));
    }

    private static ItemOutcome Outcome(ItemLease lease, ItemResult result = ItemResult.Restored) => new()
    {
        Item = lease.Item,
        Epoch = lease.Epoch,
        Result = result,
        Failure = result == ItemResult.Failed ? FailureClass.Input : null,
    };
}
