using System.Text;
using BirD.Storage.Inputs;
using BirD.Storage.Inputs.Local;

namespace BirD.Storage.Conformance;

public sealed class InputStoreTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Read_AFile_ReturnsItsBytesAndLeavesItAlone()
    {
        var path = Write("in/sub/a ü.png", "pixels");
        File.SetAttributes(path, FileAttributes.ReadOnly);
        var before = File.GetLastWriteTimeUtc(path);
        var bytes = await Store().ReadAsync("sub/a ü.png", 100);
        Encoding.UTF8.GetString(bytes.Span).ShouldBe("pixels");
        File.GetLastWriteTimeUtc(path).ShouldBe(before);
        File.SetAttributes(path, FileAttributes.Normal);
    }

    [Theory]
    [InlineData("gone.png")]
    [InlineData("sub")]
    [InlineData("sub/gone/a.png")]
    public async Task Read_MissingOrFolder_SaysWhichAndWhy(string key)
    {
        Write("in/sub/a.png", "x");
        (await Should.ThrowAsync<InputMissingException>(() => Store().ReadAsync(key, 100))).Message.ShouldContain(Path.GetFileName(key));
    }

    [Fact]
    public async Task Read_TooLarge_IsNotRead()
    {
        Write("in/a.png", "12345");
        (await Should.ThrowAsync<InputTooLargeException>(() => Store().ReadAsync("a.png", 4))).Message.ShouldContain("limit is 4");
    }

    [Fact]
    public async Task Read_LinkOutOfTheRoot_IsRefused()
    {
        Write("outside/secret.png", "x");
        Directory.CreateDirectory(folder.File("in"));
        File.CreateSymbolicLink(folder.File("in", "link.png"), folder.File("outside", "secret.png"));
        Directory.CreateSymbolicLink(folder.File("in", "dir"), folder.File("outside"));
        await Should.ThrowAsync<InputMissingException>(() => Store().ReadAsync("link.png", 100));
        await Should.ThrowAsync<InputMissingException>(() => Store().ReadAsync("dir/secret.png", 100));
    }

    [Fact]
    public async Task Read_LinkInsideTheRoot_IsFollowed()
    {
        Write("in/a.png", "x");
        File.CreateSymbolicLink(folder.File("in", "link.png"), folder.File("in", "a.png"));
        (await Store().ReadAsync("link.png", 100)).Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("../outside/secret.png")]
    [InlineData("/etc/passwd")]
    public async Task Read_KeyThatClimbs_IsRefused(string key) =>
        await Should.ThrowAsync<ArgumentException>(() => Store().ReadAsync(key, 100));

    private FileInputStore Store() => new(folder.File("in"));

    private string Write(string path, string content)
    {
        var full = folder.File(path.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
        return full;
    }
}
