using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Writes a TIFF stored like its source: compression, predictor, strips or tiles, BigTIFF.</summary>
internal static class TiffWriter
{
    private const int NoCompression = 1;
    private const int Lzw = 5;
    private const int PackBits = 32773;
    private const int HorizontalPredictor = 2;

    // Classic TIFF ends at 4 GiB; compression may make it larger than the samples, and metadata come on top.
    private const long ClassicCeiling = 3L << 30;

    public static byte[] Write(Image image, ReadOnlySpan<byte> sourceBytes)
    {
        var layout = TiffLayout.Read(sourceBytes);
        var tiled = IsTileSize(layout.TileWidth) && IsTileSize(layout.TileHeight);
        return image.TiffsaveBuffer(
            compression: Compression(layout.Compression),
            predictor: layout.Predictor == HorizontalPredictor
                ? Enums.ForeignTiffPredictor.Horizontal : Enums.ForeignTiffPredictor.None,
            tile: tiled,
            tileWidth: tiled ? layout.TileWidth : null,
            tileHeight: tiled ? layout.TileHeight : null,
            bigtiff: layout.BigTiff || SampleBytes(image) > ClassicCeiling,
            keep: MetadataCopy.Keep);
    }

    // What loses (JPEG) or knows only black and white (fax) is replaced by Deflate, which every reader has.
    private static Enums.ForeignTiffCompression Compression(int tag) => tag switch
    {
        NoCompression => Enums.ForeignTiffCompression.None,
        Lzw => Enums.ForeignTiffCompression.Lzw,
        PackBits => Enums.ForeignTiffCompression.Packbits,
        _ => Enums.ForeignTiffCompression.Deflate,
    };

    private static bool IsTileSize(int pixels) => pixels is >= 16 and <= 4096 && pixels % 16 == 0;

    private static long SampleBytes(Image image) =>
        (long)image.Width * image.Height * image.Bands * (image.Format == Enums.BandFormat.Ushort ? 2 : 1);
}
