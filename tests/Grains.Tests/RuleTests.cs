using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Retry;
using BirD.Contracts.Shards;
using BirD.Grains.Checkpointing;
using BirD.Grains.Jobs;
using BirD.Grains.Leases;
using BirD.Grains.Records;
using BirD.Grains.Retry;
using BirD.Grains.Shards;
using BirD.Storage.Objects;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;

namespace BirD.Grains.Tests;

/// <summary>Rules without a cluster.</summary>
public sealed class RuleTests
{
    [Fact]
    public void Epoch_OrdersByRunThenTermThenCounter()
    {
        long[] epochs =
        [
            LeaseEpoch.Compose(1, 1, 1), LeaseEpoch.Compose(1, 1, uint.MaxValue), LeaseEpoch.Compose(1, 2, 1),
            LeaseEpoch.Compose(1, LeaseEpoch.MaxTerm, 1), LeaseEpoch.Compose(2, 1, 1), LeaseEpoch.Compose(LeaseEpoch.MaxRun, 1, 1),
        ];

        epochs.ShouldBeInOrder();
        epochs.ShouldAllBe(epoch => epoch > 0);
        (LeaseEpoch.RunOf(epochs[3]), LeaseEpoch.TermOf(epochs[3])).ShouldBe((1, LeaseEpoch.MaxTerm));
    }

    [Theory]
    [InlineData(FailureClass.Input, 1, 0, false)]
    [InlineData(FailureClass.Transient, 4, 0, true)]
    [InlineData(FailureClass.Transient, 5, 0, false)]
    [InlineData(FailureClass.Resource, 4, 0, true)]
    [InlineData(FailureClass.Poison, 0, 2, true)]
    [InlineData(FailureClass.Poison, 0, 3, false)]
    public void Retry_ByClassAndHistory(FailureClass failure, int attempts, int deaths, bool retried) =>
        new RetryPolicy(new RetryOptions()).Decide(failure, attempts, deaths, 1).Retry.ShouldBe(retried);

    [Fact]
    public void Retry_PausesDoubleUpToTheirLimit()
    {
        var policy = new RetryPolicy(new RetryOptions { MaxAttempts = 15 });
        for (var attempt = 1; attempt < 15; attempt++)
        {
            var full = Math.Min(60, Math.Pow(2, attempt - 1));
            policy.Decide(FailureClass.Transient, attempt, 0, attempt * 7919).Delay.TotalSeconds.ShouldBeInRange(0.8 * full, full);
        }
    }

    [Theory]
    [InlineData(0.001, 30)]
    [InlineData(0.05, 46.5)]
    [InlineData(10, 60)]
    public void Cadence_FollowsYoungWithinItsBounds(double writeSeconds, double expected)
    {
        var cadence = new CheckpointCadence(new CheckpointOptions());
        cadence.Next.ShouldBe(TimeSpan.FromSeconds(30));

        cadence.OnWritten(TimeSpan.FromSeconds(writeSeconds));

        cadence.Next.TotalSeconds.ShouldBe(expected, 0.1);
    }

    [Fact]
    public void ShardBook_StepsOfALeaseThatAMovedShardTookOver_CountInOneTermOnly()
    {
        var retry = new RetryPolicy(new RetryOptions());
        var state = new ShardState(2) { Term = 1 };
        var before = new ShardBook(state, 1, retry, new LeaseOptions(), new FakeTimeProvider());
        var worker = new WorkerId(SiloAddress.FromParsableString("127.0.0.1:1@1"));
        var (lease, ended) = before.Grant(worker, 2) switch { [var one, var other] => (one, other), _ => throw new InvalidOperationException() };
        before.Renew(worker, new ItemPulse(lease.Item, lease.Epoch, 19, 25, 19)).ShouldBeTrue();
        before.Settle(new ItemOutcome { Item = ended.Item, Epoch = ended.Epoch, Result = ItemResult.Restored, StepsRun = 25 });
        (before.StepsBefore, before.Steps).ShouldBe((0, 44));

        var moved = ShardState.Decode(state.Encode());
        moved.Term++;
        var after = new ShardBook(moved, 1, retry, new LeaseOptions(), new FakeTimeProvider());
        (after.StepsBefore, after.Steps).ShouldBe((25, 0));
        after.Renew(worker, new ItemPulse(lease.Item, lease.Epoch, 19, 25, 19)).ShouldBeTrue();
        after.Steps.ShouldBe(19, "they were not recorded: the lease goes on");
        after.Renew(worker, new ItemPulse(lease.Item, lease.Epoch, 24, 25, 24));
        after.Steps.ShouldBe(24);
        after.Release(new ItemPulse(lease.Item, lease.Epoch, 25, 25, 25));
        (after.StepsBefore, after.Steps, moved.Steps).ShouldBe((25, 25, 50));
    }

    [Fact]
    public void ShardBook_PicturesThatWereBegun_GoBeforeThoseThatWereNot()
    {
        var book = new ShardBook(new ShardState(9) { Term = 1 }, 1, new RetryPolicy(new RetryOptions()), new LeaseOptions(), new FakeTimeProvider());
        var (one, other) = (new WorkerId(SiloAddress.FromParsableString("127.0.0.1:1@1")), new WorkerId(SiloAddress.FromParsableString("127.0.0.1:2@1")));
        book.Grant(one, 2).Select(lease => lease.Item).ShouldBe([0, 1]);
        var released = book.Grant(other, 1).Single();

        book.Drop(worker => worker == one).Count.ShouldBe(2);
        book.Release(new ItemPulse(released.Item, released.Epoch, 1, 4, 1));

        book.Grant(other, 4).Select(lease => lease.Item).ShouldBe([2, 1, 0, 3]);
    }

    [Theory]
    [InlineData("0a-Z_9.x", true)]
    [InlineData("", false)]
    [InlineData(".x", false)]
    [InlineData("a/b", false)]
    [InlineData("ä", false)]
    public void JobId_IsOfFewCharacters(string id, bool valid) => JobId.IsValid(id).ShouldBe(valid);

    [Theory]
    [InlineData("job/000001/000002", "job", 1, 2)]
    public void ShardRef_RoundTrips(string key, string job, int run, int shard)
    {
        ShardRef.Parse(key).ShouldBe(new ShardRef(job, run, shard));
        new ShardRef(job, run, shard).ToString().ShouldBe(key);
        Should.Throw<FormatException>(() => ShardRef.Parse("job/1"));
    }

    [Fact]
    public async Task Catalog_ListsNamesNotObjects()
    {
        var store = new MemoryObjectStore();
        foreach (var key in (string[])["jobs/a/job.json", "jobs/a/runs/000003/manifest/000000.jsonl", "jobs/a/runs/000012/x", "jobs/a-b/job.json", "jobs/b/ckpt/1/2", "other/x"])
        {
            await store.PutAsync(key, default(ReadOnlyMemory<byte>));
        }

        (await new JobCatalog(store).ListJobsAsync().ToListAsync()).ShouldBe(["a", "a-b", "b"], ignoreOrder: true);
        (await new JobCatalog(store).ListRunsAsync("a").ToListAsync()).ShouldBe([3, 12]);
    }

    [Fact]
    public void EventLog_DropsTheOldestAndNumbersOn()
    {
        var log = new EventLog(first: 1, capacity: 3);
        for (var i = 0; i < 5; i++)
        {
            log.Add(new() { Sequence = 0, Input = "", Output = $"{i}", Result = default });
        }

        log.After(0).Select(e => e.Sequence).ShouldBe([3, 4, 5]);
        log.After(4).Select(e => e.Output).ShouldBe(["4"]);
        log.After(5).ShouldBeEmpty();
    }
}
