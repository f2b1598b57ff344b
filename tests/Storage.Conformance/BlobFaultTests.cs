using Azure.Storage.Blobs;
using BirD.Storage.Azure;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Azure;

namespace BirD.Storage.Conformance;

/// <summary>What the store makes of throttling, outages, lost answers and writers that die.</summary>
public sealed class BlobFaultTests : IDisposable
{
    private readonly FaultyTransport network = new();
    private readonly BlobObjectStore steady;
    private readonly BlobObjectStore store;
    private readonly BlobObjectStore homeless;

    public BlobFaultTests(AzuriteFixture azurite)
    {
        var container = azurite.NewContainer();
        steady = new BlobObjectStore(container);
        var options = azurite.Options with { MaxRetries = 3 };
        store = new BlobObjectStore(BlobClients.Create(options, network).GetBlobContainerClient(container.Name), blockBytes: 64 << 10);
        homeless = new BlobObjectStore(BlobClients.Create(options).GetBlobContainerClient("nowhere"));
    }

    public void Dispose() => network.Dispose();

    [Fact]
    public async Task AnyCall_ThrottledForAWhile_GoesThrough()
    {
        network.Plan = (n, _) => n % 3 == 0 ? null : Fault.Throttled;
        var tag = await store.PutAsync("k", new byte[] { 1 });
        (await store.GetAsync("k"))!.ETag.ShouldBe(tag!.Value);
        (await store.DeleteAsync("k", tag)).ShouldBeTrue();
        network.Sent.ShouldBe(9);
    }

    [Fact]
    public async Task AnyCall_ThrottledForGood_SaysSoAndStops()
    {
        network.Plan = (_, _) => Fault.Throttled;
        (await Should.ThrowAsync<StoreUnavailableException>(() => store.GetAsync("k"))).Message.ShouldContain("throttles");
        network.Sent.ShouldBe(4);
    }

    [Fact]
    public async Task AnyCall_StoreDown_FailsWithAReasonAndWorksAgainAfterwards()
    {
        network.Plan = (_, _) => Fault.Unreachable;
        (await Should.ThrowAsync<StoreUnavailableException>(() => store.PutAsync("k", new byte[] { 1 }))).Message.ShouldContain("can't be reached");
        await Should.ThrowAsync<StoreException>(async () => await store.ListAsync("").GetAsyncEnumerator().MoveNextAsync());
        network.Plan = (_, _) => null;
        (await store.PutAsync("k", new byte[] { 1 })).ShouldNotBeNull();
    }

    [Fact]
    public async Task AnyCall_NoSuchContainer_SaysWhichAndWhatToDo()
    {
        const string Said = "The container 'nowhere' doesn't exist in this storage account. Create it, or name another one.";
        (await Should.ThrowAsync<StoreException>(() => homeless.PutAsync("k", new byte[] { 1 }))).Message.ShouldBe(Said);
        (await Should.ThrowAsync<StoreException>(() => homeless.GetAsync("k"))).Message.ShouldBe(Said);
        (await Should.ThrowAsync<StoreException>(async () => await homeless.ListAsync("").GetAsyncEnumerator().MoveNextAsync())).Message.ShouldBe(Said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConditionalPut_AnswerLost_CountsAsWritten(bool replace)
    {
        // The repeated request meets its own first try; taken for a lost race it would make a lister or a shard give up.
        var before = replace ? await steady.PutAsync("k", new byte[] { 1 }) : null;
        network.Plan = (n, _) => n == 1 ? Fault.AnswerLost : null;
        var tag = await store.PutAsync("k", new byte[] { 2 }, before is { } old ? PutCondition.Match(old) : PutCondition.Absent);
        (await steady.GetAsync("k"))!.ETag.ShouldBe(tag.ShouldNotBeNull());
    }

    [Fact]
    public async Task ConditionalPut_LostRace_IsStillLost()
    {
        await steady.PutAsync("k", new byte[] { 1 });
        network.Plan = (n, _) => n == 1 ? Fault.AnswerLost : null;
        (await store.PutAsync("k", new byte[] { 2 }, PutCondition.Absent)).ShouldBeNull();
    }

    [Fact]
    public async Task LargePut_WriterDiesBetweenBlocks_LeavesTheOldObject()
    {
        var old = await steady.PutAsync("k", new byte[] { 1 });
        using var death = new CancellationTokenSource();
        network.Plan = (n, _) =>
        {
            if (n == 4)
            {
                death.Cancel();
            }

            return null;
        };
        await Should.ThrowAsync<OperationCanceledException>(() => store.PutAsync("k", new byte[1 << 20], PutCondition.None, death.Token));
        var stored = (await steady.GetAsync("k"))!;
        stored.ETag.ShouldBe(old!.Value);
        stored.Content.Length.ShouldBe(1);
        (await store.PutAsync("k", new byte[] { 3 }, PutCondition.Match(stored.ETag))).ShouldNotBeNull();
    }

    [Fact]
    public async Task LargePut_WriterDiesBetweenBlocks_NewObjectDoesNotAppear()
    {
        network.Plan = (n, _) => n > 3 ? Fault.Unreachable : null;
        await Should.ThrowAsync<StoreException>(() => store.PutAsync("new", new byte[1 << 20]));
        (await steady.GetAsync("new")).ShouldBeNull();
        await foreach (var key in steady.ListAsync(""))
        {
            key.ShouldNotBe("new");
        }
    }
}
