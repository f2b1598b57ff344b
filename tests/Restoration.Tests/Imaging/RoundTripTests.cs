using BirD.Restoration.Metrics;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>A picture that nothing was done to comes back as it was.</summary>
public sealed class RoundTripTests
{
    public static TheoryData<int, bool> BandsAndDepths()
    {
        var cases = new TheoryData<int, bool>();
        foreach (var bands in (int[])[1, 2, 3, 4])
        {
            cases.Add(bands, false);
            cases.Add(bands, true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(BandsAndDepths))]
    public void Png_AnyBandsAndDepth_IsPixelExact(int bands, bool wide)
    {
        using var picture = TestPictures.Smooth(bands: bands, wide: wide);
        ShouldRoundTrip(picture.PngsaveBuffer(bitdepth: wide ? 16 : 8), "png", bands, wide);
    }

    [Theory]
    [MemberData(nameof(BandsAndDepths))]
    public void Tiff_AnyBandsAndDepth_IsPixelExact(int bands, bool wide)
    {
        using var picture = TestPictures.Smooth(bands: bands, wide: wide);
        ShouldRoundTrip(picture.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw), "tiff", bands, wide);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void WebP_Lossless_IsPixelExactAndStaysLossless(int bands)
    {
        using var picture = TestPictures.Smooth(bands: bands);
        ShouldRoundTrip(picture.WebpsaveBuffer(lossless: true, exact: true), "webp", bands, wide: false);
    }

    [Fact]
    public void WebP_Lossy_KeepsAlphaExactAndColourClose()
    {
        using var picture = TestPictures.Smooth(bands: 4);
        var source = TestPictures.Codec.Decode(picture.WebpsaveBuffer(q: 80), TestPictures.Limits);
        var result = TestPictures.Codec.Decode(
            TestPictures.Codec.Encode(source, source.Pixels), TestPictures.Limits);
        result.Alpha!.Data.ShouldBe(source.Alpha!.Data);
        ImageMetrics.Psnr(source.Pixels, result.Pixels).ShouldBeGreaterThan(35);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Jpeg_AnyBands_StaysClose(int bands)
    {
        using var picture = TestPictures.Smooth(bands: bands);
        var source = TestPictures.Codec.Decode(picture.JpegsaveBuffer(q: 80), TestPictures.Limits);
        var result = TestPictures.Codec.Decode(
            TestPictures.Codec.Encode(source, source.Pixels), TestPictures.Limits);
        (source.Format, source.BitDepth, source.Alpha, source.Pixels.Channels).ShouldBe(("jpeg", 8, null, bands));
        result.Pixels.Channels.ShouldBe(bands);
        ImageMetrics.Psnr(source.Pixels, result.Pixels).ShouldBeGreaterThan(44);
    }

    [Fact]
    public void Encode_Twice_GivesTheSameBytes()
    {
        using var picture = TestPictures.Smooth(bands: 3);
        foreach (var bytes in (byte[][])[
            picture.JpegsaveBuffer(), picture.PngsaveBuffer(), picture.TiffsaveBuffer(), picture.WebpsaveBuffer()])
        {
            TestPictures.RoundTrip(bytes).ShouldBe(TestPictures.RoundTrip(bytes));
        }
    }

    [Fact]
    public async Task Codec_FromSeveralThreads_GivesTheSameBytes()
    {
        using var picture = TestPictures.Smooth(bands: 3, wide: true);
        var bytes = picture.TiffsaveBuffer();
        var expected = TestPictures.RoundTrip(bytes);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TestPictures.RoundTrip(bytes))));
        results.ShouldAllBe(result => result.SequenceEqual(expected));
    }

    private static void ShouldRoundTrip(byte[] bytes, string format, int bands, bool wide)
    {
        var decoded = TestPictures.Codec.Decode(bytes, TestPictures.Limits);
        decoded.Format.ShouldBe(format);
        decoded.BitDepth.ShouldBe(wide ? 16 : 8);
        decoded.Pixels.Channels.ShouldBe(bands < 3 ? 1 : 3);
        (decoded.Alpha is not null).ShouldBe(bands is 2 or 4);
        decoded.Pixels.Data.ShouldAllBe(v => v >= 0 && v <= 1);

        var result = TestPictures.Codec.Encode(decoded, decoded.Pixels);
        using var image = TestPictures.Open(result);
        (image.Bands, image.Format).ShouldBe((bands, wide ? Enums.BandFormat.Ushort : Enums.BandFormat.Uchar));
        TestPictures.Samples(result).ShouldBe(TestPictures.Samples(bytes));
    }
}
