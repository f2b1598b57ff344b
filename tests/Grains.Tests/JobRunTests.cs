using System.Globalization;
using System.Text.Json;
using BirD.Contracts.Jobs;
using BirD.Contracts.Shards;
using BirD.Grains.Jobs;
using BirD.Grains.Records;
using BirD.Grains.Shards;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BirD.Grains.Tests;

public sealed class JobRunTests
{
    [Fact]
    public async Task Run_ManyPicturesOnTwoSilos_EachIsRestoredExactlyOnce()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var pictures = Enumerable.Range(0, 40).Select(i => new FakePicture(string.Create(CultureInfo.InvariantCulture, $"p{i:D2}"))).ToArray();

        await job.StartAsync(1, pictures);
        var events = await job.WatchAsync();

        events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 40).Select(i => (long)i));
        events.ShouldAllBe(e => e.Result == ItemResult.Restored);
        events.Select(e => e.Output).Order().ShouldBe(pictures.Select(p => p.Name));
        foreach (var picture in pictures)
        {
            cluster.World.FinishesOf(picture.Name).ShouldBe(1, picture.Name);
            cluster.World.Results.PutsOf(picture.Name).ShouldBe(1, picture.Name);
            cluster.World.Results.Picture(picture.Name).ShouldBe(picture.Expected());
        }

        var progress = await job.Grain.GetProgressAsync();
        (progress.State, progress.Total, progress.Restored, progress.Done).ShouldBe((JobState.Finished, 40, 40, 40));
        progress.Steps.ShouldBe(160);
        progress.Active.ShouldBeEmpty();
    }

    [Fact]
    public async Task Run_MaskChanged_TheResultCountsAsDoneNoLonger()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster) { Mask = "m" };
        FakePicture picture = new("a");
        cluster.World.Inputs.Put("m", [1]);
        await job.StartAsync(1, picture);
        (await job.WatchAsync()).Single().Result.ShouldBe(ItemResult.Restored);

        await job.StartAsync(2, picture);
        (await job.WatchAsync()).Single().Result.ShouldBe(ItemResult.Skipped);

        cluster.World.Inputs.Put("m", [2]);
        await job.StartAsync(3, picture);
        (await job.WatchAsync()).Single().Result.ShouldBe(ItemResult.Restored);
    }

    [Fact]
    public async Task Run_SecondRunOfTheSameJob_SkipsWhatIsWhole()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        FakePicture[] pictures = [new("a"), new("b"), new("c"), new("d")];
        await job.StartAsync(1, pictures);
        await job.WatchAsync();
        cluster.World.Results.Damage("b");

        var changed = new FakePicture("c", Steps: 6);
        await job.StartAsync(2, pictures[0], pictures[1], changed, pictures[3]);
        var events = await job.WatchAsync();

        events.ToDictionary(e => e.Output, e => e.Result).ShouldBe(new Dictionary<string, ItemResult>
        {
            ["a"] = ItemResult.Skipped,
            ["b"] = ItemResult.Restored,
            ["c"] = ItemResult.Restored,
            ["d"] = ItemResult.Skipped,
        }, ignoreOrder: true);
        cluster.World.Results.Picture("b").ShouldBe(pictures[1].Expected());
        cluster.World.Results.Picture("c").ShouldBe(changed.Expected());
        cluster.World.FinishesOf("a").ShouldBe(1);
    }

    [Fact]
    public async Task Run_BrokenAndMissingOriginals_FailAtOnceAndTheOthersGoOn()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var run = await job.ListAsync(1, new("good"), new("broken") { Broken = true }, new("gone"), new("fine") { Pristine = true });
        cluster.World.Inputs.Remove("gone");

        await job.Grain.StartRunAsync(job.Spec, run);
        var events = (await job.WatchAsync()).ToDictionary(e => e.Output);

        events["good"].Result.ShouldBe(ItemResult.Restored);
        (events["fine"].Result, events["fine"].Message).ShouldBe((ItemResult.Unchanged, "nothing to do"));
        (events["broken"].Result, events["broken"].Message).ShouldBe((ItemResult.Failed, "broken is no picture."));
        (events["gone"].Result, events["gone"].Message).ShouldBe((ItemResult.Failed, "gone is not there."));
        events["broken"].Input.ShouldBe("/in/broken");
        var letters = await new DeadLetterStore(cluster.World.Objects).ReadAsync(new ShardRef("job", 1, 0));
        letters.Select(letter => (letter.Key, letter.FailureClass, letter.Attempts)).ShouldBe(
            [("broken", "input", 1), ("gone", "input", 1)], ignoreOrder: true);
    }

    [Fact]
    public async Task Run_FailureThatPasses_IsRetried()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);

        await job.StartAsync(1, new FakePicture("flaky") { FailuresFirst = 2 });
        var events = await job.WatchAsync();

        events.ShouldHaveSingleItem().Result.ShouldBe(ItemResult.Restored);
        JsonDocument.Parse(cluster.World.Results.Sidecar("flaky")).RootElement.GetProperty("attempts").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Run_FailureThatStays_EndsInTheDeadLetterFileAfterFiveAttempts()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);

        await job.StartAsync(1, new FakePicture("cursed") { FailuresFirst = int.MaxValue }, new FakePicture("good"));
        var events = (await job.WatchAsync()).ToDictionary(e => e.Output);

        (events["cursed"].Result, events["cursed"].Message).ShouldBe((ItemResult.Failed, "cursed failed on purpose."));
        events["good"].Result.ShouldBe(ItemResult.Restored);
        var letter = (await new DeadLetterStore(cluster.World.Objects).ReadAsync(new ShardRef("job", 1, 0))).ShouldHaveSingleItem();
        (letter.FailureClass, letter.Attempts, letter.Message).ShouldBe(("transient", 5, "cursed failed on purpose."));
    }

    [Fact]
    public async Task Run_PictureThatExhaustsMemory_IsRetriedAlone()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("big", 0);
        await job.StartAsync(1, new FakePicture("big"), new FakePicture("hungry") { NeedsAllMemory = true });
        await gate.Reached;
        await Until.TrueAsync(() => cluster.World.OpeningsOf("hungry") > 0, "the hungry picture was tried beside the big one");

        gate.Open();
        var events = await job.WatchAsync();

        events.ShouldAllBe(e => e.Result == ItemResult.Restored);
    }

    [Fact]
    public async Task Run_FullOutput_EndsWithTheStoresSentence()
    {
        await using var cluster = await BirdCluster.StartAsync();
        cluster.World.Results.IsFull = true;
        var job = new TestJob(cluster);

        await job.StartAsync(1, new FakePicture("a"), new FakePicture("b"));
        var events = await job.WatchAsync();

        events.ShouldAllBe(e => e.Result == ItemResult.Failed && e.Message!.StartsWith("No space left"));
        (await job.Grain.GetProgressAsync()).Failed.ShouldBe(2);
    }

    [Fact]
    public async Task Run_UnwritableState_EndsWhenPatienceIsSet()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1, configure: services =>
        {
            services.Configure<ShardOptions>(o => o.StorePatience = TimeSpan.FromMilliseconds(200));
            services.Configure<JobOptions>(o => o.StorePatience = TimeSpan.FromMilliseconds(200));
        });
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("a", 1);
        await job.StartAsync(1, new FakePicture("a"), new FakePicture("b") { Broken = true });
        await gate.Reached;
        cluster.World.Objects.RefuseWrites = _ => true;

        gate.Open();
        var events = (await job.WatchAsync()).ToDictionary(e => e.Output);

        events["a"].Result.ShouldBe(ItemResult.Restored);
        events["b"].Result.ShouldBe(ItemResult.Failed);
        (await job.Grain.GetProgressAsync()).State.ShouldBe(JobState.Finished);
    }

    [Fact]
    public async Task Run_StateRemovedUnderIt_EndsWhenPatienceIsSetAndSaysWhy()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1, configure: services =>
            services.Configure<JobOptions>(o => o.StorePatience = TimeSpan.FromMilliseconds(200)));
        var job = new TestJob(cluster);
        var gates = (cluster.World.Hold("a", 1), cluster.World.Hold("b", 1));
        await job.StartAsync(1, new("a"), new("b"), new("c"), new("in-the-second-shard"));
        await gates.Item1.Reached;
        await gates.Item2.Reached;
        foreach (var key in await cluster.World.Objects.ListAsync("jobs/").ToListAsync())
        {
            await cluster.World.Objects.DeleteAsync(key);
        }

        gates.Item1.Open();
        gates.Item2.Open();
        await job.WatchAsync();

        (await job.Grain.GetProgressAsync()).ShouldSatisfyAllConditions(
            progress => progress.State.ShouldBe(JobState.Cancelled), progress => progress.Fault.ShouldNotBeNull().ShouldContain("can't be opened"));
    }

    [Fact]
    public async Task Run_StoreOutage_LosesNothingAndResumesByItself()
    {
        await using var cluster = await BirdCluster.StartAsync();
        var job = new TestJob(cluster);
        var gate = cluster.World.Hold("a", 1);
        await job.StartAsync(1, new FakePicture("a"), new FakePicture("b"));
        await gate.Reached;
        cluster.World.Objects.RefuseWrites = key => key.Contains("/shards/", StringComparison.Ordinal);
        gate.Open();
        await job.UntilAsync(progress => progress.Fault is not null);
        (await job.Grain.GetProgressAsync()).State.ShouldBe(JobState.Running);

        cluster.World.Objects.RefuseWrites = _ => false;
        var events = await job.WatchAsync();

        events.Count.ShouldBe(2);
        events.ShouldAllBe(e => e.Result == ItemResult.Restored);
        (await job.Grain.GetProgressAsync()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task StartRun_WithoutPictures_IsFinishedAtOnce()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);

        var progress = await job.StartAsync(1);

        progress.State.ShouldBe(JobState.Finished);
        (await job.WatchAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task StartRun_Twice_IsOneRun()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        var run = await job.ListAsync(1, new FakePicture("a"));

        await job.Grain.StartRunAsync(job.Spec, run);
        await job.Grain.StartRunAsync(job.Spec, run);
        await job.WatchAsync();
        await job.Grain.StartRunAsync(job.Spec, run);

        cluster.World.FinishesOf("a").ShouldBe(1);
        (await job.Grain.GetProgressAsync()).State.ShouldBe(JobState.Finished);
    }

    [Fact]
    public async Task StartRun_SameIdOtherSettings_IsRefused()
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        await new TestJob(cluster, seed: 1).StartAsync(1);

        var refusal = await Should.ThrowAsync<JobConflictException>(() => new TestJob(cluster, seed: 2).StartAsync(2));

        refusal.Message.ShouldContain("'job' exists with other settings");
    }
}
