using System.Diagnostics;
using BirD.Storage.Objects;
using BirD.Storage.Objects.Local;

namespace BirD.Storage.Conformance;

public sealed class FileObjectStoreTests : ObjectStoreConformance, IDisposable
{
    private readonly TempFolder folder = new();
    private readonly FileObjectStore store;

    public FileObjectStoreTests() => store = new FileObjectStore(folder.Path);

    protected override IObjectStore Store => store;

    protected override IObjectStore SecondClient() => new FileObjectStore(folder.Path);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task List_LeftoversOfADeadWriter_AreNotObjects()
    {
        await store.PutAsync("a/b", Bytes("x"));
        await File.WriteAllTextAsync(folder.File("a", ".bird-tmp-0123"), "half");
        (await Keys("")).ShouldBe(["a/b"]);
    }

    [Fact]
    public async Task Get_TagNewerThanContent_ReturnsOldContentUnderTheNewTag()
    {
        // The state after dying between the two writes of a put.
        var old = (await store.PutAsync("k", Bytes("old")))!.Value;
        await File.WriteAllTextAsync(folder.File(".store", "versions", "k.tag"), "after-crash");
        var stored = (await store.GetAsync("k"))!;
        Text(stored).ShouldBe("old");
        stored.ETag.ShouldBe(new ETag("after-crash"));
        (await store.PutAsync("k", Bytes("lost"), PutCondition.Match(old))).ShouldBeNull();
        (await store.PutAsync("k", Bytes("new"), PutCondition.Match(stored.ETag))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Put_Secret_IsForNobodyElseOnTheMachine()
    {
        await store.PutAsync(ObjectKey.Secrets + "one", Bytes("x"));
        await store.PutAsync(ObjectKey.Secrets + "one", Bytes("y"));
        var path = folder.File("secrets", "one");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Assert.SkipUnless(Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv"), "There is no second user to try it with.");
        using var other = Process.Start("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "cat", path]);
        await other.WaitForExitAsync();
        other.ExitCode.ShouldNotBe(0);
    }

    [Fact]
    public async Task Get_ContentPutThereByHand_GetsATag()
    {
        await File.WriteAllTextAsync(folder.File("by-hand"), "x");
        var stored = (await store.GetAsync("by-hand"))!;
        (await store.PutAsync("by-hand", Bytes("y"), PutCondition.Match(stored.ETag))).ShouldNotBeNull();
    }

    [Fact]
    public async Task Put_WhereAFileStandsForAFolder_SaysWhatToDo()
    {
        await store.PutAsync("a", Bytes("x"));
        (await Should.ThrowAsync<StoreException>(() => store.PutAsync("a/b", Bytes("y")))).Message.ShouldContain("a");
    }

    [Theory]
    [InlineData(".store/versions/k.tag")]
    [InlineData("a/.bird-tmp-1")]
    public async Task Put_ReservedName_IsRefused(string key) =>
        await Should.ThrowAsync<ArgumentException>(() => store.PutAsync(key, Bytes("x")));

    [Fact]
    public async Task Put_LockHeldByAnotherProcess_WaitsForIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs flock");
        await store.PutAsync("k", Bytes("x"));
        var locks = Directory.GetFiles(folder.File(".store", "locks"));
        using var holder = Process.Start(new ProcessStartInfo("flock", [locks.Single(), "cat"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await holder.StandardInput.WriteLineAsync("held");
        await holder.StandardInput.FlushAsync();
        (await holder.StandardOutput.ReadLineAsync()).ShouldBe("held");

        var put = store.PutAsync("k", Bytes("y"));
        put.IsCompleted.ShouldBeFalse();
        holder.Kill(entireProcessTree: true);
        (await put.WaitAsync(TimeSpan.FromSeconds(20))).ShouldNotBeNull();
    }
}
