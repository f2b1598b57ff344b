using System.Security.Cryptography;
using System.Text;
using BirD.Storage.Files;
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

    [Fact]
    public async Task Put_AfterOneThatDiedBetweenItsTwoRenames_KnowsItsOwnPicture()
    {
        await Put("a.png", "pixels", 1);
        File.Move(folder.File("a.png.bird.json"), PendingOf("a.png"));

        (await Put("a.png", "again", 2)).ShouldBeTrue();

        (await PeekAsync("a.png")).ShouldBe("again");
        (await Store.FindAsync("a.png"))!.Epoch.ShouldBe(2);
        File.Exists(PendingOf("a.png")).ShouldBeFalse();
    }

    [Fact]
    public async Task Put_WhereAWaitingSidecarDoesNotMatch_IsRefused()
    {
        await File.WriteAllBytesAsync(PendingOf("a.png"), Sidecar("pixels", 1));
        await TamperAsync("a.png", "somebody's");
        await Should.ThrowAsync<PlaceTakenException>(() => Put("a.png", "x", 2));
    }

    [Fact]
    public async Task Put_OverALinkOrASecondName_LeavesWhatItLeadsTo()
    {
        await File.WriteAllTextAsync(folder.File("original"), "original");
        File.CreateSymbolicLink(folder.File("a.png"), folder.File("original"));
        await Should.ThrowAsync<PlaceTakenException>(() => Put("a.png", "x", 1));

        var forced = new FileResultStore(folder.Path, new Replacing(true, OriginalSet.Empty));
        (await forced.PutAsync("a.png", "x"u8.ToArray(), Sidecar("x", 1))).ShouldBeTrue();
        (await File.ReadAllTextAsync(folder.File("original"))).ShouldBe("original");
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("A.PNG")]
    [InlineData("link.png")]
    public async Task Put_WhereAnOriginalOfTheRunLies_IsRefusedAlsoWithForce(string original)
    {
        await File.WriteAllTextAsync(folder.File("a.png"), "original");
        File.CreateSymbolicLink(folder.File("link.png"), folder.File("a.png"));
        var originals = new OriginalSet();
        originals.Add(folder.File(original));

        var forced = new FileResultStore(folder.Path, new Replacing(true, originals));

        await Should.ThrowAsync<PlaceTakenException>(() => forced.PutAsync("a.png", "x"u8.ToArray(), Sidecar("x", 1)));
        (await PeekAsync("a.png")).ShouldBe("original");
    }

    [Fact]
    public async Task Forget_MakesItCountAsNotDone_AndStillOurs()
    {
        await Put("a.png", "pixels", 1);
        var store = (FileResultStore)Store;
        store.Forget("a.png");
        (await store.FindAsync("a.png")).ShouldBeNull();
        store.IsFreeOrOurs("a.png").ShouldBeTrue();
        (await Put("a.png", "again", 2)).ShouldBeTrue();
    }

    [Fact]
    public async Task Sweep_TakesLeftoversAndNothingElse()
    {
        await Put("sub/a.png", "pixels", 1);
        await File.WriteAllTextAsync(folder.File("sub", ".bird-tmp-0123"), "half");
        ((FileResultStore)Store).Sweep(["sub/a.png", "none/b.png"]);
        Directory.GetFiles(folder.File("sub")).Select(Path.GetFileName).Order().ShouldBe(["a.png", "a.png.bird.json"]);
    }

    private string PendingOf(string name) => folder.File(
        ResultNames.PendingPrefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16)));

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
