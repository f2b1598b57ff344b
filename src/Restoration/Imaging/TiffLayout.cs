using BirD.Restoration.Imaging.Tiff;

namespace BirD.Restoration.Imaging;

/// <summary>How a TIFF stores a page; libvips does not report it, and the result is stored alike.</summary>
/// <param name="BigTiff">64-bit offsets.</param>
/// <param name="Compression">Value of tag 259 (1 none, 5 LZW, 8 Deflate, 32773 PackBits, ...).</param>
/// <param name="Predictor">Value of tag 317 (1 none, 2 horizontal differences).</param>
/// <param name="TileWidth">Pixels, 0 when stored in strips.</param>
/// <param name="TileHeight">Pixels, 0 when stored in strips.</param>
internal readonly record struct TiffLayout(bool BigTiff, int Compression, int Predictor, int TileWidth, int TileHeight)
{
    private const ushort CompressionTag = 259;
    private const ushort PredictorTag = 317;
    private const ushort TileWidthTag = 322;
    private const ushort TileHeightTag = 323;

    public static bool IsTiff(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 8
        && (bytes.StartsWith("II"u8) ? bytes[2] is 42 or 43 && bytes[3] == 0
            : bytes.StartsWith("MM"u8) && bytes[2] == 0 && bytes[3] is 42 or 43);

    /// <summary>The layout of a page (classic or BigTIFF, either byte order).</summary>
    public static TiffLayout Of(TiffFile file, int page)
    {
        var directory = file.Pages[page];
        return new TiffLayout(
            file.IsBig,
            (int)directory.Number(CompressionTag, 1),
            (int)directory.Number(PredictorTag, 1),
            (int)directory.Number(TileWidthTag),
            (int)directory.Number(TileHeightTag));
    }
}
