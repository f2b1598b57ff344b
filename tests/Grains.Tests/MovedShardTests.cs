using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Contracts.Shards;
using BirD.Grains.Configuration;
using BirD.Grains.Shards;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core.Internal;
using Orleans.Runtime;

namespace BirD.Grains.Tests;

/// <summary>A shard or job that starts anew elsewhere forgets its leases, but not what happened to them.</summary>
public sealed class MovedShardTests
{
    [Fact]
    public async Task Move_OfJobAndShards_KeepsTheCountOfSteps()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("long", 5);
        await job.StartAsync(1, new FakePicture("a", Steps: 4), new FakePicture("long", Steps: 9));
        await job.UntilAsync(progress => progress is { Done: 1, Steps: 9, Active: [{ Step: 5 }] });

        await MoveAsync();
        await job.UntilAsync(progress => progress is { Done: 1, Steps: 9, Active: [{ Step: 5 }] });
        gate.Open();
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Steps: 13 });

        await MoveAsync();
        (await job.Grain.GetProgressAsync()).Steps.ShouldBe(13);

        async Task MoveAsync()
        {
            var shard = cluster.Grains.GetGrain<IShardGrain>(new ShardRef(job.Id, 1, 0).ToString());
            await shard.Cast<IGrainManagementExtension>().DeactivateOnIdle();
            await job.Grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        }
    }

    [Fact]
    public async Task Move_AfterAWorkerDied_ItsDeathIsCounted()
    {
        // No ticks: the move itself has to see to it.
        await using var cluster = await BirdCluster.StartAsync(
            role: SiloRole.Control, configure: services => services.Configure<ShardOptions>(o => o.ReportInterval = TimeSpan.FromSeconds(30)));
        var job = new TestJob(cluster);
        await job.StartAsync(1, new FakePicture("a"));
        var shard = cluster.Grains.GetGrain<IShardGrain>(new ShardRef(job.Id, 1, 0).ToString());
        await shard.GetSnapshotAsync();
        var home = await cluster.Grains.GetGrain<IManagementGrain>(0).GetActivationAddress(shard);
        var other = cluster.Silos.Silos.Single(silo => !silo.SiloAddress.Equals(home));
        var survivor = cluster.Silos.Silos.Single(silo => silo.SiloAddress.Equals(home));
        (await shard.AcquireAsync(new WorkerId(other.SiloAddress), 1)).Items.ShouldHaveSingleItem().Attempt.ShouldBe(1);

        await cluster.Silos.KillSiloAsync(other);
        var membership = cluster.Silos.GetSiloServiceProvider(survivor.SiloAddress).GetRequiredService<IClusterMembershipService>();
        await Until.TrueAsync(() => membership.CurrentSnapshot.GetSiloStatus(other.SiloAddress) == SiloStatus.Dead, "the silo is held for dead");
        await shard.Cast<IGrainManagementExtension>().DeactivateOnIdle();

        (await shard.AcquireAsync(new WorkerId(survivor.SiloAddress), 1)).Items.ShouldHaveSingleItem().Attempt.ShouldBe(2);
        (await shard.GetSnapshotAsync()).Term.ShouldBeGreaterThan(1);
    }
}
