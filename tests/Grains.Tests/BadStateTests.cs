using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Configuration;
using BirD.Grains.Records;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Grains.Tests;

/// <summary>State that can't be read, and clocks that can't be trusted: the job says what is wrong, and loses nothing.</summary>
public sealed class BadStateTests
{
    public static TheoryData<string, string, string> Damages => new()
    {
        { "jobs/job/runs/000001/manifest/000001.jsonl", "{\"schema\":1}\n{\"root\":\"r0\",\"key\":\"d\",\"output\":\"d\",\"size\":1}\n{\"root\":\n", "manifest/000001.jsonl is malformed in line 3" },
        { "jobs/job/runs/000001/manifest/000001.jsonl", "", "manifest/000001.jsonl is malformed in line 1" },
        { "jobs/job/runs/000001/manifest/000001.jsonl", "{\"schema\":7}\n", "has schema 7; this version reads 1" },
        { ShardRecordStore.KeyOf(new ShardRef("job", 1, 1)), "BIRDSHRD\u0009\0\0\0\u0001\0\0\0\u0003\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "Shard record of schema 9; this version reads schemas 1 to 3" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task Run_AShardThatCannotBeRead_WaitsSayingWhyAndGoesOnWhenItIsMended(string key, string content, string said)
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var run = await job.ListAsync(1, [.. "abcdef".Select(name => new FakePicture($"{name}"))]);
        var sound = await cluster.World.Objects.GetAsync(key);
        await cluster.World.Objects.PutAsync(key, System.Text.Encoding.Latin1.GetBytes(content));

        await job.Grain.StartRunAsync(job.Spec, run);
        await job.UntilAsync(progress => progress is { Done: 3, Fault: not null });
        (await job.Grain.GetProgressAsync()).ShouldSatisfyAllConditions(
            progress => progress.State.ShouldBe(JobState.Running), progress => progress.Fault!.ShouldContain(said));

        await (sound is null ? (Task)cluster.World.Objects.DeleteAsync(key) : cluster.World.Objects.PutAsync(key, sound.Content));
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Restored: 6, Failed: 0, Fault: null });
    }

    [Fact]
    public async Task Run_SilosWhoseClocksAreHoursApart_IsTheSameRun()
    {
        var silos = 0;
        await using var cluster = await BirdCluster.StartAsync(silos: 3, configure: services => services.AddKeyedSingleton<TimeProvider>(
            BirdClock.Key, new SkewedClock(TimeSpan.FromHours(5 * (Interlocked.Increment(ref silos) - 2)))));
        var job = new TestJob(cluster);
        var pictures = Enumerable.Range(0, 24).Select(i => new FakePicture($"p{i}", Steps: 3)).ToArray();
        await job.StartAsync(1, pictures);

        var events = await job.WatchAsync();

        events.Count.ShouldBe(24);
        (await job.Grain.GetProgressAsync()).ShouldSatisfyAllConditions(
            progress => progress.Restored.ShouldBe(24), progress => progress.Steps.ShouldBe(72, "nobody's lease ran out early"));
        pictures.ShouldAllBe(picture => cluster.World.FinishesOf(picture.Name) == 1);
    }

    /// <summary>Somebody set the time by hand; it passes as fast as everywhere.</summary>
    private sealed class SkewedClock(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
