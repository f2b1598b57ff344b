using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>What is only looked at is read as small as it is shown, and looks the same.</summary>
public sealed class ShrunkReaderTests
{
    public static TheoryData<string, int, int> Files()
    {
        var data = new TheoryData<string, int, int>();
        foreach (var format in (string[])["jpeg", "png8", "png16", "tiff16", "webp"])
        {
            // By 2, by 5, and by more than a JPEG's 8; each upright and turned.
            foreach (var side in (int[])[350, 140, 50])
            {
                data.Add(format, side, 1);
                data.Add(format, side, 6);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_LooksLikeTheWholeOneShrunk(string format, int side, int orientation)
    {
        var file = Save(format, orientation);
        var whole = TestPictures.Codec.Decode(file, TestPictures.Limits).Pixels;

        var small = TestPictures.Codec.Decode(file, TestPictures.Limits with { ShrinkTo = side }).Pixels;

        Math.Max(small.Width, small.Height).ShouldBeInRange(side, 2 * side);
        (small.Width > small.Height).ShouldBe(whole.Width > whole.Height, "it is upright");
        for (var c = 0; c < 3; c++)
        {
            foreach (var (x, y) in ((double, double)[])[(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.6, 0.5)])
            {
                // Where the small one's pixel has its centre.
                var (column, row) = ((int)(x * small.Width), (int)(y * small.Height));
                var (across, down) = ((column + 0.5) / small.Width, (row + 0.5) / small.Height);
                small.Plane(c)[(row * small.Width) + column].ShouldBe(At(whole, c, across, down), 0.03f);
            }
        }
    }

    [Theory]
    [InlineData(701)]
    [InlineData(400)]
    public void Read_NotMuchLargerThanShown_IsAsItIs(int side)
    {
        var small = TestPictures.Codec.Decode(Save("jpeg", 1), TestPictures.Limits with { ShrinkTo = side }).Pixels;
        (small.Width, small.Height).ShouldBe((700, 500));
    }

    private static byte[] Save(string format, int orientation)
    {
        // Slow waves, of which shrinking leaves the values.
        using var tiny = TestPictures.Smooth(wide: format.EndsWith("16", StringComparison.Ordinal));
        using var large = tiny.Resize(10);
        using var picture = large.With(target => target.Set(GValue.GIntType, "orientation", orientation));
        return format switch
        {
            "jpeg" => picture.JpegsaveBuffer(q: 95),
            "webp" => picture.WebpsaveBuffer(q: 95),
            "tiff16" => picture.TiffsaveBuffer(),
            _ => picture.PngsaveBuffer(),
        };
    }

    private static float At(ImageTensor picture, int channel, double x, double y) =>
        picture.Plane(channel)[((int)(y * picture.Height) * picture.Width) + (int)(x * picture.Width)];
}
