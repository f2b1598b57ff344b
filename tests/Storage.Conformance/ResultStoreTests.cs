using BirD.Storage.Results;
using BirD.Storage.Results.Azure;
using BirD.Storage.Results.Local;
using Azure.Storage.Blobs;

namespace BirD.Storage.Conformance;

public sealed class FileResultStoreTests : ResultStoreConformance, IDisposable
{
    private readonly TempFolder folder = new();

    public FileResultStoreTests() => Store = new FileResultStore(folder.Path);

    protected override IResultStore Store { get; }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Put_OutputIsAFile_SaysSo()
    {
        await File.WriteAllTextAsync(folder.File("taken"), "");
        var blocked = new FileResultStore(folder.File("taken"));
        await Should.ThrowAsync<StoreException>(() => blocked.PutAsync("a.png", "x"u8.ToArray(), Sidecar("x", 1)));
    }

    [Fact]
    public async Task Put_LeavesNoTemporaryFiles()
    {
        await Put("a.png", "pixels", 1);
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path).StartsWith(".bird-tmp", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    protected override async Task<string?> PeekAsync(string name) =>
        File.Exists(PathOf(name)) ? await File.ReadAllTextAsync(PathOf(name)) : null;

    protected override async Task TamperAsync(string name, string? content)
    {
        if (content is null)
        {
            File.Delete(PathOf(name));
            return;
        }

        await File.WriteAllTextAsync(PathOf(name), content);
    }

    private string PathOf(string name) => folder.File(name.Split('/'));
}

public sealed class BlobResultStoreTests : ResultStoreConformance
{
    private readonly BlobContainerClient container;

    public BlobResultStoreTests(AzuriteFixture azurite)
    {
        container = azurite.NewContainer();
        Store = new BlobResultStore(container, "out/");
    }

    protected override IResultStore Store { get; }

    protected override async Task<string?> PeekAsync(string name)
    {
        var blob = container.GetBlobClient("out/" + name);
        return await blob.ExistsAsync() ? (await blob.DownloadContentAsync()).Value.Content.ToString() : null;
    }

    protected override async Task TamperAsync(string name, string? content)
    {
        var blob = container.GetBlobClient("out/" + name);
        await (content is null ? (Task)blob.DeleteAsync() : blob.UploadAsync(BinaryData.FromString(content), overwrite: true));
    }
}
