using System.Security.Cryptography;
using System.Text;
using BirD.Storage.Results;
using BirD.Storage.Results.Local;

namespace BirD.Storage.Conformance;

public sealed class ResultStoreTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FileResultStore store;

    public ResultStoreTests() => store = new FileResultStore(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Put_ThenFind_ReturnsTheStampAndTheResultIsWhole()
    {
        (await Put("Ordner/Bild ü.JPG", "pixels", 3)).ShouldBeTrue();
        var stamp = (await store.FindAsync("Ordner/Bild ü.JPG")).ShouldNotBeNull();
        stamp.ShouldBe(new ResultStamp("in", "settings", Sha("pixels"), 6, "restored", 3));
        (await store.IsWholeAsync("Ordner/Bild ü.JPG", stamp)).ShouldBeTrue();
        (await File.ReadAllTextAsync(folder.File("Ordner", "Bild ü.JPG"))).ShouldBe("pixels");
        File.Exists(folder.File("Ordner", "Bild ü.JPG.bird.json")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("pix")]
    [InlineData("pixelz")]
    public async Task IsWhole_CutShortOrChanged_IsFalse(string now)
    {
        await Put("a.png", "pixels", 1);
        var stamp = (await store.FindAsync("a.png"))!;
        await File.WriteAllTextAsync(folder.File("a.png"), now);
        (await store.IsWholeAsync("a.png", stamp)).ShouldBeFalse();
        File.Delete(folder.File("a.png"));
        (await store.IsWholeAsync("a.png", stamp)).ShouldBeFalse();
    }

    [Fact]
    public async Task Put_WithALowerEpoch_IsRefusedAndChangesNothing()
    {
        await Put("a.png", "newer", 9);
        (await Put("a.png", "zombie", 8)).ShouldBeFalse();
        (await File.ReadAllTextAsync(folder.File("a.png"))).ShouldBe("newer");
        (await Put("a.png", "again", 9)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("{\"input\":3}")]
    public async Task Find_UnreadableSidecar_CountsAsNotDone(string sidecar)
    {
        await File.WriteAllTextAsync(folder.File("a.png.bird.json"), sidecar);
        (await store.FindAsync("a.png")).ShouldBeNull();
    }

    [Theory]
    [InlineData("../a.png")]
    [InlineData(".bird/x.png")]
    [InlineData("a.png.bird.json")]
    public async Task Put_OutsideOrReserved_IsRefused(string key) =>
        await Should.ThrowAsync<ArgumentException>(() => Put(key, "x", 1));

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

    private Task<bool> Put(string key, string content, long epoch) =>
        store.PutAsync(key, Encoding.UTF8.GetBytes(content), Sidecar(content, epoch));

    private static byte[] Sidecar(string content, long epoch) => Encoding.UTF8.GetBytes(FormattableString.Invariant(
        $$"""{"input":{"sha256":"in"},"settingsHash":"settings","output":{"sha256":"{{Sha(content)}}","bytes":{{content.Length}}},"outcome":"restored","epoch":{{epoch}}}"""));

    private static string Sha(string content) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
