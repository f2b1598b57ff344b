using System.Text;
using System.Text.Json.Nodes;
using BirD.Contracts.Decisions;
using BirD.Contracts.Jobs;
using BirD.Grains.Application;
using BirD.Grains.Records;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using BirD.Storage;

namespace BirD.Grains.Tests;

/// <summary>"Keep the original": what it does to the result, how long it lasts, and how it is taken back.</summary>
public sealed class DecisionTests
{
    private static readonly FakePicture Picture = new("a");

    [Fact]
    public async Task Keep_ARestoredPicture_ItsOriginalTakesTheResultsPlaceAndStaysInLaterRuns()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        await job.StartAsync(1, Picture, new("b"));
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Restored: 2 });

        await DecideAsync(cluster, job, DecisionKind.KeepOriginal);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Restored: 1, Unchanged: 1 });
        Kept(cluster).ShouldBeTrue();
        var sidecar = JsonNode.Parse(cluster.World.Results.Sidecar("a"))!;
        ((string?)sidecar["outcome"]).ShouldBe("unchanged");
        ((string?)sidecar["reason"])!.ShouldStartWith("kept by decision of curator at ");
        ((string?)sidecar["decision"]!["by"]).ShouldBe("curator");

        await job.StartAsync(2, Picture, new("b"));
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Run: 2, Skipped: 2 });
        Kept(cluster).ShouldBeTrue();
        cluster.World.FinishesOf("a").ShouldBe(1);
    }

    [Fact]
    public async Task Keep_TheRecordOrTheResultIsLost_StandsAllTheSame()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = await KeptAsync(cluster);

        // Without the records, as after a loss of the state, the result itself says what it is.
        var record = (await cluster.World.Objects.GetAsync(DecisionStore.KeyOf(job.Id, "a"))).ShouldNotBeNull();
        await cluster.World.Objects.DeleteAsync(DecisionStore.KeyOf(job.Id, "a"));
        await job.StartAsync(2, Picture);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Run: 2, Skipped: 1 });
        Kept(cluster).ShouldBeTrue();

        await cluster.World.Objects.PutAsync(DecisionStore.KeyOf(job.Id, "a"), record.Content);
        cluster.World.Results.Damage("a");
        await job.StartAsync(3, Picture);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Run: 3, Unchanged: 1 });
        Kept(cluster).ShouldBeTrue();
    }

    [Fact]
    public async Task Keep_AnotherOriginalUnderTheSameName_IsRestored()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        await job.StartAsync(1, Picture);
        await job.UntilAsync(progress => progress.State == JobState.Finished);
        var seen = (string?)JsonNode.Parse(cluster.World.Results.Sidecar("a"))!["input"]!["sha256"];
        await DecideAsync(cluster, job, DecisionKind.KeepOriginal, seen);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Unchanged: 1 });

        var rescanned = Picture with { Steps = 7 };
        await job.StartAsync(2, rescanned);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Run: 2, Restored: 1 });
        cluster.World.Results.Picture("a").ShouldBe(rescanned.Expected());
    }

    [Fact]
    public async Task RestoreAgain_AfterKeeping_BringsTheSameResultBack()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = await KeptAsync(cluster);

        await DecideAsync(cluster, job, DecisionKind.RestoreAgain);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Restored: 1, Unchanged: 0, Done: 1 });
        cluster.World.Results.Picture("a").ShouldBe(Picture.Expected());
        await job.StartAsync(2, Picture);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Run: 2, Skipped: 1 });
    }

    [Fact]
    public async Task Keep_APictureThatFailed_PutsItsBytesInPlace()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var broken = Picture with { Broken = true };
        await job.StartAsync(1, broken);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Failed: 1 });

        await DecideAsync(cluster, job, DecisionKind.KeepOriginal);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Failed: 0, Unchanged: 1 });
        cluster.World.Results.Picture("a").ShouldBe(broken.ToBytes());
    }

    [Fact]
    public async Task Decide_APictureInWorkOrACancelledRun_IsAConflict()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("a", 2);
        await job.StartAsync(1, Picture);
        await gate.Reached;
        (await Should.ThrowAsync<JobConflictException>(() => DecideAsync(cluster, job, DecisionKind.KeepOriginal))).Message.ShouldContain("in work");

        await job.Grain.CancelAsync();
        (await Should.ThrowAsync<JobConflictException>(() => DecideAsync(cluster, job, DecisionKind.KeepOriginal))).Message.ShouldContain("cancelled");
        gate.Open();
    }

    [Fact]
    public async Task Keep_TheStoreRefusesTheDecision_NothingChangesAndTheSameCallWorksLater()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        await job.StartAsync(1, Picture);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Restored: 1 });

        cluster.World.Objects.RefuseWrites = key => key.Contains("/decisions/", StringComparison.Ordinal);
        await Should.ThrowAsync<StoreException>(() => DecideAsync(cluster, job, DecisionKind.KeepOriginal));
        cluster.World.Results.Picture("a").ShouldBe(Picture.Expected());
        cluster.World.Objects.RefuseWrites = _ => false;
        await DecideAsync(cluster, job, DecisionKind.KeepOriginal);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Unchanged: 1 });
        Kept(cluster).ShouldBeTrue();
    }

    [Fact]
    public async Task Store_TwoDecideAtOnce_TheFirstStands()
    {
        var store = new DecisionStore(new World().Objects);
        var (first, second) = (new DecisionRecord("a/ü.png", "keep-original", "one", DateTimeOffset.UnixEpoch, "in"), new DecisionRecord("a/ü.png", "keep-original", "two", DateTimeOffset.UnixEpoch, "in"));
        (await store.EnterAsync("job", first)).ShouldBe(first);
        (await store.EnterAsync("job", second)).ShouldBe(first);
        (await store.FindAsync("job", "a/ü.png")).ShouldBe(first);
        var rescanned = second with { InputSha256 = "other" };
        (await store.EnterAsync("job", rescanned)).ShouldBe(rescanned);
        var back = first with { Kind = DecisionRecord.RestoreAgain, InputSha256 = null };
        (await store.EnterAsync("job", back)).ShouldBe(back);
        back.Stamp.ShouldBeNull();
    }

    [Fact]
    public async Task Forget_SomePictures_LeavesTheOthersAndOtherJobs()
    {
        var store = new DecisionStore(new World().Objects);
        await store.ForgetAsync("job", ["a", "b"]);
        foreach (var (job, output) in new[] { ("job", "a"), ("job", "c"), ("job2", "a") })
        {
            await store.EnterAsync(job, new DecisionRecord(output, "keep-original", "one", DateTimeOffset.UnixEpoch, null));
        }

        await store.ForgetAsync("job", ["a", "b"]);

        (await store.FindAsync("job", "a")).ShouldBeNull();
        (await store.FindAsync("job", "c")).ShouldNotBeNull();
        (await store.FindAsync("job2", "a")).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no json")]
    [InlineData("""{"schema":2,"kind":"keep-original","output":"a","by":"x","at":"2026-01-01T00:00:00Z"}""")]
    [InlineData("""{"schema":1,"kind":"burn","output":"a","by":"x","at":"2026-01-01T00:00:00Z"}""")]
    public async Task Store_ARecordOfAnotherKind_IsNotGuessedAt(string json)
    {
        var objects = new World().Objects;
        await objects.PutAsync(DecisionStore.KeyOf("job", "a"), Encoding.UTF8.GetBytes(json));
        await Should.ThrowAsync<InvalidDataException>(() => new DecisionStore(objects).FindAsync("job", "a"));
    }

    /// <summary>A finished job of one restored picture, whose original was then kept.</summary>
    private static async Task<TestJob> KeptAsync(BirdCluster cluster)
    {
        var job = new TestJob(cluster);
        await job.StartAsync(1, Picture);
        await job.UntilAsync(progress => progress.State == JobState.Finished);
        await DecideAsync(cluster, job, DecisionKind.KeepOriginal);
        await job.UntilAsync(progress => progress is { State: JobState.Finished, Unchanged: 1 });
        return job;
    }

    private static bool Kept(BirdCluster cluster) => cluster.World.Results.Picture("a").SequenceEqual(Picture.ToBytes());

    private static Task DecideAsync(BirdCluster cluster, TestJob job, DecisionKind kind, string? seen = null) =>
        new PictureDecisions(new JobRecordStore(cluster.World.Objects), cluster.Grains).DecideAsync(job.Id, 0, 0, new ItemDecision(kind, "curator", seen));
}
