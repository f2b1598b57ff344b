using System.Text;
using BirD.Storage.Manifests;
using BirD.Storage.Objects;

namespace BirD.Storage.Conformance;

public sealed class ManifestStoreTests
{
    private readonly MemoryObjectStore objects = new();

    [Fact]
    public async Task Write_MoreThanAShard_SplitsAndReadsBackInOrder()
    {
        var store = new ObjectManifestStore(objects, shardSize: 3);
        (await store.WriteAsync("job", 2, Items(7))).ShouldBe(new ManifestSummary(3, 7));
        (await store.ReadShardAsync("job", 2, 0)).Count.ShouldBe(3);
        (await store.ReadShardAsync("job", 2, 2)).ShouldBe([new ManifestItem("r0", "dir/6 ü.png", "dir/6 ü.png", 6)]);
        (await store.ReadSummaryAsync("job", 2)).ShouldBe(new ManifestSummary(3, 7));
    }

    [Fact]
    public async Task Write_SameRunTwice_IsRefused()
    {
        var store = new ObjectManifestStore(objects);
        await store.WriteAsync("job", 1, Items(1));
        await Should.ThrowAsync<StoreException>(() => store.WriteAsync("job", 1, Items(1)));
    }

    [Fact]
    public async Task NextRun_AfterAnInterruptedListing_SkipsItsNumber()
    {
        var store = new ObjectManifestStore(objects, shardSize: 1);
        (await store.NextRunAsync("job")).ShouldBe(1);
        await Should.ThrowAsync<InvalidOperationException>(() => store.WriteAsync("job", 1, Broken()));
        (await store.ReadSummaryAsync("job", 1)).ShouldBeNull();
        (await store.NextRunAsync("job")).ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{\"schema\":99}\n")]
    public async Task ReadShard_Malformed_NamesTheShard(string content)
    {
        await objects.PutAsync("jobs/job/runs/000001/manifest/000000.jsonl", Encoding.UTF8.GetBytes(content));
        (await Should.ThrowAsync<StoreException>(() => new ObjectManifestStore(objects).ReadShardAsync("job", 1, 0)))
            .Message.ShouldContain("000000.jsonl");
    }

    [Fact]
    public async Task Write_Format_IsTheGoldenOne()
    {
        await new ObjectManifestStore(objects).WriteAsync("job", 1, Items(1));
        var shard = (await objects.GetAsync("jobs/job/runs/000001/manifest/000000.jsonl"))!;
        Encoding.UTF8.GetString(shard.Content.Span).ShouldBe(
            "{\"schema\":1}\n{\"root\":\"r0\",\"key\":\"dir/0 \\u00FC.png\",\"output\":\"dir/0 \\u00FC.png\",\"size\":0}\n");
    }

    private static async IAsyncEnumerable<ManifestItem> Items(int count)
    {
        await Task.CompletedTask;
        for (var n = 0; n < count; n++)
        {
            yield return new ManifestItem("r0", $"dir/{n} ü.png", $"dir/{n} ü.png", n);
        }
    }

    private static async IAsyncEnumerable<ManifestItem> Broken()
    {
        await foreach (var item in Items(1))
        {
            yield return item;
        }

        throw new InvalidOperationException("the listing broke off");
    }
}
