using System.Text;
using BirD.Storage.Checkpoints;
using BirD.Storage.Objects;

namespace BirD.Storage.Conformance;

public sealed class CheckpointStoreTests
{
    private const string Folder = "jobs/job/ckpt/content/";
    private readonly MemoryObjectStore objects = new();
    private readonly ObjectCheckpointStore store;

    public CheckpointStoreTests() => store = new ObjectCheckpointStore(objects);

    [Fact]
    public async Task Load_NothingSaved_IsNothing()
    {
        var lookup = await store.LoadAsync("job", "content");
        lookup.Checkpoint.ShouldBeNull();
        lookup.Damaged.ShouldBeEmpty();
    }

    [Fact]
    public async Task Save_SeveralTimes_LoadsTheNewestAndKeepsTwo()
    {
        for (var step = 1; step <= 4; step++)
        {
            (await Save(epoch: 5, step)).ShouldBeTrue();
        }

        var lookup = await store.LoadAsync("job", "content");
        lookup.Checkpoint!.Step.ShouldBe(4);
        Encoding.UTF8.GetString(lookup.Checkpoint.Content.Span).ShouldBe("step 4");
        (await Keys()).ShouldBe([Folder + Name(5, 3), Folder + Name(5, 4), Folder + "head.json"]);
    }

    [Fact]
    public async Task Save_WithALowerEpoch_IsFencedOff()
    {
        await Save(epoch: 7, step: 3);
        (await Save(epoch: 6, step: 9)).ShouldBeFalse();
        (await store.LoadAsync("job", "content")).Checkpoint!.Step.ShouldBe(3);
        (await Keys()).ShouldNotContain(Folder + Name(6, 9));
    }

    [Fact]
    public async Task Save_WithAHigherEpoch_TakesOver()
    {
        await Save(epoch: 7, step: 9);
        (await Save(epoch: 8, step: 2)).ShouldBeTrue();
        (await store.LoadAsync("job", "content")).Checkpoint!.Step.ShouldBe(2);
    }

    [Fact]
    public async Task Load_NewestDamaged_FallsBackAndSaysSo()
    {
        await Save(epoch: 1, step: 1);
        await Save(epoch: 1, step: 2);
        await objects.PutAsync(Folder + Name(1, 2), Encoding.UTF8.GetBytes("step X"));
        var lookup = await store.LoadAsync("job", "content");
        lookup.Checkpoint!.Step.ShouldBe(1);
        lookup.Damaged.ShouldBe([Folder + Name(1, 2)]);
    }

    [Fact]
    public async Task Load_EverythingDamaged_IsNothingButNamed()
    {
        await Save(epoch: 1, step: 1);
        await objects.DeleteAsync(Folder + Name(1, 1));
        var lookup = await store.LoadAsync("job", "content");
        lookup.Checkpoint.ShouldBeNull();
        lookup.Damaged.ShouldHaveSingleItem();

        await objects.PutAsync(Folder + "head.json", Encoding.UTF8.GetBytes("{"));
        (await store.LoadAsync("job", "content")).Damaged.ShouldBe([Folder + "head.json"]);
    }

    [Fact]
    public async Task Save_OverADamagedHead_Repairs()
    {
        await objects.PutAsync(Folder + "head.json", Encoding.UTF8.GetBytes("garbage"));
        (await Save(epoch: 1, step: 1)).ShouldBeTrue();
        (await store.LoadAsync("job", "content")).Checkpoint!.Step.ShouldBe(1);
    }

    [Fact]
    public async Task DeleteAll_RemovesHeadAndObjects()
    {
        await Save(epoch: 1, step: 1);
        await store.DeleteAllAsync("job", "content");
        (await Keys()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Head_Format_IsTheGoldenOne()
    {
        await Save(epoch: 1, step: 1);
        Encoding.UTF8.GetString((await objects.GetAsync(Folder + "head.json"))!.Content.Span).ReplaceLineEndings("\n").ShouldBe(
            """
            {
              "schema": 1,
              "epoch": 1,
              "current": {
                "name": "e0000000000000001-s000001.safetensors",
                "step": 1,
                "size": 6,
                "xxh3": "XXH3"
              },
              "previous": null
            }
            """.Replace("XXH3", Convert.ToHexStringLower(System.IO.Hashing.XxHash3.Hash("step 1"u8)), StringComparison.Ordinal));
    }

    private Task<bool> Save(long epoch, int step) =>
        store.SaveAsync("job", "content", epoch, step, Encoding.UTF8.GetBytes($"step {step}"));

    private static string Name(long epoch, int step) => $"e{epoch:x16}-s{step:D6}.safetensors";

    private async Task<List<string>> Keys()
    {
        var keys = new List<string>();
        await foreach (var key in objects.ListAsync(Folder))
        {
            keys.Add(key);
        }

        return keys;
    }
}
