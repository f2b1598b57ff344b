using BirD.Client.Inputs;
using BirD.Client.Tests.Support;
using BirD.Storage.Inputs;

namespace BirD.Client.Tests.Inputs;

public sealed class InputWalkerTests
{
    private static readonly byte[] Anything = [1];

    [Fact]
    public void List_Tree_TakesPicturesAndPassesOverTheRest()
    {
        using var tree = new TempTree();
        foreach (var name in (string[])[
            "in/a.jpg", "in/B/c.TIF", "in/Füße/日本.png", "in/d.txt", "in/Thumbs.db", "in/.DS_Store", "in/._a.jpg", "in/desktop.ini", "in/.hidden/e.jpg",
            "in/@eaDir/a.jpg", "in/masks/a.png", "in/a.mask.png", "in/$RECYCLE.BIN/x.jpg", "in/__MACOSX/y.jpg", "in/out/a.jpg"])
        {
            tree.Write(name, Anything);
        }

        var root = InputWalker.List([tree.PathOf("in")], tree.PathOf("in/out"), InputFilter.Everything).ShouldHaveSingleItem();
        root.Keys.ShouldBe(["B/c.TIF", "Füße/日本.png", "a.jpg"]);
    }

    [Theory]
    [InlineData("*.tif", "", "B/c.TIF")]
    [InlineData("", "*.tif", "Füße/d.png a.jpg")]
    [InlineData("B/**", "", "B/c.TIF")]
    [InlineData("**/*.png *.jpg", "a*", "Füße/d.png")]
    [InlineData("", "füße/**", "B/c.TIF a.jpg")]
    public void List_Patterns_WorkAtAnyDepthAndIgnoreCase(string include, string exclude, string expected)
    {
        using var tree = new TempTree();
        foreach (var name in (string[])["in/a.jpg", "in/B/c.TIF", "in/Füße/d.png"])
        {
            tree.Write(name, Anything);
        }

        var filter = new InputFilter(Split(include), Split(exclude));
        InputWalker.List([tree.PathOf("in")], tree.PathOf("out"), filter)[0].Keys.ShouldBe(Split(expected));
    }

    [Fact]
    public void List_Links_AreNotFollowedOutside_NorTwice()
    {
        using var tree = new TempTree();
        tree.Write("in/a.jpg", Anything);
        tree.Write("secret/b.jpg", Anything);
        File.CreateSymbolicLink(tree.PathOf("in/out-of-here.jpg"), tree.PathOf("secret/b.jpg"));
        Directory.CreateSymbolicLink(tree.PathOf("in/folder"), tree.PathOf("secret"));
        Directory.CreateSymbolicLink(tree.PathOf("in/loop"), tree.PathOf("in"));
        InputWalker.List([tree.PathOf("in")], tree.PathOf("out"), InputFilter.Everything)[0].Keys.ShouldBe(["a.jpg"]);
    }

    [Fact]
    public void Create_NamesThatCollide_AreResolvedAndReported()
    {
        using var tree = new TempTree();
        foreach (var name in (string[])["one/a.jpg", "two/A.JPG", "two/café.PNG", "one/Café.png", "one/b.jpg"])
        {
            tree.Write(name, Anything);
        }

        var listing = Listing.Create(InputWalker.List([tree.PathOf("one"), tree.PathOf("two")], tree.PathOf("out"), InputFilter.Everything));
        listing.Items.Select(item => item.Output).ShouldBe(["Café.png", "a.jpg", "b.jpg", "A~2.JPG", "café~2.PNG"]);
        listing.Renamed.Count.ShouldBe(2);
    }

    [Fact]
    public void Create_NamesOfOneFileOnOtherSystems_AndThoseOfMaps_AreKeptApart()
    {
        using var tree = new TempTree();
        foreach (var name in (string[])["one/caf\u00E9.png", "two/cafe\u0301.png", "one/a.png", "one/a.png.uncertainty.png"])
        {
            tree.Write(name, Anything);
        }

        var listing = Listing.Create(InputWalker.List([tree.PathOf("one"), tree.PathOf("two")], tree.PathOf("out"), InputFilter.Everything));
        listing.Items.Select(item => item.Output).ShouldBe(["a.png", "a.png.uncertainty~2.png", "caf\u00E9.png", "cafe\u0301~2.png"]);
    }

    [Fact]
    public void Create_NamesWithoutRoomForASidecar_AreCutShort_AndOddOnesAreReported()
    {
        using var tree = new TempTree();
        var longest = string.Concat(Enumerable.Repeat("ä", 125)) + "x.png";
        tree.Write($"in/{longest}", Anything);
        tree.Write("in/back\\slash.png", Anything);

        var listing = Listing.Create(InputWalker.List([tree.PathOf("in")], tree.PathOf("out"), InputFilter.Everything));

        var output = listing.Items.ShouldHaveSingleItem().Output;
        System.Text.Encoding.UTF8.GetByteCount(output + ".uncertainty.png").ShouldBeLessThanOrEqualTo(255);
        output.ShouldEndWith(".png");
        listing.Renamed.ShouldHaveSingleItem();
        listing.Unreadable.ShouldHaveSingleItem().ShouldContain("backslash");
    }

    [Fact]
    public async Task List_PipesCirclesAndNamesOfOtherEncodings_AreReportedAndTheRestIsTaken()
    {
        using var tree = new TempTree();
        tree.Write("in/a.png", Anything);
        File.CreateSymbolicLink(tree.PathOf("in/round.png"), tree.PathOf("in/about.png"));
        File.CreateSymbolicLink(tree.PathOf("in/about.png"), tree.PathOf("in/round.png"));
        await ShellAsync(tree, "mkfifo in/pipe.png; touch \"$(printf 'in/lat\\351in.png')\"; mkdir \"$(printf 'in/d\\351r')\"");

        var root = InputWalker.List([tree.PathOf("in")], tree.PathOf("out"), InputFilter.Everything).ShouldHaveSingleItem();

        root.Keys.ShouldBe(["a.png"]);
        root.Unreadable.Count.ShouldBe(5);
        root.Unreadable.Count(line => line.Contains("UTF-8", StringComparison.Ordinal)).ShouldBe(2);
        root.Unreadable.Count(line => line.Contains("circle", StringComparison.Ordinal)).ShouldBe(2);
        root.Unreadable.Count(line => line.Contains("pipe", StringComparison.Ordinal)).ShouldBe(1);
        Should.Throw<UsageException>(() => InputWalker.List([tree.PathOf("in/pipe.png")], tree.PathOf("out"))).Message.ShouldContain("pipe");

        // The framework can't remove what it can't name.
        await ShellAsync(tree, "rm -r in");
    }

    [Fact]
    public void List_OutputInsideTheTreeUnderAnotherName_IsPassedOver()
    {
        using var tree = new TempTree();
        tree.Write("in/a.png", Anything);
        tree.Write("in/done/b.png", Anything);
        Directory.CreateSymbolicLink(tree.PathOf("results"), tree.PathOf("in/done"));
        InputWalker.List([tree.PathOf("in")], tree.PathOf("results"))[0].Keys.ShouldBe(["a.png"]);
    }

    [Fact]
    public void List_ByName_TakesWhateverIsNamed()
    {
        using var tree = new TempTree();
        tree.Write("in/scan.dat", Anything);
        InputWalker.List([tree.PathOf("in/scan.dat")], tree.PathOf("out"), InputFilter.Everything)[0].Keys.ShouldBe(["scan.dat"]);
    }

    private static async Task ShellAsync(TempTree tree, string script)
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-ec", script]) { WorkingDirectory = tree.Root })!;
        await shell.WaitForExitAsync();
        shell.ExitCode.ShouldBe(0);
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
