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
    public void List_ByName_TakesWhateverIsNamed()
    {
        using var tree = new TempTree();
        tree.Write("in/scan.dat", Anything);
        InputWalker.List([tree.PathOf("in/scan.dat")], tree.PathOf("out"), InputFilter.Everything)[0].Keys.ShouldBe(["scan.dat"]);
    }

    private static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
