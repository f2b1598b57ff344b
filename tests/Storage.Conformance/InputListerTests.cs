using BirD.Storage.Inputs;
using BirD.Storage.Inputs.Local;

namespace BirD.Storage.Conformance;

public sealed class InputListerTests : IDisposable
{
    private static readonly string[] Tree = ["a.png", "a/b.png", "a/b/c.png", "a-b/x.png", "z.png", "a/b0.png", "A.png", "ä.png", "b/ü/1.png"];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task List_ATree_IsOrdinalByKeyWithSizes()
    {
        Array.ForEach(Tree, key => Write(key, key));
        var listed = await Lister().ListAsync("").ToListAsync();
        listed.Select(entry => entry.Key).ShouldBe(Tree.Order(StringComparer.Ordinal));
        listed.ShouldAllBe(entry => entry.Size == System.Text.Encoding.UTF8.GetByteCount(entry.Key));
    }

    [Fact]
    public async Task List_AfterAnyKey_ContinuesWithTheNext()
    {
        Array.ForEach(Tree, key => Write(key, "x"));
        var all = await KeysAsync("");
        for (var i = 0; i < all.Count; i++)
        {
            (await KeysAsync("", all[i])).ShouldBe(all.Skip(i + 1), all[i]);
        }

        (await KeysAsync("a", "a/b.png")).ShouldBe(["a/b/c.png", "a/b0.png"]);
        (await KeysAsync("a", "a/b/b.png")).ShouldBe(["a/b/c.png", "a/b0.png"]);
    }

    [Fact]
    public async Task List_APrefix_IsAWholeFolder()
    {
        Array.ForEach(Tree, key => Write(key, "x"));
        (await KeysAsync("a")).ShouldBe(["a/b.png", "a/b/c.png", "a/b0.png"]);
        (await Should.ThrowAsync<InputMissingException>(() => KeysAsync("gone"))).Message.ShouldContain("gone");
        await Should.ThrowAsync<ArgumentException>(() => KeysAsync("a/../../x"));
    }

    [Fact]
    public async Task List_Links_AreNotFollowedAndAPrefixMustNotEscape()
    {
        Write("a/b.png", "x");
        Directory.CreateDirectory(folder.File("outside"));
        File.WriteAllText(folder.File("outside", "secret.png"), "x");
        Directory.CreateSymbolicLink(folder.File("in", "out"), folder.File("outside"));
        Directory.CreateSymbolicLink(folder.File("in", "a", "loop"), folder.File("in"));
        Directory.CreateSymbolicLink(folder.File("in", "far"), folder.File("in", "out", "deeper"));
        (await KeysAsync("")).ShouldBe(["a/b.png"]);
        await Should.ThrowAsync<InputMissingException>(() => KeysAsync("out"));
        await Should.ThrowAsync<InputMissingException>(() => KeysAsync("far"));
    }

    [Fact]
    public async Task ListFolder_IsTheFilesOfThatFolderOnly()
    {
        Array.ForEach(Tree, key => Write(key, "x"));
        (await FolderAsync("")).ShouldBe(["A.png", "a.png", "z.png", "ä.png"], ignoreOrder: true);
        (await FolderAsync("a")).ShouldBe(["a/b.png", "a/b0.png"], ignoreOrder: true);
        (await FolderAsync("gone/deeper")).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentException>(() => FolderAsync("a/../../x"));
        Directory.CreateSymbolicLink(folder.File("in", "out"), folder.File("."));
        await Should.ThrowAsync<InputMissingException>(() => FolderAsync("out"));
    }

    [Theory]
    [InlineData("a.JPG", true)]
    [InlineData("box/a.tiff", true)]
    [InlineData("a.txt", false)]
    [InlineData("a.mask.png", false)]
    [InlineData("masks/a.png", false)]
    [InlineData(".bird/a.png", false)]
    [InlineData("scans/@eaDir/a.jpg", false)]
    [InlineData("a/.hidden.png", false)]
    public void IsPicture_GoesByTheName(string key, bool picture) => PictureNames.IsPicture(key).ShouldBe(picture);

    private async Task<List<string>> FolderAsync(string name) =>
        await Lister().ListFolderAsync(name).Select(entry => entry.Key).ToListAsync();

    private FileInputLister Lister() => new(folder.File("in"));

    private async Task<List<string>> KeysAsync(string prefix, string? after = null) =>
        await Lister().ListAsync(prefix, after).Select(entry => entry.Key).ToListAsync();

    private void Write(string key, string text)
    {
        var path = folder.File(["in", .. key.Split('/')]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
