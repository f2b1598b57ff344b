using BirD.Client.Bench.Trees;
using BirD.Client.Inputs;
using BirD.Client.Restore;
using BirD.Client.Tests.Support;

namespace BirD.Client.Tests.Restore;

/// <summary>The first promise: originals are never written to, whatever places results are sent to.</summary>
public sealed class OriginalsTests : IDisposable
{
    private readonly TempTree tree = new();

    public void Dispose() => tree.Dispose();

    [Theory]
    [InlineData("dir/a.png", "dir")]
    [InlineData("dir/a.png", "dir/../dir/.")]
    [InlineData("dir", "link")]
    [InlineData("link", "dir")]
    [InlineData("elsewhere/x.png", "dir")]
    [InlineData("dir/sub", "dir")]
    public void Output_ThatWouldReplaceAnOriginal_IsRefused(string input, string output)
    {
        tree.Write("dir/a.png", [1]);
        tree.Write("dir/sub/a.png", [2]);
        Directory.CreateDirectory(tree.PathOf("elsewhere"));
        File.CreateSymbolicLink(tree.PathOf("elsewhere/x.png"), tree.PathOf("dir/a.png"));
        Directory.CreateSymbolicLink(tree.PathOf("link"), tree.PathOf("dir"));

        Should.Throw<UsageException>(() => Require(input, output)).Message.ShouldContain("another");
    }

    [Fact]
    public void Output_WithAFileThatBirdDidNotMake_IsRefusedUnlessForced()
    {
        tree.Write("one/a.png", [1]);
        tree.Write("out/a.png", "a letter"u8.ToArray());
        Should.Throw<UsageException>(() => Require("one/a.png", "out")).Message.ShouldContain("--force");
        Should.NotThrow(() => Require("one/a.png", "out", force: true));
    }

    [Fact]
    public void Output_ThatIsABagOfAnArchive_IsRefused()
    {
        tree.Write("in/a.png", [1]);
        tree.Write("bag/manifest-sha256.txt", "00  data/x.tif"u8.ToArray());
        Should.Throw<UsageException>(() => Require("in", "bag")).Message.ShouldContain("manifest-sha256.txt");
    }

    [Fact]
    public async Task Restore_IntoTheOriginalsOwnFolder_ExitsTwoAndTouchesNothing()
    {
        tree.Write("dir/a.png", TempTree.Picture(1));
        var before = tree.Look("dir");

        (await BirdProcess.RunAsync("restore", tree.PathOf("dir/a.png"), "-o", tree.PathOf("dir"))).ShouldExit(ExitCodes.Usage);

        tree.Look("dir").ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task RandomTreesLinksAndOutputs_NoOriginalChanges()
    {
        var bench = new TreeBench(count: 300, seed: 1);
        await bench.RunAsync(TestContext.Current.CancellationToken);
        bench.Findings.ShouldBeEmpty();

        // All ways to end were taken: else the generator, not the program, would be what is tested.
        bench.Outcomes.Keys.ShouldBe(["refused", "refused by the store", "restored"], ignoreOrder: true);
    }

    private void Require(string input, string output, bool force = false) =>
        OutputCheck.Require(tree.PathOf(output), force, Listing.Create(InputWalker.List([tree.PathOf(input)], tree.PathOf(output))));
}
