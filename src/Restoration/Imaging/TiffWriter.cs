using BirD.Restoration.Imaging.Tiff;
using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>
/// Writes a TIFF page stored like its source (compression, predictor, strips or tiles, BigTIFF), with all of the source's
/// fields. libvips writes the pixels; it would lose EXIF and most other fields, so the directory is written here.
/// </summary>
internal static class TiffWriter
{
    // Classic TIFF ends at 4 GiB; compression may make it larger than the samples, and metadata come on top.
    public const long ClassicCeiling = 3L << 30;

    private const int NoCompression = 1;
    private const int Lzw = 5;
    private const int PackBits = 32773;
    private const int HorizontalPredictor = 2;

    public static byte[] Write(Image image, PictureHeader source, ReadOnlyMemory<byte> sourceBytes, byte[]? xmp)
    {
        var original = TiffFile.Read(sourceBytes);
        var layout = TiffLayout.Of(original, source.Directory);
        var tiled = IsTileSize(layout.TileWidth) && IsTileSize(layout.TileHeight);
        var big = layout.BigTiff || SampleBytes(image) > ClassicCeiling;
        var stored = TiffFile.Read(image.TiffsaveBuffer(
            compression: Compression(layout.Compression),
            predictor: layout.Predictor == HorizontalPredictor
                ? Enums.ForeignTiffPredictor.Horizontal : Enums.ForeignTiffPredictor.None,
            tile: tiled,
            tileWidth: tiled ? layout.TileWidth : null,
            tileHeight: tiled ? layout.TileHeight : null,
            bigtiff: big,
            keep: Enums.ForeignKeep.Icc));
        using var file = new TiffAssembler(big);
        file.Add(stored, stored.Pages[0], TiffMetadata.Merge(
            stored.Pages[0], original.Pages[source.Directory], turned: source.Orientation >= 5, recoloured: source.IsCmyk, xmp));
        return file.ToArray();
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
