using BirD.Restoration.Imaging;
using BirD.Restoration.Imaging.Faults;
using BirD.Restoration.Imaging.Tiff;
using NetVips;

namespace BirD.Restoration.Tests.Imaging;

/// <summary>The result is stored like its source, or better.</summary>
public sealed class StorageTests
{
    [Theory]
    [InlineData(30, 92)]
    [InlineData(92, 92)]
    [InlineData(95, 95)]
    [InlineData(100, 100)]
    public void JpegQuality_IsThatOfTheSource_AndNeverLow(int source, int expected)
    {
        using var picture = TestPictures.Smooth();
        var bytes = picture.JpegsaveBuffer(q: source);
        JpegQuality.AtLeastThatOf(bytes).ShouldBe(expected);
        JpegQuality.AtLeastThatOf(TestPictures.RoundTrip(bytes)).ShouldBe(expected);
    }

    [Fact]
    public void JpegQuality_ForeignTables_AreNowhereCoarser()
    {
        using var picture = TestPictures.Smooth();
        var own = picture.JpegsaveBuffer(q: 85, quantTable: 3);
        JpegQuality.AtLeastThatOf(own).ShouldBeInRange(92, 100);
    }

    [Fact]
    public void Jpeg_KeepsFullColourAndProgression()
    {
        using var picture = TestPictures.Smooth();
        using var result = TestPictures.Open(TestPictures.RoundTrip(
            picture.JpegsaveBuffer(interlace: true, subsampleMode: Enums.ForeignSubsample.On)));
        result.Get("jpeg-chroma-subsample").ShouldBe("4:4:4");
        result.Get("jpeg-multiscan").ShouldBe(1);
    }

    [Theory]
    [InlineData(Enums.ForeignTiffCompression.None, Enums.ForeignTiffPredictor.None, 0, false)]
    [InlineData(Enums.ForeignTiffCompression.Lzw, Enums.ForeignTiffPredictor.Horizontal, 0, false)]
    [InlineData(Enums.ForeignTiffCompression.Lzw, Enums.ForeignTiffPredictor.None, 32, false)]
    [InlineData(Enums.ForeignTiffCompression.Deflate, Enums.ForeignTiffPredictor.Horizontal, 64, true)]
    [InlineData(Enums.ForeignTiffCompression.Packbits, Enums.ForeignTiffPredictor.None, 0, true)]
    public void Tiff_KeepsItsLayout(
        Enums.ForeignTiffCompression compression, Enums.ForeignTiffPredictor predictor, int tile, bool big)
    {
        using var picture = TestPictures.Smooth(100, 80, wide: true);
        var source = picture.TiffsaveBuffer(
            compression: compression, predictor: predictor, tile: tile > 0, tileWidth: tile > 0 ? tile : null,
            tileHeight: tile > 0 ? tile : null, bigtiff: big);
        var result = TestPictures.RoundTrip(source);
        var layout = Layout(result);
        layout.ShouldBe(Layout(source));
        (layout.TileWidth, layout.BigTiff).ShouldBe((tile, big));
        TestPictures.Samples(result).ShouldBe(TestPictures.Samples(source));
    }

    [Fact]
    public void TiffLayout_BigEndian_IsRead()
    {
        byte[] bytes =
        [
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 2,
            1, 3, 0, 3, 0, 0, 0, 1, 0, 5, 0, 0, // compression: LZW
            1, 61, 0, 3, 0, 0, 0, 1, 0, 2, 0, 0, // predictor: horizontal
            0, 0, 0, 0,
        ];
        Layout(bytes).ShouldBe(new TiffLayout(false, 5, 2, 0, 0));
    }

    [Fact]
    public void TiffLayout_PointingOutside_IsTruncated() => Should.Throw<PictureException>(
        () => TiffFile.Read((byte[])[(byte)'I', (byte)'I', 42, 0, 255, 255, 255, 127])).Fault.ShouldBe(PictureFault.Truncated);

    [Fact]
    public void Png_KeepsColourChunks_AndInventsNoResolution()
    {
        using var picture = TestPictures.Smooth(20, 10);
        var plain = picture.PngsaveBuffer(keep: Enums.ForeignKeep.None);
        var bare = PngChunks.Replace(plain, plain.AsSpan(0, 8), (type, _) => type == "pHYs");
        PngChunks.Types(TestPictures.RoundTrip(bare)).ShouldNotContain("pHYs");

        var gamma = PngChunks.Create("gAMA"u8, [0, 0, 0xB1, 0x8F]);
        byte[] tagged = [.. bare[..33], .. gamma, .. bare[33..]];
        PngChunks.Types(TestPictures.RoundTrip(tagged)).ShouldBe(["IHDR", "gAMA", "IDAT", "IEND"]);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 150, 600)]
    [InlineData(2, 118, 118)]
    public void Jpeg_Density_IsThatOfTheSource(byte unit, byte x, ushort y)
    {
        using var picture = TestPictures.Smooth(20, 10);
        var plain = picture.JpegsaveBuffer(keep: Enums.ForeignKeep.None);
        byte[] jfif = [.. "JFIF\0"u8, 1, 2, unit, 0, x, (byte)(y >> 8), (byte)y, 0, 0];
        byte[] source = [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. jfif, .. plain.AsSpan(2)];
        var result = TestPictures.RoundTrip(source);
        result[..20].ShouldBe(source[..20]);
        result[20..22].ShouldNotBe([0xFF, 0xE0]);
    }

    private static TiffLayout Layout(byte[] tiff) => TiffLayout.Of(TiffFile.Read(tiff), 0);
}
