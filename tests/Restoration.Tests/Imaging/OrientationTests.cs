using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>The tag is applied to the pixels once, and gone afterwards.</summary>
public sealed class OrientationTests
{
    // Where the top-left corner of the stored picture is shown: value of the corner in a 3 x 2 picture
    // stored as 0 1 2 / 3 4 5, read row by row after turning.
    private static readonly Dictionary<int, ushort[]> Shown = new()
    {
        [1] = [0, 1, 2, 3, 4, 5],
        [2] = [2, 1, 0, 5, 4, 3],
        [3] = [5, 4, 3, 2, 1, 0],
        [4] = [3, 4, 5, 0, 1, 2],
        [5] = [0, 3, 1, 4, 2, 5],
        [6] = [3, 0, 4, 1, 5, 2],
        [7] = [5, 2, 4, 1, 3, 0],
        [8] = [2, 5, 1, 4, 0, 3],
    };

    public static TheoryData<int> Orientations() => [.. Shown.Keys];

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Tiff_EveryOrientation_IsAppliedExactlyOnce(int orientation)
    {
        using var stored = TestPictures.From([0, 40, 80, 120, 160, 200], 3, 2, 1, wide: false);
        using var tagged = stored.With(target => target.Set(GValue.GIntType, "orientation", orientation));
        var source = tagged.TiffsaveBuffer();
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        (decoded.Pixels.Width, decoded.Pixels.Height).ShouldBe(orientation < 5 ? (3, 2) : (2, 3));

        var result = TestPictures.Codec.Encode(decoded, decoded.Pixels);
        TestPictures.Samples(result).Select(v => v / 40).ShouldBe(Shown[orientation].Select(v => (int)v));
        using var image = TestPictures.Open(result);
        image.Get("orientation").ShouldBe(1);

        // Once, not twice: the result decodes to the same upright picture.
        TestPictures.Codec.Decode(result, TestPictures.Limits).Pixels.Data.ShouldBe(decoded.Pixels.Data);
    }

    [Fact]
    public void Jpeg_Turned_IsWrittenUprightWithConsistentSize()
    {
        using var stored = TestPictures.Smooth(70, 50);
        using var tagged = stored.Copy(xres: 10, yres: 20).With(target =>
        {
            target.Set(GValue.GIntType, "orientation", 6);
            target.Set(GValue.GStrType, "resolution-unit", "cm");
        });
        using var result = TestPictures.Open(TestPictures.RoundTrip(tagged.JpegsaveBuffer()));
        (result.Width, result.Height).ShouldBe((50, 70));
        result.Get("orientation").ShouldBe(1);
        ((string)result.Get("exif-ifd0-Orientation")).ShouldStartWith("1");
        ((string)result.Get("exif-ifd2-PixelXDimension")).ShouldStartWith("50");
        (result.Xres, result.Yres).ShouldBe((20, 10));
    }
}
