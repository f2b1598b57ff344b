using BirD.Client.Looks;
using BirD.Client.Provenance;
using BirD.Client.Tests.Support;
using NetVips;

namespace BirD.Client.Tests.Provenance;

public sealed class ThumbnailTests
{
    [Fact]
    public void OfKernel_SharedByChannels_IsGreyWithItsPeakWhite()
    {
        float[] kernel = [0, 0.1f, 0, 0.1f, 0.5f, 0.1f, 0, 0.1f, 0.1f];
        using var picture = Open(Thumbnail.OfKernel(new KernelView(3, [kernel, kernel, kernel])));
        (picture.Width, picture.Height, picture.Bands).ShouldBe((3, 3, 1));
        (picture[1, 1][0], picture[0, 0][0], picture[1, 0][0]).ShouldBe((255, 0, 51));
    }

    [Fact]
    public void OfKernel_DifferentByChannel_IsInColour()
    {
        using var picture = Open(Thumbnail.OfKernel(new KernelView(1, [[1], [0.5f], [0]])));
        picture[0, 0].ShouldBe([255, 128, 0]);
    }

    [Fact]
    public void OfFile_LargeOrGone_IsSmallOrNothing()
    {
        using var tree = new TempTree();
        using var look = new SmallPicture();
        using var small = Open(Thumbnail.OfFile(look, tree.Write("a.png", TempTree.NoisyPicture(900, 300)))!);
        (small.Width, small.Height).ShouldBe((280, 93));
        Thumbnail.OfFile(look, tree.PathOf("gone.png")).ShouldBeNull();
        Thumbnail.OfFile(look, tree.Write("b.png", "no picture"u8.ToArray())).ShouldBeNull();
    }

    [Fact]
    public void OfFile_OfAKindThatIsNotRestored_IsNothing()
    {
        using var tree = new TempTree();
        using var look = new SmallPicture();
        Thumbnail.OfFile(look, tree.Write("drawing.png", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\"/></svg>"u8.ToArray())).ShouldBeNull();
    }

    private static Image Open(string address) => Image.NewFromBuffer(Convert.FromBase64String(address[(address.IndexOf(',', StringComparison.Ordinal) + 1)..]));
}
