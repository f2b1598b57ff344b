using NetVips;

namespace BirD.Restoration.Imaging;

/// <summary>Writes a PNG with the source's depth, and the small chunks that libvips would lose or invent.</summary>
internal static class PngWriter
{
    private const int CompressionLevel = 6;

    // How the numbers mean colour, how large a pixel is, when the picture changed. The order of the PNG standard.
    private static readonly string[] Kept = ["cICP", "cHRM", "gAMA", "sRGB", "pHYs", "tIME"];

    public static byte[] Write(Image image, PictureHeader source, ReadOnlySpan<byte> sourceBytes, byte[]? exif)
    {
        var png = image.PngsaveBuffer(
            compression: CompressionLevel,
            bitdepth: image.Format == Enums.BandFormat.Ushort ? 16 : 8,
            filter: Enums.ForeignPngFilter.All,
            keep: MetadataCopy.Keep);

        // A turned picture's two densities change sides, which libvips has done in the chunk that it wrote.
        var swapped = source.Orientation >= 5 && PngChunks.Types(sourceBytes).Contains("pHYs");
        return PngChunks.Replace(
            png, sourceBytes, (type, keyword) => (Kept.Contains(type) && !(swapped && type == "pHYs")) || IsKeptText(type, keyword),
            exif is null ? [] : PngChunks.Create("eXIf"u8, exif));
    }

    /// <summary>Texts are the cataloguer's, IPTC among them; but EXIF and XMP have a chunk of their own in the result.</summary>
    private static bool IsKeptText(string type, string keyword) =>
        PngChunks.IsText(type) && keyword is not ("XML:com.adobe.xmp" or "Raw profile type exif" or "Raw profile type APP1" or "Raw profile type xmp");
}
