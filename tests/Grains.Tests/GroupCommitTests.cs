using BirD.Grains.Shards;
using BirD.Grains.Tests.Cluster;
using Microsoft.Extensions.Time.Testing;

namespace BirD.Grains.Tests;

public sealed class GroupCommitTests
{
    /// <summary>In turns, as in a grain: it is made for nothing else.</summary>
    private static Task InTurnsAsync(Func<Task> test) => Task.Factory.StartNew(
        test, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    [Fact]
    public Task OutcomesDuringAWrite_ShareTheNextOne() => InTurnsAsync(async () =>
    {
        var clock = new FakeTimeProvider();
        var writes = new List<TaskCompletionSource>();
        var commits = new GroupCommit(
            () =>
            {
                writes.Add(new TaskCompletionSource());
                return writes[^1].Task;
            },
            new ShardOptions { CommitBatch = 3 },
            clock);

        var first = commits.WriteSoonAsync(1);
        await Until.TrueAsync(() => writes.Count == 1, "the first write starts at once");
        var second = commits.WriteSoonAsync(1);
        var third = commits.WriteSoonAsync(1);
        writes[0].SetResult();
        await first;
        writes.Count.ShouldBe(1, "the second write waits for the interval");
        second.ShouldBeSameAs(third);
        var fourth = commits.WriteSoonAsync(1);
        await Until.TrueAsync(() => writes.Count == 2, "a full batch doesn't wait");
        writes[1].SetException(new IOException("full"));

        await Should.ThrowAsync<IOException>(() => fourth);
        var fifth = commits.WriteSoonAsync(1);
        await Until.TrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return writes.Count == 3;
            },
            "the interval passes");
        writes[2].SetResult();
        await fifth;
    });
}
