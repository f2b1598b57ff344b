using System.Diagnostics;
using BirD.Client.Restore;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Restore;

/// <summary>Whole runs over folders, in this process, with the bundled prior.</summary>
[Collection("runs")]
public sealed class TreeTests
{
    [Fact]
    public async Task TwoThousandPictures_FiveBroken_1995Done_AndASecondRunTouchesNothing()
    {
        using var tree = new TempTree();
        string[] folders = ["album", "album/1974", "Füße & Co", "deep/er/and/deeper", "日本 写真", "with space", "'quoted'"];
        for (var n = 0; n < 1995; n++)
        {
            tree.Write($"in/{folders[n % folders.Length]}/pic {n:0000}{(n % 3 == 0 ? ".PNG" : ".png")}", TempTree.Picture(n % 50));
        }

        var whole = TempTree.Picture(1);
        tree.Write("in/broken/empty.jpg", []);
        tree.Write("in/broken/zeros.tif", new byte[3000]);
        tree.Write("in/broken/short.png", whole[..(whole.Length / 2)]);
        tree.Write("in/broken/text.webp", "no picture"u8.ToArray());
        tree.Write("in/broken/animation.png", "GIF89a........"u8.ToArray());
        var before = tree.Look("in");

        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.SomeFailed);

        var results = tree.Look("out");
        results.Keys.Count(name => name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)).ShouldBe(1995);
        results.Keys.Count(name => name.EndsWith(".bird.json", StringComparison.Ordinal)).ShouldBe(1995);
        results.Keys.ShouldNotContain(name => name.Contains("broken", StringComparison.Ordinal));
        File.ReadAllBytes(tree.PathOf("out/日本 写真/pic 0004.png")).ShouldBe(TempTree.Picture(4));
        tree.Look("in").ShouldBe(before, ignoreOrder: true);

        var clock = Stopwatch.StartNew();
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree) with { Update = true }, default)).ShouldBe(ExitCodes.SomeFailed);
        TestContext.Current.TestOutputHelper!.WriteLine($"--update: {clock.Elapsed}");
        clock.Restart();
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.SomeFailed);
        TestContext.Current.TestOutputHelper!.WriteLine($"by content: {clock.Elapsed}");
        tree.Look("out").ShouldBe(results, ignoreOrder: true);
    }

    [Fact]
    public async Task ResultThatWasCutShort_IsMadeAnew_AndForceMakesAllAnew()
    {
        using var tree = new TempTree();
        tree.Write("in/a.png", TempTree.Picture(1));
        tree.Write("in/b.png", TempTree.Picture(2));
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.Done);
        var first = tree.Look("out");

        File.WriteAllBytes(tree.PathOf("out/a.png"), TempTree.Picture(1)[..50]);
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree), default)).ShouldBe(ExitCodes.Done);
        File.ReadAllBytes(tree.PathOf("out/a.png")).ShouldBe(TempTree.Picture(1));
        tree.Look("out")["out/b.png"].ShouldBe(first["out/b.png"]);

        (await RestoreRun.ExecuteAsync(Requests.Restore(tree) with { Force = true }, default)).ShouldBe(ExitCodes.Done);
        tree.Look("out")["out/b.png.bird.json"].Changed.ShouldBeGreaterThan(first["out/b.png.bird.json"].Changed);

        // The picture itself is as old as its original.
        File.GetLastWriteTimeUtc(tree.PathOf("out/b.png")).ShouldBe(File.GetLastWriteTimeUtc(tree.PathOf("in/b.png")), TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Update_PassesOverWhatIsOlderThanItsResult_AndNoticesWhatIsNewer()
    {
        using var tree = new TempTree();
        tree.Write("in/a.png", TempTree.Picture(1));
        var changed = tree.Write("in/b.png", TempTree.Picture(2));
        await RestoreRun.ExecuteAsync(Requests.Restore(tree), default);
        var first = tree.Look("out");

        File.WriteAllBytes(changed, TempTree.Picture(3));
        File.SetLastWriteTimeUtc(changed, DateTime.UtcNow.AddMinutes(1));
        (await RestoreRun.ExecuteAsync(Requests.Restore(tree) with { Update = true }, default)).ShouldBe(ExitCodes.Done);

        tree.Look("out")["out/a.png"].ShouldBe(first["out/a.png"]);
        File.ReadAllBytes(tree.PathOf("out/b.png")).ShouldBe(TempTree.Picture(3));
    }

    [Fact]
    public async Task DiskThatIsTooSmall_RefusesToStart_UnlessToldTo()
    {
        using var tree = new TempTree();
        tree.Write("in/a.png", TempTree.Picture(1));
        var listing = Inputs(tree);
        Should.Throw<UsageException>(() => DiskSpace.Require(Requests.Restore(tree), listing, _ => 1000)).Message.ShouldContain("--ignore-disk-space");
        Should.NotThrow(() => DiskSpace.Require(Requests.Restore(tree) with { IgnoreDiskSpace = true }, listing, _ => 1000));
        DiskSpace.Needed(tree.PathOf("out"), listing.Items).ShouldBeInRange(DiskSpace.Reserve + 1, DiskSpace.Reserve + 10_000);

        // What lies there already is replaced, not added to.
        await RestoreRun.ExecuteAsync(Requests.Restore(tree), default);
        DiskSpace.Needed(tree.PathOf("out"), listing.Items).ShouldBeLessThan(DiskSpace.Reserve + 500);
    }

    [Fact]
    public async Task DryRun_CountsEstimatesAndWritesNothing()
    {
        using var tree = new TempTree();
        tree.Write("in/a.png", TempTree.Picture(1));
        tree.Write("in/b.png", []);
        var request = Requests.Restore(tree) with { DryRun = true };
        (await RestoreRun.ExecuteAsync(request, default)).ShouldBe(ExitCodes.SomeFailed);
        Directory.Exists(tree.PathOf("out")).ShouldBeFalse();
        (await SpeedProbe.SecondsPerPixelAsync(request, default)).ShouldBeInRange(1e-9, 1e-2);
    }

    private static Client.Inputs.Listing Inputs(TempTree tree) => Client.Inputs.Listing.Create(
        Client.Inputs.InputWalker.List([tree.PathOf("in")], tree.PathOf("out"), Storage.Inputs.InputFilter.Everything));
}
