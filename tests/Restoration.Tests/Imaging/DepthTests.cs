using BirD.Restoration.Tensors;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>16 bit stays 16 bit, with content of 16 bit.</summary>
public sealed class DepthTests
{
    [Theory]
    [InlineData("png")]
    [InlineData("tiff")]
    public void Ramp16_Untouched_KeepsEveryCode(string format) => DistinctCodes(format, scale: 7).ShouldBe(9000);

    // The brightest pixel is 8999 of 65535, and 255 of 65535: neither makes it an 8-bit picture.
    [Theory]
    [InlineData("png", 9000)]
    [InlineData("tiff", 9000)]
    [InlineData("png", 256)]
    [InlineData("tiff", 256)]
    public void Ramp16_Dark_KeepsEveryCode(string format, int codes) => DistinctCodes(format, 1, codes).ShouldBe(codes);

    [Theory]
    [InlineData("png")]
    [InlineData("tiff")]
    public void Encode_ResultBetweenCodes_RoundsToTheNearest(string format)
    {
        using var picture = TestPictures.Ramp16(64, 64);
        var source = TestPictures.Codec.Decode(Save(picture, format), TestPictures.Limits);
        var result = new ImageTensor(1, 64, 64, [.. source.Pixels.Data.Select((v, i) => v + ((i % 3 - 1) * 0.4f / 65535))]);
        TestPictures.Samples(TestPictures.Codec.Encode(source, result))
            .ShouldBe(TestPictures.Samples(source.Source.ToArray()));
    }

    [Fact]
    public void Encode_OutOfRange_IsClamped()
    {
        using var picture = TestPictures.Smooth(3, 1, bands: 1);
        var source = TestPictures.Codec.Decode(picture.PngsaveBuffer(), TestPictures.Limits);
        var bytes = TestPictures.Codec.Encode(source, new ImageTensor(1, 1, 3, [-0.5f, 0.5f, float.PositiveInfinity]));
        TestPictures.Samples(bytes).ShouldBe([0, 128, 255]);
    }

    [Fact]
    public void Encode_NotANumber_IsRefused()
    {
        using var picture = TestPictures.Smooth(2, 1, bands: 1);
        var source = TestPictures.Codec.Decode(picture.PngsaveBuffer(), TestPictures.Limits);
        Should.Throw<ArgumentException>(
            () => TestPictures.Codec.Encode(source, new ImageTensor(1, 1, 2, [0.5f, float.NaN])));
    }

    [Fact]
    public void Encode_OtherShape_IsRefused()
    {
        using var picture = TestPictures.Smooth(4, 3, bands: 1);
        var source = TestPictures.Codec.Decode(picture.PngsaveBuffer(), TestPictures.Limits);
        Should.Throw<ArgumentException>(() => TestPictures.Codec.Encode(source, new ImageTensor(1, 4, 3)))
            .Message.ShouldContain("1 x 4 x 3");
    }

    [Fact]
    public void Png_Palette_DecodesToRgb()
    {
        using var picture = TestPictures.Smooth();
        var bytes = picture.PngsaveBuffer(palette: true, bitdepth: 4, dither: 0);
        var decoded = TestPictures.Codec.Decode(bytes, TestPictures.Limits);
        (decoded.Pixels.Channels, decoded.BitDepth).ShouldBe((3, 8));
        TestPictures.Samples(TestPictures.RoundTrip(bytes)).ShouldBe(TestPictures.Samples(bytes));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("tiff")]
    public void OneBit_DecodesToBlackAndWhite_AndIsWrittenWith8(string format)
    {
        using var picture = TestPictures.Smooth(bands: 1);
        using var bilevel = picture > 127;
        using var grey = bilevel.Copy(interpretation: Enums.Interpretation.Bw);
        var bytes = format == "png" ? grey.PngsaveBuffer(bitdepth: 1) : grey.TiffsaveBuffer(bitdepth: 1);
        var decoded = TestPictures.Codec.Decode(bytes, TestPictures.Limits);
        (decoded.Pixels.Channels, decoded.BitDepth).ShouldBe((1, 8));
        decoded.Pixels.Data.Distinct().Order().ShouldBe([0f, 1f]);

        // A restored picture has shades; one bit could not hold them.
        var half = new ImageTensor(1, 50, 70);
        half.Data.AsSpan().Fill(0.5f);
        TestPictures.Samples(TestPictures.Codec.Encode(decoded, half)).ShouldAllBe(v => v == 128);
    }

    private static int DistinctCodes(string format, int scale, int codes = 9000)
    {
        using var picture = TestPictures.Ramp16(codes / 8, 8, scale);
        return TestPictures.Samples(TestPictures.RoundTrip(Save(picture, format))).Distinct().Count();
    }

    private static byte[] Save(Image picture, string format) =>
        format == "png" ? picture.PngsaveBuffer(bitdepth: 16) : picture.TiffsaveBuffer();
}
