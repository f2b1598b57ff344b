using BirD.Contracts.Images;
using BirD.Contracts.Jobs;
using BirD.Contracts.Leases;
using BirD.Grains.Tests.Cluster;
using BirD.Grains.Tests.Fakes;

namespace BirD.Grains.Tests.Identity;

/// <summary>An image grain works on the pictures of its run and writes to its output, whatever a message says and whoever sends it.</summary>
public sealed class ForeignOrderTests
{
    [Theory]
    [InlineData("output")]
    [InlineData("root")]
    [InlineData("key")]
    [InlineData("place")]
    [InlineData("job")]
    public async Task Order_ThatIsNotItsRuns_IsRefused(string what)
    {
        await using var cluster = await BirdCluster.StartAsync(silos: 1);
        var job = new TestJob(cluster);
        await job.StartAsync(1, new FakePicture("a.png"), new FakePicture("b.png"));
        await job.WatchAsync();
        cluster.World.Inputs.Put("secret.png", new FakePicture("secret.png").ToBytes());
        var spec = what switch
        {
            "output" => job.Spec with { Output = "/home/victim" },
            "root" => job.Spec with { Roots = [new InputRoot("r0", "/home/victim")] },
            _ => job.Spec,
        };
        var lease = new ItemLease
        {
            JobId = what == "job" ? "none" : job.Id, Run = 1, Shard = 0, Item = 0, Epoch = long.MaxValue - 1, Root = "r0", Attempt = 1,
            Key = what == "key" ? "secret.png" : "a.png", Output = what == "place" ? ".bashrc" : "a.png", Anew = true,
        };

        var end = await RunAsync(cluster, lease, spec);

        end.Outcome.ShouldNotBeNull().Result.ShouldBe(ItemResult.Failed);
        end.Outcome.Message.ShouldNotBeNull().ShouldContain(what == "job" ? "no run" : what is "key" or "place" ? "is not picture 0" : "are not those of run 1");
        cluster.World.OpeningsOf("secret.png").ShouldBe(0);
    }

    private static async Task<SegmentOutcome> RunAsync(BirdCluster cluster, ItemLease lease, JobSpec spec)
    {
        var grain = cluster.Grains.GetGrain<IImageGrain>("foreign/000001/000000/0000");
        SegmentOutcome end;
        do
        {
            end = await grain.RunSegmentAsync(lease, spec);
        }
        while (end.State == SegmentState.Running);
        return end;
    }
}
