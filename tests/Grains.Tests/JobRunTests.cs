using System.Globalization;
using BirD.Contracts.Jobs;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;

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
}
