using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Tiff;
using BirD.Restoration.Metrics;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>The rows of docs/formats.md: what goes in and what comes out.</summary>
public sealed class FormatTableTests
{
    [Fact]
    public void Ramp16_KeepsEveryLevel()
    {
        using var ramp = TestPictures.Ramp16(256, 256);
        foreach (var bytes in (byte[][])[ramp.TiffsaveBuffer(), ramp.PngsaveBuffer(bitdepth: 16)])
        {
            TestPictures.Samples(TestPictures.RoundTrip(bytes)).Distinct().Count().ShouldBe(65536);
        }
    }

    [Fact]
    public void DarkTwelveBitScan_In16_StaysWhatItIs()
    {
        // Nothing above 4095: a program that guesses depth from the brightest pixel takes it for 8 or 12 bit.
        using var dark = TestPictures.Ramp16(64, 64);
        var source = dark.TiffsaveBuffer();
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        (decoded.BitDepth, decoded.Pixels.Data.Max()).ShouldBe((16, 4095 / 65535f));
        TestPictures.Samples(TestPictures.RoundTrip(source)).ShouldBe(TestPictures.Samples(source));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CmykJpeg_BecomesRgbThroughItsProfile_WithANote(bool profiled)
    {
        using var rgb = TestPictures.Smooth();
        using var inks = rgb.IccTransform("cmyk", inputProfile: "srgb");
        var source = inks.JpegsaveBuffer(q: 95, keep: profiled ? Enums.ForeignKeep.All : Enums.ForeignKeep.None);
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        (decoded.Pixels.Channels, decoded.Alpha).ShouldBe((3, null));
        decoded.Notes.ShouldHaveSingleItem().ShouldContain(profiled ? "through the original's profile" : "colours are a guess");

        using var result = TestPictures.Open(TestPictures.RoundTrip(source));
        (result.Interpretation, result.Bands, result.Get("vips-loader")).ShouldBe((Enums.Interpretation.Srgb, 3, "jpegload_buffer"));
        result.Get("icc-profile-data").ShouldBeOfType<byte[]>().ShouldBe(Image.ProfileLoad("srgb"));

        // Colours that a press can print come back as they were; this smooth picture has others too.
        using var expected = inks.IccTransform("srgb", embedded: true, intent: Enums.Intent.Relative, blackPointCompensation: true);
        using var difference = (expected - result).Abs();
        difference.Avg().ShouldBeLessThan(1.5);
    }

    [Fact]
    public void CmykTiff16_BecomesRgb16()
    {
        using var rgb = TestPictures.Smooth(wide: true);
        using var inks = rgb.IccTransform("cmyk", inputProfile: "srgb", depth: 16);
        using var result = TestPictures.Open(TestPictures.RoundTrip(inks.TiffsaveBuffer()));
        (result.Interpretation, result.Format, result.Bands).ShouldBe((Enums.Interpretation.Rgb16, Enums.BandFormat.Ushort, 3));
    }

    [Theory]
    [InlineData("AdobeRGB1998", 0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 2.2)]
    [InlineData("ProPhoto", 0.7347, 0.2653, 0.1596, 0.8404, 0.0366, 0.0001, 1.8)]
    public void WideColourSpaces_AreNeverNarrowed(string name, double rx, double ry, double gx, double gy, double bx, double by, double gamma)
    {
        // Saturated colours that sRGB can't hold: through any detour over sRGB they would be cut off.
        var profile = TestProfile.Matrix(name, [(rx, ry), (gx, gy), (bx, by)], gamma);
        using var picture = TestPictures.Smooth(wide: true).With(target => target.Set(GValue.BlobType, "icc-profile-data", profile));
        foreach (var bytes in (byte[][])[picture.TiffsaveBuffer(), picture.PngsaveBuffer(bitdepth: 16)])
        {
            var result = TestPictures.RoundTrip(bytes);
            using var image = TestPictures.Open(result);
            image.Get("icc-profile-data").ShouldBeOfType<byte[]>().ShouldBe(profile);
            TestPictures.Samples(result).ShouldBe(TestPictures.Samples(bytes));
        }
    }

    [Theory]
    [InlineData("tiff", 1)]
    [InlineData("tiff", 2)]
    [InlineData("tiff", 4)]
    [InlineData("png", 1)]
    public void FewBits_BecomeEight_WithANote(string format, int bits)
    {
        using var picture = TestPictures.Smooth(bands: 1);
        using var levels = picture.Copy();
        var source = format == "tiff" ? levels.TiffsaveBuffer(bitdepth: bits) : levels.PngsaveBuffer(bitdepth: bits);
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        (decoded.BitDepth, decoded.Pixels.Channels).ShouldBe((8, 1));
        decoded.Notes.ShouldHaveSingleItem().ShouldContain($"{bits} bit");
        decoded.Pixels.Data.Distinct().Count().ShouldBeLessThanOrEqualTo(1 << bits);
        TestPictures.Samples(TestPictures.RoundTrip(source)).ShouldBe([.. decoded.Pixels.Data.Select(v => (ushort)Math.Round(v * 255))]);
    }

    [Fact]
    public void Palette_BecomesFullColour_WithANote()
    {
        using var picture = TestPictures.Smooth();
        var source = picture.PngsaveBuffer(palette: true);
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        decoded.Notes.ShouldHaveSingleItem().ShouldContain("palette");
        using var result = TestPictures.Open(TestPictures.RoundTrip(source));
        (result.Bands, result.Format).ShouldBe((3, Enums.BandFormat.Uchar));
    }

    [Theory]
    [InlineData(0, ExtraPlane.Unnamed, 0)]
    [InlineData(1, ExtraPlane.Opacity, 2)]
    [InlineData(2, ExtraPlane.Opacity, 2)]
    public void FourthPlane_IsKept_AndStaysWhatItWas(ushort kind, ExtraPlane expected, ulong written)
    {
        // 0 is what film scanners write for their infrared plane; 1 is opacity that colours were multiplied with.
        using var picture = TestPictures.Smooth(bands: 4, wide: true);
        var source = Rewrite(picture.TiffsaveBuffer(), page => page.Set(TiffEntry.OfShort(TiffTags.ExtraSamples, kind)));
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        decoded.Extra.ShouldBe(expected);
        decoded.Alpha.ShouldNotBeNull();
        var result = TestPictures.RoundTrip(source);
        TiffFile.Read(result).Pages[0].Number(TiffTags.ExtraSamples, 99).ShouldBe(written);
        TestPictures.Samples(result).SequenceEqual(TestPictures.Samples(source)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Enums.ForeignTiffCompression.Jpeg)]
    [InlineData(Enums.ForeignTiffCompression.Ccittfax4)]
    public void TiffThatLosesOrKnowsNoGrey_IsWrittenWithDeflate(Enums.ForeignTiffCompression compression)
    {
        using var picture = TestPictures.Smooth(bands: compression == Enums.ForeignTiffCompression.Jpeg ? 3 : 1);
        var source = picture.TiffsaveBuffer(compression: compression, bitdepth: compression == Enums.ForeignTiffCompression.Ccittfax4 ? 1 : null, q: 90);
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        var result = TestPictures.RoundTrip(source);
        TiffLayout.Of(TiffFile.Read(result), 0).Compression.ShouldBe(8);
        TestPictures.Codec.Decode(result, TestPictures.Limits).Pixels.Data.ShouldBe(decoded.Pixels.Data);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(12)]
    public void Avif_KeepsFormatAndDepth(int depth)
    {
        using var picture = TestPictures.Smooth(wide: depth > 8);
        var source = picture.HeifsaveBuffer(q: 95, bitdepth: depth, compression: Enums.ForeignHeifCompression.Av1, subsampleMode: Enums.ForeignSubsample.Off);
        var decoded = TestPictures.Codec.Decode(source, TestPictures.Limits);
        (decoded.Format, decoded.BitDepth).ShouldBe(("avif", depth == 8 ? 8 : 16));
        var result = TestPictures.RoundTrip(source);
        using var image = TestPictures.Open(result);
        image.Get("bits-per-sample").ShouldBe(depth);
        ImageMetrics.Psnr(decoded.Pixels, TestPictures.Codec.Decode(result, TestPictures.Limits).Pixels).ShouldBeGreaterThan(40);
    }

    [Fact]
    public void WrongExtension_DoesNotMatter_TheContentDecides()
    {
        using var picture = TestPictures.Smooth();
        TestPictures.Codec.Decode(picture.PngsaveBuffer(), TestPictures.Limits).Format.ShouldBe("png");
    }

    /// <summary>The same file with a changed directory.</summary>
    internal static byte[] Rewrite(byte[] tiff, Action<TiffDirectory> change)
    {
        var file = TiffFile.Read(tiff);
        using var rewritten = new TiffAssembler(file.IsBig);
        change(file.Pages[0]);
        rewritten.Add(file, file.Pages[0], file.Pages[0]);
        return rewritten.ToArray();
    }
}
