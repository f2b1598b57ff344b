using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>What a photo manager sorts and shows by survives.</summary>
public sealed class MetadataTests
{
    private const string Date = "1974:07:14 12:30:00";

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("tiff")]
    [InlineData("webp")]
    public void IccProfile_IsByteIdentical(string format)
    {
        var profile = Profile();
        using var result = RoundTrip(format, target => target.Set(GValue.BlobType, "icc-profile-data", profile));
        result.Get("icc-profile-data").ShouldBeOfType<byte[]>().ShouldBe(profile);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("webp")]
    public void Exif_CaptureDateAndCamera_AreKept(string format)
    {
        using var result = RoundTrip(format, target =>
        {
            target.Set(GValue.GStrType, "exif-ifd0-Make", "Agfa");
            target.Set(GValue.GStrType, "exif-ifd2-DateTimeOriginal", Date);
            target.Set(GValue.GStrType, "exif-ifd3-GPSLatitudeRef", "N");
        });
        ((string)result.Get("exif-ifd2-DateTimeOriginal")).ShouldStartWith(Date);
        ((string)result.Get("exif-ifd0-Make")).ShouldStartWith("Agfa");
        ((string)result.Get("exif-ifd3-GPSLatitudeRef")).ShouldStartWith("N");
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("tiff")]
    [InlineData("webp")]
    public void Xmp_IsByteIdentical(string format)
    {
        var xmp = "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><title>Sommer 1974</title></x:xmpmeta>"u8.ToArray();
        using var result = RoundTrip(format, target => target.Set(GValue.BlobType, "xmp-data", xmp));
        result.Get("xmp-data").ShouldBeOfType<byte[]>().ShouldBe(xmp);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("tiff")]
    public void Resolution_IsKept(string format)
    {
        using var plain = TestPictures.Smooth();
        using var picture = plain.Copy(xres: 600 / 25.4, yres: 300 / 25.4);
        using var dotsPerInch = picture.With(target => target.Set(GValue.GStrType, "resolution-unit", "in"));
        using var result = TestPictures.Open(TestPictures.RoundTrip(Save(dotsPerInch, format)));
        result.Xres.ShouldBe(600 / 25.4, 0.002);
        result.Yres.ShouldBe(300 / 25.4, 0.002);
    }

    [Fact]
    public void Exif_Thumbnail_IsDropped()
    {
        using var small = TestPictures.Smooth(16, 12);
        var thumbnail = small.JpegsaveBuffer();
        using var picture = TestPictures.Smooth().With(target =>
        {
            target.Set(GValue.GStrType, "exif-ifd0-Make", "Agfa");
            target.Set(GValue.BlobType, "jpeg-thumbnail-data", thumbnail);
        });
        var source = Save(picture, "jpeg");
        using var before = TestPictures.Open(source);
        using var after = TestPictures.Open(TestPictures.RoundTrip(source));
        (before.Contains("jpeg-thumbnail-data"), after.Contains("jpeg-thumbnail-data")).ShouldBe((true, false));
        after.Contains("exif-ifd0-Make").ShouldBeTrue();
    }

    [Fact]
    public void Jpeg_WithoutExif_GetsNone()
    {
        using var picture = TestPictures.Smooth();
        var source = picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        using var result = TestPictures.Open(TestPictures.RoundTrip(source));
        result.Contains("exif-data").ShouldBeFalse();
    }

    [Fact]
    public void Tiff_Description_IsKept()
    {
        using var result = RoundTrip("tiff", target => target.Set(GValue.GStrType, "image-description", "Hof, 1974"));
        result.Get("image-description").ShouldBe("Hof, 1974");
    }

    private static Image RoundTrip(string format, Action<MutableImage> change)
    {
        using var picture = TestPictures.Smooth().With(change);
        return TestPictures.Open(TestPictures.RoundTrip(Save(picture, format)));
    }

    private static byte[] Save(Image picture, string format) => format switch
    {
        "jpeg" => picture.JpegsaveBuffer(),
        "png" => picture.PngsaveBuffer(),
        "tiff" => picture.TiffsaveBuffer(),
        _ => picture.WebpsaveBuffer(),
    };

    /// <summary>libvips' own sRGB profile, with a byte of its description changed so that only copying can match.</summary>
    private static byte[] Profile()
    {
        using var picture = TestPictures.Smooth();
        using var tagged = Image.NewFromBuffer(picture.JpegsaveBuffer(profile: "srgb"));
        var profile = (byte[])tagged.Get("icc-profile-data");
        profile[30] ^= 1; // within the creation date
        return profile;
    }
}
