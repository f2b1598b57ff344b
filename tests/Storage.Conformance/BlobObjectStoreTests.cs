using Azure.Storage.Blobs;
using BirD.Storage.Azure;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Azure;

namespace BirD.Storage.Conformance;

public sealed class BlobObjectStoreTests : ObjectStoreConformance
{
    private readonly AzuriteFixture azurite;
    private readonly BlobContainerClient container;

    public BlobObjectStoreTests(AzuriteFixture azurite)
    {
        (this.azurite, container) = (azurite, azurite.NewContainer());
        Store = new BlobObjectStore(container, "state/");
    }

    protected override IObjectStore Store { get; }

    protected override IObjectStore SecondClient() =>
        new BlobObjectStore(BlobClients.Create(azurite.Options).GetBlobContainerClient(container.Name), "state/");

    [Fact]
    public async Task AnyCall_ContainerThatDoesNotExist_SaysSo()
    {
        var nowhere = new BlobObjectStore(BlobClients.Create(azurite.Options).GetBlobContainerClient("not-there"));
        foreach (var call in (Func<Task>[])[() => nowhere.GetAsync("k"), () => nowhere.PutAsync("k", Bytes("x")), () => nowhere.PutAsync("k", Bytes("x"), PutCondition.Absent)])
        {
            (await Should.ThrowAsync<StoreException>(call)).Message.ShouldContain("not-there");
        }
    }

    [Fact]
    public async Task AnyCall_WrongKey_SaysSo()
    {
        var wrong = azurite.Options with { ConnectionString = azurite.Options.ConnectionString!.Replace("AccountKey=E", "AccountKey=F", StringComparison.Ordinal) };
        var store = new BlobObjectStore(BlobClients.Create(wrong).GetBlobContainerClient(container.Name));
        var refusal = await Should.ThrowAsync<StoreException>(() => store.GetAsync("k"));
        refusal.Message.ShouldContain("refuses access");
        refusal.ShouldNotBeOfType<StoreUnavailableException>("waiting gives nobody a right");
    }

    [Fact]
    public async Task Put_LargerThanABlock_AppearsInOnePiece()
    {
        var small = new BlobObjectStore(container, "state/", blockBytes: 64 << 10);
        var content = new byte[(1 << 20) + 17];
        new Random(2).NextBytes(content);
        var tag = await small.PutAsync("blocks", content, PutCondition.Absent);
        (await Store.GetAsync("blocks"))!.Content.Span.SequenceEqual(content).ShouldBeTrue();
        (await small.PutAsync("blocks", content, PutCondition.Absent)).ShouldBeNull();
        (await small.PutAsync("blocks", content, PutCondition.Match(tag!.Value))).ShouldNotBeNull();
    }
}
