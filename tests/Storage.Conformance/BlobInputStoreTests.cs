using Azure.Storage.Blobs;
using BirD.Storage.Azure;
using BirD.Storage.Inputs;
using BirD.Storage.Inputs.Azure;

namespace BirD.Storage.Conformance;

public sealed class BlobInputStoreTests
{
    private readonly BlobContainerClient writer;
    private readonly BlobContainerClient reader;
    private readonly BlobInputStore store;

    public BlobInputStoreTests(AzuriteFixture azurite)
    {
        writer = azurite.NewContainer();
        reader = BlobClients.CreateReadOnly(azurite.Options).GetBlobContainerClient(writer.Name);
        store = new BlobInputStore(reader, "in/");
    }

    [Fact]
    public async Task ReadAndList_ATree_ComeInTheOrderOfKeys()
    {
        foreach (var key in (string[])["in/b/x ü.png", "in/a/10.png", "in/a-b.png", "in/a.png", "out/c.png"])
        {
            await writer.GetBlobClient(key).UploadAsync(BinaryData.FromString("12345"));
        }

        var lister = new BlobInputLister(reader, "in/");
        (await lister.ListAsync("").ToListAsync()).ShouldBe([new("a-b.png", 5), new("a.png", 5), new("a/10.png", 5), new("b/x ü.png", 5)]);
        (await lister.ListAsync("", "a.png").ToListAsync()).ShouldBe([new("a/10.png", 5), new("b/x ü.png", 5)]);
        (await lister.ListAsync("a").ToListAsync()).ShouldBe([new("a/10.png", 5)]);
        await Should.ThrowAsync<InputMissingException>(async () => await lister.ListAsync("gone").ToListAsync());
        (await lister.ListFolderAsync("").ToListAsync()).ShouldBe([new("a-b.png", 5), new("a.png", 5)], ignoreOrder: true);
        (await lister.ListFolderAsync("a").ToListAsync()).ShouldBe([new("a/10.png", 5)]);
        (await lister.ListFolderAsync("gone").ToListAsync()).ShouldBeEmpty();
        (await store.ReadAsync("b/x ü.png", 5)).Length.ShouldBe(5);
        await Should.ThrowAsync<InputTooLargeException>(() => store.ReadAsync("a.png", 4));
        (await Should.ThrowAsync<InputMissingException>(() => store.ReadAsync("gone.png", 4))).Message.ShouldContain("in/gone.png");
        await Should.ThrowAsync<ArgumentException>(() => store.ReadAsync("../out/c.png", 4));
    }

    [Fact]
    public async Task AnyWrite_ThroughTheReadOnlyClient_NeverLeaves()
    {
        await writer.GetBlobClient("in/a.png").UploadAsync(BinaryData.FromString("original"));
        var blob = reader.GetBlobClient("in/a.png");
        await Should.ThrowAsync<InvalidOperationException>(() => blob.UploadAsync(BinaryData.FromString("x"), overwrite: true));
        await Should.ThrowAsync<InvalidOperationException>(() => blob.DeleteAsync());
        await Should.ThrowAsync<InvalidOperationException>(() => blob.SetMetadataAsync(new Dictionary<string, string> { ["a"] = "b" }));
        (await blob.DownloadContentAsync()).Value.Content.ToString().ShouldBe("original");
    }
}
