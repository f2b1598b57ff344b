using System.Text;
using BirD.Restoration.Imaging;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>EXIF is carried byte for byte, but for what the result no longer is.</summary>
public sealed class ExifTests
{
    /// <summary>
    /// Orientation 6, both resolutions, a description, a maker note, pixel dimensions and a thumbnail directory.
    /// Offsets are from the byte order mark: directory at 8, Exif directory at 80, thumbnail's at 122.
    /// </summary>
    private static readonly byte[] Block =
    [
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
        0, 4,
        1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,
        1, 0x1A, 0, 5, 0, 0, 0, 1, 0, 0, 0, 62,
        1, 0x1B, 0, 5, 0, 0, 0, 1, 0, 0, 0, 70,
        0x87, 0x69, 0, 4, 0, 0, 0, 1, 0, 0, 0, 80,
        0, 0, 0, 122,
        0, 0, 2, 88, 0, 0, 0, 1, // 600/1 at 62
        0, 0, 1, 44, 0, 0, 0, 1, // 300/1 at 70
        0xAB, 0xCD, // belongs to nothing, and stays
        0, 3,
        0x92, 0x7C, 0, 7, 0, 0, 0, 4, (byte)'N', (byte)'i', (byte)'k', 7,
        0xA0, 0x02, 0, 4, 0, 0, 0, 1, 0, 0, 0, 70,
        0xA0, 0x03, 0, 4, 0, 0, 0, 1, 0, 0, 0, 50,
        0, 0, 0, 0,
        0, 1,
        1, 3, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,
        0, 0, 0, 0,
    ];

    public static TheoryData<string> Formats() => ["jpeg", "png", "webp"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Exif_OfTurnedPicture_IsAdaptedInPlace(string format)
    {
        using var picture = TestPictures.Smooth(70, 50);
        var source = WithExif(picture, format, Block);
        var result = TestPictures.RoundTrip(source);
        using var image = TestPictures.Open(result);
        (image.Width, image.Height).ShouldBe((50, 70));

        var expected = (byte[])Block.Clone();
        expected[19] = 1; // upright
        expected.AsSpan(58, 4).Clear(); // no thumbnail
        (expected[33], expected[45]) = (70, 62); // resolutions change sides
        (expected[105], expected[117]) = (50, 70); // and so do the dimensions
        Exif(image).ShouldBe(expected);
        ((string)image.Get("exif-ifd0-Orientation")).ShouldStartWith("1");
        image.Contains("exif-ifd1-Compression").ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Exif_OfUprightPicture_IsByteIdentical(string format)
    {
        using var picture = TestPictures.Smooth(70, 50, bands: format == "jpeg" ? 3 : 4);
        var block = (byte[])Block.Clone();
        block[19] = 1;
        block.AsSpan(58, 4).Clear();
        using var image = TestPictures.Open(TestPictures.RoundTrip(WithExif(picture, format, block)));
        image.Bands.ShouldBe(picture.Bands);
        Exif(image).ShouldBe(block);
    }

    [Fact]
    public void Exif_Damaged_IsCarriedWithoutHarm()
    {
        using var picture = TestPictures.Smooth(70, 50);
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var block = (byte[])Block.Clone();
            for (var n = 0; n < 4; n++)
            {
                block[random.Next(4, block.Length)] = (byte)random.Next(256);
            }

            Should.NotThrow(() => TestPictures.RoundTrip(WithExif(picture, "jpeg", block[..random.Next(9, block.Length)])));
        }
    }

    [Theory]
    [InlineData("<d tiff:Orientation=\"6\" a:b=\"6\"/>", "<d tiff:Orientation=\"1\" a:b=\"6\"/>")]
    [InlineData("<tiff:Orientation>8</tiff:Orientation>", "<tiff:Orientation>1</tiff:Orientation>")]
    [InlineData("<tiff:Orientation/>6", "<tiff:Orientation/>6")]
    [InlineData("nothing 6", "nothing 6")]
    public void Xmp_Orientation_BecomesUpright(string before, string after) =>
        Encoding.UTF8.GetString(XmpPacket.Upright(Encoding.UTF8.GetBytes(before))).ShouldBe(after);

    private static byte[] WithExif(Image picture, string format, byte[] exif)
    {
        const Enums.ForeignKeep none = Enums.ForeignKeep.None;
        switch (format)
        {
            case "png":
                var png = picture.PngsaveBuffer(keep: none);
                return PngChunks.Replace(png, png.AsSpan(0, 8), (_, _) => false, PngChunks.Create("eXIf"u8, exif));
            case "webp":
                return WebPContainer.WithExif(
                    picture.WebpsaveBuffer(lossless: true, keep: none), exif, picture.Width, picture.Height, picture.HasAlpha());
            default:
                var jpeg = picture.JpegsaveBuffer(keep: none);
                return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(8 + exif.Length), .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
        }
    }

    private static byte[] Exif(Image image)
    {
        var data = (byte[])image.Get("exif-data");
        return data.AsSpan().StartsWith("Exif\0\0"u8) ? data[6..] : data;
    }
}
