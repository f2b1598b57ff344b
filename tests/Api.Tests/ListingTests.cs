using BirD.Api.Tests.Support;
using BirD.Contracts.Api;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using BirD.Storage;

namespace BirD.Api.Tests;

/// <summary>Inputs whose listing takes long, or stops half-way.</summary>
public sealed class ListingTests
{
    private const int Pictures = (2 * TestJob.ShardSize) + 1;

    [Fact]
    public async Task Work_BeginsWhileTheInputIsStillBeingListed()
    {
        var ground = new ApiGround { Lister = { Entries = TestJob.ShardSize + 1 } };
        await using var host = await ApiHost.StartAsync(ground);
        Fill(host);
        var job = await host.JobAsync();

        var early = await host.UntilAsync(job.Id, j => j.Counts?.Restored == TestJob.ShardSize);
        (early.State, early.Listed, early.Counts!.Total).ShouldBe((JobPhase.Running, false, TestJob.ShardSize));
        ground.Lister.Rest.SetResult();

        var done = await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        (done.Run, done.Listed, done.Counts!.Restored).ShouldBe((1, true, Pictures));
    }

    [Fact]
    public async Task Listing_ThatTheStoreInterrupted_GoesOnBehindItsLastShard()
    {
        var ground = new ApiGround { Lister = { Entries = TestJob.ShardSize + 1 } };
        await using var host = await ApiHost.StartAsync(ground);
        Fill(host);
        var job = await host.JobAsync();
        await host.UntilAsync(job.Id, j => j.Counts?.Restored == TestJob.ShardSize);

        var broken = ground.Lister.Rest;
        (ground.Lister.Entries, ground.Lister.Rest) = (int.MaxValue, new TaskCompletionSource());
        broken.SetException(new StoreException("The input is away on purpose."));

        await EachOnceAsync(host, ground, job);
    }

    [Fact]
    public async Task Listing_WhoseClusterDied_GoesOnInTheNextOneUnasked()
    {
        using var ground = new ApiGround { IsShared = true, Lister = { Entries = TestJob.ShardSize + 1 } };
        JobDocument job;
        await using (var first = await ApiHost.StartAsync(ground))
        {
            Fill(first);
            job = await first.JobAsync();
            await first.UntilAsync(job.Id, j => j.Counts?.Restored == TestJob.ShardSize);
        }

        ground.Lister.Entries = int.MaxValue;
        await using var second = await ApiHost.StartAsync(ground);

        await EachOnceAsync(second, ground, job);
    }

    private static void Fill(ApiHost host) => host.Put("a", [.. Enumerable.Range(0, Pictures).Select(i => new FakePicture($"{i}.png"))]);

    private static async Task EachOnceAsync(ApiHost host, ApiGround ground, JobDocument job)
    {
        var done = await host.UntilAsync(job.Id, j => j.State == JobPhase.Finished);
        (done.Run, done.Counts!.Restored).ShouldBe((1, Pictures));
        ground.Lister.Begun.ShouldBe([null, $"a/{TestJob.ShardSize - 1}.png"]);
        (await host.GetAsync($"/jobs/{job.Id}/items", ApiJson.Default.PageItemDocument)).Items.Select(item => item.Output)
            .ShouldBe(Enumerable.Range(0, Pictures).Select(i => $"{i}.png"));
        Enumerable.Range(0, Pictures).ShouldAllBe(i => ground.World.FinishesOf($"{i}.png") == 1);
    }
}
